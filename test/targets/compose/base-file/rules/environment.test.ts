import { environment } from '../../../../../lib/targets/compose/base-file/rules/environment';
import { clauses, pairOf } from '../../../../support/base-rules';
import { testService } from '../../../../support/services';

const service = testService('one', {
  persists: [
    { holds: 'notes', unset: '/a', path: '/b', through: { variable: 'NOTES' } },
    { holds: 'an index', unset: '/c', path: '/c', through: { volume: 'held' } },
  ],
});
const ours = { environment: { A: 'x', NOTES: '/b' } };
const replaced = (value: string): string => `the base file sets A to ${value}, the override to x, which counts`;

it.each([
  ['image: a', []],
  ['environment: { B: y }', []],
  ['environment: { A: x }', []],
  ['environment: { A: "" }', []],
  ['environment: { NOTES: /z }', []],
  ['environment: { A: y }', [replaced('y')]],
  ['environment: { A: $$y }', [replaced('$y')]],
  ['environment: [A=y]', [replaced('y')]],
  ['environment: [A]', ['unread environment.A']],
  ['environment: { A: null }', ['unread environment.A']],
  ['environment: { A: [y] }', ['unread environment.A']],
  ['environment: { A: "${A}" }', ['unread environment.A']],
])('counts as the override has it: %s', (keys, expected) => {
  expect(clauses(environment(pairOf(keys, { ours, service })))).toEqual(expected);
  expect(environment(pairOf(keys, { service }))).toEqual([]);
});
