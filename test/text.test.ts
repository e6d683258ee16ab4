import fc from 'fast-check';
import { inHeader, inMessage } from '../lib/text';
import { anyText } from './support/any-text';

it.each([
  ['a\nb', 'a\\nb'],
  ['\r\n::error::x', '\\r\\n::error::x'],
  ['\u001b[2Jx', '\\u001b[2Jx'],
  ['a\u0085b', 'a\\u0085b'],
  ['a\u2028b\u2029c', 'a\\u2028b\\u2029c'],
  ['a\u202eb', 'a\\u202eb'],
  ['\ud800', '\\ud800'],
  ['café 😀 C:\\n', 'café 😀 C:\\n'],
])('shows %j as %j', (text, shown) => {
  expect(inMessage(text)).toBe(shown);
});

it('lets nothing through that ends a line or that a terminal obeys', () => {
  fc.assert(
    fc.property(
      anyText,
      (text) => !/[\p{Cc}\p{Zl}\p{Zp}\p{Cs}]/u.test(inMessage(text)) && !/[\p{Cc}\p{Zl}\p{Zp}\p{Cs}]/u.test(inHeader(text)),
    ),
  );
});

it('changes nothing when it is applied twice', () => {
  fc.assert(fc.property(anyText, (text) => inMessage(inMessage(text)) === inMessage(text)));
});

it('cuts what is long in a header', () => {
  expect(inHeader('x'.repeat(1000))).toHaveLength(200);
});
