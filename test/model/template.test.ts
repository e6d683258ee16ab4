import { fill } from '../../lib/model/template';

it('fills every place with its value', () => {
  expect(fill('a {{one}} b {{two}} c {{one}}', { one: 1, two: 'zwei' })).toBe('a 1 b zwei c 1');
});

it('leaves alone what is no placeholder', () => {
  expect(fill('${SHELL} {{ spaced }} { {a} }', {})).toBe('${SHELL} {{ spaced }} { {a} }');
});

it('rejects a placeholder without a value', () => {
  expect(() => fill('{{one}} {{two}}', { one: 1 })).toThrow('nothing is given for {{two}}');
});

it('rejects a value without a placeholder', () => {
  expect(() => fill('{{one}}', { one: 1, two: 2, three: 3 })).toThrow('the file has no {{two}}, {{three}}');
});
