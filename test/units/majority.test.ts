import { majorityOf } from '../../lib/units/majority';

it.each([
  [1, 1],
  [2, 2],
  [3, 2],
  [4, 3],
  [5, 3],
])('the majority of %d members is %d', (members, majority) => expect(majorityOf(members)).toBe(majority));
