import { origin } from '../../lib/units/origin';
import { UnitError } from '../../lib/units/unit-error';
import { thrownBy } from '../support/problems';

it.each([
  ...['https://tools.example.com', 'http://localhost:5173', 'http://127.0.0.1:3000', 'https://[fd00::1]:8443', 'chrome-extension://x'],
  ...['https://a.b-c.d1', `https://${'a'.repeat(63)}.org`, 'http://a:65535'],
  ...['moz-extension://0d3f4c5e-1234-4321-abcd-1234567890ab', 'safari-web-extension://ABC-1'],
])('takes %s', (text) => expect(origin(text)).toBe(text));

it.each([
  ['*', 'name each'],
  ['null', 'name each'],
  ['https://tools.example.com/', 'write https://tools.example.com'],
  ['https://tools.example.com/path', 'write https://tools.example.com'],
  ['https://Tools.example.com', 'write https://tools.example.com'],
  ['https://tools.example.com:443', 'browsers write https://tools.example.com'],
  ['http://[fd00:0::1]', 'browsers write http://[fd00::1]'],
  ['http://localhost:99999', 'a port is from 1 to 65535'],
  ['https://user:password@tools.example.com', 'without a name and a password'],
  ['xhttps://tools.example.com', ''],
  ['https://tools.example.com:0x', ''],
  [`https://${'a.'.repeat(130)}b`, ''],
  [`https://${'a'.repeat(64)}.org`, ''],
  ['tools.example.com', ''],
  ['https://*.example.com', ''],
  ['chrome-extension://x/page', ''],
  ['ftp://x', ''],
  ['https://a"b', ''],
  ['', ''],
])('rejects %j', (text, hint) => {
  expect(() => origin(text)).toThrow(UnitError);
  expect(() => origin(text)).toThrow(hint);
});

it.each(['tools.example.com', 'https://*.example.com', 'ftp://x', 'https://a"b'])('does not guess what %j was to be', (text) => {
  expect(thrownBy(() => origin(text))).toMatchObject({ hint: undefined });
});
