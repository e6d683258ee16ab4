import { logging } from '../../../../../lib/targets/compose/base-file/rules/logging';
import { clauses, pairOf } from '../../../../support/base-rules';

const ours = { logging: { driver: 'json-file', options: { 'max-size': '10m', 'max-file': '3' } } };
const replaced = (what: string): string =>
  `the base file logs with ${what}, the override replaces it by json-file (max-size: 10m, max-file: 3)`;

it.each([
  ['image: a', []],
  ['logging: {}', []],
  ['logging: x', []],
  ['logging: { driver: json-file }', []],
  ['logging: { driver: json-file, options: { max-size: 1m, tag: x } }', []],
  ['logging: { options: { tag: x } }', []],
  ['logging: { options: x }', []],
  ['logging: { driver: [syslog] }', []],
  ['logging: { driver: "${D}" }', ['unread logging.driver']],
  ['logging: { driver: syslog }', [replaced('driver: syslog')]],
  ['logging: { driver: $$x, options: { tag: y } }', [replaced('driver: $$x options: tag: y')]],
  [
    'logging: { options: { tag: x, gelf-address: y, other: z } }',
    ['gelf-address', 'other'].map(
      (option) => `logging.options.${option} stays beside the override's driver json-file, which does not know it`,
    ),
  ],
])('adds up, or is replaced: %s', (keys, expected) => {
  expect(clauses(logging(pairOf(keys, { ours })), /: (?=nothing|the engine)/)).toEqual(expected);
  expect(logging(pairOf(keys))).toEqual([]);
});
