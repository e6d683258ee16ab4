import { describeProblem } from '../../lib/problem';
import { parseProfile } from '../../lib/profile/parse';
import type { ProfileShape } from '../../lib/profile/profile-shape';
import { unknownKeys } from '../../lib/profile/unknown-keys';
import { flag, formerly, memory, section } from '../../lib/shape/values';

const shelf = section({ depth: formerly('deep', memory('In books.')), lit: formerly('lights.shelf', flag('Lit.')) }, 'A shelf.');
const house = section({ shelves: section({ one: shelf, two: section({ lit: formerly('lights.two', flag('')) }, '') }, '') }, '');
const garden = section({ trees: section({ old: formerly('plants.old', flag('')), lit: formerly('lights.trees', flag('')) }, '') }, '');

const shapeOf = (word: string, schema: object): ProfileShape => ({ name: word, word, schema: () => schema as never, secretsAt: '' });

const said = (text: string) =>
  unknownKeys(parseProfile(text, 'x.yaml').tree, house, { shape: shapeOf('laptop', house), others: [shapeOf('cluster', garden)] }).map(
    ({ problem }) => describeProblem(problem),
  );

describe('a key that has another place', () => {
  it.each([
    ['with another name in the same map', 'shelves: { one: { deep: 1Mi } }', ['x.yaml:1:19: shelves.one.deep: is now shelves.one.depth']],
    [
      'in a map that is gone',
      'lights:\n  shelf: true\n  two: true\n',
      ['x.yaml:2:3: lights.shelf: is now shelves.one.lit', 'x.yaml:3:3: lights.two: is now shelves.two.lit'],
    ],
    ['in a profile for the other target', 'plants: { old: true }', ['x.yaml:1:11: plants.old: belongs to a cluster profile, as trees.old']],
    [
      'in a map that is gone, and unknown there',
      'lights: { roof: true }',
      ['x.yaml:1:11: lights.roof: unknown key: what was in lights is now shelves.one.lit, shelves.two.lit, trees.lit'],
    ],
    [
      'in a map that is gone, and misspelt there',
      'lights: { shelve: true, tree: true }',
      [
        'x.yaml:1:11: lights.shelve: unknown key, did you mean shelves.one.lit?',
        'x.yaml:1:25: lights.tree: unknown key, and trees.lit belongs to a cluster profile',
      ],
    ],
    [
      'with another name in the same map, and misspelt',
      'shelves: { one: { deeep: 1Mi } }',
      ['x.yaml:1:19: shelves.one.deeep: unknown key, did you mean shelves.one.depth?'],
    ],
    ['which is empty', 'lights: {}', ['x.yaml:1:1: lights: what was in lights is now shelves.one.lit, shelves.two.lit, trees.lit']],
    ['which is no map', 'lights: on', ['x.yaml:1:1: lights: what was in lights is now shelves.one.lit, shelves.two.lit, trees.lit']],
  ])('is told it: %s', (_, text, expected) => {
    expect(said(text)).toEqual(expected);
  });
});
