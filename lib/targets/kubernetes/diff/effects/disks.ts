import { SHARE_NOTHING } from '../../annotations';
import type { Manifest } from '../manifest';
import { at, type Difference, listOf, treeOf } from './differences';
import type { Refused } from './kind';
import { amountOf } from './quantity';

/** Leaves the pods of a StatefulSet alone while it is replaced. */
export const orphan = (name: string): string =>
  `kubectl delete statefulset ${name} --cascade=orphan, which leaves the pods alone, then apply`;

/** Where a disk is described, and how it is changed nevertheless. */
interface Place {
  /** `its disks`, or `its disk`. */
  readonly what: string;
  readonly field: string;
  /** How it grows. @default - in place, if its class allows expansion */
  readonly grow?: (to: string) => string;
  readonly replace: string;
}

/** What the API server refuses of the disks of a StatefulSet. @param found the differences below its `volumeClaimTemplates` */
export function memberDisks(found: readonly Difference[], then: Manifest, now: Manifest): readonly Refused[] {
  const { name } = now.metadata;
  const others: Refused = {
    kind: 'refused',
    code: 'claim-templates-are-fixed',
    field: 'spec.volumeClaimTemplates',
    what: "its members' disks are others",
    way: `${orphan(name)}, and move the data yourself`,
  };
  const [earlier, later] = [disksOf(then), disksOf(now)];
  const known = [...later].flatMap(([disk, spec]) => {
    const before = earlier.get(disk);
    return before === undefined ? [] : [{ before, spec, place: membersOf(now, `${disk}-${name}`) }];
  });
  return [
    ...(found.every(({ path }) => isSizeOrClass(path.slice(3))) ? [] : [others]),
    ...known.flatMap(({ before, spec, place }) => sizeAndClass(before, spec, place)),
  ];
}

/** What the API server refuses of a claim. @param found the differences below its `spec` */
export function claim(found: readonly Difference[], then: Manifest, { metadata: { name }, spec }: Manifest): readonly Refused[] {
  const replace = `save what is on it (a snapshot, or a copy of its files), kubectl delete pvc ${name} and its pod, apply, and put the data back`;
  const others = found.map(({ path }) => path.slice(1)).filter((path) => !isSizeOrClass(['spec', ...path]) && path[0] !== IN_PLACE);
  const keys = [...new Set(others.map(([key = '']) => key))];
  return [
    ...keys.map(
      (key): Refused => ({ kind: 'refused', code: 'claim-is-fixed', field: `spec.${key}`, what: `its ${key} changes`, way: replace }),
    ),
    ...sizeAndClass(then.spec, spec, { what: 'its disk', field: 'spec', replace }),
  ];
}

/** Of a claim, this changes in place as well. */
const IN_PLACE = 'volumeAttributesClassName';

/** @param path below an element of volumeClaimTemplates */
const isSizeOrClass = (path: readonly string[]): boolean =>
  ['spec/storageClassName', 'spec/resources/requests/storage'].includes(path.join('/'));

const disksOf = ({ spec }: Manifest): ReadonlyMap<string, unknown> =>
  new Map(listOf(at(spec, 'volumeClaimTemplates')).map((template) => [String(at(template, 'metadata', 'name')), at(template, 'spec')]));

function membersOf({ metadata: { name, annotations } }: Manifest, claim: string): Place {
  const copying = treeOf(annotations)[SHARE_NOTHING] === undefined;
  return {
    what: 'its disks',
    field: 'spec.volumeClaimTemplates',
    grow: (to) =>
      `apply the new quota first (namespace.yaml, or that of another namespace, namespace-….yaml); for each member N, kubectl patch pvc ${claim}-N --patch '{"spec":{"resources":{"requests":{"storage":"${to}"}}}}' (its class has to allow expansion); ${orphan(name)}`,
    replace: copying
      ? `${orphan(name)}, then delete one member's claim (${claim}-N) and pod after the other, each when the others are in sync`
      : `its members copy nothing from one another: save what is on ${claim}-0 (a snapshot, or a copy of its files) before anything else; ${orphan(name)}, delete the claims and the pods, and put the data back`,
  };
}

function sizeAndClass(then: unknown, now: unknown, { what, field, grow, replace }: Place): readonly Refused[] {
  const classOf = (spec: unknown): string => text(at(spec, 'storageClassName')) ?? "the cluster's default";
  const sizeOf = (spec: unknown): string => text(at(spec, 'resources', 'requests', 'storage')) ?? 'nothing';
  const [from, to] = [sizeOf(then), sizeOf(now)];
  const [was, is] = [amountOf(from), amountOf(to)];
  const refused = (code: Refused['code'], key: string, change: string, way: string): Refused => ({
    kind: 'refused',
    code,
    field: field === 'spec' ? `spec.${key}` : field,
    what: change,
    way,
  });
  const size = `the size of ${what} goes from ${from} to ${to}`;
  return [
    ...(classOf(then) === classOf(now)
      ? []
      : [
          refused('disk-class-is-fixed', 'storageClassName', `the class of ${what} goes from ${classOf(then)} to ${classOf(now)}`, replace),
        ]),
    ...(is > was && grow !== undefined ? [refused('disk-grows', 'resources', size, grow(to))] : []),
    ...(is < was ? [refused('disk-shrinks', 'resources', size, `a disk never shrinks: ${replace}`)] : []),
  ];
}

const text = (value: unknown): string | undefined => (typeof value === 'string' || Number.isFinite(value) ? String(value) : undefined);
