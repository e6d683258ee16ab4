import { dnsLabel } from '../../lib/units/name';
import { UnitError } from '../../lib/units/unit-error';

it.each(['a', 'redis', 'shop-orders', 'a1', 'a'.repeat(63)])('takes %s', (text) => {
  expect(dnsLabel(text)).toBe(text);
});

it.each(['', '1a', '-a', 'a-', 'A', 'a_b', 'a.b', 'a b', 'a\n', 'ä', 'a'.repeat(64)])('rejects %j', (text) => {
  expect(() => dnsLabel(text)).toThrow(UnitError);
});
