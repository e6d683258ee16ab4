import {
  crowdedOut,
  type Lost,
  leftAfter,
  lossesOf,
  mayTakeAll,
  membersLost,
  tooLarge,
  waiting,
  waitingAfter,
} from '../../../../lib/targets/kubernetes/capacity/assess';
import type { Demand } from '../../../../lib/targets/kubernetes/capacity/demands';
import { countOf, type Machines } from '../../../../lib/targets/kubernetes/capacity/machines';
import { demand, machines } from '../../../support/nodes';

const names = (all: readonly Demand[]): string => all.map(({ name }) => name).join(' ');
const each = demand('each', 1, 1, { least: 0, most: 0, nodes: 'one pod on each' });
const member = (name: string, most: number, more: Partial<Demand> = {}) =>
  demand(name, 1, 1, { least: most, most, nodes: 'one for each pod', zones: 'preferred', keepsDisk: true, ...more });

/** So many nodes in each zone: x, y, z. */
const zones = (...counts: readonly number[]): readonly Machines[] =>
  counts.map((count, index) => machines(count, 4, 8, { zone: ['x', 'y', 'z'][index] ?? '' }));
const zone = (name: string): Lost => ({ what: 'zone', zone: name });
const nodeOf = (of: Machines | undefined): Lost => {
  if (of === undefined) throw new Error('expected a node');
  return { what: 'node', of };
};

describe('a pod is too large', () => {
  const nodes = [machines(1, 4, 2), machines(1, 2, 4)];

  it.each([
    ['where no node has both', demand('a', 3, 3), 'a'],
    ['where none has the CPUs', demand('a', 5, 1), 'a'],
    ['where none has the memory', demand('a', 1, 5), 'a'],
    ['not where it just fills one', demand('a', 2, 4), ''],
    ['on each node where one is too small', { ...each, cpu: 3 }, 'each'],
    ['not on each node where all are large enough', { ...each, cpu: 2, memory: 2 }, ''],
  ])('%s', (_, pod, expected) => {
    expect(names(tooLarge(nodes, [pod]))).toBe(expected);
  });
});

describe('a pod waits', () => {
  it('at the load at which there are too many', () => {
    const pod = demand('a', 1, 1, { least: 4, most: 6, surge: 2 });
    const at = (cpu: number) => (['rest', 'full', 'rollout'] as const).map((load) => names(waiting([machines(1, cpu, 99)], [pod], load)));
    expect([3, 4, 6, 8].map(at)).toEqual([
      ['a', 'a', 'a'],
      ['', 'a', 'a'],
      ['', '', 'a'],
      ['', '', ''],
    ]);
  });

  it('and one on each node is asked for apart, at full load', () => {
    const other = demand('other', 2, 1, { least: 1, most: 2 });
    const full = [machines(2, 4, 8)];
    expect(names(waiting(full, [each, other], 'full'))).toBe('');
    expect(names(crowdedOut(full, [each, other]))).toBe('each');
    expect(names(crowdedOut(full, [each, { ...other, most: 1 }]))).toBe('');
    expect(names(crowdedOut([machines(1, 1, 8)], [demand('alone', 2, 1)]))).toBe('');
    // Others of a lower priority leave.
    expect(names(crowdedOut(full, [each, { ...other, rank: 1, budget: 2 }]))).toBe('');
    expect(names(waiting(full, [demand('a', 4, 8), { ...other, rank: 1, budget: 2 }], 'full'))).toBe('');
  });

  it('where its disk is and the nodes of that zone are full, or taken by siblings', () => {
    const pod = member('kept', 1, { cpu: 4 });
    const other = demand('other', 1, 1);
    expect(names(waiting(zones(1, 2), [pod, other], 'full'))).toBe('kept');
    expect(names(waiting(zones(2, 2), [pod, other], 'full'))).toBe('');
    expect(names(waiting(zones(1, 2), [{ ...pod, keepsDisk: false }, other], 'full'))).toBe('');
    // Two of three may be in one zone of two nodes, and neither is in the way of the other. With a third node elsewhere nothing changes.
    expect(names(waiting(zones(2, 1), [member('kept', 3)], 'full'))).toBe('');
    const beside = demand('other', 4, 1);
    expect(names(waiting(zones(3, 3, 3), [member('kept', 3, { zones: 'required' }), beside], 'full'))).toBe('');
    expect(names(waiting(zones(3, 3, 3), [member('kept', 3), beside], 'full'))).toBe('kept');
  });

  it('where its disk is on nodes without a zone, among themselves', () => {
    const pod = member('kept', 1, { cpu: 4 });
    const other = demand('other', 1, 1);
    expect(names(waiting([machines(1, 4, 8), ...zones(2)], [pod, other], 'full'))).toBe('kept');
    expect(names(waiting([machines(2, 4, 8), ...zones(2)], [pod, other], 'full'))).toBe('');
  });
});

