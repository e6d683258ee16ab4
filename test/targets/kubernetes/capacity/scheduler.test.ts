import fc from 'fast-check';
import { apart } from '../../../../lib/targets/kubernetes/capacity/apart';
import type { Demand } from '../../../../lib/targets/kubernetes/capacity/demands';
import { leftAfter, lossesOf, waitingAfter } from '../../../../lib/targets/kubernetes/capacity/losses';
import { type Machines, machinesOf } from '../../../../lib/targets/kubernetes/capacity/machines';
import { membersLost } from '../../../../lib/targets/kubernetes/capacity/members';
import { crowdedOut, type Load, waiting } from '../../../../lib/targets/kubernetes/capacity/waiting';
import { Cpu } from '../../../../lib/units/cpu';
import { Memory } from '../../../../lib/units/memory';
import { namespace } from '../../../../lib/units/name';
import { demand as demandOf } from '../../../support/nodes';

/** A pod of a demand, or its last number on a node. */
interface Pod {
  readonly demand: Demand;
  /** The only node that it may run on. @default - any */
  readonly only?: number;
}

/**
 * A scheduler without preferences: it takes any node on which a pod fits, and puts out any pods of a lower priority where it fits on none.
 * `pick` chooses, as badly as it can.
 */
function schedule(machines: readonly Machines[], pods: readonly Pod[], pick: (below: number) => number) {
  const nodes = machines.flatMap(({ count, ...one }) => Array.from({ length: count }, () => ({ ...one, on: [] as Pod[] })));
  const zones = [...new Set(nodes.flatMap(({ zone }) => zone ?? []))];
  const inZone = (zone: string | undefined, demand: Demand): number =>
    nodes.filter((node) => node.zone === zone).reduce((sum, { on }) => sum + on.filter((pod) => pod.demand === demand).length, 0);
  const fits = ({ demand, only }: Pod, index: number, without: (pod: Pod) => boolean): boolean => {
    const node = nodes[index] as (typeof nodes)[number];
    const on = node.on.filter((pod) => !without(pod));
    if (only !== undefined && only !== index) return false;
    if (demand.nodes === 'one for each pod' && on.some((pod) => pod.demand === demand)) return false;
    if (demand.zones === 'required') {
      if (node.zone === undefined) return false;
      const fewest = zones.length < Math.min(demand.most, 3) ? 0 : Math.min(...zones.map((zone) => inZone(zone, demand)));
      if (inZone(node.zone, demand) - fewest >= 1) return false;
    }
    const sum = (of: 'cpu' | 'memory'): number => on.reduce((all, pod) => all + pod.demand[of], demand[of]);
    return on.length < node.pods && sum('cpu') <= node.cpu && sum('memory') <= node.memory;
  };
  const queue = [...pods];
  const refused: Pod[] = [];
  while (queue.length > 0) {
    const [pod] = queue.splice(pick(queue.length), 1) as [Pod];
    const on = (without: (other: Pod) => boolean) => nodes.flatMap((_, index) => (fits(pod, index, without) ? [index] : []));
    const free = on(() => false);
    const lower = (other: Pod): boolean => other.demand.rank > pod.demand.rank;
    const candidates = free.length > 0 ? free : on(lower);
    const node = nodes[candidates[pick(candidates.length)] as number];
    if (node === undefined) {
      refused.push(pod);
      continue;
    }
    if (free.length === 0) {
      queue.push(...node.on.filter(lower));
      node.on = node.on.filter((other) => !lower(other));
      // A pod that was refused is tried again whenever others leave.
      queue.push(...refused.splice(0));
    }
    node.on.push(pod);
  }
  return { refused, nodes };
}

/** The pods that find no place. */
const refusedOf = (...given: Parameters<typeof schedule>): readonly Pod[] => schedule(...given).refused;

const podsOf = (machines: readonly Machines[], demands: readonly Demand[], load: Load): readonly Pod[] => {
  const all = machines.reduce((sum, { count }) => sum + count, 0);
  return demands.flatMap((demand) => {
    if (demand.nodes === 'one pod on each') return Array.from({ length: all }, (_, only) => ({ demand, only }));
    const count = { rest: demand.least, full: demand.most, rollout: demand.most + demand.surge }[load];
    return Array.from({ length: count }, () => ({ demand }));
  });
};

