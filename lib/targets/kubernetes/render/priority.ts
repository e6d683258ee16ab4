import type { Priority } from '../../../model/workload';
import type { ClusterPlan } from '../plan/plan';

type Whose = Pick<ClusterPlan, 'application'> & Pick<ClusterPlan['profile'], 'namespace' | 'priorities'>;

/**
 * The PriorityClass of what is so urgent. A cluster has one of each name for all its namespaces, so the name says whose it is: another
 * deployment may not change it, nor take it along when it goes.
 */
export const priorityClass = (priority: Priority, { application, namespace, priorities: { prefix } }: Whose): string =>
  `${prefix ?? prefixOf(namespace, application.name)}-${priority}`;

/** No two namespaces have the same, and none begins with `system-`, which Kubernetes keeps for itself. */
const prefixOf = (namespace: string, usual: string): string => (namespace === usual ? namespace : `${usual}-${namespace}`);