it('can lose a node of each kind, and each zone', () => {
  const all = [...zones(1, 2), machines(1, 4, 8)];
  expect(lossesOf(all)).toEqual([...all.map((of) => ({ what: 'node', of })), zone('x'), zone('y')]);
  expect(lossesOf(all).map((lost) => countOf(leftAfter(all, lost)))).toEqual([3, 3, 3, 3, 2]);
});

describe('after a loss', () => {
  const short = (pod: Demand, others: readonly Demand[] = [], on = zones(1, 1)): string =>
    names(waitingAfter(on, [pod, ...others], zone('x')).filter((one) => one === pod));
  const core = (more: Partial<Demand>) => demand('a', 2, 1, { rank: 2, most: 4, least: 2, ...more });

  it('all pods of the data tier and of the way in are to find a place', () => {
    expect([0, 1, 2].map((rank) => short(core({ rank, most: 3 })))).toEqual(['a', 'a', '']);
    expect(short(core({ rank: 0, most: 2 }))).toBe('');
  });

  it('of others as many as their budget keeps up, or as have to run, and no more than there are at rest', () => {
    expect(short(core({ budget: 2 }))).toBe('');
    expect(short(core({ least: 3, budget: 3 }))).toBe('a');
    expect(short(core({ least: 2, budget: 3 }))).toBe('');
    expect(short(core({ least: 3, working: 3 }))).toBe('a');
    expect(short(core({ least: 3, working: 3, budget: 1 }))).toBe('');
    // One that runs to its end may be missing.
    expect(short(core({ cpu: 9, working: 0 }))).toBe('');
    expect(short(core({ cpu: 9 }))).toBe('a');
  });

  it('pods with disks and those on each node are no part of it', () => {
    expect(short(member('kept', 9))).toBe('');
    expect(short(member('moves', 9, { keepsDisk: false }))).toBe('moves');
    expect(short(each, [demand('other', 4, 8)])).toBe('');
  });

  it('budgets of others hold', () => {
    const other = demand('other', 3, 1, { rank: 2 });
    expect(short(demand('a', 2, 1), [other])).toBe('');
    expect(short(demand('a', 2, 1), [{ ...other, budget: 1 }])).toBe('a');
  });
});

describe('a loss can take all replicas', () => {
  const cart = (least: number, more: Partial<Demand> = {}) => demand('cart', 2, 2, { least, ...more });
  const all = (pod: Demand, on: readonly Machines[], lost: Lost) => mayTakeAll(pod, on, lost);

  it('where one node has room for them, by CPUs, memory and pods', () => {
    const on = (cpu: number, memory: number, pods = 9) => [machines(3, cpu, memory, { pods })];
    const lost = (of: readonly Machines[]) => all(cart(2), of, nodeOf(of[0]));
    expect([on(4, 4), on(9, 9), on(3, 4), on(4, 3), on(4, 4, 1), on(4, 4, 2)].map(lost)).toEqual([true, true, false, false, false, true]);
  });

  it('where a zone has room for them on all its nodes', () => {
    expect(all(cart(4), zones(2, 1), zone('x'))).toBe(true);
    expect(all(cart(5), zones(2, 1), zone('x'))).toBe(false);
    expect(all(cart(3), zones(2, 1), zone('y'))).toBe(false);
    // A node that may be there is there, and no node with others.
    expect(all(cart(2), [machines(2, 4, 8, { among: ['x', 'y', 'z'] })], zone('x'))).toBe(true);
    expect(all(cart(3), [machines(2, 4, 8, { among: ['x', 'y', 'z'] })], zone('x'))).toBe(false);
  });

  it('with one on a node where they share none', () => {
    const apart = { nodes: 'one for each pod' } as const;
    expect(all(cart(2, apart), zones(1, 1), zone('x'))).toBe(false);
    expect(all(cart(2, apart), zones(2, 1), zone('x'))).toBe(true);
  });
});

