import { seconds } from '../../lib/units/duration';

it('is a whole number of seconds', () => {
  expect(seconds(60).seconds).toBe(60);
});

it.each([0, -1, 0.5, Number.NaN, Number.POSITIVE_INFINITY])('rejects %d seconds', (amount) => {
  expect(() => seconds(amount)).toThrow(RangeError);
});
