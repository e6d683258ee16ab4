import { Cpu } from '../../../units/cpu';
import { Memory } from '../../../units/memory';
import type { Load } from './assess';
import { COUNTS } from './assess';
import type { Demand } from './demands';
import { countOf, type Machines } from './machines';

/** CPUs and memory. */
export interface Amount {
  readonly cpu: Cpu;
  readonly memory: Memory;
}

const amount = (millicores: number, mebibytes: number): Amount => ({
  cpu: Cpu.cores(Math.round(millicores) / 1000),
  memory: Memory.ofMebibytes(mebibytes),
});

/** What nodes have together. */
export const has = (machines: readonly Machines[]): Amount =>
  amount(
    machines.reduce((sum, { count, cpu }) => sum + count * cpu, 0),
    machines.reduce((sum, { count, memory }) => sum + count * memory, 0),
  );

/** What all pods request together at a load. */
export function requested(demands: readonly Demand[], load: Load, machines: readonly Machines[]): Amount {
  const times = (demand: Demand): number => (demand.nodes === 'one pod on each' ? countOf(machines) : COUNTS[load](demand));
  return amount(
    demands.reduce((sum, demand) => sum + times(demand) * demand.cpu, 0),
    demands.reduce((sum, demand) => sum + times(demand) * demand.memory, 0),
  );
}

/** `16 CPUs and 64Gi`. */
export const inWords = ({ cpu, memory }: Amount): string => `${cpu.inWords()} and ${gibibytes(memory)}`;

/** Whole or one decimal: sums of many pods are read, not typed. */
export const gibibytes = ({ mebibytes }: Memory): string =>
  mebibytes < 1024 ? `${mebibytes}Mi` : `${Number((mebibytes / 1024).toFixed(1))}Gi`;

/** What is missing; nothing where there is enough of both. */
export function missing(needed: Amount, there: Amount): readonly string[] {
  const [cpu, memory] = [needed.cpu.over(there.cpu), needed.memory.over(there.memory)];
  return [...(cpu.millicores === 0 ? [] : [cpu.inWords()]), ...(memory.mebibytes === 0 ? [] : [gibibytes(memory)])];
}