describe('a loss takes members', () => {
  const lost = (pods: readonly Demand[], on: readonly Machines[], what: Lost) =>
    membersLost(on, pods, what).map(({ demand: { name }, ...one }) => ({ name, ...one }));

  it('one with a node, and those of its zone with a zone', () => {
    const db = member('db', 3, { working: 2, budget: 2 });
    const on = zones(2, 2, 2);
    expect(lost([db, demand('cart', 1, 1), member('none', 0)], on, nodeOf(on[0]))).toEqual([
      { name: 'db', lost: 1, without: 0, left: 2, needed: 2, wait: true, putsOut: false, putsOutEdge: false },
    ]);
    expect(lost([db], on, zone('x'))).toEqual([
      { name: 'db', lost: 2, without: 0, left: 1, needed: 2, tooFew: 'stops', wait: true, putsOut: false, putsOutEdge: false },
    ]);
    expect(lost([{ ...db, zones: 'required' }], on, zone('x'))).toMatchObject([{ lost: 1, left: 2 }]);
    expect(lost([db], zones(9, 1), zone('x'))).toMatchObject([{ lost: 3, left: 0 }]);
    expect(lost([db], zones(9, 1), zone('y'))).toMatchObject([{ lost: 1, left: 2 }]);
  });

  it('and leaves none of those that had no place before', () => {
    const db = member('db', 3, { zones: 'required', working: 2 });
    const two = zones(3, 3);
    expect(lost([db], two, nodeOf(two[0]))).toMatchObject([{ lost: 1, without: 1, left: 1 }]);
    expect(lost([db], two, zone('x'))).toMatchObject([{ lost: 1, without: 1, left: 1 }]);
    expect(lost([member('db', 3)], zones(1, 1), zone('x'))).toMatchObject([{ lost: 1, without: 1, left: 1 }]);
    // Two may be in one zone if there are three zones, and then all five have a place.
    const perhaps = [1, 2, 3].map(() => machines(2, 4, 8, { among: ['x', 'y', 'z'] }));
    expect(lost([member('db', 5, { zones: 'required' })], perhaps, zone('x'))).toMatchObject([{ lost: 2, without: 3, left: 1 }]);
    // Nodes without a zone have none of them.
    const none = [machines(2, 4, 8), ...zones(1, 1, 1)];
    const full = demand('other', 4, 8, { most: 2 });
    expect(lost([db, full], none, nodeOf(none[0]))).toMatchObject([{ lost: 0, without: 0, left: 3, wait: false, putsOut: false }]);
    expect(lost([{ ...db, zones: 'preferred' }], none, nodeOf(none[0]))).toMatchObject([{ lost: 1, left: 2 }]);
  });

  it('of which as many are needed as the budget says, or as have to work', () => {
    const needed = (pod: Demand) => lost([pod], zones(3), nodeOf(zones(3)[0])).map((one) => one.needed);
    expect(needed(member('db', 3, { working: 2, budget: 1 }))).toEqual([2]);
    expect(needed(member('db', 3, { working: 1, budget: 2 }))).toEqual([2]);
    expect(needed(member('db', 3, { working: 1 }))).toEqual([1]);
    expect(needed(member('db', 1))).toEqual([1]);
  });

  it('and then stops, or goes on with fewer than its budget keeps up', () => {
    const tooFew = (more: Partial<Demand>) => lost([member('db', 3, more)], zones(2, 2), zone('x')).map((one) => one.tooFew)[0];
    expect(tooFew({ working: 2, budget: 2 })).toBe('stops');
    expect(tooFew({ working: 1, budget: 2 })).toBe('unguarded');
    expect(tooFew({ working: 1, budget: 1 })).toBeUndefined();
    expect(tooFew({ working: 2, budget: 1 })).toBe('stops');
  });

  const fate = (pods: readonly Demand[], on: readonly Machines[]) =>
    lost(pods, on, nodeOf(on[0])).map(({ wait, putsOut }) => ({ wait, putsOut }))[0];

  it('and one of a node waits where no other node of its zone has room for it', () => {
    const kept = member('kept', 1, { cpu: 4 });
    expect(fate([kept], zones(1, 2))).toEqual({ wait: true, putsOut: false });
    expect(fate([kept], zones(2, 1))).toEqual({ wait: false, putsOut: false });
    expect(fate([kept, demand('other', 1, 1)], zones(2, 9))).toMatchObject({ wait: true });
    expect(fate([kept, demand('other', 1, 1, { rank: 1 })], zones(2, 9))).toMatchObject({ wait: false });
  });

  it('or where siblings have the others', () => {
    expect(fate([member('kept', 3)], zones(3))).toMatchObject({ wait: true });
    expect(fate([member('kept', 3)], zones(4))).toMatchObject({ wait: false });
    expect(fate([member('kept', 3)], zones(2, 2))).toMatchObject({ wait: true });
    expect(fate([member('kept', 3, { zones: 'required' })], zones(2, 2, 2))).toMatchObject({ wait: false });
    // A node that is in one of the zones, which may be that of the disk.
    expect(fate([member('kept', 1)], [machines(2, 4, 8, { among: ['x', 'y', 'z'] })])).toMatchObject({ wait: true });
  });

  it('and may put out others with a budget where it finds no room beside them', () => {
    const kept = member('kept', 1, { cpu: 4 });
    const other = demand('other', 1, 1, { rank: 2, budget: 1 });
    expect(fate([kept, other], zones(2, 9))).toEqual({ wait: false, putsOut: true });
    expect(fate([kept, { ...other, budget: 0 }], zones(2, 9))).toEqual({ wait: false, putsOut: false });
    // Of the way in none is to be put out, whatever the budget allows.
    const on = zones(2, 9);
    const edge = (more: Partial<Demand>) => lost([kept, { ...other, ...more }], on, nodeOf(on[0]))[0];
    expect(edge({ rank: 1, budget: 0 })).toMatchObject({ putsOut: false, putsOutEdge: true });
    expect(edge({ rank: 2, budget: 0 })).toMatchObject({ putsOut: false, putsOutEdge: false });
    // Neither where it finds no node at all, nor where a node is free for sure, nor where its own priority is low.
    expect(fate([kept, other], zones(1, 9))).toEqual({ wait: true, putsOut: false });
    expect(fate([kept, other], zones(3, 9))).toEqual({ wait: false, putsOut: false });
    expect(
      fate(
        [
          { ...kept, rank: 2 },
          { ...other, rank: 3 },
        ],
        zones(2, 9),
      ),
    ).toEqual({ wait: false, putsOut: false });
    expect(fate([{ ...kept, rank: 1 }, other], zones(2, 9))).toEqual({ wait: false, putsOut: true });
    expect(fate([member('kept', 3, { cpu: 4 }), other], zones(4))).toEqual({ wait: false, putsOut: true });
    // Where siblings have all nodes that are left, the pod waits, and puts nobody out.
    expect(fate([member('kept', 3, { cpu: 4 }), other], zones(3))).toEqual({ wait: true, putsOut: false });
  });

  it('or does one of the two, if its node was in the one zone and not in the other', () => {
    const among = machines(1, 4, 8, { among: ['x', 'y'] });
    expect(fate([member('kept', 3)], [among, ...zones(3, 2)])).toMatchObject({ wait: true });
    expect(fate([member('kept', 3)], [among, ...zones(3, 3)])).toMatchObject({ wait: false });
    const pods = [member('kept', 1, { cpu: 4 }), demand('other', 1, 1, { rank: 2, budget: 1 })];
    expect(fate(pods, [among, ...zones(2, 1)])).toEqual({ wait: false, putsOut: true });
    expect(fate(pods, [among, ...zones(2, 2)])).toEqual({ wait: false, putsOut: false });
  });
});
