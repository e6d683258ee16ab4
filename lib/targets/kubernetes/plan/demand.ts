import type { PlannedPart, ResourcePlan } from '../../../model/application';
import type { Container } from '../../../model/pod';
import type { Amounts } from '../../../model/size';
import { nodesOf, podsOf } from '../../../roles/roles';
import { Cpu } from '../../../units/cpu';
import { Memory } from '../../../units/memory';
import { besideOf } from './beside';
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
export function containersOf(sized: ClusterSized): readonly Amounts[] {
  const { size, members } = sized;
  const sizeOf = (container: Container): Amounts => container.size ?? size;
  return members === undefined ? [size, ...besideOf(sized).map(sizeOf)] : members.containers.map(sizeOf);
}

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

/** A part that a resource plan gives memory to, with what it takes here. */
export interface Part extends Pick<PlannedPart, 'what' | 'memoryGB'>, Range {
  /** For how many nodes that memory is enough, where each node more takes a part of it. @default - it is no matter of nodes */
  readonly nodes?: number;
}

/** The parts around the services that this plan has. */
export const partsOf = ({ services, profile: { platform } }: ClusterPlan, { around = [] }: ResourcePlan): readonly Part[] =>
  around
    .filter(({ onlyWith }) => onlyWith(platform))
    .map(({ what, memoryGB, services: those }) => {
      const here = services.filter(({ service }) => those.includes(service));
      return { what, memoryGB, ...rangeOf(here), nodes: enoughFor(here, memoryGB) };
    });

/** For how many nodes so much memory is enough; undefined where nothing of it runs on each. */
function enoughFor(here: readonly ClusterSized[], memoryGB: number): number | undefined {
  const onEach = here.filter(({ workload }) => nodesOf(workload) === 'one pod on each');
  if (onEach.length === 0) return undefined;
  const most = (sized: readonly ClusterSized[]): number => rangeOf(sized).most.memory.limits.mebibytes;
  const each = sumOf(onEach.flatMap(containersOf)).memory.limits.mebibytes;
  return Math.max(0, Math.floor((memoryGB * 1024 - most(here.filter((one) => !onEach.includes(one)))) / each));
}

export const extrasOf = ({ services, profile: { platform } }: ClusterPlan, resourcePlan: ResourcePlan): readonly Extra[] => {
  const { lists, besides, sidecars, around = [] } = resourcePlan;
  const parts = around.filter(({ onlyWith }) => onlyWith(platform)).flatMap((part) => part.services);
  return services.flatMap((sized) => {
    const { service } = sized;
    const because =
      lists.includes(service) || parts.includes(service) ? undefined : (besides.get(service) ?? 'the resource plan does not list it');
    const beside = sidecars.get(service);
    return [
      ...(because === undefined ? [] : [{ what: service.kind, because, least: rangeOf([sized]).least }]),
      ...(beside === undefined ? [] : [{ what: `beside ${service.kind}`, because: beside, least: range([sized], sidecar).least }]),
    ];
  });
};

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
