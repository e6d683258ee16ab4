import type { Demand } from '../../../../lib/targets/kubernetes/capacity/demands';
import type { Lost } from '../../../../lib/targets/kubernetes/capacity/losses';
import type { Machines } from '../../../../lib/targets/kubernetes/capacity/machines';
import { membersLost } from '../../../../lib/targets/kubernetes/capacity/members';
import { demand, inZones, machines, member, nodeLost, zoneLost } from '../../../support/nodes';

describe('a loss takes members', () => {
  const lost = (pods: readonly Demand[], on: readonly Machines[], what: Lost) =>
    membersLost(on, pods, what).map(({ demand: { name }, ...one }) => ({ name, ...one }));

  it('one with a node, and those of its zone with a zone', () => {
    const db = member('db', 3, { working: 2, budget: 2 });
    const on = inZones(2, 2, 2);
    expect(lost([db, demand('cart', 1, 1), member('none', 0)], on, nodeLost(on[0]))).toEqual([
      { name: 'db', lost: 1, without: 0, left: 2, needed: 2, wait: true, putsOut: false, putsOutEdge: false },
    ]);
    expect(lost([db], on, zoneLost('x'))).toEqual([
      { name: 'db', lost: 2, without: 0, left: 1, needed: 2, tooFew: 'stops', wait: true, putsOut: false, putsOutEdge: false },
    ]);
    expect(lost([{ ...db, zones: 'required' }], on, zoneLost('x'))).toMatchObject([{ lost: 1, left: 2 }]);
    expect(lost([db], inZones(9, 1), zoneLost('x'))).toMatchObject([{ lost: 3, left: 0 }]);
    expect(lost([db], inZones(9, 1), zoneLost('y'))).toMatchObject([{ lost: 1, left: 2 }]);
  });

  it('and leaves none of those that had no place before', () => {
    const db = member('db', 3, { zones: 'required', working: 2 });
    const two = inZones(3, 3);
    expect(lost([db], two, nodeLost(two[0]))).toMatchObject([{ lost: 1, without: 1, left: 1 }]);
    expect(lost([db], two, zoneLost('x'))).toMatchObject([{ lost: 1, without: 1, left: 1 }]);
    expect(lost([member('db', 3)], inZones(1, 1), zoneLost('x'))).toMatchObject([{ lost: 1, without: 1, left: 1 }]);
    // Two may be in one zone if there are three zones, and then all five have a place.
    const perhaps = [1, 2, 3].map(() => machines(2, 4, 8, { among: ['x', 'y', 'z'] }));
    expect(lost([member('db', 5, { zones: 'required' })], perhaps, zoneLost('x'))).toMatchObject([{ lost: 2, without: 3, left: 1 }]);
    // Nodes without a zone have none of them.
    const none = [machines(2, 4, 8), ...inZones(1, 1, 1)];
    const full = demand('other', 4, 8, { most: 2 });
    expect(lost([db, full], none, nodeLost(none[0]))).toMatchObject([{ lost: 0, without: 0, left: 3, wait: false, putsOut: false }]);
    expect(lost([{ ...db, zones: 'preferred' }], none, nodeLost(none[0]))).toMatchObject([{ lost: 1, left: 2 }]);
  });

  it('of which as many are needed as the budget says, or as have to work', () => {
    const needed = (pod: Demand) => lost([pod], inZones(3), nodeLost(inZones(3)[0])).map((one) => one.needed);
    expect(needed(member('db', 3, { working: 2, budget: 1 }))).toEqual([2]);
    expect(needed(member('db', 3, { working: 1, budget: 2 }))).toEqual([2]);
    expect(needed(member('db', 3, { working: 1 }))).toEqual([1]);
    expect(needed(member('db', 1))).toEqual([1]);
  });

  it('and then stops, or goes on with fewer than its budget keeps up', () => {
    const tooFew = (more: Partial<Demand>) => lost([member('db', 3, more)], inZones(2, 2), zoneLost('x')).map((one) => one.tooFew)[0];
    expect(tooFew({ working: 2, budget: 2 })).toBe('stops');
    expect(tooFew({ working: 1, budget: 2 })).toBe('unguarded');
    expect(tooFew({ working: 1, budget: 1 })).toBeUndefined();
    expect(tooFew({ working: 2, budget: 1 })).toBe('stops');
  });

  const fate = (pods: readonly Demand[], on: readonly Machines[]) =>
    lost(pods, on, nodeLost(on[0])).map(({ wait, putsOut }) => ({ wait, putsOut }))[0];

  it('and one of a node waits where no other node of its zone has room for it', () => {
    const kept = member('kept', 1, { cpu: 4 });
    expect(fate([kept], inZones(1, 2))).toEqual({ wait: true, putsOut: false });
    expect(fate([kept], inZones(2, 1))).toEqual({ wait: false, putsOut: false });
    expect(fate([kept, demand('other', 1, 1)], inZones(2, 9))).toMatchObject({ wait: true });
    expect(fate([kept, demand('other', 1, 1, { rank: 1 })], inZones(2, 9))).toMatchObject({ wait: false });
  });

  it('or where siblings have the others', () => {
    expect(fate([member('kept', 3)], inZones(3))).toMatchObject({ wait: true });
    expect(fate([member('kept', 3)], inZones(4))).toMatchObject({ wait: false });
    expect(fate([member('kept', 3)], inZones(2, 2))).toMatchObject({ wait: true });
    expect(fate([member('kept', 3, { zones: 'required' })], inZones(2, 2, 2))).toMatchObject({ wait: false });
    // A node that is in one of the zones, which may be that of the disk.
    expect(fate([member('kept', 1)], [machines(2, 4, 8, { among: ['x', 'y', 'z'] })])).toMatchObject({ wait: true });
  });

  it('and may put out others with a budget where it finds no room beside them', () => {
    const kept = member('kept', 1, { cpu: 4 });
    const other = demand('other', 1, 1, { rank: 2, budget: 1 });
    expect(fate([kept, other], inZones(2, 9))).toEqual({ wait: false, putsOut: true });
    expect(fate([kept, { ...other, budget: 0 }], inZones(2, 9))).toEqual({ wait: false, putsOut: false });
    // Of the way in none is to be put out, whatever the budget allows.
    const on = inZones(2, 9);
    const edge = (more: Partial<Demand>) => lost([kept, { ...other, ...more }], on, nodeLost(on[0]))[0];
    expect(edge({ rank: 1, budget: 0 })).toMatchObject({ putsOut: false, putsOutEdge: true });
    expect(edge({ rank: 2, budget: 0 })).toMatchObject({ putsOut: false, putsOutEdge: false });
    // Neither where it finds no node at all, nor where a node is free for sure, nor where its own priority is low.
    expect(fate([kept, other], inZones(1, 9))).toEqual({ wait: true, putsOut: false });
    expect(fate([kept, other], inZones(3, 9))).toEqual({ wait: false, putsOut: false });
    expect(
      fate(
        [
          { ...kept, rank: 2 },
          { ...other, rank: 3 },
        ],
        inZones(2, 9),
      ),
    ).toEqual({ wait: false, putsOut: false });
    expect(fate([{ ...kept, rank: 1 }, other], inZones(2, 9))).toEqual({ wait: false, putsOut: true });
    expect(fate([member('kept', 3, { cpu: 4 }), other], inZones(4))).toEqual({ wait: false, putsOut: true });
    // Where siblings have all nodes that are left, the pod waits, and puts nobody out.
    expect(fate([member('kept', 3, { cpu: 4 }), other], inZones(3))).toEqual({ wait: true, putsOut: false });
  });

  it('or does one of the two, if its node was in the one zone and not in the other', () => {
    const among = machines(1, 4, 8, { among: ['x', 'y'] });
    expect(fate([member('kept', 3)], [among, ...inZones(3, 2)])).toMatchObject({ wait: true });
    expect(fate([member('kept', 3)], [among, ...inZones(3, 3)])).toMatchObject({ wait: false });
    const pods = [member('kept', 1, { cpu: 4 }), demand('other', 1, 1, { rank: 2, budget: 1 })];
    expect(fate(pods, [among, ...inZones(2, 1)])).toEqual({ wait: false, putsOut: true });
    expect(fate(pods, [among, ...inZones(2, 2)])).toEqual({ wait: false, putsOut: false });
  });
});
