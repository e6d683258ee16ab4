import type { Rule } from '../../lib/checks/rule';
import type { Plan } from '../../lib/plan';
import { describeSource } from '../../lib/problem';

/** The findings of one rule as `severity code subject place`. */
export const found = (rule: Rule, plan: Plan): readonly string[] =>
  rule(plan).map(({ severity, code, subject, source }) => `${severity} ${code} ${subject} ${source && describeSource(source)}`);
