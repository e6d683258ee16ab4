import type { ClusterSized } from '../../../plan/plan';
import { podLabelsOf } from './metadata';
import type { Cluster } from './site';
import type { Volumes } from './volumes';

/** What the pods of a service carry. */
export const podMetadata = (sized: ClusterSized, { scratch }: Volumes, cluster: Cluster) => ({
  labels: podLabelsOf(sized.service, cluster),
  annotations: {
    'kubectl.kubernetes.io/default-container': sized.service.name,
    'cluster-autoscaler.kubernetes.io/safe-to-evict-local-volumes': scratch.join(','),
  },
});
