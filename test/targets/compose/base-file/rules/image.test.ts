import { otherImage, runnable } from '../../../../../lib/targets/compose/base-file/rules/image';
import { clauses, pairOf } from '../../../../support/base-rules';

it.each(['image: a', 'build: .', 'build: { context: . }', 'provider: { type: x }', 'image: "", build: .'])('can be run: %s', (keys) =>
  expect(runnable(pairOf(keys).base)).toEqual([]),
);

it.each(['', 'image: ""', 'command: a'])('cannot be run: %s', (keys) =>
  expect(clauses(runnable(pairOf(keys).base))).toEqual(['fm-one has neither an image nor a build context in the base file']),
);

it.each([
  ['image: example.org/test:5', []],
  ['image: example.org/other:5', ['the base file runs example.org/other:5, the catalogue describes example.org/test']],
  ['image: "$I"', []],
  ['image: 5', []],
  ['image: [a]', []],
  ['image: ""', []],
  ['build: .', []],
])('runs the image of the catalogue: %s', (keys, expected) => {
  expect(clauses(otherImage(pairOf(keys)))).toEqual(expected);
  expect(otherImage(pairOf(keys, { ours: { scale: 0 } }))).toEqual([]);
});
