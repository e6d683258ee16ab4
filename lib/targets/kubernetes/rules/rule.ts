import type { Rule } from '../../../checks/rule';
import type { ClusterPlan } from '../plan/plan';
import type { KubernetesCode } from './codes';

/** One thing to look for in a cluster's plan. */
export type ClusterRule<Code extends string = KubernetesCode> = Rule<ClusterPlan, Code>;
