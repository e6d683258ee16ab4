import type { Demand } from '../../lib/targets/kubernetes/capacity/demands';
import type { Lost } from '../../lib/targets/kubernetes/capacity/losses';
import type { Machines } from '../../lib/targets/kubernetes/capacity/machines';
import type { NodeGroup } from '../../lib/targets/kubernetes/schema/nodes';
import { Cpu } from '../../lib/units/cpu';
import { Memory } from '../../lib/units/memory';
import { namespace } from '../../lib/units/name';

/** Nodes that are alike, of a group and in no zone unless it is said. */
export const machines = (count: number, cpu: number, memory: number, more: Partial<Machines> = {}): Machines => ({
  group: 'a',
  count,
  cpu,
  memory,
  pods: 110,
  ...more,
});

/** One pod that may share a node with others, of the priority of the data tier, unless it is said. */
export const demand = (name: string, cpu: number, memory: number, more: Partial<Demand> = {}): Demand => ({
  name,
  service: name,
  rank: 0,
  cpu,
  memory,
  least: 1,
  most: 1,
  surge: 0,
  nodes: 'shared',
  working: 1,
  keepsDisk: false,
  ...more,
});

/** A group of a profile, of nodes with 4 CPUs and 8Gi unless it is said. */
export const group = (name: string, count: number, more: Partial<NodeGroup> = {}): NodeGroup => ({
  name: namespace(name),
  count,
  cpu: Cpu.cores(4),
  memory: Memory.parse('8Gi'),
  maxPods: 110,
  labels: {},
  ...more,
});

/** The names of demands, in one text. */
export const namesOf = (all: readonly Demand[]): string => all.map(({ name }) => name).join(' ');

/** What runs once on each node. */
export const onEach = demand('each', 1, 1, { least: 0, most: 0, nodes: 'one pod on each' });

/** A service of members with disks, each on a node of its own. */
export const member = (name: string, most: number, more: Partial<Demand> = {}): Demand =>
  demand(name, 1, 1, { least: most, most, nodes: 'one for each pod', zones: 'preferred', keepsDisk: true, ...more });

/** So many nodes in each zone: x, y, z. */
export const inZones = (...counts: readonly number[]): readonly Machines[] =>
  counts.map((count, index) => machines(count, 4, 8, { zone: ['x', 'y', 'z'][index] ?? '' }));

/** The loss of a zone. */
export const zoneLost = (zone: string): Lost => ({ what: 'zone', zone });

/** The loss of a node of a group. @throws Error if there is no group */
export function nodeLost(of: Machines | undefined): Lost {
  if (of === undefined) throw new Error('expected a node');
  return { what: 'node', of };
}
