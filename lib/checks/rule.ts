import type { ClusterPlan, ComposePlan, Plan } from '../plan/plan';
import type { Finding } from './finding';

/** One thing to look for in a plan, whatever its target. */
export type Rule = RuleOver<Plan>;

/** One thing to look for in a laptop's plan. */
export type ComposeRule = RuleOver<ComposePlan>;

/** One thing to look for in a cluster's plan. */
export type ClusterRule = RuleOver<ClusterPlan>;

type RuleOver<P> = (plan: P) => readonly Finding[];
