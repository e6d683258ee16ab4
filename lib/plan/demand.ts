import { Cpu } from '../units/cpu';
import { Memory } from '../units/memory';
import { fewestCopies, mostCopies } from './copies';
import type { ClusterPlan, ClusterSized } from './plan';

/** What a number of pods asks the cluster for. */
export interface Demand {
  readonly pods: number;
  readonly cpu: { readonly requests: Cpu; readonly limits: Cpu };
  readonly memory: { readonly requests: Memory; readonly limits: Memory };
}

/** What a cluster's plan asks for when nobody uses it, and when every autoscaler is at its maximum. */
export interface Range {
  readonly least: Demand;
  readonly most: Demand;
}

export const rangeOf = (sized: readonly ClusterSized[]): Range => ({
  least: demand(sized, ({ size }) => fewestCopies(size.copies)),
  most: demand(sized, ({ size }) => mostCopies(size.copies)),
});

/** The services that the resource plan has in its table. */
export const tabled = ({ services }: ClusterPlan): readonly ClusterSized[] => services.filter(({ service }) => service.inResourcePlan);

function demand(sized: readonly ClusterSized[], podsOf: (one: ClusterSized) => number): Demand {
  const each = <T>(of: (one: ClusterSized) => T): readonly T[] =>
    sized.flatMap((one) => Array.from({ length: podsOf(one) }, () => of(one)));
  return {
    pods: each((one) => one).length,
    cpu: { requests: Cpu.sum(each(({ size }) => size.cpu.request)), limits: Cpu.sum(each(({ size }) => size.cpu.limit)) },
    memory: { requests: Memory.sum(each(({ size }) => size.memory.request)), limits: Memory.sum(each(({ size }) => size.memory.limit)) },
  };
}
