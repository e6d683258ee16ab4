import { isDeepStrictEqual } from 'node:util';
import type { Effect, ObjectChange } from './effect';
import type { Manifest } from './manifest';

/**
 * What applying the objects of `after` does to a cluster that has those of `before`: a change for each object that differs, in the order of
 * `after`, and then those that are gone. It is what the API server and its controllers do, and asks neither.
 */
export function effectsOf(before: readonly Manifest[], after: readonly Manifest[]): readonly ObjectChange[] {
  const earlier = new Map(before.map((object) => [idOf(object), object]));
  const later = new Map(after.map((object) => [idOf(object), object]));
  const changed = [...later].flatMap(([id, now]): ObjectChange[] => {
    const then = earlier.get(id);
    if (then === undefined) return [{ ref: refOf(now), change: 'added', after: now, effects: [{ kind: 'created' }] }];
    if (isDeepStrictEqual(then, now)) return [];
    return [{ ref: refOf(now), change: 'changed', before: then, after: now, effects: changes(then, now) }];
  });
  const gone = [...earlier].flatMap(([id, then]): ObjectChange[] =>
    later.has(id) ? [] : [{ ref: refOf(then), change: 'removed', before: then, effects: [{ kind: 'deleted' }] }],
  );
  return [...changed, ...gone];
}

const changes = (_then: Manifest, _now: Manifest): readonly Effect[] => [{ kind: 'in-place', why: [] }];

const refOf = ({ kind, metadata: { name, namespace } }: Manifest) => ({ kind, name, namespace });

const idOf = ({ apiVersion, kind, metadata: { name, namespace = '' } }: Manifest): string =>
  JSON.stringify([/^(?:(.*)\/)?/.exec(apiVersion)?.[1] ?? '', kind, namespace, name]);
