import { effectsOf } from '../../../lib/targets/kubernetes/diff/effects';
import { outcomesOf } from '../../targets/kubernetes/diff/outcomes';
import { manifestsOf, PROFILE_CHANGES, undigested } from './profile-changes';

it.each(PROFILE_CHANGES)('foretells what happens to $name', (change) => {
  const { before, after } = manifestsOf(change);
  expect(outcomesOf(effectsOf(before, after)).map(undigested)).toEqual(change.expected);
});
