import fc from 'fast-check';
import { smallestPool } from '../../../../lib/targets/kubernetes/capacity/pool';
import type { NodeGroup, NodeGroups } from '../../../../lib/targets/kubernetes/schema/nodes';
import { group } from '../../../support/nodes';

it('finds the least number above the one that there is, be it one more or the largest', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 9_999 }), fc.integer({ min: 1, max: 10_000 }), (there, needed) => {
      const found = smallestPool([group('g', there)], ([one]) => (one?.count ?? 0) >= needed);
      expect(found.map(({ count }) => count)).toEqual([Math.max(there + 1, needed)]);
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
    expect(found).toEqual([]);
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
    expect(best(order, 6, 12)).toEqual([{ group: groups[1], count: 12 }]);
    expect(best(order, 3, 15)).toEqual([{ group: groups[0], count: 3 }]);
  }
});

it('takes another group where one would never do', () => {
  const found = smallestPool([group('small', 1), group('large', 1)], ([, large]) => (large?.count ?? 0) >= 3);
  expect(found).toMatchObject([{ group: { name: 'large' }, count: 3 }]);
});

describe('where no group alone would do', () => {
  const counts = (groups: NodeGroups, ...needed: readonly number[]) =>
    smallestPool(groups, (tried) => needed.every((least, index) => (tried[index]?.count ?? 0) >= least)).map(
      ({ group: { name }, count }) => `${count} ${name}`,
    );

  it('takes all, each with as many more', () => {
    expect(counts([group('a', 1), group('b', 1), group('c', 2)], 2, 2, 3)).toEqual(['2 a', '2 b', '3 c']);
    expect(counts([group('a', 1), group('b', 4)], 4, 6)).toEqual(['4 a', '7 b']);
  });

  it('leaves out those that need none', () => {
    expect(counts([group('a', 1), group('gpu', 1), group('b', 1)], 2, 0, 2)).toEqual(['2 a', '2 b']);
  });

  it('asks for no more than a profile may say', () => {
    expect(counts([group('a', 1), group('b', 9_999)], 10_000, 10_000)).toEqual(['10000 a', '10000 b']);
    expect(counts([group('a', 1), group('b', 1)], 2, 10_001)).toEqual([]);
  });
});
