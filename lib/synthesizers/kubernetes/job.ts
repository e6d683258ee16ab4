import * as k8s from 'cdk8s-plus-28/lib/imports/k8s';
import { digestOf } from '../../digest';
import { GIVEN_UP } from '../../service/command';

/** How often a failed pod is made again: what it waits for may be away for a while. */
const RETRIES = 20;

/**
 * A Job whose name follows from its content: another image or other settings are another Job, and applying the same one again
 * changes nothing. It has no TTL, or the next apply would run it again. It has failed at once when a container has given up: that takes
 * pods that are not restarted.
 */
export const jobOf = (metadata: k8s.ObjectMeta & { readonly name: string }, pod: k8s.PodTemplateSpec): object =>
  k8s.KubeJob.manifest({
    metadata: { ...metadata, name: `${metadata.name}-${digestOf(pod).slice(0, 8)}` },
    spec: {
      backoffLimit: RETRIES,
      // The schema of 1.28 wants conditions of pods in every rule; a rule has one of both.
      podFailurePolicy: { rules: [{ action: 'FailJob', onExitCodes: { operator: 'In', values: [GIVEN_UP] }, onPodConditions: [] }] },
      template: restarting(pod, 'Never'),
    },
  });

/** A Job's pod, which has to say whether its containers are started again where they are. */
export const restarting = (pod: k8s.PodTemplateSpec, restartPolicy: 'Never' | 'OnFailure'): k8s.PodTemplateSpec => ({
  ...pod,
  spec: pod.spec && { ...pod.spec, restartPolicy },
});
