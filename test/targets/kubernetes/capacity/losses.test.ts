import type { Demand } from '../../../../lib/targets/kubernetes/capacity/demands';
import { type Lost, leftAfter, lossesOf, mayTakeAll, waitingAfter } from '../../../../lib/targets/kubernetes/capacity/losses';
import { countOf, type Machines } from '../../../../lib/targets/kubernetes/capacity/machines';
import { demand, inZones, machines, member, namesOf, nodeLost, onEach, zoneLost } from '../../../support/nodes';

it('can lose a node of each kind, and each zone', () => {
  const all = [...inZones(1, 2), machines(1, 4, 8)];
  expect(lossesOf(all)).toEqual([...all.map((of) => ({ what: 'node', of })), zoneLost('x'), zoneLost('y')]);
  expect(lossesOf(all).map((lost) => countOf(leftAfter(all, lost)))).toEqual([3, 3, 3, 3, 2]);
});

describe('after a loss', () => {
  const short = (pod: Demand, others: readonly Demand[] = [], on = inZones(1, 1)): string =>
    namesOf(waitingAfter(on, [pod, ...others], zoneLost('x')).filter((one) => one === pod));
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
    expect(short(onEach, [demand('other', 4, 8)])).toBe('');
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
    const lost = (of: readonly Machines[]) => all(cart(2), of, nodeLost(of[0]));
    expect([on(4, 4), on(9, 9), on(3, 4), on(4, 3), on(4, 4, 1), on(4, 4, 2)].map(lost)).toEqual([true, true, false, false, false, true]);
  });

  it('where a zone has room for them on all its nodes', () => {
    expect(all(cart(4), inZones(2, 1), zoneLost('x'))).toBe(true);
    expect(all(cart(5), inZones(2, 1), zoneLost('x'))).toBe(false);
    expect(all(cart(3), inZones(2, 1), zoneLost('y'))).toBe(false);
    // A node that may be there is there, and no node with others.
    expect(all(cart(2), [machines(2, 4, 8, { among: ['x', 'y', 'z'] })], zoneLost('x'))).toBe(true);
    expect(all(cart(3), [machines(2, 4, 8, { among: ['x', 'y', 'z'] })], zoneLost('x'))).toBe(false);
  });

  it('with one on a node where they share none', () => {
    const apart = { nodes: 'one for each pod' } as const;
    expect(all(cart(2, apart), inZones(1, 1), zoneLost('x'))).toBe(false);
    expect(all(cart(2, apart), inZones(2, 1), zoneLost('x'))).toBe(true);
  });
});
