import type { ClusterPlan, ComposePlan, Plan } from '../plan/plan';
import type { Finding } from './finding';
import type { FindingCode } from './finding-code';

/** One thing to look for in a plan, whatever its target. What it finds has a name of our own, or, of a hazard, any. */
export type Rule<Code extends string = FindingCode> = RuleOver<Plan, Code>;

/** One thing to look for in a laptop's plan. */
export type ComposeRule<Code extends string = FindingCode> = RuleOver<ComposePlan, Code>;

/** One thing to look for in a cluster's plan. */
export type ClusterRule<Code extends string = FindingCode> = RuleOver<ClusterPlan, Code>;

type RuleOver<P, Code extends string> = (plan: P) => readonly Finding<Code>[];
