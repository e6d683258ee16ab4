import { mkdirSync, readFileSync, readlinkSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { changesTo, foreignIn, pending } from '../../lib/output/changes';
import { INDEX, indexFile } from '../../lib/output/index-file';
import { write } from '../../lib/output/write';
import type { OutputFile } from '../../lib/synthesizers/synthesizer';
import { problemsOf } from '../support/problems';
import { namesIn, scratch } from '../support/scratch';

const OVERRIDE = 'docker-compose.override.yml';

/** What a synthesis renders: the files and their index. */
const rendered = (files: Readonly<Record<string, string>>): readonly OutputFile[] => {
  const list = Object.entries(files).map(([path, content]) => ({ path, content }));
  return [...list, indexFile('laptop', { files: list, digest: '0' })];
};
/** A folder in which this program has written these files. */
const written = (files: Readonly<Record<string, string>>, beside: Readonly<Record<string, string>> = {}): string => {
  const folder = scratch(beside);
  write(folder, changesTo(folder, rendered(files)));
  return folder;
};
const kinds = (folder: string, files: Readonly<Record<string, string>>) =>
  changesTo(folder, rendered(files)).map((change) => [change.kind, change.path, ...('origin' in change ? [change.origin] : [])]);
const refused = (folder: string, files: Readonly<Record<string, string>>) => foreignIn(folder, changesTo(folder, rendered(files)));

it('adds what is not there, also when the folder is not', () => {
  const expected = [
    ['add', OVERRIDE],
    ['add', INDEX],
  ];
  expect(kinds(scratch(), { [OVERRIDE]: 'a' })).toEqual(expected);
  expect(kinds(join(scratch(), 'not', 'there'), { [OVERRIDE]: 'a' })).toEqual(expected);
});

it('leaves alone what is the same', () => {
  const folder = written({ [OVERRIDE]: 'a' });
  expect(kinds(folder, { [OVERRIDE]: 'a' })).toEqual([
    ['same', OVERRIDE],
    ['same', INDEX],
  ]);
  expect(pending(changesTo(folder, rendered({ [OVERRIDE]: 'a' })))).toEqual([]);
});

it('replaces what is its own and untouched', () => {
  const folder = written({ [OVERRIDE]: 'a' });
  expect(kinds(folder, { [OVERRIDE]: 'b' })).toEqual([
    ['replace', OVERRIDE, 'ours'],
    ['replace', INDEX, 'ours'],
  ]);
  expect(refused(folder, { [OVERRIDE]: 'b' })).toEqual([]);
});

it('removes what its own index lists and what is no longer rendered, and nothing else', () => {
  const folder = written({ [OVERRIDE]: 'a', 'old.yml': 'o', 'gone.yml': 'g' }, { 'mine.yml': 'm' });
  rmSync(join(folder, 'gone.yml'));
  expect(kinds(folder, { [OVERRIDE]: 'a' })).toEqual([
    ['same', OVERRIDE],
    ['replace', INDEX, 'ours'],
    ['remove', 'old.yml', 'ours'],
  ]);
});

it('removes nothing without an index', () => {
  const folder = scratch({ 'old.yml': 'o' });
  expect(kinds(folder, { [OVERRIDE]: 'a' }).filter(([kind]) => kind === 'remove')).toEqual([]);
});

describe('what is not ours', () => {
  it('rejects to replace an override that somebody else wrote', () => {
    const folder = scratch({ [OVERRIDE]: 'mine' });
    expect(kinds(folder, { [OVERRIDE]: 'a' })[0]).toEqual(['replace', OVERRIDE, 'foreign']);
    expect(refused(folder, { [OVERRIDE]: 'a' })).toEqual([
      `${join(folder, OVERRIDE)}: was not written by this program, or was edited since: move it away, or give --force to replace it and keep it as a .bak file`,
    ]);
  });

  it('rejects to replace an override that was edited since', () => {
    const folder = written({ [OVERRIDE]: 'a' });
    writeFileSync(join(folder, OVERRIDE), 'a # my edit');
    expect(refused(folder, { [OVERRIDE]: 'a' })).toHaveLength(1);
    expect(readFileSync(join(folder, OVERRIDE), 'utf8')).toBe('a # my edit');
  });

  it('rejects to remove what was edited since', () => {
    const folder = written({ [OVERRIDE]: 'a', 'old.yml': 'o' });
    writeFileSync(join(folder, 'old.yml'), 'my edit');
    expect(refused(folder, { [OVERRIDE]: 'a' })[0]).toContain('old.yml');
  });

  it('rejects every foreign file at once', () => {
    const folder = scratch({ [OVERRIDE]: 'mine', 'b.yml': 'mine' });
    expect(refused(folder, { [OVERRIDE]: 'a', 'b.yml': 'b' })).toHaveLength(2);
  });

  it('rejects an index that is not its own', () => {
    const folder = scratch({ [INDEX]: '{"version": 7}' });
    expect(refused(folder, { [OVERRIDE]: 'a' })[0]).toContain(INDEX);
  });

  it('rejects to replace a link that leads nowhere', () => {
    const folder = scratch();
    symlinkSync('nowhere.yml', join(folder, OVERRIDE));
    expect(kinds(folder, { [OVERRIDE]: 'a' })[0]).toEqual(['replace', OVERRIDE, 'foreign']);
    write(folder, changesTo(folder, rendered({ [OVERRIDE]: 'a' })));
    expect(readlinkSync(join(folder, `${OVERRIDE}.bak`))).toBe('nowhere.yml');
  });

  it('takes bytes that are the same for no replacement, whoever wrote them', () => {
    expect(kinds(scratch({ [OVERRIDE]: 'a' }), { [OVERRIDE]: 'a' })[0]).toEqual(['same', OVERRIDE]);
  });
});

describe('the example that the wrapper copies', () => {
  it('may be replaced when it is untouched', () => {
    const folder = scratch({ [OVERRIDE]: 'example', [`${OVERRIDE}.example`]: 'example' });
    expect(kinds(folder, { [OVERRIDE]: 'a' })[0]).toEqual(['replace', OVERRIDE, 'example']);
    expect(refused(folder, { [OVERRIDE]: 'a' })).toEqual([]);
  });

  it('is foreign as soon as one byte differs', () => {
    const folder = scratch({ [OVERRIDE]: 'example\n', [`${OVERRIDE}.example`]: 'example' });
    expect(refused(folder, { [OVERRIDE]: 'a' })).toHaveLength(1);
  });
});

describe('an index that lies', () => {
  it.each(['../victim.yml', '/victim.yml', 'sub/../../victim.yml'])('is not believed when it lists %s', (path) => {
    const outer = scratch({ 'victim.yml': 'precious', 'out/x': '' });
    const folder = join(outer, 'out');
    writeFileSync(join(folder, INDEX), indexFile('laptop', { files: [{ path, content: 'precious' }], digest: '0' }).content);
    const changes = changesTo(folder, rendered({ [OVERRIDE]: 'a' }));
    expect(changes.filter(({ kind }) => kind === 'remove')).toEqual([]);
    expect(refused(folder, { [OVERRIDE]: 'a' })[0]).toContain(INDEX);
    expect(readFileSync(join(outer, 'victim.yml'), 'utf8')).toBe('precious');
  });
});

describe('a folder that cannot be used', () => {
  it('rejects a file', () => {
    const file = join(scratch({ file: 'x' }), 'file');
    expect(problemsOf(() => changesTo(file, rendered({ [OVERRIDE]: 'a' })))).toEqual([`${file}: is a file, expected a folder to write to`]);
  });

  it.each([OVERRIDE, INDEX])('rejects a folder in the place of %s and leaves everything as it was', (path) => {
    const folder = scratch();
    mkdirSync(join(folder, path));
    expect(problemsOf(() => changesTo(folder, rendered({ [OVERRIDE]: 'a' })))[0]).toContain(`${join(folder, path)}: cannot be read: `);
    expect(namesIn(folder)).toEqual([path]);
  });
});
