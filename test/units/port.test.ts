import { port } from '../../lib/units/port';

it.each([1, 80, 8000, 65_535])('takes %d', (number) => {
  expect(port(number)).toBe(number);
});

it.each([0, -1, 65_536, 80.5, Number.NaN, Number.POSITIVE_INFINITY])('rejects %d', (number) => {
  expect(() => port(number)).toThrow(RangeError);
});
