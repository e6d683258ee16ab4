import { clashesBetween, merged, type Part } from '../../lib/model/merged';

const service = { by: 'the service', says: { A: '1', B: '2' } };

it('makes one object of many, each key where it was said first', () => {
  expect(Object.entries(merged([service, { by: 'a setting', says: { C: '3', B: '2' } }]))).toEqual([
    ['A', '1'],
    ['B', '2'],
    ['C', '3'],
  ]);
  expect(merged([])).toEqual({});
});

it('refuses two values for one key and names both who say them', () => {
  expect(() => merged([service, { by: 'switches.persist', says: { B: '3' } }])).toThrow(
    new RangeError('the service and switches.persist both set B, to different values'),
  );
});

it('compares values by what is in them', () => {
  const secret = (key: string) => ({ kind: 'secret', key });
  expect(() =>
    merged([
      { by: 'a', says: { A: secret('x') } },
      { by: 'b', says: { A: secret('x') } },
    ]),
  ).not.toThrow();
  expect(() =>
    merged<unknown>([
      { by: 'a', says: { A: secret('x') } },
      { by: 'b', says: { A: secret('y') } },
    ]),
  ).toThrow('both set A');
  expect(() =>
    merged<unknown>([
      { by: 'a', says: { A: 'x' } },
      { by: 'b', says: { A: secret('x') } },
    ]),
  ).toThrow('both set A');
});

it('takes no name that every object has for one that was said', () => {
  expect(
    clashesBetween<Part<string>>([
      { by: 'a', says: {} },
      { by: 'b', says: { toString: 'x', constructor: 'y' } },
    ]),
  ).toEqual([]);
});

it('tells every clash, with the first who said a key', () => {
  const clashes = clashesBetween([service, { by: 'b', says: { A: '2' } }, { by: 'c', says: { A: '1', B: '4' } }]);
  expect(clashes.map(({ key, first, second }) => [key, first.by, second.by])).toEqual([
    ['A', 'the service', 'b'],
    ['B', 'the service', 'c'],
  ]);
});
