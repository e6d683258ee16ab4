import { parser } from '@prometheus-io/lezer-promql';
import type { Alert, Recording } from '../../../lib/model/alert';
import { span } from '../../../lib/platform/monitoring/rules/promql';
import { seconds } from '../../../lib/units/duration';
import type { Rule } from './case';

export interface Mutant {
  /** What was changed into what, as it is written. */
  readonly change: string;
  readonly rule: Rule;
}

/** Below it a number counts something. */
const COUNTED = 100;

/** Other thresholds that are close to one. */
const near = (value: number): readonly number[] =>
  value === 0 ? [-1, 2] : Number.isInteger(value) && value < COUNTED ? [value - 1, value + 1] : [value * 0.98, value * 1.02];

interface Part {
  readonly from: number;
  readonly to: number;
  readonly text: string;
}

/** The parts of an expression that the parser calls so. */
function partsOf(expr: string, called: string): readonly Part[] {
  const found: Part[] = [];
  parser.parse(expr).iterate({
    enter: ({ name, from, to }) => {
      if (name === called) found.push({ from, to, text: expr.slice(from, to) });
    },
  });
  return found;
}

const IN_SECONDS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400 };

/** What a range or an offset says, in seconds. @throws RangeError if it is written with more than one unit */
function lengthOf(text: string): number {
  const [, amount, unit = ''] = /^(\d+)([smhd])$/.exec(text) ?? [];
  const size = IN_SECONDS[unit];
  if (size === undefined) throw new RangeError(`${text} is no span of time with one unit`);
  return Number(amount) * size;
}

/** A rule with the same text in place of some parts of its expression. */
function changed(rule: Rule, parts: readonly Part[], by: string): Mutant {
  // From the end on, so that the other places stay as they are.
  const expr = [...parts].reverse().reduce((text, { from, to }) => text.slice(0, from) + by + text.slice(to), rule.expr);
  return { change: `${parts.map(({ text }) => text).join(' and ')} → ${by}`, rule: { ...rule, expr } };
}

/** Each part alone, and all that are the same together: often one line of ours has written all of them. */
function aloneAndTogether(parts: readonly Part[]): readonly (readonly Part[])[] {
  const same = [...new Set(parts.map(({ text }) => text))].map((wanted) => parts.filter(({ text }) => text === wanted));
  return [...parts.map((part) => [part]), ...same.filter(({ length }) => length > 1)];
}

/** A rule with each of its numbers changed a little, and with its ranges and offsets half as long and twice as long. */
const mutantsOfExpr = (rule: Rule): readonly Mutant[] => [
  ...partsOf(rule.expr, 'NumberDurationLiteral').flatMap((part) =>
    near(Number(part.text)).map((other) => changed(rule, [part], `${other}`)),
  ),
  ...aloneAndTogether(partsOf(rule.expr, 'NumberDurationLiteralInDurationContext')).flatMap((parts) =>
    [0.5, 2].map((times) => changed(rule, parts, span(seconds(lengthOf(parts[0]?.text ?? '') * times)))),
  ),
];

/** The recording with each of its numbers, ranges and offsets changed. */
export const mutantsOfRecording = (recording: Recording): readonly Mutant[] => mutantsOfExpr(recording);

/** The alert with each of its numbers, ranges and offsets changed, and the time for which it has to hold a minute more or less. */
export function mutantsOfAlert(alert: Alert): readonly Mutant[] {
  const { for: pending } = alert;
  return [
    ...mutantsOfExpr(alert),
    ...(pending === undefined
      ? []
      : [pending.seconds - 60, pending.seconds + 60].map((other) => ({
          change: `for ${pending.seconds} → ${other}`,
          rule: { ...alert, for: other === 0 ? undefined : seconds(other) },
        }))),
  ];
}
