import { areEverything, destination, isInside, network, overlap, partOfAll, throughNat64 } from '../../lib/units/network';
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

it.each([
  ['10.0.0.5/24', 'write 10.0.0.0/24'],
  ['192.168.255.255/12', 'write 192.160.0.0/12'],
  ['10.0.0.1/0', 'write 0.0.0.0/0'],
  ['fd00::1/8', 'write fd00::/8'],
  ['2001:db8:1:2:3:4:5:6/64', 'write 2001:db8:1:2::/64'],
  ['::1/0', 'write ::/0'],
  ['::ffff:10.0.0.0/104', 'write it as version 4'],
  ['::ffff:0:0/96', 'write it as version 4'],
  ['::FFFF:a00:0/104', 'write it as version 4'],
])('says of %s what it means', (text, hint) => expect(() => network(text)).toThrow(hint));

it.each(['0.0.0.0/0', '::/0'])('takes %s for every address', (text) => {
  expect(() => partOfAll('name some')(text)).toThrow('it is every address: name some');
  expect(partOfAll('name some')('10.0.0.0/8')).toBe('10.0.0.0/8');
});

it.each([
  ['10.0.0.0/8', '10.1.0.0/16', true],
  ['10.1.0.0/16', '10.0.0.0/8', true],
  ['0.0.0.0/1', '10.0.0.0/8', true],
  ['169.254.169.254/32', '169.254.169.254/32', true],
  ['169.254.169.254/32', '169.254.169.253/32', false],
  ['10.0.0.0/8', '11.0.0.0/8', false],
  ['fd00:ec2::254/128', 'fd00:ec2::/32', true],
  ['fd00:ec3::/32', 'fd00:ec2::/32', false],
  ['::/1', '10.0.0.0/8', false],
])('whether %s and %s have an address in common: %s', (one, other, expected) => {
  expect([overlap(one, other), overlap(other, one)]).toEqual([expected, expected]);
});

it.each([
  ['10.0.0.0/8', '64:ff9b::a00:0/104'],
  ['169.254.169.254/32', '64:ff9b::a9fe:a9fe/128'],
  ['0.0.0.0/0', '64:ff9b::/96'],
])('through NAT64, %s is %s', (text, expected) => {
  expect(network(throughNat64(network(text)))).toBe(expected);
});

it.each([
  [['0.0.0.0/1', '128.0.0.0/1'], true],
  [['128.0.0.0/1', '10.0.0.0/8', '0.0.0.0/1'], true],
  [['192.0.0.0/2', '0.0.0.0/1', '128.0.0.0/2'], true],
  [['::/1', '8000::/1'], true],
  [['10.0.0.0/8', '8000::/1', '::/1'], true],
  [['0.0.0.0/0'], true],
  [['0.0.0.0/1'], false],
  [['0.0.0.0/1', '128.0.0.0/2'], false],
  [['0.0.0.0/1', '::/1', '8000::/2'], false],
  [['0.0.0.0/1', '0.0.0.0/2', '192.0.0.0/2'], false],
  [['0.0.0.0/1', '8000::/1'], false],
  [[], false],
])('whether %j are everything together: %s', (ranges, expected) => expect(areEverything(ranges)).toBe(expected));

it.each([
  ...['169.254.169.254/32', '169.254.0.0/16', '169.254.170.0/24', 'fd00:ec2::254/128', 'fe80::/10', 'fe80::1/128'],
  ...['fd20:ce::254/128', '100.100.100.200/32', '168.63.129.16/32', '192.0.0.192/32', '64:ff9b::a9fe:a9fe/128'],
])('lets nobody connect to %s, which is the own of a node', (text) => {
  expect(() => destination('x')(text)).toThrow('link-local or the metadata of a cloud');
});

it.each(['10.0.0.0/8', '100.64.0.0/10', '169.0.0.0/8', 'fd00::/8', 'fc00::/7', '192.0.2.0/24'])('lets somebody connect to %s', (text) => {
  expect(destination('x')(text)).toBe(text);
});

it.each([
  ['10.1.0.0/16', '10.0.0.0/8', true],
  ['10.0.0.0/8', '10.0.0.0/8', true],
  ['10.0.0.0/8', '10.1.0.0/16', false],
  ['11.0.0.0/16', '10.0.0.0/8', false],
  ['::/8', '0.0.0.0/1', false],
])('whether all of %s is in %s: %s', (one, other, expected) => expect(isInside(one, other)).toBe(expected));
