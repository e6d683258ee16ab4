import { drainingOf } from '../../../roles/roles';
import type { ClusterSized } from '../plan/plan';
import { k8s } from './k8s';
import { metadataOf, selectorOf } from './metadata';
import type { Cluster } from './site';

/** The disruption budget of a service, if it has one. */
export const disruptionBudgetOf = (sized: ClusterSized, cluster: Cluster): object[] => {
  const draining = drainingOf(sized);
  if (draining === undefined) return [];
  return [
    k8s.KubePodDisruptionBudget.manifest({
      metadata: metadataOf(sized.service, cluster),
      spec: {
        minAvailable: k8s.IntOrString.fromNumber(draining.minAvailable),
        unhealthyPodEvictionPolicy: draining.unhealthy === 'evict' ? 'AlwaysAllow' : 'IfHealthyBudget',
        selector: { matchLabels: selectorOf(sized.service) },
      },
    }),
  ];
};
