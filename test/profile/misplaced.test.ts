import { describeProblem } from '../../lib/problem';
import { parseProfile } from '../../lib/profile/parse';
import type { ProfileShape } from '../../lib/profile/profile-shape';
import { schemaAt, unknownKeys } from '../../lib/profile/unknown-keys';
import { choice } from '../../lib/shape/choice';
import { accept, expecting, flag, lacking, listOf, memory, section, wholeNumber } from '../../lib/shape/values';

const number = wholeNumber(1, 9, 'How many.');
const shelf = section({ depth: memory('How deep.'), width: memory('How wide.') }, 'A shelf.');
const stool = section({ legs: number }, '');
const shapes = choice([number, section({ least: number, most: number }, ''), stool], expecting('seats'));
const services = section({ box: shelf, boxes: shelf, 'shoe-box': shelf, cupboards: shelf }, '');
const house = section(
  {
    shelves: listOf(shelf, 9, 'shelves', 'Shelves.'),
    seats: shapes,
    one: lacking({ height: 'a shelf has none' }, shelf),
    'a.b': flag(''),
    accept,
    services,
  },
  '',
);

const shapeOf = (word: string, schema: object): ProfileShape => ({ name: word, word, schema: () => schema as never, secretsAt: 'a safe' });
const found = (text: string, schema: object = house) =>
  unknownKeys(parseProfile(text, 'x.yaml').tree, schema as never, { shape: shapeOf('house', schema), others: [] });
const said = (text: string, schema?: object) => found(text, schema).map(({ problem }) => describeProblem(problem));

it('looks into lists, and into each map of a choice', () => {
  expect(said('shelves: [{ depth: 1Mi }, { dept: 1Mi }]\nseats: { least: 1, mots: 2, leg: 3 }\n')).toEqual([
    'x.yaml:1:29: shelves.1.dept: unknown key, did you mean depth?',
    'x.yaml:2:20: seats.mots: unknown key, did you mean most?',
    'x.yaml:2:29: seats.leg: unknown key, did you mean legs?',
  ]);
});

it.each(['one: 5', 'one: [{ dept: 1 }]', 'shelves: { dept: 1 }', 'one: { depth: { constructor: 1 } }', 'seats: 5', 'seats: [x]'])(
  'leaves to the reader of values what is none: %s',
  (text) => expect(said(text)).toEqual([]),
);

it('says of a key that no map can have that it cannot, once', () => {
  expect(said('accept: { constructor: x, other: y }\n')).toEqual(['x.yaml:1:11: accept.constructor: cannot be a name here']);
});

it('says why a map lacks what others of its kind have', () => {
  expect(said('one: { height: 1 }')).toEqual(['x.yaml:1:8: one.height: a shelf has none']);
  expect(said('one: { toString: 1 }')).toEqual([expect.stringContaining('unknown key, expected one of depth, width')]);
});

it('tells how a key with dots is written in --set', () => {
  const hint = `unknown key, did you mean a.b? In --set a key with dots stands in double quotes: '"a.b"=…'`;
  expect(said('a: { b: true }\n')).toEqual([`x.yaml:1:1: a: ${hint}`]);
  expect(said('b: true\n')[0]).not.toContain('double quotes');
});

it('tells where it stands, and what was meant', () => {
  expect(found('one: { dept: 1Mi, zzzzzz: 1 }\na: 1\n')).toMatchObject([
    { around: 'one', meant: 'one.depth' },
    { around: 'one', meant: undefined },
    { around: '', meant: 'a.b' },
  ]);
});

it.each(['my-password', 'APIKEY', 'api_key', 'PrivateKey', 'private_key', 'auth-token', 'clientSecret', 'credentials'])(
  'says of %s that a profile holds no secrets',
  (key) => expect(said(`${key}: x\n`)).toEqual([`x.yaml:1:1: ${key}: a profile holds no secrets: a safe`]),
);

it('takes the longest short name that is in a name, and the shortest that a name is in', () => {
  const service = (name: string) => /did you mean (.*)\?/.exec(said(`services: { ${name}: {} }`)[0] ?? '')?.[1];
  expect(service('my-shoe-box-service')).toBe('shoe-box');
  expect(service('my-boxes-service')).toBe('boxes');
  expect(service('oard')).toBe('cupboards');
  expect(service('ard')).toBeUndefined();
});

it('guesses for the first hundred keys, and names each of the others', () => {
  const lines = said(Array.from({ length: 102 }, (_, n) => `on${n}: 1\n`).join(''));
  expect(lines.slice(0, 100).every((line) => /unknown key, /.test(line))).toBe(true);
  expect(lines.slice(100)).toEqual(['x.yaml:101:1: on100: unknown key', 'x.yaml:102:1: on101: unknown key']);
});

it('finds the schema of a value by its path', () => {
  const at = (...path: readonly string[]) => schemaAt(house as never, path);
  expect(at()).toBe(house);
  expect(at('services', 'box', 'depth')).toBe(shelf.entries.depth);
  for (const path of [['two'], ['one', 'height'], ['one', 'depth', 'x'], ['toString']]) expect(at(...path)).toBeUndefined();
});
