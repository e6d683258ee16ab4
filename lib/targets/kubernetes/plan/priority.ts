import { type Priority, runsOf } from '../../../model/workload';
import type { ClusterSized } from './plan';

/** The priority of the pods that serve. Members keep data, so they have the highest one. */
export const priorityOf = ({ workload }: Pick<ClusterSized, 'workload'>): Priority => runsOf(workload)?.priority ?? 'data';
