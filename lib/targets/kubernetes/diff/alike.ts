import type { EffectOn } from '../../../diff/meaning';
import type { Effect, ObjectChange, Reason } from './effect';
import { labelOf } from './side';

/** Labels and annotations of objects and of pods. */
const LABEL = /^(?:pods' )?(?:label|annotation) \S+$/;

/** More services than these have a label in common that changes: then it is no news of any of them. */
const MOST_SERVICES = 3;

/** The labels and annotations that change on objects of many services, as reasons word them. */
export function commonLabels(changes: readonly ObjectChange[]): ReadonlySet<string> {
  const services = new Map<string, Set<string | undefined>>();
  for (const { after, effects } of changes) {
    for (const { what } of effects.flatMap(reasonsIn).filter(isLabel)) {
      const known = services.get(what);
      const service = after && labelOf(after);
      if (known === undefined) services.set(what, new Set([service]));
      else known.add(service);
    }
  }
  return new Set([...services].filter(([, found]) => found.size > MOST_SERVICES).map(([what]) => what));
}

const reasonsIn = (effect: Effect): readonly Reason[] => ('why' in effect ? effect.why : []);

const isLabel = ({ what }: Reason): boolean => LABEL.test(what);

/**
 * The changes without the labels and annotations that many have in common. Where one is a reason to restart it stays, without its values: they
 * are another service's name for each.
 */
export const withoutCommon = (changes: readonly ObjectChange[], common: ReadonlySet<string>): readonly ObjectChange[] =>
  common.size === 0
    ? changes
    : changes.map((change) => ({ ...change, effects: change.effects.flatMap((effect) => lessOf(effect, common)) }));

function lessOf(effect: Effect, common: ReadonlySet<string>): readonly Effect[] {
  switch (effect.kind) {
    case 'in-place': {
      const why = effect.why.filter(({ what }) => !common.has(what));
      return why.length === 0 && effect.why.length > 0 ? [] : [{ ...effect, why }];
    }
    case 'restart':
      return [{ ...effect, why: effect.why.map(({ what, ...rest }) => (common.has(what) ? { what } : { what, ...rest })) }];
    default:
      return [effect];
  }
}

/** What is said once of all objects that have them. */
export function commonEffect(changes: readonly ObjectChange[], common: ReadonlySet<string>): readonly EffectOn[] {
  const found = changes.filter(({ effects }) =>
    effects.some((effect) => effect.kind === 'in-place' && effect.why.some(({ what }) => common.has(what))),
  );
  if (found.length === 0) return [];
  const why = [...common].filter((what) => !what.startsWith("pods' "));
  return [{ subject: 'many services', object: `${found.length} objects`, does: 'changes in place', why }];
}
