import type * as v from 'valibot';
import { inWords } from '../text';
import { type Key, keysOf } from './keys';
import { code, document, generatedFrom, paragraph, plain, sentence, table } from './markdown';

/** The profiles of a target. */
export interface ProfilesOf {
  /** Where they are for, such as `on a laptop`. */
  readonly where: string;
  readonly schema: v.GenericSchema;
}

/** The only key whose keys are services. */
const SERVICES = 'services';

/** `docs/profile.md`: every key that a profile may hold, each said once. */
export function profileDocument(targets: readonly ProfilesOf[]): string {
  const profiles = targets.map(({ where, schema }) => ({ where, keys: keysOf(schema).map(withoutRepetition) }));
  const shared = sharedIn(profiles.flatMap(({ keys }) => keys));
  const inAll = (key: Key): boolean => profiles.every(({ keys }) => keys.some((other) => other.name === key.name && alike(key, other)));
  return document(
    ...generatedFrom('What a profile may hold', 'the shape of a profile'),
    paragraph(INTRODUCTION),
    '## Every profile',
    tableOf(rowsOf(profiles[0]?.keys.filter(inAll) ?? [], shared)),
    ...profiles.flatMap(({ where, keys }) => [
      `## A profile ${where}`,
      ...chapter(
        keys.filter((key) => !inAll(key) && key.name !== SERVICES),
        shared,
      ),
    ]),
    '## Services',
    paragraph(`What stands below \`${SERVICES}.NAME\`, where NAME is the name of the service.`),
    ...services(
      profiles.map(({ where, keys }) => ({ where, keys: keys.find(({ name }) => name === SERVICES)?.below ?? [] })),
      shared,
    ),
    '## Maps in several places',
    ...[...shared.values()].flatMap((key) => [
      `### ${code(key.name)}`,
      paragraph(`What stands below every ${code(key.name)}.`),
      tableOf(rowsOf(key.below, new Map())),
    ]),
  );
}

const INTRODUCTION =
  'A profile is a YAML file. `target` says what it becomes, and the other keys depend on that. A profile with `extends` may leave out whatever the other one says. `--set PATH=VALUE` sets one key from the command line. Editors complete keys from `profiles/profile.schema.json`.';

/** A key by the name NAME, which what it says of itself may hold. */
const nameless = ({ name, ...key }: Key): Key => ({ ...key, name: 'NAME', says: key.says.replaceAll(name, 'NAME') });

/** Whether two keys say the same, whatever they are called. */
const alike = (one: Key, other: Key): boolean => JSON.stringify(nameless(one)) === JSON.stringify(nameless(other));

/** Three keys of a map or more that are alike stand as one, named NAME. */
function withoutRepetition(key: Key): Key {
  const keys = key.below.map(withoutRepetition);
  const many = keys.filter((one) => keys.filter((other) => alike(one, other)).length > 2);
  const [first] = many;
  if (key.name === SERVICES || first === undefined) return { ...key, below: keys };
  const one = nameless(first);
  const names = many.map(({ name }) => name).join(', ');
  return { ...key, below: [...keys.filter((other) => !many.includes(other)), { ...one, says: `${one.says} NAME is one of ${names}.` }] };
}

/** Maps that are large enough for a section of their own and stand in several places, by what they hold. */
type Shared = ReadonlyMap<string, Key>;

const LARGE = 5;

const contents = ({ name, below }: Key): string => JSON.stringify([name, below]);

function sharedIn(keys: readonly Key[]): Shared {
  const found = new Map<string, { readonly key: Key; times: number }>();
  const visit = (key: Key): void => {
    const one = found.get(contents(key)) ?? { key, times: 0 };
    found.set(contents(key), { key, times: one.times + 1 });
    key.below.forEach(visit);
  };
  keys.forEach(visit);
  return new Map([...found].flatMap(([id, { key, times }]) => (times > 1 && sizeOf(key) >= LARGE ? [[id, key] as const] : [])));
}

