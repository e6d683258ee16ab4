import { CUT, RECORD } from '../../../lib/platform/logging/shipper/joining';

const T = '2026-11-28T05:00:00.123456789Z';

test.each([
  [`${T} stdout P a b pass`, `${T} stdout P a b ***`],
  [`${T} stdout P a b pass\n${T} stdout P word=abc`, `${T} stdout P a b ***`],
  [`${T} stdout P a b pass\n${T} stdout P word=abc d`, `${T} stdout P a b pass\n${T} stdout P word=abc ***`],
  [`${T} stdout P a b pass\n2026-11`, `${T} stdout P a b ***`],
  [`${T} stdout P a b pass\n${T} std`, `${T} stdout P a b ***`],
  [`${T} stdout P a b pass\n${T} stdout P `, `${T} stdout P a b ***`],
])('of a record that was cut the last word goes, with all of its parts: %j', (text, left) => {
  expect(text.replace(new RegExp(CUT), '***')).toBe(left);
});

/** The records at the beginning of a text, as the collector finds where they begin: `\A` is where the text does. */
const recordsOf = (text: string): readonly string[] =>
  [...text.matchAll(new RegExp(RECORD.replaceAll('\\A', '(?<![^])'), 'gm'))].map(([record]) => record);

test.each([
  ['rest of it', [`${T} stdout P its next part`, `${T} stdout F its last part`]],
  ['2026', [`${T} stderr P of a year`, `${T} stdout F of the other stream`, `${T} stderr F and more`]],
  ['12', [`${T} stdout F its last part`]],
])('the rest of a line that was cut takes along what may belong to it: %s', (rest, parts) => {
  const [first, second] = recordsOf([rest, ...parts, `${T} stdout F next`, ''].join('\n'));
  expect([first, second]).toEqual([[rest, ...parts].join('\n'), `${T} stdout F next`]);
});

test('a line that begins with a time is no rest, wherever it stands', () => {
  const lines = [`${T} stdout F one`, `${T} stdout F two`];
  expect(recordsOf(`${lines.join('\n')}\n`)).toEqual(lines);
  expect(recordsOf(`${lines[0]}\nrest\n${lines[1]}\n`)).toEqual(lines);
});

test('what stands before an encrypted key belongs to it', () => {
  const key = [
    '-----BEGIN RSA PRIVATE KEY-----',
    'Proc-Type: 4,ENCRYPTED',
    'DEK-Info: AES-256-CBC,01',
    '',
    'A'.repeat(64),
    '-----END RSA PRIVATE KEY-----',
  ];
  expect(recordsOf(`${key.map((line) => `${T} stdout F ${line}`).join('\n')}\n`).length).toBe(1);
});
