import { Cpu } from '../../../units/cpu';
import { Memory } from '../../../units/memory';
import type { Demand } from './demands';
import { heldAfter, type Lost } from './losses';
import { countOf, type Machines } from './machines';
import { membersLost } from './members';
import { COUNTS, type Load } from './waiting';

/** CPUs, memory and a number of pods. */
export interface Amount {
  readonly cpu: Cpu;
  readonly memory: Memory;
  readonly pods: number;
}

const amount = (millicores: number, mebibytes: number, pods: number): Amount => ({
  cpu: Cpu.cores(Math.round(millicores) / 1000),
  memory: Memory.ofMebibytes(mebibytes),
  pods,
});

/** What nodes have together. */
export const has = (machines: readonly Machines[]): Amount =>
  amount(
    machines.reduce((sum, { count, cpu }) => sum + count * cpu, 0),
    machines.reduce((sum, { count, memory }) => sum + count * memory, 0),
    machines.reduce((sum, { count, pods }) => sum + count * pods, 0),
  );

/** What one pod requests. */
export const ofOne = ({ cpu, memory }: Pick<Demand, 'cpu' | 'memory'>): Amount => amount(cpu, memory, 1);

/** What all pods request together at a load. */
export const requested = (demands: readonly Demand[], load: Load, machines: readonly Machines[]): Amount =>
  sumOf(demands, machines, COUNTS[load]);

/**
 * What pods request after a loss: `needed` those that have to run, `most` all that there may be. Those that can move have moved, and those
 * whose disk was in a lost zone wait.
 *
 * @param left the nodes that are left
 */
export function requestedAfter(
  demands: readonly Demand[],
  lost: Lost,
  machines: readonly Machines[],
  left: readonly Machines[],
): { readonly needed: Amount; readonly most: Amount } {
  const waits = new Map(lost.what === 'node' ? [] : membersLost(machines, demands, lost).map((one) => [one.demand, one.lost]));
  const sum = (of: (demand: Demand) => number): Amount =>
    sumOf(demands, left, (demand) => (demand.keepsDisk ? demand.most - (waits.get(demand) ?? 0) : of(demand)));
  return { needed: sum(heldAfter), most: sum(COUNTS.full) };
}

function sumOf(demands: readonly Demand[], machines: readonly Machines[], count: (demand: Demand) => number): Amount {
  const times = (demand: Demand): number => (demand.nodes === 'one pod on each' ? countOf(machines) : count(demand));
  return amount(
    demands.reduce((sum, demand) => sum + times(demand) * demand.cpu, 0),
    demands.reduce((sum, demand) => sum + times(demand) * demand.memory, 0),
    demands.reduce((sum, demand) => sum + times(demand), 0),
  );
}

/** `16 CPUs and 64Gi`. */
export const amountInWords = ({ cpu, memory }: Pick<Amount, 'cpu' | 'memory'>): string => `${cpu.inWords()} and ${gibibytes(memory)}`;

/** Whole or one decimal: sums of many pods are read, not typed. */
export const gibibytes = ({ mebibytes }: Memory): string =>
  mebibytes < 1024 ? `${mebibytes}Mi` : `${Number((mebibytes / 1024).toFixed(1))}Gi`;

/** What is missing of each. */
export const missing = (needed: Amount, there: Amount): Amount => ({
  cpu: needed.cpu.over(there.cpu),
  memory: needed.memory.over(there.memory),
  pods: Math.max(0, needed.pods - there.pods),
});
