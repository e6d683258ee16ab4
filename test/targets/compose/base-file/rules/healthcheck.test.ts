import { healthcheck } from '../../../../../lib/targets/compose/base-file/rules/healthcheck';
import { clauses, pairOf } from '../../../../support/base-rules';

const ours = { healthcheck: { test: ['CMD-SHELL', 'up $HOME'], interval: '', timeout: '', retries: 1, start_period: '' } };
const replaced = (test: string): string => `the base file checks with "${test}", the override replaces it by "CMD-SHELL up $HOME"`;

it.each([
  ['image: a', []],
  ['healthcheck: { disable: false }', []],
  ['healthcheck: { disable: "${D}" }', ['unread healthcheck.disable']],
  ['healthcheck: { disable: true, test: x }', ['healthcheck.disable is true in the base file and stays so']],
  ['healthcheck: { test: up $$HOME }', []],
  ['healthcheck: { test: [CMD-SHELL, up $$HOME] }', []],
  ['healthcheck: { test: [NONE] }', []],
  ['healthcheck: { test: "up ${X}" }', ['unread healthcheck.test']],
  ['healthcheck: { test: [CMD, up] }', [replaced('CMD up')]],
  ['healthcheck: { test: [CMD-SHELL, up $$HOME, [x], y] }', [replaced('CMD-SHELL up $$HOME x y')]],
  ['healthcheck: { test: down }', [replaced('down')]],
  ['healthcheck: { test: { a: b } }', [replaced('a: b')]],
])('is one of both: %s', (keys, expected) => expect(clauses(healthcheck(pairOf(keys, { ours })), /: (?=the)|$/)).toEqual(expected));

it.each([
  ['image: a', []],
  ['healthcheck: { test: up }', []],
  ...['CMD', 'CMD-SHELL', 'NONE', '"${C}"'].map((kind): [string, string[]] => [`healthcheck: { test: [${kind}, up] }`, []]),
  ['healthcheck: { test: [] }', []],
  ['healthcheck: { test: [up, x] }', ['healthcheck.test starts with up']],
])('is run as its first word says, where nothing replaces it: %s', (keys, expected) => {
  expect(clauses(healthcheck(pairOf(keys)))).toEqual(expected);
});
