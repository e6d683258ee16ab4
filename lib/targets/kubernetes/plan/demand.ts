import type { Amounts } from '../../../model/size';
import { podsOf } from '../../../roles/roles';
import { Cpu } from '../../../units/cpu';
import { Memory } from '../../../units/memory';
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

/** What one pod of a service asks for, with everything that runs in it. */
export const containersOf = ({ size, members }: ClusterSized): readonly Amounts[] =>
  members === undefined ? [size] : members.containers.map((container) => container.size ?? size);

/** What the resource plan counts of a pod: its service alone. */
const planned = ({ size }: ClusterSized): readonly Amounts[] => [size];

/** What beside a service runs in its pod. */
const sidecar = (sized: ClusterSized): readonly Amounts[] => containersOf(sized).slice(1);

export const rangeOf = (sized: readonly ClusterSized[]): Range => range(sized, containersOf);

/** The rows that the resource plan has in its table, counted as it counts. */
export const rangeOfTable = ({ services }: ClusterPlan): Range =>
  range(
    services.filter(({ service }) => service.beyondPlan === undefined),
    planned,
  );

/** Something that runs although the resource plan does not count it. */
export interface Extra {
  readonly what: string;
  readonly because: string;
  readonly least: Demand;
}

export const extrasOf = ({ services }: ClusterPlan): readonly Extra[] =>
  services.flatMap((sized) => {
    const { kind, beyondPlan, sidecar: beside } = sized.service;
    return [
      ...(beyondPlan === undefined ? [] : [{ what: kind, because: beyondPlan, least: rangeOf([sized]).least }]),
      ...(beside === undefined ? [] : [{ what: `beside ${kind}`, because: beside, least: range([sized], sidecar).least }]),
    ];
  });

const range = (sized: readonly ClusterSized[], containers: (one: ClusterSized) => readonly Amounts[]): Range => ({
  least: demand(sized, containers, (one) => podsOf(one).least),
  most: demand(sized, containers, (one) => podsOf(one).most),
});

function demand(
  sized: readonly ClusterSized[],
  containers: (one: ClusterSized) => readonly Amounts[],
  count: (one: ClusterSized) => number,
): Demand {
  return { pods: sized.reduce((sum, one) => sum + count(one), 0), ...sumOf(sized.flatMap((one) => times(containers(one), count(one)))) };
}

/** What containers ask for in a number of pods: never one by one, for there can be many. */
export const times = (containers: readonly Amounts[], pods: number): readonly Amounts[] =>
  containers.map(({ cpu, memory }) => ({
    cpu: { request: cpu.request.times(pods), limit: cpu.limit.times(pods) },
    memory: { request: memory.request.times(pods), limit: memory.limit.times(pods) },
  }));

/** What containers ask for together. */
export const sumOf = (all: readonly Amounts[]): Omit<Demand, 'pods'> => ({
  cpu: { requests: Cpu.sum(all.map(({ cpu }) => cpu.request)), limits: Cpu.sum(all.map(({ cpu }) => cpu.limit)) },
  memory: { requests: Memory.sum(all.map(({ memory }) => memory.request)), limits: Memory.sum(all.map(({ memory }) => memory.limit)) },
});
