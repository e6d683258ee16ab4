import { allowedBetween } from '../../../../../lib/targets/kubernetes/diff/topics/covered';

interface Width {
  readonly of: string;
  readonly width: number;
}

const widths = (texts: readonly string[]): readonly Width[] =>
  texts.map((text) => ({ of: text.slice(0, 1), width: Number(text.slice(1)) }));

/** What is gained and lost where something covers what is narrower and of the same thing. */
const between = (before: readonly string[], after: readonly string[]): unknown => {
  const { gained, lost } = allowedBetween(
    widths(before),
    widths(after),
    (wide, narrow) => wide.width >= narrow.width,
    (all) => all.map(({ of, width }) => `${of}${width}`),
  );
  return [gained, lost];
};

it.each([
  ['the same', ['a1', 'b2'], ['b2', 'a1'], [[], []]],
  ['something narrower', ['a2'], ['a1'], [[], ['a2']]],
  ['something wider', ['a1'], ['a2'], [['a2'], []]],
  ['something of another', ['a2'], ['b1'], [['b1'], ['a2']]],
  ['what one of several covers', ['a1', 'a3', 'a2'], ['a3'], [[], []]],
  ['nothing', [], [], [[], []]],
])('tells of %s', (_, before, after, expected) => {
  expect(between(before, after)).toEqual(expected);
});
