import { shared } from '../../lib/profile/shared-schemas';

const long = (description: string) => ({ type: 'string', description: description.repeat(40) });
const map = (properties: object) => ({ type: 'object', properties });
const ref = (name: string) => ({ $ref: `#/definitions/${name}` });

it('says once what stands in two definitions, under the name of its property', () => {
  const memory = long('memory');
  expect(shared({ one: map({ memory }), other: map({ memory, cpu: long('cpu') }) })).toEqual({
    one: map({ memory: ref('memory') }),
    other: map({ memory: ref('memory'), cpu: long('cpu') }),
    memory,
  });
});

it('names what is under several properties after what is around them', () => {
  const size = long('size');
  expect(Object.keys(shared({ laptop: map({ services: map({ a: size, b: size }) }) }))).toEqual(['laptop', 'services-item']);
});

it('tells by what is around it what has the name of something else', () => {
  const [one, other, third] = [long('one'), long('other'), long('third')];
  const twice = (memory: object) => ({ x: map({ memory, x: {} }), y: map({ memory, y: {} }) });
  const made = shared({ a: map(twice(one)), b: map(twice(other)), c: map({ z: map(twice(third)) }) });
  expect([made.memory, made['b-memory'], made['c-memory']]).toEqual([one, other, third]);
});

it('leaves where it is what is short, and what stands there once', () => {
  const definitions = { a: map({ on: { type: 'boolean' }, off: { type: 'boolean' }, long: long('once') }) };
  expect(shared(definitions)).toEqual(definitions);
});

it('takes no property for a keyword', () => {
  const definitions = { a: map({ type: long('x'), anyOf: long('y') }) };
  expect(shared(definitions)).toEqual(definitions);
});

it('says once what is in something that stands there twice', () => {
  const inner = long('inner');
  const outer = map({ inner });
  const made = shared({ a: map({ outer }), b: map({ outer, inner }) });
  expect(made.outer).toEqual(map({ inner: ref('inner') }));
  expect(made.b).toEqual(map({ outer: ref('outer'), inner: ref('inner') }));
});

it('leaves what is no schema where it is: lists of values, texts, nothing', () => {
  const values = { enum: ['a'.repeat(60), 'b'.repeat(60)], default: null, const: 'c'.repeat(120) };
  const definitions = { a: map({ one: { description: 'one', ...values } }), b: map({ one: { description: 'one', ...values }, b: {} }) };
  expect(shared(definitions)).toEqual(definitions);
});

it('takes a choice, and a type of several, for a schema', () => {
  const choice = { anyOf: [long('x'), { type: 'null' }] };
  const several = { type: ['string', 'null'], description: 'several'.repeat(20) };
  const made = shared({ a: map({ choice, several, a: {} }), b: map({ choice, several }) });
  expect(made).toMatchObject({ choice, several, b: map({ choice: ref('choice'), several: ref('several') }) });
});

it('numbers what has neither a name nor surroundings of its own', () => {
  const [one, other, third] = [long('one'), long('other'), long('third')];
  const twice = (memory: object) => map({ y: map({ memory, y: {} }), z: map({ memory, z: {} }) });
  const made = shared({ a: map({ p: twice(one), q: twice(other), r: twice(third) }) });
  const named = Object.entries(made).filter(([name]) => name !== 'a');
  expect(named.map(([, schema]) => schema)).toEqual([one, other, third]);
  expect(named.map(([name]) => name)).toEqual(['memory', 'a-memory', 'a-memory-2']);
});
