import { gibibytes, has, inWords, missing, requested } from '../../../../lib/targets/kubernetes/capacity/sums';
import { Memory } from '../../../../lib/units/memory';
import { demand, machines } from '../../../support/nodes';

const nodes = [machines(2, 1500, 1024), machines(1, 500, 512)];

it('adds up what all nodes have', () => {
  expect(inWords(has(nodes))).toBe('3.5 CPUs and 2.5Gi');
  expect(inWords(has([]))).toBe('0 CPUs and 0Mi');
});

it('adds up what pods request at each load, and counts one on each node where there is one', () => {
  const cart = demand('cart', 100, 64, { least: 2, most: 4, surge: 3 });
  const shipper = demand('shipper', 50, 32, { least: 0, most: 0, nodes: 'one pod on each' });
  const at = (load: 'rest' | 'full' | 'rollout') => inWords(requested([cart, shipper], load, nodes));
  expect([at('rest'), at('full'), at('rollout')]).toEqual(['0.35 CPUs and 224Mi', '0.55 CPUs and 352Mi', '0.85 CPUs and 544Mi']);
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
  expect(missing(large, small)).toEqual(['2 CPUs', '3Gi']);
  expect(missing(small, large)).toEqual([]);
  expect(missing(small, small)).toEqual([]);
  expect(missing({ ...small, cpu: large.cpu }, small)).toEqual(['2 CPUs']);
  expect(missing({ ...small, memory: large.memory }, small)).toEqual(['3Gi']);
});
