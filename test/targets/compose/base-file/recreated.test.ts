import type { PersistentFolder } from '../../../../lib/model/service';
import { lostFolders, recreated } from '../../../../lib/targets/compose/base-file/recreated';
import { testService } from '../../../support/services';

const notes: PersistentFolder = { holds: 'notes', unset: '/app/notes', path: '/data/notes', through: { variable: 'NOTES' } };
const logs: PersistentFolder = { holds: 'logs', unset: '/app/logs', path: '/data/logs', through: { variable: 'LOGS' } };
const index: PersistentFolder = { holds: 'an index', unset: '/index', path: '/index', through: { volume: 'held' } };
const one = testService('one', { persists: [notes, logs, index] });
const other = testService('other', { persists: [notes] });

const override = (...services: readonly string[]): string => `services: { ${services.join(', ')} }\n`;
const holds = (folders: readonly PersistentFolder[]): readonly string[] => folders.map((folder) => folder.holds);

describe('containers of which the same is said', () => {
  it.each([
    ['in another order', 'fm-one: { cpus: 1, mem_limit: 1g }', 'fm-one: { mem_limit: 1g, cpus: 1 }'],
    ['in lists', 'fm-one: { cap_add: [a, b] }', 'fm-one: { cap_add: [a, b] }'],
    ['by not being named', 'fm-two: {}', 'fm-three: {}'],
  ])('stay: %s', (_, before, after) => {
    expect(recreated([one], override(before), override(after))).toEqual([]);
    expect(lostFolders([one], override(before), override(after))).toEqual([]);
  });
});

it.each([
  ['another value', 'fm-one: { cpus: 1 }', 'fm-one: { cpus: 2 }'],
  ['one key more', 'fm-one: { cpus: 1 }', 'fm-one: { cpus: 1, mem_limit: 1g }'],
  ['one key less', 'fm-one: { cpus: 1, mem_limit: 1g }', 'fm-one: { cpus: 1 }'],
  ['another key', 'fm-one: { cpus: 1 }', 'fm-one: { mem_limit: 1 }'],
  ['another order of a list', 'fm-one: { cap_add: [a, b] }', 'fm-one: { cap_add: [b, a] }'],
  ['a longer list', 'fm-one: { cap_add: [a] }', 'fm-one: { cap_add: [a, b] }'],
  ['another end of a list', 'fm-one: { cap_add: [a, b] }', 'fm-one: { cap_add: [a, c] }'],
  ['a list for a value', 'fm-one: { cap_add: a }', 'fm-one: { cap_add: [a] }'],
  ['a value for a list', 'fm-one: { cap_add: [a] }', 'fm-one: { cap_add: a }'],
  ['a map for a list', 'fm-one: { cap_add: [] }', 'fm-one: { cap_add: {} }'],
  ['a list for a map', 'fm-one: { cap_add: {} }', 'fm-one: { cap_add: [] }'],
  ['a name', 'fm-two: {}', 'fm-one: { cpus: 1 }'],
  ['a name less', 'fm-one: { cpus: 1 }', 'fm-two: {}'],
])('recreates the container of which %s is said, and no other', (_, before, after) => {
  const services = recreated([one, other], override(before, 'fm-other: {}'), override(after, 'fm-other: {}'));
  expect(services.map(({ service, inside, elsewhere }) => [service, holds(inside), holds(elsewhere)])).toEqual([
    [one, ['notes', 'logs', 'an index'], []],
  ]);
  expect(lostFolders([one, other], override(before, 'fm-other: {}'), override(after, 'fm-other: {}')).map(({ folder }) => folder)).toEqual([
    notes,
    logs,
  ]);
});

describe('what a container keeps outside', () => {
  const KEPT = 'fm-one: { environment: [NOTES=/data/notes], volumes: ["held:/index"] }';

  it('is all that it has at the places where the override puts them', () => {
    const [found] = recreated([one], override(KEPT), override(KEPT.replace('environment', 'cpus: 1, environment')));
    expect([holds(found?.inside ?? []), holds(found?.elsewhere ?? [])]).toEqual([['logs'], []]);
    expect(lostFolders([one], override(KEPT), override('fm-one: {}')).map(({ folder }) => folder)).toEqual([logs]);
  });

  it.each([
    ['variables and mounts are gone', 'fm-one: {}', ['notes', 'an index']],
    ['a variable leads to another place', 'fm-one: { environment: [NOTES=/x], volumes: ["held:/index"] }', ['notes']],
    ['another volume is mounted', 'fm-one: { environment: [NOTES=/data/notes], volumes: ["new:/index"] }', ['an index']],
    ['it is mounted elsewhere', 'fm-one: { environment: [NOTES=/data/notes], volumes: ["held:/x"] }', ['an index']],
    ['there is no container', 'fm-one: { scale: 0 }', []],
  ])('is not found where %s', (_, after, expected) => {
    const [found] = recreated([one], override(KEPT), override(after));
    expect(holds(found?.elsewhere ?? [])).toEqual(expected);
  });

  it('is what variables tell apart, while there is a container', () => {
    const differs = (after: string): readonly boolean[] => {
      const [found] = recreated([one], override(KEPT), override(after));
      return ['NOTES', 'LOGS'].map((variable) => found?.differs(variable) ?? false);
    };
    expect(differs('fm-one: { environment: [NOTES=/x] }')).toEqual([true, false]);
    expect(differs('fm-one: { environment: [NOTES=/data/notes, LOGS=/x] }')).toEqual([false, true]);
    expect(differs('fm-one: { scale: 0 }')).toEqual([false, false]);
  });
});

it('recreates nothing that did not run', () => {
  expect(recreated([one], override('fm-one: { scale: 0 }'), override('fm-one: { cpus: 1 }'))).toEqual([]);
});

it.each(['services: [', 'x\n', '', 'services: {}\n---\nservices: {}\n'])(
  'takes all for lost where nothing is known of before: %j',
  (before) => {
    expect(lostFolders([one, other], before, override('fm-one: {}')).map(({ service }) => service)).toEqual([one, one, other]);
    expect(lostFolders([one], undefined, override('fm-one: {}')).map(({ folder }) => folder)).toEqual([notes, logs]);
  },
);
