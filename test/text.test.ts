import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { inHeader, inLines, inMessage, inTalk, inWords, isUsual, quoted, withoutSecrets } from '../lib/text';
import { anyText } from './support/any-text';

it.each([
  ['a\nb', 'a\\nb'],
  ['\r\n::error::x', '\\r\\n::error::x'],
  ['\u001b[2Jx', '\\u001b[2Jx'],
  ['a\u0085b', 'a\\u0085b'],
  ['a\u2028b\u2029c', 'a\\u2028b\\u2029c'],
  ['a\u202eb', 'a\\u202eb'],
  ['\ud800', '\\ud800'],
  ['a\u{e0001}b', 'a\\udb40\\udc01b'],
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

it('finds no character usual that is unsafe, and ordinary prose usual', () => {
  const usual = Array.from({ length: 0x10000 }, (_, code) => String.fromCharCode(code)).filter(isUsual);
  expect(usual.filter((character) => character !== '\n' && inMessage(character) !== character)).toEqual([]);
  expect(isUsual('key: "value" # a dash – and a naïve “quote” …\n')).toBe(true);
  expect(['a\tb', '\r\n', 'a\u00adb', '\u2028', '\u200b', '😀'].filter(isUsual)).toEqual([]);
});

it('changes nothing when it is applied twice', () => {
  fc.assert(fc.property(anyText, (text) => inMessage(inMessage(text)) === inMessage(text)));
});

it('cuts what is long in a header', () => {
  expect(inHeader('x'.repeat(1000))).toHaveLength(200);
});

describe('what somebody gave, without secrets', () => {
  it.each([
    ['https://user:pw@host/x', 'https://***@host/x'],
    ['https://user:p/w@x@host', 'https://***@host'],
    ['https://user:p w\nx@host', 'https://***@host'],
    ['https://token@host', 'https://***@host'],
    ['user:pw@host:5000/a', '***@host:5000/a'],
    ['a.b=https://u:p@h', 'a.b=https://***@h'],
    ['https://host/x?token=abc', 'https://host/x?***'],
    ['https://host/x#access_token=abc', 'https://host/x?***'],
    ['https://host/?hunter2', 'https://host/?***'],
    ['https://host/x#hunter2', 'https://host/x?***'],
    ['https://host/x?a b', 'https://host/x?***'],
    ['https://host/x? ab', 'https://host/x?***'],
    ['https://host/??ab', 'https://host/?***'],
    ['host/x?hunter2', 'host/x?***'],
    ['?hunter2', '?***'],
    ['#hunter2', '?***'],
    ['https://u:p@host/x?hunter2', 'https://***@host/x?***'],
    ['what is this? a text', 'what is this? a text'],
    ['really?', 'really?'],
    ['a # comment', 'a # comment'],
    [`sha256:${'0'.repeat(50)}`, `sha256:${'0'.repeat(50)}`],
    ['sk-abcdefgh123', '***'],
    ['x ghp_abcdefgh123', 'x ***'],
    ['-----BEGIN PRIVATE KEY-----\nabc', '***'],
    ['eyJhbGciOi.eyJzdWIi', '***'],
    [`1.0@sha256:${'a'.repeat(8)}`, `1.0@sha256:${'a'.repeat(8)}`],
    ['user:pw@host@sha256:00', '***@host@sha256:00'],
    ['0 0 ? * *', '0 0 ? * *'],
    ['512m', '512m'],
    ['', ''],
  ])('%j is shown as %j', (text, expected) => {
    expect(withoutSecrets(text)).toBe(expected);
  });

  it('is one short line, however long the text is', () => {
    expect(withoutSecrets('x'.repeat(1_000_000))).toHaveLength(60);
    expect(withoutSecrets(`${'https://'.repeat(50_000)}${'?'.repeat(50_000)}`).length).toBeLessThanOrEqual(60);
  });

  it('never holds what stands before the last @', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), (password) => {
        fc.pre(!password.includes('@'));
        expect(withoutSecrets(`https://user:${password}@host`)).toBe('https://***@host');
      }),
    );
  });
});

describe('whole lines', () => {
  it('keep their ends, and nothing else that is unsafe', () => {
    expect(inLines('a\tb\n\u001b[1mc\u2028\n')).toBe('a\\tb\n\\u001b[1mc\\u2028\n');
  });

  it('keep the colours of the program where it sets some, and no other sequence', () => {
    expect(inLines('\u001b[31ma\u001b[39m\u001b[2J\u001b]0;x\u0007\n', true)).toBe('\u001b[31ma\u001b[39m\\u001b[2J\\u001b]0;x\\u0007\n');
  });

  it('leave JSON what it is', () => {
    fc.assert(fc.property(anyText, (text) => JSON.parse(inLines(JSON.stringify({ text }, null, 2))).text === text));
  });

  it('are no command of a CI system where they are talk', () => {
    expect(inTalk('::error::x\n  ##[error]y\na ::b::\n')).toBe('\\::error::x\n  \\##[error]y\na ::b::\n');
    expect(inLines('::error::x\n')).toBe('::error::x\n');
  });
});

it('quotes any argument so that a shell reads it again', () => {
  const printable = anyText.filter((text) => !/[\0\p{Cf}\p{Cs}]/u.test(text));
  fc.assert(
    fc.property(fc.array(printable, { minLength: 1, maxLength: 60 }), (args) => {
      const line = args.map(quoted).join(' ');
      expect(line).toBe(inMessage(line));
      const out = execFileSync('bash', ['--norc', '-c', `printf '%s\\0' ${line}`], {
        encoding: 'utf8',
        env: { LC_ALL: 'C.UTF-8', PATH: process.env.PATH },
      });
      expect(out).toBe(args.map((arg) => `${arg}\0`).join(''));
    }),
    { numRuns: 10 },
  );
});

it.each([
  [[], ''],
  [['a'], 'a'],
  [['a', 'b'], 'a or b'],
  [['a', 'b', 'c'], 'a, b or c'],
])('lists %j in words', (items, words) => expect(inWords(items, 'or')).toBe(words));
