import { countOf, fields, list, textOf, texts } from '../../../../lib/targets/kubernetes/diff/fields';

it('takes what has another type for missing', () => {
  expect(fields({ a: { b: { c: 1 } } }, 'a', 'b')).toEqual({ c: 1 });
  expect([fields({ a: 'x' }, 'a'), fields(undefined, 'a'), list('x'), texts({})]).toEqual([{}, {}, [], []]);
  expect(list([{ a: 1 }, 'x', null])).toEqual([{ a: 1 }, {}, {}]);
  expect(texts(['a', 1, true])).toEqual(['a', '1', 'true']);
});

it('has a text of what is one value', () => {
  expect(['a', '', 1, false, null, undefined, {}, []].map(textOf)).toEqual([
    'a',
    '',
    '1',
    'false',
    undefined,
    undefined,
    undefined,
    undefined,
  ]);
});

it('counts what can be counted', () => {
  expect([0, 1, 1_000_000].map(countOf)).toEqual([0, 1, 1_000_000]);
  for (const none of [-1, 0.5, 1_000_001, Number.NaN, '1', undefined, null]) expect(countOf(none)).toBeUndefined();
});