/** How many rows what is below a key takes; what has a section of its own takes none. */
const sizeOf = ({ below }: Key, shared: Shared = new Map()): number =>
  below.reduce((sum, key) => sum + 1 + (shared.has(contents(key)) ? 0 : sizeOf(key, shared)), 0);

/** A line of a table. */
interface Row extends Omit<Key, 'name' | 'below'> {
  readonly path: string;
  /** The heading under which what is below it stands. @default - here */
  readonly section?: string;
}

/** Keys of a map at a path, and what is below them. @param apart those that have a section of their own */
function rowsOf(keys: readonly Key[], shared: Shared, at = '', apart = (_: Key): boolean => false, prefix = ''): readonly Row[] {
  return keys.flatMap((key) => {
    const { name, below, ...said } = key;
    const path = `${prefix}${name}`;
    const section = shared.has(contents(key)) ? name : apart(key) ? `${at}${path}` : undefined;
    return [{ ...said, path, section }, ...(section === undefined ? rowsOf(below, shared, at, apart, `${path}.`) : [])];
  });
}

/** The keys of a profile, and a section for each map among them, and for large maps below these. */
function chapter(keys: readonly Key[], shared: Shared): readonly string[] {
  const isLarge = (key: Key): boolean => (keys.includes(key) ? key.below.length > 0 : sizeOf(key, shared) >= LARGE);
  const sections = (key: Key, path: string): readonly string[] => {
    if (shared.has(contents(key))) return [];
    const inner = key.below.flatMap((one) => sections(one, `${path}.${one.name}`));
    return isLarge(key)
      ? [`### ${code(path)}`, paragraph(plain(key.says)), tableOf(rowsOf(key.below, shared, `${path}.`, isLarge)), ...inner]
      : inner;
  };
  return [tableOf(rowsOf(keys, shared, '', isLarge)), ...keys.flatMap((key) => sections(key, key.name))];
}

const tableOf = (rows: readonly Row[]): string =>
  table(
    ['key', 'takes', 'meaning'],
    rows.map((row) => [code(row.path), takesOf(row), meaningOf(row)]),
  );

function takesOf({ takes, atLeast, required, default: usual }: Row): string {
  const amount = atLeast === undefined ? '' : `; ${atLeast}`;
  return `${plain(takes)}${amount}${required ? '; required' : ''}${usual === undefined || isMap(usual) ? '' : `; default ${code(asYaml(usual))}`}`;
}

const meaningOf = ({ says, section, formerly }: Row): string =>
  [
    plain(says),
    ...(section === undefined ? [] : [`See [${section}](#${anchorOf(section)}).`]),
    ...(formerly === undefined ? [] : [`Its former name is ${code(formerly)}.`]),
  ]
    .filter((text) => text !== '')
    .join(' ');

const anchorOf = (heading: string): string => heading.toLowerCase().replaceAll(/[^\w-]/g, '');

/** In one line. */
const asYaml = (value: unknown): string => {
  if (Array.isArray(value)) return `[${value.map(asYaml).join(', ')}]`;
  return typeof value === 'string' && !/^[a-z][a-z0-9:._-]*$/i.test(value) ? JSON.stringify(value) : String(value);
};

/** The services of a target. */
interface ServicesOf {
  readonly where: string;
  readonly keys: readonly Key[];
}

/** A key of services, and who has it. */
interface Owned {
  readonly row: Row;
  /** For each target the services that have it. */
  readonly owners: Map<string, string[]>;
  /** What each takes at least. */
  readonly least: Map<string, string>;
}

const NEEDS = 'What services need';

