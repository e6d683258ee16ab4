import type { Effect, ObjectChange } from '../../../../lib/targets/kubernetes/diff/effect';

/** What is foretold of changes, a line for each effect: `Deployment web: restart rolling`. */
export const outcomesOf = (changes: readonly ObjectChange[]): readonly string[] =>
  changes.flatMap(({ ref: { kind, name }, effects }) =>
    (effects.length === 0 ? ['nothing'] : effects.map(wordOf)).map((word) => `${kind} ${name}: ${word}`),
  );

function wordOf(effect: Effect): string {
  switch (effect.kind) {
    case 'in-place':
      return 'in place';
    case 'restart':
      return `restart ${effect.how}${effect.pods.from === undefined ? '' : ` from ${effect.pods.from}`}`;
    case 'refused':
    case 'destroys':
      return `${effect.kind} ${effect.code}`;
    default:
      return effect.kind;
  }
}
