import type { Effect, ObjectChange, PodsOf } from './effect';
import { type Difference, differences } from './effects/differences';
import { type Changed, refOf } from './effects/kind';
import { KINDS } from './effects/kinds';
import { whenRemoved } from './effects/removed';
import { reasonsOf } from './effects/words';
import { WORKLOADS } from './effects/workloads';
import type { Manifest } from './manifest';

/**
 * What applying the objects of `after` does to a cluster that has those of `before`: a change for each object that differs, in the order of
 * `after`, and then those that are gone. It foretells what the API server and its controllers do, and asks neither. Objects that both have
 * may be left out of both.
 */
export function effectsOf(before: readonly Manifest[], after: readonly Manifest[]): readonly ObjectChange[] {
  const earlier = byId(before);
  const later = byId(after);
  const gone = [...earlier].filter(([id]) => !later.has(id)).map(([, object]) => object);
  const added = [...later].filter(([id]) => !earlier.has(id)).map(([, object]) => object);
  const changed = [...later].flatMap(([id, now]): ObjectChange[] => {
    const then = earlier.get(id);
    if (then === undefined)
      return [{ ref: refOf(now), change: 'added', after: now, effects: [{ kind: 'created', pods: workloadIn(now) }] }];
    const found = differences(then, now);
    return found.length === 0 && sameText(then, now)
      ? []
      : [{ ref: refOf(now), change: 'changed', before: then, after: now, effects: effects({ then, now, found }) }];
  });
  const removed = gone.map(
    (then): ObjectChange => ({
      ref: refOf(then),
      change: 'removed',
      before: then,
      effects: [...whenRemoved(then, added, before), { kind: 'deleted', pods: workloadIn(then) }],
    }),
  );
  return [...changed, ...removed];
}

const sameText = (one: Manifest, other: Manifest): boolean => JSON.stringify(one) === JSON.stringify(other);

const byId = (objects: readonly Manifest[]): ReadonlyMap<string, Manifest> => new Map(objects.map((object) => [idOf(object), object]));

/** Tells objects apart. Versions of one API group have the same objects. */
export const idOf = ({ apiVersion, kind, metadata: { name, namespace = '' } }: Manifest): string =>
  JSON.stringify([apiVersion.includes('/') ? apiVersion.replace(/\/.*/, '') : '', kind, namespace, name]);

const workloadIn = (object: Manifest): PodsOf | undefined => (Object.hasOwn(WORKLOADS, object.kind) ? refOf(object) : undefined);

function effects(changed: Changed): readonly Effect[] {
  const { now, found } = changed;
  if (found.length === 0) return [];
  const { warnings, restart } = (Object.hasOwn(KINDS, now.kind) ? KINDS[now.kind] : undefined) ?? {};
  const warned = warnings?.(changed) ?? [];
  if (warned.some(({ kind }) => kind === 'refused')) return warned;
  const restarted = restart?.(now);
  const isTemplate = ({ path }: Difference): boolean => restarted !== undefined && path[0] === 'spec' && path[1] === 'template';
  const template = found.filter(isTemplate);
  const rest = found.filter((difference) => !isTemplate(difference));
  return [
    ...warned,
    ...(restarted === undefined || template.length === 0
      ? []
      : [{ kind: 'restart' as const, ...restarted, why: reasonsOf(template, now) }]),
    ...(rest.length === 0 ? [] : [{ kind: 'in-place' as const, why: reasonsOf(rest, now) }]),
  ];
}
