import { EFFECTS } from '../../../../lib/targets/kubernetes/diff/codes';
import { effectsOf } from '../../../../lib/targets/kubernetes/diff/effects';
import { MANIFEST_CHANGES } from './changes';
import { outcomesOf } from './outcomes';

it.each(MANIFEST_CHANGES)('foretells what happens to $name', ({ before, after, expected }) => {
  expect(outcomesOf(effectsOf(before, after))).toEqual(expected);
});

it.each(MANIFEST_CHANGES)('says nothing of what stays: $name', ({ before, after }) => {
  expect(effectsOf(before, structuredClone(before))).toEqual([]);
  expect(effectsOf(after, structuredClone(after))).toEqual([]);
});

it('has an example of every code that it foretells', () => {
  const told = MANIFEST_CHANGES.flatMap(({ expected }) => expected.flatMap((line) => /(?:refused|destroys) (\S+)$/.exec(line)?.[1] ?? []));
  expect([...new Set(told)].sort()).toEqual(
    Object.keys(EFFECTS)
      .filter((code) => !NOT_IN_OBJECTS.includes(code))
      .sort(),
  );
});

/** What a comparison with what runs finds, and what the plan knows. */
const NOT_IN_OBJECTS: readonly string[] = ['refused-by-server', 'owned-by-others', 'data-in-pods-lost'];
