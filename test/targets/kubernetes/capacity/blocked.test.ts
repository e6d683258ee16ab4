import fc from 'fast-check';
import {
  areTooFew,
  canBeBlocked,
  type Other,
  ordered,
  type Request,
  type Total,
} from '../../../../lib/targets/kubernetes/capacity/blocked';
import type { Machines } from '../../../../lib/targets/kubernetes/capacity/machines';
import { machines as nodes } from '../../../support/nodes';

const machines = (count: number, cpu: number, memory: number, pods = 110): Machines => nodes(count, cpu, memory, { pods });
const others = (count: number, cpu: number, memory: number, perNode = Number.POSITIVE_INFINITY): Other => ({ count, cpu, memory, perNode });
const blocked = (pod: Request, on: readonly Machines[], by: readonly Other[], siblings = 0): boolean =>
  canBeBlocked(pod, on, siblings, ordered(by));

const pod = { cpu: 2000, memory: 4096 };

it('counts as the example of its description does', () => {
  const by = (count: number) => blocked({ cpu: 1000, memory: 1024 }, [machines(2, 4000, 80_000)], [others(count, 1000, 1024)]);
  expect([7, 8].map(by)).toEqual([false, true]);
});

describe('a pod is in nobody’s way', () => {
  it.each([
    ['alone', [machines(1, 2000, 4096)], [], false],
    ['where it does not fit at all', [machines(9, 1999, 4096), machines(9, 2000, 4095)], [], true],
    ['where others leave what it needs', [machines(1, 4000, 8192)], [others(2, 1000, 1024)], false],
    ['where their CPUs are too many', [machines(1, 4000, 8192)], [others(3, 1000, 1024)], true],
    ['where their memory is too much', [machines(1, 4000, 8192)], [others(1, 100, 4097)], true],
    ['where they are enough for one of two nodes', [machines(2, 4000, 8192)], [others(5, 1000, 1024)], false],
    ['where they are enough for both', [machines(2, 4000, 8192)], [others(6, 1000, 1024)], true],
    ['where one node is taken by CPUs and the other by memory', [machines(2, 4000, 8192)], [others(3, 1000, 0), others(5, 0, 1024)], true],
    ['where one pod cannot be on both', [machines(2, 4000, 8192)], [others(3, 1000, 1366)], false],
    ['where a node is full of small ones', [machines(1, 4000, 8192, 4)], [others(4, 1, 1)], true],
    ['where no node is full of small ones', [machines(1, 4000, 8192, 5)], [others(4, 1, 1)], false],
    ['where a node can have one of them only', [machines(1, 4000, 8192)], [others(9, 2000, 1024, 1)], false],
    ['where no sum of requests is just too much', [machines(1, 4900, 8192)], [others(3, 1000, 0)], true],
    ['where sums of requests come in large steps', [machines(2, 3900, 8192)], [others(3, 1000, 0)], false],
    [
      'where small ones fill one node and not the other',
      [machines(1, 4000, 8192, 3), machines(1, 4000, 8192, 4)],
      [others(6, 1, 1)],
      false,
    ],
    ['where small ones fill the smaller nodes first', [machines(1, 4000, 8192, 9), machines(1, 4000, 8192, 3)], [others(12, 1, 1)], true],
    ['where a group has no node', [machines(0, 4000, 8192), machines(1, 4000, 8192)], [others(5, 0, 1024)], true],
    [
      'where a node would need two of those that it has one of',
      [machines(2, 4000, 8192)],
      [others(2, 1500, 100, 1), others(1, 0, 5000, 1)],
      false,
    ],
    [
      'where what one node has too much of is too little for the other',
      [machines(1, 4000, 8192), machines(1, 9000, 8192)],
      [others(2, 3500, 3000, 1), others(1, 1000, 1000)],
      false,
    ],
  ])('%s', (_, on, by, expected) => {
    expect(blocked(pod, on, by)).toBe(expected);
  });

  it('beside siblings that it never shares a node with', () => {
    expect(blocked(pod, [machines(3, 4000, 8192)], [], 2)).toBe(false);
    expect(blocked(pod, [machines(3, 4000, 8192)], [], 3)).toBe(true);
    expect(blocked(pod, [machines(3, 4000, 8192)], [others(3, 1000, 1024)], 2)).toBe(true);
  });
});

it('is blocked by the same others, whichever is named first', () => {
  // Five take the memory of one node, and three the CPUs of the other. Four of the five could take the CPUs, but then their memory is missing.
  const [memory, cpu] = [others(5, 600, 1024), others(3, 1000, 100)];
  expect(blocked(pod, [machines(2, 4000, 8192)], [memory, cpu])).toBe(true);
  expect(blocked(pod, [machines(2, 4000, 8192)], [cpu, memory])).toBe(true);
});

