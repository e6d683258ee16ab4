import * as v from 'valibot';
import { keysOf } from '../../lib/documents/keys';
import { choice } from '../../lib/shape/choice';
import { bucket } from '../../lib/shape/cluster-values';
import { cap, expecting, flag, listOf, memory, oneOf, section, wholeNumber } from '../../lib/shape/values';
import { Memory } from '../../lib/units/memory';

const keyOf = (schema: v.GenericSchema) => keysOf(section({ key: schema }, ''))[0];

it.each([
  ['an amount', memory('How much.'), { takes: 'memory such as 512Mi or 1.5Gi', required: true, says: 'How much.', atLeast: undefined }],
  [
    'an amount with a floor',
    cap({ memory: Memory.parse('64Mi'), evidence: 'measured' }, ''),
    { takes: 'memory such as 512Mi or 1.5Gi', atLeast: 'at least 64Mi, its working set (measured)' },
  ],
  ['a number', wholeNumber(2, 9, ''), { takes: 'a whole number from 2 to 9' }],
  [
    'a number with a stricter rule',
    v.pipe(wholeNumber(1, 9, ''), v.minValue(3, expecting('at least 3: a majority'))),
    { takes: 'a whole number from 1 to 9', atLeast: 'at least 3: a majority' },
  ],
  ['a switch', flag('Turns it on.'), { takes: 'true or false', required: false, default: false, says: 'Turns it on.' }],
  [
    'one of some texts',
    v.optional(oneOf(['a', 'b'], 'Which.'), 'a'),
    { takes: 'one of a, b', required: false, default: 'a', says: 'Which.' },
  ],
  ['a list', listOf(oneOf(['a'], ''), 5, 'letters', 'Which.'), { takes: 'a list of 1 to 5 letters', says: 'Which.', below: [] }],
])('tells of %s what it takes', (_, schema, expected) => {
  expect(keyOf(schema as v.GenericSchema)).toMatchObject({ name: 'key', ...expected });
});

it('tells of a map the keys that are below it, of a choice those of all maps, and of a list those of its items', () => {
  const pair = section({ x: flag('X.') }, '');
  const names = (schema: v.GenericSchema) => keyOf(schema)?.below.map(({ name }) => name);
  expect(keyOf(section({ x: flag('X.') }, 'A map.'))).toMatchObject({ takes: 'a map', says: 'A map.', below: [{ name: 'x', says: 'X.' }] });
  expect(names(choice([v.literal('no'), pair, section({ y: flag('') }, '')], expecting('no, or a map')) as v.GenericSchema)).toEqual([
    'x',
    'y',
  ]);
  expect(names(listOf(pair, 5, 'maps', '') as v.GenericSchema)).toEqual(['x']);
  expect(names(bucket(''))).toEqual(['name', 'region', 'endpoint', 'networks', 'keys']);
});

it('knows what a key was called before, be it optional or not', () => {
  const before = (schema: v.GenericSchema) => keyOf(schema)?.formerly;
  expect(before({ ...flag(''), formerly: 'switches.old' } as v.GenericSchema)).toBe('switches.old');
  expect(before(v.optional({ ...memory(''), formerly: 'old' }))).toBe('old');
  expect(before(flag(''))).toBeUndefined();
});

it('refuses a shape that does not say what it expects', () => {
  expect(() => keyOf(v.string())).toThrow('a schema of type string does not say what it expects');
});
