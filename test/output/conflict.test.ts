import fc from 'fast-check';
import { sidesOf } from '../../lib/output/conflict';

it('tells the two sides that git left', () => {
  expect(sidesOf('a\n<<<<<<< HEAD\nb\n=======\nc\n>>>>>>> other\nd\n<<<<<<< HEAD\n=======\ne\n>>>>>>> other\n')).toEqual([
    'a\nb\nd\n',
    'a\nc\nd\ne\n',
  ]);
});

it('leaves out what both came from', () => {
  expect(sidesOf('<<<<<<< HEAD\nb\n||||||| 1234\na\n=======\nc\n>>>>>>> other\n')).toEqual(['b\n', 'c\n']);
});

it.each(['', 'a\n', '<<<<<<< HEAD\nb\n', '<<<<<<< HEAD\nb\n=======\n', '=======\n>>>>>>> x\n', 'x <<<<<<< y\n'])(
  'sees no conflict in %j',
  (text) => {
    expect(sidesOf(text)).toBeUndefined();
  },
);

it('tells any two texts apart again', () => {
  const lines = fc.array(fc.stringMatching(/^[a-z]{0,3}$/), { maxLength: 3 }).map((list) => list.map((line) => `${line}\n`).join(''));
  fc.assert(
    fc.property(lines, lines, lines, (both, one, other) => {
      expect(sidesOf(`${both}<<<<<<< a\n${one}=======\n${other}>>>>>>> b\n${both}`)).toEqual([both + one + both, both + other + both]);
    }),
  );
});
