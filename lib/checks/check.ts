import type { Plan } from '../plan/plan';
import { accept } from './acceptance';
import type { Chapter } from './chapter';
import type { Finding } from './finding';
import type { Rule } from './rule';

/** What is looked for in a plan. */
export interface Checks<P extends Plan = Plan> {
  /** Those of the plan's target, in the order in which findings are shown. */
  readonly rules: readonly Rule<P>[];
  /** The codes of every target: a profile may name one of another by mistake. */
  readonly chapters: readonly Chapter[];
}

/**
 * Everything there is to say about a plan.
 *
 * @param base what was found by comparing it with a base file. @default - it was not compared
 */
export const check = <P extends Plan>(plan: P, { rules, chapters }: Checks<P>, base?: readonly Finding[]): readonly Finding[] =>
  accept([...rules.flatMap((rule) => rule(plan)), ...(base ?? [])], plan, {
    chapters,
    unasked: base === undefined ? chapters.filter(({ compared }) => compared) : [],
  });