const machine = fc.record({
  group: fc.constant('a'),
  zone: fc.constantFrom('x', 'y', 'z'),
  count: fc.integer({ min: 1, max: 2 }),
  cpu: fc.integer({ min: 4, max: 12 }),
  memory: fc.integer({ min: 4, max: 12 }),
  pods: fc.integer({ min: 3, max: 9 }),
});
const demand = fc
  .record({
    rank: fc.integer({ min: 0, max: 3 }),
    cpu: fc.integer({ min: 0, max: 4 }),
    memory: fc.integer({ min: 0, max: 4 }),
    least: fc.integer({ min: 1, max: 3 }),
    more: fc.integer({ min: 0, max: 2 }),
    surge: fc.integer({ min: 0, max: 1 }),
    kind: fc.constantFrom('shared', 'shared', 'preferred', 'required', 'each'),
  })
  .map(({ least, more, surge, kind, ...rest }): Demand => {
    const common = { ...rest, name: kind, service: kind, working: 1, keepsDisk: false };
    if (kind === 'each') return { ...common, least: 0, most: 0, surge: 0, nodes: 'one pod on each' };
    if (kind === 'shared') return { ...common, least, most: least + more, surge, nodes: 'shared' };
    return { ...common, least: least + more, most: least + more, surge: 0, nodes: 'one for each pod', zones: kind as 'preferred' };
  });

/** Machines of each zone once, as the program has them. */
const cluster = fc.uniqueArray(machine, { minLength: 1, maxLength: 3, selector: ({ zone }) => zone });
const choices = fc.infiniteStream(fc.nat());

it('promises a place only where any scheduler finds one, whatever it prefers', () => {
  let promised = 0;
  fc.assert(
    fc.property(
      cluster,
      fc.array(demand, { minLength: 1, maxLength: 4 }),
      fc.constantFrom<Load>('rest', 'full'),
      choices,
      (machines, demands, load, stream) => {
        const wait = [...waiting(machines, demands, load), ...crowdedOut(machines, demands)];
        const refused = refusedOf(machines, podsOf(machines, demands, load), (below) =>
          below === 0 ? 0 : (stream.next().value as number) % below,
        );
        if (wait.length === 0) promised += 1;
        return refused.every((pod) => wait.includes(pod.demand));
      },
    ),
    { numRuns: 2000 },
  );
  expect(promised).toBeGreaterThan(100);
});

it('divides members over zones as any scheduler does, and leaves as many after the loss of one', () => {
  const zoned = (count: number) => [...'wxyz'].slice(0, count).map((zone) => machineOf(zone));
  const machineOf = (zone: string): Machines => ({ group: 'a', zone, count: 9, cpu: 9, memory: 9, pods: 9 });
  let lacking = 0;
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 7 }), choices, (zones, most, stream) => {
      const member = demandOf('db', 1, 1, { least: most, most, nodes: 'one for each pod', zones: 'required', keepsDisk: true });
      const machines = zoned(zones);
      const pick = (below: number): number => (below === 0 ? 0 : (stream.next().value as number) % below);
      const { refused, nodes } = schedule(machines, podsOf(machines, [member], 'full'), pick);
      const inZone = (zone: string | undefined): number => nodes.filter((node) => node.zone === zone).flatMap(({ on }) => on).length;
      const { inOne, without } = apart(member, machines);
      if (without > 0) lacking += 1;
      expect(refused).toHaveLength(without);
      expect(Math.max(...machines.map(({ zone }) => inZone(zone)))).toBe(inOne);
      for (const lost of lossesOf(machines))
        if (lost.what === 'zone') {
          const [taken] = membersLost(machines, [member], lost);
          expect(taken?.left).toBeLessThanOrEqual(most - without - inZone(lost.zone));
        }
    }),
    { numRuns: 500 },
  );
  expect(lacking).toBeGreaterThan(100);
});

it('promises it also after the loss of a node or a zone', () => {
  let promised = 0;
  fc.assert(
    fc.property(cluster, fc.array(demand, { minLength: 1, maxLength: 4 }), choices, (machines, demands, stream) => {
      const edge = demands.map((one) => ({ ...one, rank: Math.min(one.rank, 1) }));
      for (const lost of lossesOf(machines)) {
        const left = leftAfter(machines, lost);
        const wait = [...waitingAfter(machines, edge, lost), ...crowdedOut(left, edge)];
        const refused = refusedOf(left, podsOf(left, edge, 'full'), (below) => (below === 0 ? 0 : (stream.next().value as number) % below));
        if (wait.length === 0) promised += 1;
        if (!refused.every((pod) => wait.includes(pod.demand))) return false;
      }
      return true;
    }),
    { numRuns: 500 },
  );
  expect(promised).toBeGreaterThan(100);
});

