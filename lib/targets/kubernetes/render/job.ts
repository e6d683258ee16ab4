import * as k8s from 'cdk8s-plus-28/lib/imports/k8s';
import { digestOf } from '../../../digest';
import { GIVEN_UP } from '../../../model/command';

/**
 * A Job whose name follows from its content: another image or other settings are another Job, and applying the same one again
 * changes nothing. It has no TTL, or the next apply would run it again.
 */
export const jobOf = (metadata: k8s.ObjectMeta & { readonly name: string }, pod: k8s.PodTemplateSpec, retries: number): object =>
  k8s.KubeJob.manifest({
    metadata: { ...metadata, name: `${metadata.name}-${digestOf(pod).slice(0, 8)}` },
    spec: attempts(pod, retries),
  });

/**
 * A pod, and so many more of it where one fails. A failed pod stays, with its log, as long as its Job: one whose containers were started
 * again in place would be deleted when the Job fails. The Job has failed at once when a container has given up.
 */
export const attempts = (pod: k8s.PodTemplateSpec, backoffLimit: number): k8s.JobSpec => ({
  backoffLimit,
  // The schema of 1.28 wants conditions of pods in every rule; a rule has one of both.
  podFailurePolicy: { rules: [{ action: 'FailJob', onExitCodes: { operator: 'In', values: [GIVEN_UP] }, onPodConditions: [] }] },
  template: { ...pod, spec: pod.spec && { ...pod.spec, restartPolicy: 'Never' } },
});
