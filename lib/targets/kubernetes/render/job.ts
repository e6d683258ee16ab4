import { digestOf } from '../../../digest';
import { GIVEN_UP } from '../../../model/command';
import { k8s } from './k8s';

/**
 * A Job whose name follows from its content. Another image or other settings make another Job, and applying the same one again changes
 * nothing. It has no TTL, because the next apply would then run it again.
 */
export const jobOf = (metadata: k8s.ObjectMeta & { readonly name: string }, pod: k8s.PodTemplateSpec, retries: number): object =>
  k8s.KubeJob.manifest({
    metadata: { ...metadata, name: `${metadata.name}-${digestOf(pod).slice(0, 8)}` },
    spec: attempts(pod, retries),
  });

/**
 * A pod, and its retries. Each retry is a new pod, so a failed one stays, with its log, as long as the Job. A pod whose containers are
 * restarted in place would be deleted when the Job fails. If a container exits with GIVEN_UP, the Job fails at once.
 */
export const attempts = (pod: k8s.PodTemplateSpec, backoffLimit: number): k8s.JobSpec => ({
  backoffLimit,
  // The schema of 1.28 requires onPodConditions, although a rule has either exit codes or conditions.
  podFailurePolicy: { rules: [{ action: 'FailJob', onExitCodes: { operator: 'In', values: [GIVEN_UP] }, onPodConditions: [] }] },
  template: { ...pod, spec: pod.spec && { ...pod.spec, restartPolicy: 'Never' } },
});
