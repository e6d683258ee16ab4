import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { indexed } from '../lib/checks/finding';
import { shippedProfiles } from '../lib/commands/profiles';
import { faultmaven } from '../lib/faultmaven/application';
import { indexFile } from '../lib/output/index-file';
import { isBackup } from '../lib/output/write';
import { loadProfile } from '../lib/profile/load';
import { check } from './support/check';
import { ROOT } from './support/cli';
import { generatedFiles, writtenDocuments } from './support/own-files';
import { bind, shapes } from './support/plans';
import { synthesize } from './support/synthesize';

const profiles = shippedProfiles({ root: ROOT });

/** What is committed below a folder, by its path. Git does not see what --force keeps. */
const committed = (folder: string): ReadonlyMap<string, string> =>
  new Map(
    readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && !isBackup(entry.name))
      .map((entry) => join(entry.parentPath, entry.name))
      .map((path) => [path.slice(ROOT.length + 1), readFileSync(path, 'utf8')]),
  );

/** What a profile says should be committed. */
async function generated(name: string): Promise<ReadonlyMap<string, string>> {
  const plan = bind(faultmaven, loadProfile({ file: join(ROOT, 'profiles', `${name}.yaml`), cwd: ROOT, shapes }));
  const files = await synthesize(plan);
  const index = indexFile({ profile: name, target: plan.target, files, findings: check(plan).map(indexed) });
  return new Map([...files, index].map(({ path, content }) => [`dist/${name}/${path}`, content]));
}

/** What follows from the code besides dist/, made once. */
const fromCode = generatedFiles();

const HOW = 'If the change is meant: npm run update, and commit what it writes; it names what is to be removed by hand.';

it.each(profiles)('dist/%s is what the code and the profile say', async (name) => {
  const wanted = await generated(name);
  const found = committed(`dist/${name}`);
  expect([HOW, ...found.keys()].sort()).toEqual([HOW, ...wanted.keys()].sort());
  for (const [path, content] of wanted) {
    if (found.get(path) !== content) expect(`${found.get(path)}\n\n${HOW}`).toBe(content);
  }
});

it('has nothing in dist/ that no profile generates', () => {
  const ignored = ['mine']; // of the documents: git does not see it
  const folders = readdirSync(join(ROOT, 'dist')).filter((name) => !ignored.includes(name));
  expect([HOW, ...folders.sort()]).toEqual([HOW, ...[...profiles].sort()]);
});

it.each(['profiles/profile.schema.json', 'docs/profile.md', 'docs/commands.md', 'docs/findings.md', 'docs/changes.md'])(
  '%s is what the code says',
  async (path) => {
    const wanted = (await fromCode).find((file) => `${file.folder}/${file.path}` === path)?.content;
    const found = readFileSync(join(ROOT, path), 'utf8');
    if (found !== wanted) expect(`${found}\n\n${HOW}`).toBe(wanted);
  },
);

it('knows every file that follows from the code', async () => {
  expect(await fromCode).toHaveLength(5);
});

it('README.md shows and counts what the profiles say', async () => {
  const wanted = new Map((await writtenDocuments()).map(({ folder, path, content }) => [join(folder, path), content]));
  expect([...wanted.keys()]).toContain('README.md');
  for (const [path, content] of wanted) {
    const found = readFileSync(join(ROOT, path), 'utf8');
    if (found !== content) expect(`${found}\n\n${HOW}`).toBe(content);
  }
});

it.each(profiles)('generates %s the same twice', async (name) => {
  expect(await generated(name)).toEqual(await generated(name));
});
