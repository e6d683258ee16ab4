import type { Demand } from '../../../../lib/targets/kubernetes/capacity/demands';
import type { Machines } from '../../../../lib/targets/kubernetes/capacity/machines';
import { mayWait, mayWaitIn, type Situation } from '../../../../lib/targets/kubernetes/capacity/places';
import { demand, machines } from '../../../support/nodes';

const situation = (on: readonly Machines[], demands: readonly Demand[], budgetsHold = false): Situation => ({
  machines: on,
  demands,
  count: ({ most }) => most,
  budgetsHold,
});
const waits = (pod: Demand, on: readonly Machines[], others: readonly Demand[] = [], budgetsHold = false): boolean =>
  mayWait(pod, situation(on, [pod, ...others], budgetsHold));

const zones = (...counts: readonly number[]): readonly Machines[] =>
  counts.map((count, index) => machines(count, 4, 8, { zone: ['x', 'y', 'z'][index] ?? '' }));

describe('pods that may share a node', () => {
  it('are in each other’s way with what they request', () => {
    const of = (most: number) => demand('a', 2, 1, { most });
    expect([1, 2, 3].map((most) => waits(of(most), [machines(1, 4, 8)]))).toEqual([false, false, true]);
    expect(waits(of(4), [machines(2, 4, 8)])).toBe(false);
  });

  it('all have a place as soon as as many have one as are wanted', () => {
    const pod = demand('a', 2, 1, { most: 3 });
    const on = situation([machines(1, 4, 8)], [pod]);
    expect([0, 1, 2, 3].map((wanted) => mayWait(pod, on, wanted))).toEqual([false, false, false, true]);
    expect(mayWait(pod, situation([], [pod]), 0)).toBe(false);
    expect(mayWait(pod, situation([], [pod]), 1)).toBe(true);
  });
});

describe('pods that never share a node', () => {
  const of = (most: number, more: Partial<Demand> = {}) =>
    demand('a', 1, 1, { most, nodes: 'one for each pod', zones: 'preferred', ...more });

  it('need a node each', () => {
    expect([1, 2, 3].map((most) => waits(of(most), [machines(2, 4, 8)]))).toEqual([false, false, true]);
  });

  it('are in the way of others once on each node', () => {
    const other = demand('b', 4, 1);
    expect(waits(other, [machines(3, 4, 8)], [of(2)])).toBe(false);
    expect(waits(other, [machines(2, 4, 8)], [of(2)])).toBe(true);
    // Two of different services can be on one node.
    expect(waits(demand('b', 3, 1), [machines(1, 4, 8)], [of(1), { ...of(1), name: 'c' }])).toBe(true);
    expect(waits(demand('b', 3, 1), [machines(1, 4, 8)], [of(2)])).toBe(false);
  });

  it('need a zone each, up to three, where they may not share one', () => {
    const apart = (most: number) => of(most, { zones: 'required' });
    expect(waits(apart(3), zones(1, 1))).toBe(true);
    expect(waits(apart(3), zones(1, 1, 1))).toBe(false);
    expect(waits(apart(2), zones(1, 1))).toBe(false);
    expect(waits(apart(1), zones(1))).toBe(false);
    expect(waits(apart(2), zones(3))).toBe(true);
    // The fourth may have to be in any zone, where one is already.
    expect(waits(apart(4), zones(1, 1, 2))).toBe(true);
    expect(waits(apart(4), zones(2, 2, 2))).toBe(false);
    expect(waits(apart(6), zones(2, 2, 2))).toBe(false);
    expect(waits(apart(7), zones(2, 2, 2))).toBe(true);
  });

  it('count in a zone of their own only where they may not share one', () => {
    const on = zones(2, 2, 2);
    // Three members in three zones: of the two nodes of a zone one has none of them.
    const other = demand('b', 4, 1, { nodes: 'one for each pod', zones: 'preferred', keepsDisk: true });
    const inX = (members: Demand, of = on, before = of) => mayWaitIn('x', other, 0, { ...situation(of, [other, members]), before });
    expect(inX(of(3, { zones: 'required' }))).toBe(false);
    expect(inX(of(3))).toBe(true);
    // Five in three zones were two in this one, and stay there when another zone is lost.
    expect(inX(of(5, { zones: 'required' }), zones(2, 2), on)).toBe(true);
    expect(inX(of(5, { zones: 'required' }), zones(2, 2))).toBe(false);
  });
});

