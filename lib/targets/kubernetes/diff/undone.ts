import type { Effect } from './effect';
import { effectsOf } from './effects';
import type { Warning } from './effects/kind';
import { manifestsIn } from './read';

/**
 * Names each change that an apply does not make, and the way to make it: what the API server refuses, and data that does not come along.
 *
 * @param before the file on disk, of which parts that cannot be read are skipped
 */
export const undoneByApply = (before: string, after: string): readonly string[] =>
  effectsOf(manifestsIn(before), manifestsIn(after)).flatMap(({ ref: { kind, name }, effects }) =>
    effects.flatMap((effect) => (isUndone(effect) ? [`${kind} ${name}: ${effect.what}: ${effect.way}`] : [])),
  );

const isUndone = (effect: Effect): effect is Warning =>
  effect.kind === 'refused' || (effect.kind === 'destroys' && effect.code === 'data-left-behind');
