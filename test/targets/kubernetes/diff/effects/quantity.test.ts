import { amountOf } from '../../../../../lib/targets/kubernetes/diff/effects/quantity';

it.each([
  ['0', 0],
  ['12', 12],
  ['+12', 12],
  ['1.', 1],
  ['1.25', 1.25],
  ['1e3', 1000],
  ['1E12', 1e12],
  ['25e-1', 2.5],
  ['25e+1', 250],
  ['3n', 3e-9],
  ['3u', 3e-6],
  ['500m', 0.5],
  ['3k', 3000],
  ['3M', 3e6],
  ['3G', 3e9],
  ['3T', 3e12],
  ['3P', 3e15],
  ['3E', 3e18],
  ['1.5Ki', 1536],
  ['3Mi', 3 * 1024 ** 2],
  ['3Gi', 3 * 1024 ** 3],
  ['3Ti', 3 * 1024 ** 4],
  ['3Pi', 3 * 1024 ** 5],
  ['3Ei', 3 * 1024 ** 6],
])('reads %s', (quantity, amount) => {
  expect(amountOf(quantity)).toBeCloseTo(amount, 12);
});

it.each(['', 'x', 'm', '-1', ' 1', 'x1', '1-', '1 Gi', '1Xi', '1.2.3', '1e', '1ex', '1constructor'])(
  'says that %j is no quantity',
  (quantity) => {
    expect(amountOf(quantity)).toBeNaN();
  },
);
