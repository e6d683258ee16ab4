import { parser } from '@prometheus-io/lezer-promql';
import type { Alert } from '../../../lib/model/alert';
import { seconds } from '../../../lib/units/duration';

export interface Mutant {
  /** What was changed, as a part of a file's name. */
  readonly what: string;
  readonly alert: Alert;
}

/** Below it a number counts something. */
const COUNTED = 100;

/** Other thresholds that are close to one. */
const near = (value: number): readonly number[] =>
  value === 0 ? [-1, 2] : Number.isInteger(value) && value < COUNTED ? [value - 1, value + 1] : [value * 0.98, value * 1.02];

/** The numbers of an expression, each with its place. Ranges and offsets are none. */
export function thresholdsIn(expr: string): readonly { readonly from: number; readonly to: number; readonly value: number }[] {
  const found: { from: number; to: number; value: number }[] = [];
  parser.parse(expr).iterate({
    enter: ({ name, from, to }) => {
      if (name === 'NumberDurationLiteral') found.push({ from, to, value: Number(expr.slice(from, to)) });
    },
  });
  return found;
}

/** The alert with each of its thresholds, and the time for which it has to hold, changed a little. */
export function mutantsOf(alert: Alert | undefined): readonly Mutant[] {
  if (alert === undefined) return [];
  const { expr, for: pending } = alert;
  return [
    ...thresholdsIn(expr).flatMap(({ from, to, value }) =>
      near(value).map((other) => ({
        what: `${from}-${other}`,
        alert: { ...alert, expr: `${expr.slice(0, from)}${other}${expr.slice(to)}` },
      })),
    ),
    ...(pending === undefined
      ? []
      : [pending.seconds - 60, pending.seconds + 60].map((other) => ({
          what: `for-${other}`,
          alert: { ...alert, for: other === 0 ? undefined : seconds(other) },
        }))),
  ];
}
