import * as k8s from 'cdk8s-plus-28/lib/imports/k8s';
import { digestOf } from '../../digest';

/** How often a failed pod is made again: what it waits for may be away for a while. */
const RETRIES = 20;

/**
 * A Job whose name follows from its content: another image or other settings are another Job, and applying the same one again
 * changes nothing. It has no TTL, or the next apply would run it again.
 */
export const jobOf = (metadata: k8s.ObjectMeta & { readonly name: string }, template: k8s.PodTemplateSpec): object =>
  k8s.KubeJob.manifest({
    metadata: { ...metadata, name: `${metadata.name}-${digestOf(template).slice(0, 8)}` },
    spec: { backoffLimit: RETRIES, template },
  });
