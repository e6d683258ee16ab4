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
