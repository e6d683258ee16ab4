import { network } from '../../lib/units/network';
import { UnitError } from '../../lib/units/unit-error';

it.each(['192.0.2.0/24', '0.0.0.0/0', '10.0.0.1/32', 'fc00::/7', '::/0', '2001:db8::1/128'])('takes %s', (text) => {
  expect(network(text)).toBe(text);
});

it.each([
  '',
  '10.0.0.0',
  '10.0.0.0/33',
  '10.0.0.256/8',
  '10.0.0/8',
  '10.0.0.0/-1',
  '10.0.0.0/8/8',
  'fc00::/129',
  ':::/8',
  'x/8',
  '010.0.0.0/8',
])('rejects %j', (text) => expect(() => network(text)).toThrow(UnitError));
