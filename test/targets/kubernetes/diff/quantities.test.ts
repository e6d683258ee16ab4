import { cpuOf, memoryOf } from '../../../../lib/targets/kubernetes/diff/quantities';

it.each([
  ['1Gi', '1Gi'],
  ['1048576', '1Mi'],
  [2097152, '2Mi'],
  ['-1', undefined],
  ['x', undefined],
  [{}, undefined],
  ['9E', undefined],
])('reads %j as memory', (quantity, expected) => {
  expect(memoryOf(quantity)?.toString()).toBe(expected);
});

it.each([
  ['500m', '0.5'],
  [2, '2'],
  ['0', '0'],
  ['0.12345', '0.123'],
  ['999999', '999999'],
  ['1000000', undefined],
  ['-1', undefined],
  ['x', undefined],
])('reads %j as CPUs', (quantity, expected) => {
  expect(cpuOf(quantity)?.toString()).toBe(expected);
});
