import type { Demand } from '../../lib/targets/kubernetes/capacity/demands';
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
