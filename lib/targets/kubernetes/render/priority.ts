import type { Priority } from '../../../model/workload';
import type { ClusterPlan } from '../../../plan/plan';
import { USUAL_NAMESPACE } from '../schema/cluster-scoped';

type Profile = Pick<ClusterPlan['profile'], 'namespace' | 'priorities'>;

/**
 * The PriorityClass of what is so urgent. A cluster has one of each name for all its namespaces, so the name says whose it is: another
 * deployment may not change it, nor take it along when it goes.
 */
export const priorityClass = (priority: Priority, { namespace, priorities: { prefix } }: Profile): string =>
  `${prefix ?? prefixOf(namespace)}-${priority}`;

/** No two namespaces have the same, and none begins with `system-`, which Kubernetes keeps for itself. */
const prefixOf = (namespace: string): string => (namespace === USUAL_NAMESPACE ? namespace : `${USUAL_NAMESPACE}-${namespace}`);
