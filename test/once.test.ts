import { onceFor } from '../lib/once';

it('makes once of each object what it makes of it, also where that is undefined', () => {
  const make = jest.fn((of: { readonly name?: string }) => of.name);
  const made = onceFor(make);
  const [one, other] = [{ name: 'one' }, {}];
  expect([made(one), made(other), made(one), made(other)]).toEqual(['one', undefined, 'one', undefined]);
  expect(make).toHaveBeenCalledTimes(2);
});