it('takes those first that request most CPU for their memory, and those of one size as one', () => {
  const sizes = (...all: readonly Other[]) => ordered(all).map(({ cpu, memory, count }) => [cpu, memory, count]);
  expect(sizes(others(1, 100, 300), others(1, 0, 0), others(1, 500, 0), others(1, 0, 9), others(1, 200, 300), others(0, 900, 1))).toEqual([
    [500, 0, 1],
    [200, 300, 1],
    [100, 300, 1],
    [0, 0, 1],
    [0, 9, 1],
  ]);
  expect(sizes(others(1, 1, 1), others(2, 1, 1), others(1, 1, 2))).toEqual([
    [1, 1, 3],
    [1, 2, 1],
  ]);
  // A node can have one of each of two services, and any number of those that may share it.
  expect([...ordered([others(2, 1, 1, 1), others(3, 1, 1, 1), others(4, 1, 1)])]).toEqual([
    { cpu: 1, memory: 1, count: 5, perNode: 2 },
    { cpu: 1, memory: 1, count: 4, perNode: Number.POSITIVE_INFINITY },
  ]);
});

describe('others are too few for sure', () => {
  const few = (count: number, cpu: number, memory: number, siblings = 0, on = [machines(2, 4000, 8192)]) =>
    areTooFew(pod, on, siblings, { count, cpu, memory });

  it.each([
    ['where there are none', few(0, 0, 0), true],
    ['where their CPUs are enough for one of two nodes', few(5, 4001, 0), true],
    ['not where their CPUs are just enough for both', few(5, 4002, 0), false],
    ['where their memory is enough for one of two nodes', few(5, 0, 8193), true],
    ['not where their memory is just enough for both', few(5, 0, 8194), false],
    ['not where they can take the CPUs of one and the memory of the other', few(5, 2001, 4097), false],
    ['where they are enough to fill one node', few(219, 0, 0), true],
    ['not where they are enough to fill both', few(220, 0, 0), false],
    ['not where a sibling is on the second', few(5, 2001, 0, 1), false],
    ['where neither they nor the sibling take the second', few(5, 2000, 0, 1), true],
    ['not where the pod fits on neither', few(0, 0, 0, 0, [machines(2, 1999, 8192), machines(2, 4000, 4095)]), false],
    ['on a node that the pod just fills', few(0, 0, 0, 0, [machines(1, 2000, 4096)]), true],
  ])('%s', (_, said, expected) => {
    expect(said).toBe(expected);
  });
});

/** Whether others can be put on nodes so that the pod fits on none, tried out. */
function triedOut(pod: Request, on: readonly Machines[], by: readonly Other[]): boolean {
  const nodes = on.flatMap(({ count, ...node }) => Array.from({ length: count }, () => ({ ...node, kinds: new Map<Other, number>() })));
  const each = by.flatMap((other) => Array.from({ length: other.count }, () => other));
  const put = (index: number): boolean => {
    const other = each[index];
    if (other === undefined) return nodes.every((node) => pod.cpu > node.cpu || pod.memory > node.memory || node.pods < 1);
    const places = nodes.some((node) => {
      const here = node.kinds.get(other) ?? 0;
      if (other.cpu > node.cpu || other.memory > node.memory || node.pods < 1 || here >= other.perNode) return false;
      node.cpu -= other.cpu;
      node.memory -= other.memory;
      node.pods -= 1;
      node.kinds.set(other, here + 1);
      const found = put(index + 1);
      node.cpu += other.cpu;
      node.memory += other.memory;
      node.pods += 1;
      node.kinds.set(other, here);
      return found;
    });
    return places || put(index + 1);
  };
  return put(0);
}

const totalOf = (by: readonly Other[]): Total => ({
  count: by.reduce((sum, { count }) => sum + count, 0),
  cpu: by.reduce((sum, { count, cpu }) => sum + count * cpu, 0),
  memory: by.reduce((sum, { count, memory }) => sum + count * memory, 0),
});

it('never finds a place for sure that others can take, tried out on small nodes', () => {
  const amount = fc.integer({ min: 0, max: 4 });
  const node = fc.record({
    count: fc.integer({ min: 1, max: 2 }),
    cpu: fc.integer({ min: 1, max: 8 }),
    memory: fc.integer({ min: 1, max: 8 }),
    pods: fc.integer({ min: 1, max: 4 }),
  });
  const other = fc.record({
    count: fc.integer({ min: 1, max: 3 }),
    cpu: amount,
    memory: amount,
    perNode: fc.constantFrom(1, 2, Number.POSITIVE_INFINITY),
  });
  let [found, missed] = [0, 0];
  fc.assert(
    fc.property(
      fc.record({ cpu: amount, memory: amount }),
      fc.array(node, { minLength: 1, maxLength: 2 }),
      fc.array(other, { minLength: 1, maxLength: 3 }),
      (pod, all, by) => {
        const on = all.map((one) => ({ ...one, group: 'a' }));
        const [really, said] = [triedOut(pod, on, by), blocked(pod, on, by)];
        // The quick answer is the same where there is one.
        if (areTooFew(pod, on, 0, totalOf(by)) && said) return false;
        if (really) found += 1;
        if (said && !really) missed += 1;
        return said || !really;
      },
    ),
    { numRuns: 1000 },
  );
  // It would be no help to say yes always.
  expect(found).toBeGreaterThan(100);
  expect(missed).toBeLessThan(300);
});
