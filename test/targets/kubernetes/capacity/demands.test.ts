import { members } from '../../../../lib/model/workload';
import { type Demand, demandsOf, RANKS, rankOf } from '../../../../lib/targets/kubernetes/capacity/demands';
import { Cpu } from '../../../../lib/units/cpu';
import { Memory } from '../../../../lib/units/memory';
import { shopPlan } from '../../../support/cluster';
import { clusterOver } from '../../../support/plans';
import { testService } from '../../../support/services';

const of = (...assignments: readonly string[]): Readonly<Record<string, Demand>> =>
  Object.fromEntries(demandsOf(shopPlan(assignments)).map((demand) => [demand.name, demand]));

it('ranks priorities from the highest to the lowest', () => {
  expect((['data', 'edge', 'core', 'batch'] as const).map(rankOf)).toEqual(RANKS);
});

it('counts the pods of every service, and those of its migration and its tasks', () => {
  const { postgres, orders, search, cart, shipper, ...beside } = of();
  expect(postgres).toEqual({
    name: 'postgres',
    service: 'postgres',
    rank: rankOf('data'),
    cpu: 500,
    memory: 1536,
    least: 3,
    most: 3,
    surge: 0,
    nodes: 'one for each pod',
    zones: 'preferred',
    budget: 2,
    working: 2,
    keepsDisk: true,
  });
  expect(orders).toMatchObject({ rank: rankOf('core'), least: 2, most: 2, nodes: 'shared', zones: undefined, budget: 1, keepsDisk: false });
  expect(search).toMatchObject({ least: 1, most: 1, budget: undefined, working: 1, keepsDisk: true });
  expect(cart).toMatchObject({ rank: rankOf('edge'), cpu: 100, memory: 64, least: 2, most: 4, working: 1 });
  expect(shipper).toMatchObject({ rank: rankOf('batch'), least: 0, most: 0, nodes: 'one pod on each' });
  expect(Object.values(beside).map(({ name, service, rank }) => [name, service, rank])).toEqual([
    ['postgres-bootstrap', 'postgres', rankOf('data')],
    ['postgres-configure', 'postgres', rankOf('data')],
    ['postgres-backup', 'postgres', rankOf('data')],
    ['orders-migrate', 'orders', rankOf('core')],
  ]);
});

it('takes one that runs to its end for one that may be missing, and has no disk', () => {
  const migration = of()['orders-migrate'];
  expect(migration).toMatchObject({ cpu: 100, memory: 128, least: 1, most: 1, surge: 0, nodes: 'shared', working: 0, keepsDisk: false });
  expect(migration?.budget).toBeUndefined();
});

it('counts what a rollout starts beside old pods, and what still holds its requests', () => {
  const { cart, search } = of();
  // Each of its four can be terminating while a new one serves, and a fifth is no more than twice as many allow.
  expect(cart?.surge).toBe(4);
  // Its one pod ends before the new one starts.
  expect(search?.surge).toBe(0);
});

it('knows that a replica has a disk where its size has a volume', () => {
  const given = ['services.orders.replicas=1', 'services.orders.minAvailable=null', 'services.orders.volume.size=1Gi'];
  expect(of(...given).orders).toMatchObject({ keepsDisk: true, budget: undefined, surge: 0 });
});

it('counts a pod that answers a challenge only where there may be one', () => {
  expect(Object.keys(of())).not.toContain('an HTTP-01 solver');
  expect(of('ingress.http01Solvers=true')['an HTTP-01 solver']).toMatchObject({
    service: 'ingress',
    rank: rankOf('batch'),
    cpu: 10,
    memory: 64,
    least: 1,
    most: 1,
  });
});

it('counts as many of these as there are hosts, all at once', () => {
  const more = ['ingress.http01Solvers=true', 'ingress.hosts=[{host: two.example.com, tlsSecret: two}]'];
  expect(of(...more)['an HTTP-01 solver']).toMatchObject({ least: 2, most: 2 });
});

it('counts of init containers the largest one, where it requests more than the others together', () => {
  const size = (cpu: string, memory: string) => ({
    cpu: { request: Cpu.parse(cpu), limit: Cpu.parse(cpu) },
    memory: { request: Memory.parse(memory), limit: Memory.parse(memory) },
  });
  const requests = (...before: readonly ReturnType<typeof size>[]) => {
    const store = testService('store', {
      workload: members({
        leader: { by: 'nobody', connected: false },
        of: () => ({
          before: before.map((one, index) => ({ name: `before-${index}`, command: ['prepare'], environment: {}, size: one })),
          containers: [
            { name: 'store', command: ['serve'], environment: {}, probes: {} },
            { name: 'beside', command: ['watch'], environment: {}, probes: {}, size: size('0.1', '32Mi') },
          ],
        }),
      }),
    });
    const plan = clusterOver(
      [store],
      [
        'images: { store: "1" }',
        'services: { store: { replicas: 1, volume: { size: 1Gi }, cpu: { request: 0.5, limit: 1 }, memory: { request: 1Gi, limit: 1Gi } } }',
        '',
      ].join('\n'),
    );
    return demandsOf(plan).map(({ cpu, memory }) => [cpu, memory]);
  };
  expect(requests()).toEqual([[600, 1056]]);
  expect(requests(size('0.5', '512Mi'), size('0.2', '768Mi'))).toEqual([[600, 1056]]);
  expect(requests(size('0.7', '512Mi'), size('0.2', '2Gi'))).toEqual([[700, 2048]]);
});
