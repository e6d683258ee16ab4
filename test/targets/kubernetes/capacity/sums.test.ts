import { amountInWords, gibibytes, has, missing, requested, requestedAfter } from '../../../../lib/targets/kubernetes/capacity/sums';
import { Memory } from '../../../../lib/units/memory';
import { demand, machines } from '../../../support/nodes';

const nodes = [machines(2, 1500, 1024), machines(1, 500, 512)];

it('adds up what all nodes have', () => {
  expect(amountInWords(has(nodes))).toBe('3.5 CPUs and 2.5Gi');
  expect(amountInWords(has([]))).toBe('0 CPUs and 0Mi');
});

it('adds up what pods request at each load, and counts one on each node where there is one', () => {
  const cart = demand('cart', 100, 64, { least: 2, most: 4, surge: 3 });
  const shipper = demand('shipper', 50, 32, { least: 0, most: 0, nodes: 'one pod on each' });
  const at = (load: 'rest' | 'full' | 'rollout') => amountInWords(requested([cart, shipper], load, nodes));
  expect([at('rest'), at('full'), at('rollout')]).toEqual(['0.35 CPUs and 224Mi', '0.55 CPUs and 352Mi', '0.85 CPUs and 544Mi']);
});

it('adds up what has to run after a loss, and what may run: members of a lost zone wait, and of services go on as many as have to', () => {
  const all = [machines(2, 1500, 1024, { zone: 'a', pods: 9 }), machines(2, 1500, 1024, { zone: 'b', pods: 9 })] as const;
  const demands = [
    demand('store', 400, 256, { least: 3, most: 3, nodes: 'one for each pod', keepsDisk: true }),
    demand('edge', 100, 64, { rank: 1, least: 2, most: 4 }),
    demand('cart', 10, 16, { rank: 2, least: 3, most: 5, budget: 2 }),
    demand('orders', 10, 16, { rank: 2, least: 2, most: 5, working: 1 }),
    demand('shipper', 1, 1, { rank: 3, least: 0, most: 0, nodes: 'one pod on each' }),
  ];
  const of = (...[lost, left]: [Parameters<typeof requestedAfter>[1], Parameters<typeof requestedAfter>[3]]) => {
    const { needed, most } = requestedAfter(demands, lost, all, left);
    return `${amountInWords(needed)}, ${needed.pods} of ${most.pods}`;
  };
  expect(of({ what: 'node', of: all[0] }, [{ ...all[0], count: 1 }, all[1]])).toBe('1.633 CPUs and 1Gi, 13 of 20');
  // Two of the three members may have been in the zone: only so many nodes are there.
  expect(of({ what: 'zone', zone: 'a' }, [all[1]])).toBe('0.832 CPUs and 562Mi, 10 of 17');
});

it.each([
  [1023, '1023Mi'],
  [1024, '1Gi'],
  [1536, '1.5Gi'],
  [2100, '2.1Gi'],
])('writes %s MiB as %s', (mebibytes, expected) => {
  expect(gibibytes(Memory.ofMebibytes(mebibytes))).toBe(expected);
});

it('names what is missing, and nothing of which there is enough', () => {
  const [small, large] = [has([machines(1, 1000, 1024)]), has([machines(1, 3000, 4096)])];
  const words = (...of: Parameters<typeof missing>): string => {
    const { pods, ...rest } = missing(...of);
    return `${amountInWords(rest)}, ${pods}`;
  };
  expect(words(large, small)).toBe('2 CPUs and 3Gi, 0');
  expect(words(small, large)).toBe('0 CPUs and 0Mi, 0');
  expect(words(small, small)).toBe('0 CPUs and 0Mi, 0');
  expect(words({ ...small, cpu: large.cpu }, small)).toBe('2 CPUs and 0Mi, 0');
  expect(words({ ...small, memory: large.memory }, small)).toBe('0 CPUs and 3Gi, 0');
  expect(words({ ...small, pods: 113 }, small)).toBe('0 CPUs and 0Mi, 3');
});
