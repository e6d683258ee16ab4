import type { Plan } from '../plan';
import type { Finding } from './finding';

/** One thing to look for in a plan. */
export type Rule = (plan: Plan) => readonly Finding[];
