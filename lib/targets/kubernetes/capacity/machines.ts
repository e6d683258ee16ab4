import type { NodeGroup, NodeGroups } from '../schema/nodes';

/** Nodes that are alike to the scheduler: of one group, and in one zone. */
export interface Machines {
  /** The name of their group. */
  readonly group: string;
  /** @default - they are in no zone, or in one that is not known */
  readonly zone?: string;
  /** The zones that they may be in, each in another one. @default - it is known where they are */
  readonly among?: readonly string[];
  readonly count: number;
  /** Millicores of each that pods may request. */
  readonly cpu: number;
  /** MiB of each that pods may request. */
  readonly memory: number;
  /** How many pods each can run. */
  readonly pods: number;
}

/**
 * Nodes of groups of which it is known what they have, as evenly over their zones as can be. If their number is no multiple of that of the
 * zones, nobody knows which zones have one more.
 */
export const machinesOf = (groups: NodeGroups): readonly Machines[] => groups.flatMap(inZones);

function inZones({ name, count, cpu, memory, maxPods, zones }: NodeGroup): readonly Machines[] {
  const each = { group: name, cpu: cpu?.millicores ?? 0, memory: memory?.mebibytes ?? 0, pods: maxPods };
  if (zones === undefined) return [{ ...each, count }];
  const [whole, rest] = [Math.floor(count / zones.length), count % zones.length];
  return [
    ...(whole === 0 ? [] : zones.map((zone) => ({ ...each, zone, count: whole }))),
    ...(rest === 0 ? [] : [{ ...each, among: zones, count: rest }]),
  ];
}

/** How many nodes there are. */
export const countOf = (machines: readonly Machines[]): number => machines.reduce((sum, { count }) => sum + count, 0);

/** The zones that nodes are in or may be in, each once. */
export const zonesOf = (machines: readonly Machines[]): readonly string[] => [
  ...new Set([...certainZones(machines), ...perhapsIn(machines)]),
];

const certainZones = (machines: readonly Machines[]): readonly string[] =>
  machines.flatMap(({ zone }) => (zone === undefined ? [] : [zone]));

const perhapsIn = (machines: readonly Machines[]): readonly string[] => machines.flatMap(({ among = [] }) => among);

/** In how many zones nodes are at least: those of one group are each in another one. */
export const fewestZones = (machines: readonly Machines[]): number =>
  Math.max(new Set(certainZones(machines)).size, ...machines.map(({ among, count }) => (among === undefined ? 0 : count)));

/** The nodes of a zone, and how many of them are there for sure. */
export interface InZone {
  /** Every node that may be there. */
  readonly machines: readonly Machines[];
  readonly certain: number;
}

/** @param zone undefined: the nodes that have no zone */
export function inZone(machines: readonly Machines[], zone: string | undefined): InZone {
  const certain = machines.filter((one) => one.zone === zone && one.among === undefined);
  const perhaps = machines.flatMap(({ among, ...one }) =>
    zone !== undefined && among?.includes(zone) ? [{ ...one, zone, count: 1 }] : [],
  );
  return { machines: [...certain, ...perhaps], certain: countOf(certain) };
}

/** The nodes that are left without one. @param lost one of `machines` */
export const withoutOne = (machines: readonly Machines[], lost: Machines): readonly Machines[] =>
  machines.flatMap((one) => {
    if (one !== lost) return [one];
    return one.count === 1 ? [] : [{ ...one, count: one.count - 1 }];
  });

/** The nodes that are left without those of a zone. Wherever one may have been there, there is one less, and the others may be anywhere else. */
export const withoutZone = (machines: readonly Machines[], zone: string): readonly Machines[] =>
  machines.flatMap((one) => {
    if (one.zone === zone) return [];
    return one.among?.includes(zone) ? [{ ...one, among: one.among.filter((other) => other !== zone), count: one.count - 1 }] : [one];
  });