/** Each key of services once: first those that all have, then those of some, then those of one. */
function services(targets: readonly ServicesOf[], shared: Shared): readonly string[] {
  const owned = ownedIn(targets, shared);
  const names = [...new Set(targets.flatMap(({ keys }) => keys.map(({ name }) => name)))];
  const few = owned.filter(({ owners }) => targets.some(({ where, keys }) => (owners.get(where)?.length ?? keys.length) < keys.length));
  const needs = names.flatMap((name) =>
    owned.filter(varies).flatMap(({ row: { path }, least }) => (least.has(name) ? [[name, path, least.get(name) ?? '']] : [])),
  );
  return [
    '### Every service',
    ...groups(owned.filter((one) => !few.includes(one))),
    '### Several services',
    ...groups(
      few.filter((one) => ownersOf(one).length > 1),
      (one) => `${ownersOf(one).map(code).join(', ')}, `,
    ),
    ...names.flatMap((name) => {
      const own = groups(few.filter((one) => ownersOf(one).join() === name));
      return own.length === 0 ? [] : [`### ${code(`${SERVICES}.${name}`)}`, ...own];
    }),
    `### ${NEEDS}`,
    paragraph('Less is refused, for the reason that stands here.'),
    table(
      ['service', 'key', 'takes'],
      [...new Map(needs.map((row) => [row.join(), row])).values()].map(([name = '', path = '', least = '']) => [
        name,
        code(path),
        plain(least),
      ]),
    ),
    ...usualOf(targets),
  ];
}

/** What counts for services of which a profile may say nothing. */
function usualOf(targets: readonly ServicesOf[]): readonly string[] {
  const rows = targets.flatMap(({ keys }) =>
    keys.flatMap(({ name, below }) =>
      rowsOf(below, new Map()).flatMap(({ path, usual }) =>
        usual === undefined || isMap(usual) ? [] : [[name, code(path), code(asYaml(usual))]],
      ),
    ),
  );
  return rows.length === 0
    ? []
    : [
        '### What is usual',
        paragraph('A profile may leave out all of these, or the whole service. What it says lies over them.'),
        table(['service', 'key', 'usual'], rows),
      ];
}

const isMap = (value: unknown): boolean => typeof value === 'object' && value !== null && !Array.isArray(value);

function ownedIn(targets: readonly ServicesOf[], shared: Shared): readonly Owned[] {
  const found = new Map<string, Owned>();
  for (const { where, keys } of targets)
    for (const { name, below, ...said } of keys) {
      // Of a map, its keys say enough.
      const itself = said.takes === 'a map' ? [] : [{ ...said, path: `${SERVICES}.NAME` }];
      const rows = [...itself, ...rowsOf(below, shared)];
      for (const { atLeast, usual: _, ...row } of rows) {
        // What is below different maps does not stand together.
        const maps = rows.filter(({ path }) => row.path.startsWith(`${path}.`)).map(({ atLeast: _least, usual: _usual, ...map }) => map);
        const id = JSON.stringify([...maps, row]);
        const one = found.get(id) ?? { row, owners: new Map(), least: new Map() };
        found.set(id, one);
        one.owners.set(where, [...(one.owners.get(where) ?? []), name]);
        if (atLeast !== undefined) one.least.set(name, atLeast);
      }
    }
  return [...found.values()];
}

const ownersOf = ({ owners }: Owned): readonly string[] => [...new Set([...owners.values()].flat())];

/** Whether what a key takes at least is not the same for all who have it. */
const varies = (owned: Owned): boolean =>
  new Set(owned.least.values()).size > 1 || (owned.least.size > 0 && owned.least.size < ownersOf(owned).length);

/** A table for all that have the same owners, under a line that says who these are and where. */
function groups(owned: readonly Owned[], whose: (one: Owned) => string = () => ''): readonly string[] {
  const tables = new Map<string, Owned[]>();
  for (const one of owned) {
    const title = sentence(`${whose(one)}${inWords([...one.owners.keys()], 'and')}:`);
    tables.set(title, [...(tables.get(title) ?? []), one]);
  }
  return [...tables].flatMap(([title, some]) => [paragraph(title), tableOf(some.map(withLeast))]);
}

const withLeast = (owned: Owned): Row => {
  const [least] = owned.least.values();
  return {
    ...owned.row,
    atLeast: varies(owned) ? `at least [what it needs](#${anchorOf(NEEDS.replaceAll(' ', '-'))})` : least && plain(least),
  };
};
