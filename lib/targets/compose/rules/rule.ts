import type { Rule } from '../../../checks/rule';
import type { ComposePlan } from '../plan/plan';
import type { ComposeCode } from './codes';

/** One thing to look for in a laptop's plan. */
export type ComposeRule<Code extends string = ComposeCode> = Rule<ComposePlan, Code>;
