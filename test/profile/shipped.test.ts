import { isName, NoSuchProfile, profileNamed, profilesIn } from '../../lib/profile/shipped';
import { thrownBy } from '../support/problems';
import { scratch } from '../support/scratch';

const folder = scratch({ 'small.yaml': '', 'large-one.yaml': '', 'README.md': '', 'old.yaml.bak': '' });

it('has a name for each YAML file of the folder, by the alphabet', () => expect(profilesIn(folder)).toEqual(['large-one', 'small']));

it.each(['small', 'A1', '8gb', 'a_b-c'])('takes %s for a name', (text) => expect(isName(text)).toBe(true));

it.each(['', 'small.yaml', './small', 'a/b', '-a', '_a', '..', 'a b', 'é'])('takes %j for a path', (text) =>
  expect(isName(text)).toBe(false),
);

it('finds the file of a name', () => expect(profileNamed('small', folder)).toBe(`${folder}/small.yaml`));

it.each([
  ['smal', '"smal": no such profile, did you mean small? (a file of your own is named by its path, such as ./mine.yaml)'],
  [
    '\u001bx',
    '"\\u001bx": no such profile, expected one of large-one, small (a file of your own is named by its path, such as ./mine.yaml)',
  ],
])('says of %j which names there are', (name, message) => {
  expect(thrownBy(() => profileNamed(name, folder))).toEqual(new NoSuchProfile(message));
});
