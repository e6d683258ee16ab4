import type { ServiceChange } from '../../../../lib/diff/meaning';
import { derivedIn, sharedSettings } from '../../../../lib/targets/kubernetes/diff/derived';
import { Memory } from '../../../../lib/units/memory';
import type { Any } from '../../../support/cluster';
import { labelled, object, planOf, sideOf, sizedOf } from './objects';

const FROM = { max_connections: 'clients', shared_buffers: 'memory limit', wal: 'disk' };
const db = sizedOf('db', { members: { derived: Object.entries(FROM).map(([setting, from]) => ({ setting, from })) } });
const client = (kind: string, server: Any = db.service, by = 'owner'): Any =>
  sizedOf(kind, { configured: { database: { migrates: { by, server } } } });
const file = (text: unknown, label = 'shop-db', kind = 'ConfigMap'): Any =>
  labelled(object(kind, 'x', { data: { other: 7, 'a.conf': text } }), label);

const change = (of: string, ...figures: readonly Any[]): ServiceChange => ({ of, change: 'changed', figures, besides: [] });

/** What is derived where the files of a server go from one text to another. */
const derived = (before: readonly Any[], after: readonly Any[], changes: readonly ServiceChange[] = [], ...clients: readonly Any[]) =>
  derivedIn(planOf(db, ...clients), { before: sideOf(before), after: sideOf(after) }, changes);

it.each([
  ['max_connections = 410', 'max_connections = 455'],
  ['max_connections: "410"', 'max_connections: "455"'],
  ["max_connections: '410'", "max_connections: '455'"],
  ['{"max_connections":410}', '{"max_connections":455}'],
  ['{"max_connections":410,"a":1}', '{"max_connections":455,"a":1}'],
  ['a 1\nmax_connections 410\nb 2', 'a 1\nmax_connections 455\nb 2'],
  ['max_connections\t=\t410', 'max_connections\t=\t455'],
])('reads a setting in any notation: %j', (before, after) => {
  expect(derived([file(before)], [file(after)])).toEqual([
    { of: 'db', figure: { what: 'max_connections', before: '410', after: '455' }, because: [] },
  ]);
});

const LINE = 'max_connections = 410';

it.each<[string, readonly Any[], readonly Any[]]>([
  ['one that stays', [file(LINE)], [file(`${LINE}\n`)]],
  ['one that is new', [], [file(LINE)]],
  ['one that is gone', [file(LINE)], []],
  ['one of another service', [file(LINE, 'shop-other')], [file('max_connections = 455', 'shop-other')]],
  ['one that is in no file', [file(LINE, 'shop-db', 'Secret')], [file('max_connections = 455', 'shop-db', 'Secret')]],
  ['one with a longer name', [file('my-max_connections = 410')], [file('my-max_connections = 455')]],
  ['one in a word', [file('amax_connections = 410')], [file('amax_connections = 455')]],
  ['one that stands above its value', [file('max_connections:\n  410')], [file('max_connections:\n  455')]],
])('does not tell of %s', (_, before, after) => {
  expect(derived(before, after)).toEqual([]);
});

it('finds a setting in the first file that has it', () => {
  expect(derived([file('a'), file(LINE)], [file('b'), file('max_connections = 455')])).toHaveLength(1);
});

const [before, after] = [[file(`${LINE}\nshared_buffers = 1\nwal = 1`)], [file('max_connections = 455\nshared_buffers = 2\nwal = 2')]];
const because = (changes: readonly ServiceChange[], ...clients: readonly Any[]): unknown =>
  Object.fromEntries(derived(before, after, changes, ...clients).map(({ figure, because: causes }) => [figure.what, causes]));

it('says from which size of its own a setting follows', () => {
  const sizes = change(
    'db',
    { what: 'memory limit', before: Memory.parse('1Gi'), after: Memory.parse('2Gi') },
    { what: 'disk data', before: Memory.parse('3Gi'), after: Memory.parse('4Gi') },
    { what: 'disks', before: 1, after: 2 },
  );
  expect(because([change('other', { what: 'memory limit', before: 1, after: 2 }), sizes])).toEqual({
    max_connections: [],
    shared_buffers: ['its memory limit goes 1→2Gi'],
    wal: ['its disk data goes 3→4Gi'],
  });
});

it('says which clients may have how many replicas', () => {
  const changes = [
    change('cart', { what: 'replicas', before: 1, after: 2 }, { what: 'max', before: 3, after: 9 }),
    change('orders', { what: 'memory limit', before: 7, after: 8 }, { what: 'replicas', before: 2, after: 1 }),
    change('gone', { what: 'replicas', before: 2 }),
    change('own', { what: 'replicas', before: 2, after: 3 }),
    change('elsewhere', { what: 'replicas', before: 2, after: 3 }),
    change('alone', { what: 'replicas', before: 2, after: 3 }),
  ];
  const clients = [
    client('cart'),
    client('orders'),
    client('gone'),
    client('unchanged'),
    client('own', db.service, 'each-replica'),
    client('elsewhere', {}),
    sizedOf('alone', { members: null }),
  ];
  expect(because(changes, ...clients)).toMatchObject({ max_connections: ['cart may have 9 replicas', 'orders may have 1 replica'] });
});

it('lists the settings that follow from clients', () => {
  expect(sharedSettings(planOf(db, sizedOf('cart'), sizedOf('web', { members: null })))).toEqual(['max_connections']);
});
