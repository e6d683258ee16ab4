import type { Figure, ServiceChange } from '../../lib/diff/meaning';
import { arrow, changeText, difference, figureText, servicesSentences, some, valueText } from '../../lib/diff/words';
import { Cpu } from '../../lib/units/cpu';
import { Memory } from '../../lib/units/memory';

const memory = (text: string): Memory => Memory.parse(text);

it.each([
  [memory('4Gi'), memory('5Gi'), '4→5Gi'],
  [memory('128Mi'), memory('256Mi'), '128→256Mi'],
  [memory('512Mi'), memory('1Gi'), '512Mi→1Gi'],
  [memory('9Gi'), memory('172480Mi'), '9→168.4Gi'],
  [memory('172480Mi'), memory('172490Mi'), '172480→172490Mi'],
  [Cpu.parse('0.5'), Cpu.parse('1'), '0.5→1'],
  [10, 12, '10→12'],
  [undefined, 3, 'none→3'],
  [3, undefined, '3→none'],
  ['a', 'b', 'a→b'],
  // A text that ends as a size does is no size.
  ['xMi', '1Mi', 'xMi→1Mi'],
])('says %s and %s as %j', (before, after, expected) => {
  expect(arrow({ before, after })).toBe(expected);
});

it.each([
  [{ what: 'max', before: 1, after: 2 }, 'max 1→2'],
  [{ what: 'max', after: 2 }, 'max 2'],
  [{ what: 'max', before: 1 }, 'no max (was 1)'],
  [{ what: 'max' }, 'max'],
])('says %j as %j', (figure, expected) => {
  expect(figureText(figure)).toBe(expected);
});

it.each([
  [memory('4Gi'), memory('5Gi'), '+1Gi'],
  [memory('5Gi'), memory('4Gi'), '-1Gi'],
  [memory('4Gi'), memory('4Gi'), undefined],
  [Cpu.parse('0.7'), Cpu.parse('0.8'), '+0.1'],
  [3, 2, '-1'],
  ['a', 'b', undefined],
])('says how much more there is of %s and %s', (before, after, expected) => {
  const number = (value: Memory | Cpu | number | string) => (value instanceof Cpu ? value.cores : value);
  expect(difference({ what: 'x', before: number(before), after: number(after) })).toBe(expected);
});

it('says the first of many, and how many there are besides', () => {
  expect(some(['a', 'b', 'c'], 3)).toBe('a, b, c');
  expect(some(['a', 'b', 'c', 'd'], 3)).toBe('a, b and 2 more');
  expect(valueText(memory('10240Mi'))).toBe('10Gi');
});

it('says the same of several services once, and nothing of one of which there is nothing', () => {
  const change = { change: 'changed', figures: [{ what: 'max', before: 1, after: 2 }], besides: ['variable X'] } as const;
  expect(changeText({ of: 'a', ...change })).toBe('max 1→2, variable X');
  expect(
    servicesSentences([
      { of: 'a', ...change },
      { of: 'b', ...change },
      { of: 'c', change: 'removed', figures: [], besides: [] },
      { of: 'd', change: 'added', figures: [], besides: [] },
      { of: 'e', change: 'changed', figures: [], besides: [] },
    ]),
  ).toEqual(['a, b: max 1→2, variable X.', 'c: gone.', 'd: new.']);
});

describe('of more than a handful of services', () => {
  const changed = (of: string, besides: readonly string[], ...figures: readonly Figure[]): ServiceChange => ({
    of,
    change: 'changed',
    figures,
    besides,
  });
  const max = (after: number): Figure => ({ what: 'max', before: 1, after });

  it('counts what is no size and no image', () => {
    const named = ['b', 'c', 'd', 'e', 'f'].map((of) => changed(of, ['variable X', 'command']));
    expect(servicesSentences([changed('a', ['variable X'], max(2)), ...named, changed('g', [])])).toEqual([
      'a: max 1→2.',
      '11 other fields of 6 services change.',
    ]);
    expect(servicesSentences([changed('a', ['variable X']), ...named, changed('g', [])])).toEqual(['11 fields of 6 services change.']);
  });

  it('counts sizes of many kinds as well, and says the same of several once', () => {
    const services = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'].map((of, n) => changed(of, [], max(n + 2)));
    expect(servicesSentences(services)).toEqual([
      ...['a', 'b', 'c', 'd', 'e', 'f'].map((of, n) => `${of}: max 1→${n + 2}.`),
      'Sizes or images of 2 more services change.',
    ]);
    expect(servicesSentences(services.map((service) => ({ ...service, figures: [max(2)] })))).toEqual(['a, b, c, d, e, f, g, h: max 1→2.']);
  });
});
