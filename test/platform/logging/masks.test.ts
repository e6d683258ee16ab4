import { MASKS } from '../../../lib/platform/logging/masks/masks';
import { CREDENTIALS, ORDINARY } from '../../support/corpus';
import { masked } from '../../support/masked';

test('there are enough of both', () => {
  expect(CREDENTIALS.length).toBeGreaterThanOrEqual(800);
  expect(ORDINARY.length).toBeGreaterThanOrEqual(600);
});

test.each(CREDENTIALS.map((one) => [one.what, one] as const))('nothing is left of the credentials: %s', (_, { text, secrets }) => {
  for (const secret of secrets) expect(text).toContain(secret);
  const left = masked(text);
  expect({ left, of: secrets.filter((secret) => left.includes(secret)) }).toEqual({ left, of: [] });
});

test.each(ORDINARY.map((text) => [text] as const))('an ordinary record stays as it is: %s', (text) => {
  expect(masked(text)).toBe(text);
});

test('masking twice is masking once', () => {
  for (const { text } of CREDENTIALS) expect(masked(masked(text))).toBe(masked(text));
});

const isJson = (text: string): boolean => {
  try {
    return typeof JSON.parse(text) === 'object';
  } catch {
    return false;
  }
};

test('a record of JSON is JSON after masking, unless it holds more than one record', () => {
  const broken = CREDENTIALS.filter(({ text }) => isJson(text) && !isJson(masked(text))).map(({ what, text }) => [what, masked(text)]);
  expect(broken).toEqual([]);
});

const message = (text: string) => JSON.stringify({ message: text, n: 1 });

test.each([
  ['the text of a record of JSON', message],
  ['in JSON in JSON', (text: string) => JSON.stringify({ log: message(text) })],
])('nothing is left where it is %s, which stays JSON', (_, wrap) => {
  const left = CREDENTIALS.flatMap(({ what, text, secrets }) => {
    const record = masked(wrap(text));
    return isJson(record) && !secrets.some((secret) => record.includes(secret)) ? [] : [[what, record]];
  });
  expect(left).toEqual([]);
  for (const text of ORDINARY) expect(masked(wrap(text))).toBe(wrap(text));
});

test('no text has a mark of the expressions afterwards', () => {
  for (const { text } of CREDENTIALS) expect([...masked(text)].filter((letter) => letter >= '\ufdd0' && letter <= '\ufdef')).toEqual([]);
});

test('a text that has such marks itself is masked as if it had none', () => {
  for (const { text, secrets } of CREDENTIALS) {
    const record = masked([...text].join('\ufdd0').replaceAll('=', '\ufdd1\ufdd3='));
    expect({ record, of: secrets.filter((secret) => record.includes(secret)) }).toEqual({ record, of: [] });
  }
});

test('a record in which an expression finds something has one of the texts by which it is chosen', () => {
  for (const text of [...CREDENTIALS.map((one) => one.text), ...ORDINARY])
    for (const { name, pattern, anyCase, has } of MASKS)
      if (has !== undefined && new RegExp(pattern, anyCase ? 'i' : '').test(text))
        expect({ name, text, chosen: has.some((part) => text.includes(part)) }).toEqual({ name, text, chosen: true });
});

test('RE2 can run every expression', () => {
  for (const { pattern } of MASKS) expect(pattern).not.toMatch(/\(\?[=!<]|\\[1-9]|\\k</);
});
