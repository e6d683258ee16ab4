import { parseBaseFile } from '../../../../../lib/targets/compose/base-file/parse';
import { argumentOf, command, wordsOf } from '../../../../../lib/targets/compose/base-file/rules/command';

const base = (keys: string) => parseBaseFile(`services: { one: { ${keys} } }`, 'base.yml').services.get('one');
const found = (keys: string, ours: readonly string[] | undefined = ['serve', '--all']) =>
  command({ base: base(keys), ours: { command: ours } } as never).map((remark) =>
    'unread' in remark ? 'unread' : remark.message.split(',')[0],
  );
const words = (value: string): readonly string[] => {
  const node = base(`command: ${value}`)?.keys;
  return wordsOf(node?.kind === 'map' ? node.entries.get('command')?.value : undefined);
};

it.each([
  ['serve --all', ['serve', '--all']],
  ['[serve, "a b", 5, [x]]', ['serve', 'a b', '5']],
  [`'run "a b" --at=''c d'' it''s'`, ['run', 'a b', "--at='c", "d'", "it's"]],
  [`"run 'a b' ''"`, ['run', 'a b', '']],
  ['"run $$HOME"', ['run', '$HOME']],
  ['', []],
  ['"  "', []],
  ['{ a: b }', []],
])('takes %s apart as a shell does', (value, expected) => expect(words(value)).toEqual(expected));

it.each([
  [['--path', 'a'], 'a'],
  [['--path=a'], 'a'],
  [['--path=a', '--path', 'b'], 'b'],
  [['--path', 'a', '--path=b', 'c'], 'b'],
  [['--pathless=a', 'x--path=b'], undefined],
  [['--path'], undefined],
  [[], undefined],
])('finds the value of an argument in %j', (all, value) => expect(argumentOf(all, '--path')).toBe(value));

describe('the command of the override', () => {
  it.each(['image: a', 'command: serve', 'command: [--all]', 'command: []', 'command: null', 'entrypoint: null', 'entrypoint: []'])(
    'takes nothing away from %s',
    (keys) => expect(found(keys)).toEqual([]),
  );

  it('takes away what only the base file says, unless that is not known', () => {
    expect(found('command: serve --some')).toEqual(['the base file runs "serve --some"']);
    for (const known of ['serve ${A}', '$A', '${A:-b}', '$A ${B}']) expect(found(`command: '${known}'`)).toEqual(['unread']);
    for (const more of ['serve x${A}', '${A}x', 'x$A', '$A-x', '$A --some'])
      expect(found(`command: '${more}'`)).toEqual([expect.stringMatching(/^the base file runs "/)]);
  });

  it('becomes the arguments of an entrypoint', () => {
    expect(found('entrypoint: run')).toEqual(['the base file has the entrypoint "run"']);
    expect(found('entrypoint: run, command: other')).toHaveLength(2);
  });

  it('is nothing where the override has none', () => {
    expect(command({ base: base('command: other, entrypoint: run'), ours: {} } as never)).toEqual([]);
  });
});
