import fc from 'fast-check';
import { smallestPool } from '../../../../lib/targets/kubernetes/capacity/pool';
import type { NodeGroup, NodeGroups } from '../../../../lib/targets/kubernetes/schema/nodes';
import { group } from '../../../support/nodes';

it('finds the least number above the one that there is, be it one more or the largest', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 9_999 }), fc.integer({ min: 1, max: 10_000 }), (there, needed) => {
      const found = smallestPool([group('g', there)], ([one]) => (one?.count ?? 0) >= needed);
      expect(found?.count).toBe(Math.max(there + 1, needed));
    }),
    {
      examples: [
        [9_999, 10_000],
        [1, 10_000],
        [1, 2],
      ],
    },
  );
});

it('asks for no more than a profile may say, and gives up where that does not do', () => {
  // From the latter, doubling comes to the largest number exactly.
  for (const there of [3, 10_000 - 8_192]) {
    const asked: number[] = [];
    const found = smallestPool([group('g', there)], ([one]) => {
      asked.push(one?.count ?? 0);
      return false;
    });
    expect(found).toBeUndefined();
    expect(Math.max(...asked)).toBe(10_000);
    expect(new Set(asked).size).toBe(asked.length);
  }
});

it('asks seldom: doubles, and halves', () => {
  let asked = 0;
  smallestPool([group('g', 1)], ([one]) => {
    asked += 1;
    return (one?.count ?? 0) >= 5_000;
  });
  expect(asked).toBeLessThan(30);
});

it('takes the group that needs the fewest more, not the one with the fewest nodes, and leaves the others as they are', () => {
  const groups = [group('few', 1), group('many', 10)];
  const best = (some: readonly NodeGroup[], few: number, many: number) =>
    smallestPool(some as NodeGroups, (tried) => {
      const [less, more] = ['few', 'many'].map((name) => tried.find((one) => one.name === name)?.count ?? 0) as [number, number];
      expect([less === 1, more === 10]).toContain(true);
      return less >= few || more >= many;
    });
  for (const order of [groups, [...groups].reverse()]) {
    expect(best(order, 6, 12)).toEqual({ group: groups[1], count: 12 });
    expect(best(order, 3, 15)).toEqual({ group: groups[0], count: 3 });
  }
});

it('takes another group where one would never do', () => {
  const found = smallestPool([group('small', 1), group('large', 1)], ([, large]) => (large?.count ?? 0) >= 3);
  expect(found).toMatchObject({ group: { name: 'large' }, count: 3 });
});