const ZONES = ['x', 'y', 'z'];

/** Groups of nodes, of which a profile says in which zones they are, and not how many in each. */
const groups = fc
  .array(
    fc.record({
      count: fc.integer({ min: 1, max: 5 }),
      cpu: fc.integer({ min: 4, max: 12 }),
      memory: fc.integer({ min: 4, max: 12 }),
      maxPods: fc.integer({ min: 3, max: 9 }),
      zones: fc.shuffledSubarray(ZONES, { minLength: 1 }),
      first: fc.nat(2),
    }),
    { minLength: 1, maxLength: 2 },
  )
  .map((all) =>
    all.map(({ cpu, memory, ...one }, index) => ({
      ...one,
      name: namespace(`g${index}`),
      cpu: Cpu.cores(cpu / 1000),
      memory: Memory.ofMebibytes(memory),
      labels: {},
    })),
  );

/** Where these may be in truth: those that are left over are in zones that nobody names. */
const inTruth = (all: typeof groups extends fc.Arbitrary<infer Value> ? Value : never): readonly Machines[] =>
  all
    .flatMap(({ name, count, cpu, memory, maxPods, zones, first }) =>
      zones.map((zone, index) => ({
        group: name,
        zone,
        count: Math.floor(count / zones.length) + ((index + first) % zones.length < count % zones.length ? 1 : 0),
        cpu: cpu.millicores,
        memory: memory.mebibytes,
        pods: maxPods,
      })),
    )
    .filter(({ count }) => count > 0);

it('promises it wherever the nodes are that a group has more of in some of its zones', () => {
  let promised = 0;
  fc.assert(
    fc.property(
      groups,
      fc.array(demand, { minLength: 1, maxLength: 4 }),
      fc.option(fc.constantFrom(...ZONES)),
      choices,
      (known, demands, lost, stream) => {
        const [machines, truth] = [machinesOf(known), inTruth(known)];
        const edge = demands.map((one) => ({ ...one, rank: Math.min(one.rank, 1) }));
        const after = lost === null ? undefined : ({ what: 'zone', zone: lost } as const);
        const left = after === undefined ? truth : leftAfter(truth, after);
        const wait = [
          ...(after === undefined ? waiting(machines, edge, 'full') : waitingAfter(machines, edge, after)),
          ...crowdedOut(machines, edge),
        ];
        const refused = refusedOf(left, podsOf(left, edge, 'full'), (below) => (below === 0 ? 0 : (stream.next().value as number) % below));
        if (wait.length === 0) promised += 1;
        return refused.every((pod) => wait.includes(pod.demand));
      },
    ),
    { numRuns: 2000 },
  );
  expect(promised).toBeGreaterThan(100);
});

it('keeps a disk where its zone may have one node, and asks whether that one is full', () => {
  const common = { rank: 0, memory: 0, surge: 0, working: 1 };
  const kept: Demand = {
    ...common,
    name: 'kept',
    service: 'kept',
    cpu: 3,
    least: 1,
    most: 1,
    nodes: 'one for each pod',
    zones: 'preferred',
    keepsDisk: true,
  };
  const other: Demand = { ...common, name: 'other', service: 'other', cpu: 2, least: 1, most: 1, nodes: 'shared', keepsDisk: false };
  const group = (count: number) => ({
    name: namespace('g'),
    count,
    cpu: Cpu.cores(0.004),
    memory: Memory.ofMebibytes(8),
    maxPods: 9,
    zones: ZONES,
    labels: {},
  });
  const names = (count: number): readonly string[] => waiting(machinesOf([group(count)]), [kept, other], 'full').map(({ name }) => name);
  // The zone of the disk may have one node with four nodes and with five.
  expect([3, 4, 5, 6].map(names)).toEqual([['kept'], ['kept'], ['kept'], []]);
});

it('asks after a loss also for the only replica of a service, which has no disruption budget', () => {
  const two: Machines = { group: 'g', count: 2, cpu: 4, memory: 4, pods: 9 };
  const short = (cpu: number): readonly string[] =>
    waitingAfter([two], [demandOf('data', 2, 0), demandOf('core', cpu, 0, { rank: 2 })], { what: 'node', of: two }).map(({ name }) => name);
  expect([short(2), short(3)]).toEqual([[], ['core']]);
});
