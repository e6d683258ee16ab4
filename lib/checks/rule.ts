import type { Plan } from '../plan/plan';
import type { Finding } from './finding';

/** One thing to look for in a plan: of one target, or of any. What it finds has a name of the target's own, or, of a hazard, any. */
export type Rule<P extends Plan = Plan, Code extends string = string> = (plan: P) => readonly Finding<Code>[];
