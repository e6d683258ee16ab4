import type { ResourcePlan } from '../../../model/application';
import type { Amounts } from '../../../model/size';
import { podsOf } from '../../../roles/roles';
import { Cpu } from '../../../units/cpu';
import { Memory } from '../../../units/memory';
import type { ClusterPlan, ClusterSized } from './plan';

/** The requests and limits of a number of pods. */
export interface Demand {
  readonly pods: number;
  readonly cpu: { readonly requests: Cpu; readonly limits: Cpu };
  readonly memory: { readonly requests: Memory; readonly limits: Memory };
}

/** The demand at the fewest replicas, and with every autoscaler at its maximum. */
export interface Range {
  readonly least: Demand;
  readonly most: Demand;
}

/** The sizes of all containers in one pod of a service. */
export const containersOf = ({ size, members }: ClusterSized): readonly Amounts[] =>
  members === undefined ? [size] : members.containers.map((container) => container.size ?? size);

/** The size of a pod as the resource plan counts it: without sidecars. */
const planned = ({ size }: ClusterSized): readonly Amounts[] => [size];

/** The sizes of the sidecars in a pod. */
const sidecar = (sized: ClusterSized): readonly Amounts[] => containersOf(sized).slice(1);

export const rangeOf = (sized: readonly ClusterSized[]): Range => range(sized, containersOf);

/** The demand of the services in the resource plan's table, counted as the plan counts. */
export const rangeOfTable = ({ services }: ClusterPlan, { lists }: ResourcePlan): Range =>
  range(
    services.filter(({ service }) => lists.includes(service)),
    planned,
  );

/** Something that runs although the resource plan does not count it. */
export interface Extra {
  readonly what: string;
  readonly because: string;
  readonly least: Demand;
}

export const extrasOf = ({ services }: ClusterPlan, { lists, besides, sidecars }: ResourcePlan): readonly Extra[] =>
  services.flatMap((sized) => {
    const { service } = sized;
    const because = lists.includes(service) ? undefined : (besides.get(service) ?? 'the resource plan does not list it');
    const beside = sidecars.get(service);
    return [
      ...(because === undefined ? [] : [{ what: service.kind, because, least: rangeOf([sized]).least }]),
      ...(beside === undefined ? [] : [{ what: `beside ${service.kind}`, because: beside, least: range([sized], sidecar).least }]),
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

/** The sizes of containers, multiplied by a number of pods. */
export const times = (containers: readonly Amounts[], pods: number): readonly Amounts[] =>
  containers.map(({ cpu, memory }) => ({
    cpu: { request: cpu.request.times(pods), limit: cpu.limit.times(pods) },
    memory: { request: memory.request.times(pods), limit: memory.limit.times(pods) },
  }));

/** The sum of the sizes of containers. */
export const sumOf = (all: readonly Amounts[]): Omit<Demand, 'pods'> => ({
  cpu: { requests: Cpu.sum(all.map(({ cpu }) => cpu.request)), limits: Cpu.sum(all.map(({ cpu }) => cpu.limit)) },
  memory: { requests: Memory.sum(all.map(({ memory }) => memory.request)), limits: Memory.sum(all.map(({ memory }) => memory.limit)) },
});
