import type { Priority } from '../../../model/workload';
import type { ClusterPlan } from '../plan/plan';

type Whose = Pick<ClusterPlan, 'application'> & Pick<ClusterPlan['profile'], 'namespace' | 'priorities'>;

/**
 * The name of a PriorityClass. PriorityClasses belong to the whole cluster, so the name says which deployment it is for: no other
 * deployment may change it or delete it.
 */
export const priorityClass = (priority: Priority, { application, namespace, priorities: { prefix } }: Whose): string =>
  `${prefix ?? prefixOf(namespace, application.name)}-${priority}`;

/** A prefix that differs for each namespace. It never begins with `system-`, which Kubernetes reserves. */
const prefixOf = (namespace: string, usual: string): string => (namespace === usual ? namespace : `${usual}-${namespace}`);
