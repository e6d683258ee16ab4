import * as k8s from 'cdk8s-plus-28/lib/imports/k8s';
import type { ClusterSized } from '../../../plan/plan';
import { majorityOf } from '../../../units/majority';
import { fewestCopies } from '../plan/copies';
import { metadataOf, selectorOf } from './metadata';
import type { Cluster } from './site';

/** What stays up while nodes are drained. A single copy has none: it could never be moved. */
export const disruptionBudgetOf = ({ service, size }: ClusterSized, cluster: Cluster): object[] => {
  const fewest = fewestCopies(size.copies);
  if (fewest === 1) return [];
  return [
    k8s.KubePodDisruptionBudget.manifest({
      metadata: metadataOf(service, cluster),
      spec: {
        minAvailable: k8s.IntOrString.fromNumber(
          size.minAvailable ?? (size.kind === 'copies' ? Math.min(2, fewest - 1) : Math.min(majorityOf(fewest), fewest - 1)),
        ),
        // A pod that is broken anyway must not keep a node from being drained; but a member that is still copying its data must
        // not go while others are missing.
        unhealthyPodEvictionPolicy:
          (size.unhealthy ?? (size.kind === 'copies' ? 'evict' : 'keep')) === 'evict' ? 'AlwaysAllow' : 'IfHealthyBudget',
        selector: { matchLabels: selectorOf(service) },
      },
    }),
  ];
};
