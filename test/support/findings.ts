import type { Finding } from '../../lib/checks/finding';
import { describeSource } from '../../lib/problem';

/** The findings of one rule as `severity code subject place`. */
export const found = <P>(rule: (plan: P) => readonly Finding[], plan: P): readonly string[] =>
  rule(plan).map(({ severity, code, subject, source }) => `${severity} ${code} ${subject} ${source && describeSource(source)}`);