it('counts nodes that may not be there as if they were taken', () => {
  const pod = demand('a', 1, 1);
  const on = situation([machines(2, 4, 8, { among: ['x', 'y', 'z'] })], [pod]);
  // If the zone has a node, it has one; if its disk is elsewhere, nobody asks.
  expect(mayWaitIn('x', pod, 0, on)).toBe(false);
  expect(mayWaitIn('x', pod, 0, on, 0)).toBe(true);
});

describe('a pod that is on each node', () => {
  const each = demand('each', 1, 1, { least: 0, most: 0, nodes: 'one pod on each', rank: 2 });

  it('waits where one node may be full', () => {
    const other = (most: number) => demand('other', 2, 1, { most });
    expect(waits(each, [machines(9, 4, 8)], [other(1)])).toBe(false);
    expect(waits(each, [machines(9, 4, 8)], [other(2)])).toBe(true);
    expect(waits(each, [machines(9, 5, 8), machines(1, 4, 8, { group: 'small' })], [other(2)])).toBe(true);
    expect(waits(each, [machines(9, 5, 8)], [other(2)])).toBe(false);
  });

  it('is in the way of others once on each node', () => {
    const rank = { rank: 2 };
    expect(waits(demand('a', 3, 1, rank), [machines(2, 4, 8)], [each])).toBe(false);
    expect(waits(demand('a', 4, 1, rank), [machines(2, 4, 8)], [each])).toBe(true);
    expect(waits(demand('a', 4, 1, rank), [machines(2, 4, 8, { among: ['x', 'y', 'z'] })], [each])).toBe(true);
    expect(waits(demand('a', 4, 1, rank), [machines(2, 4, 8), machines(1, 5, 8)], [each])).toBe(false);
  });
});

describe('pods of another priority', () => {
  const pod = demand('a', 4, 1, { rank: 1 });
  const other = (rank: number, more: Partial<Demand> = {}) => demand('b', 1, 1, { rank, most: 3, ...more });
  const on = [machines(1, 4, 8)];

  it('are in the way where it is higher, or the same', () => {
    expect([0, 1, 2].map((rank) => waits(pod, on, [other(rank)]))).toEqual([true, true, false]);
  });

  it('stay as far as their budget keeps them, where budgets hold', () => {
    const held = (more: Partial<Demand>) => waits(pod, on, [other(2, more)], true);
    expect(held({ budget: 1 })).toBe(true);
    expect(held({})).toBe(false);
    expect(held({ budget: 0 })).toBe(false);
    const two = [machines(1, 6, 8)];
    expect([2, 3].map((budget) => waits(pod, two, [other(2, { budget })], true))).toEqual([false, true]);
    // No more than there are.
    expect(waits(pod, two, [other(2, { budget: 9, most: 2 })], true)).toBe(false);
  });

  it('stay without a budget where they are of the way in', () => {
    const data = demand('a', 4, 1);
    expect([1, 2].map((rank) => waits(data, on, [other(rank)], true))).toEqual([true, false]);
    expect(waits(data, on, [other(1)], false)).toBe(false);
    // And so they do with one, where none of them is to be put out.
    const pods = [data, other(1, { budget: 0 })];
    const held = situation(on, pods, true);
    expect([held, { ...held, edgeStays: true as const }].map((one) => mayWait(data, one))).toEqual([false, true]);
    expect(mayWait(data, { ...held, edgeStays: true, budgetsHold: false })).toBe(false);
    expect(mayWait(data, { ...held, demands: [data, other(2, { budget: 0 })], edgeStays: true })).toBe(false);
  });
});

it('gives pods that are alike the same answer, and others their own', () => {
  const lower = (name: string) => demand(name, 1, 1, { rank: 1 });
  const all = [demand('large', 4, 1), lower('small'), lower('other'), demand('data', 1, 1)];
  const one = situation([machines(1, 5, 8)], all);
  expect(all.map((pod) => mayWait(pod, one))).toEqual([false, true, true, false]);
});
