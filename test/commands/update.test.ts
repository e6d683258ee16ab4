import { appendFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { attempt } from '../../lib/attempt';
import { update } from '../../lib/commands/update';
import { faultmaven } from '../../lib/faultmaven/application';
import { profileJsonSchema } from '../../lib/profile/json-schema';
import { targets } from '../../lib/targets/targets';
import { EVERY_SIZE, shapes } from '../support/plans';
import { namesIn, scratch } from '../support/scratch';

const OVERRIDE = 'docker-compose.override.yml';
const FILES = {
  'profiles/one.yaml': EVERY_SIZE,
  'profiles/other.yaml': 'extends: ./one.yaml\nservices: { redis: { memory: { limit: 600Mi } } }\n',
  'profiles/profile.schema.json': profileJsonSchema(shapes),
};

const DOCUMENTS = ['docs/profile.md', 'docs/commands.md', 'docs/findings.md', 'docs/changes.md'];

/** What shows both what profiles take and a part of what one becomes. */
const DOCUMENT = [
  ...['<!-- npm run update writes the last two columns. -->', '| profile | for | takes | leaves |', '|---|---|---|---|'],
  ...['| `one` | | | |', '| `mine` | | | |', ''],
  ...['```yaml part other', 'services:', '  redis:', '    mem_limit: 1m # its cap', '```', ''],
].join('\n');

/** Updates a project of these profiles and says how it ended. */
async function updated(root: string, force = false) {
  let stderr = '';
  const write = (text: string): void => {
    stderr += text;
  };
  const stream = { write };
  const invocation = { args: [], env: {}, cwd: root, root, application: faultmaven, targets, stdout: stream, stderr: stream };
  const code = await attempt(invocation, { name: 'npm run update' }, (context) => update(context, force));
  return { code, stderr };
}

const project = async (): Promise<string> => {
  const root = scratch(FILES);
  await updated(root);
  return root;
};

it('names each file that it writes, and none when nothing changes', async () => {
  const root = scratch({ ...FILES, 'profiles/profile.schema.json': '{}' });
  expect(await updated(root)).toEqual({
    code: 0,
    stderr: [
      'profiles/profile.schema.json',
      ...DOCUMENTS,
      ...['one', 'other'].flatMap((name) => [`dist/${name}/${OVERRIDE}`, `dist/${name}/.faultmaven-infra.json`]),
    ]
      .map((path) => `wrote ${path}\n`)
      .join(''),
  });
  expect(await updated(root)).toEqual({ code: 0, stderr: '' });
});

it('names only what a change of a profile changes', async () => {
  const root = await project();
  writeFileSync(join(root, 'profiles/one.yaml'), EVERY_SIZE.replace('512Mi, request: 256Mi', '513Mi, request: 256Mi'));
  expect(await updated(root)).toEqual({ code: 0, stderr: `wrote dist/one/${OVERRIDE}\n` });
});

it('makes the schema anew where there is none', async () => {
  const root = await project();
  writeFileSync(join(root, 'profiles/profile.schema.json'), '<<<<<<< HEAD\n{}\n=======\n{ }\n>>>>>>> other\n');
  expect(await updated(root)).toEqual({ code: 0, stderr: 'wrote profiles/profile.schema.json\n' });
  expect(readFileSync(join(root, 'profiles/profile.schema.json'), 'utf8')).toBe(profileJsonSchema(shapes));
});

it.each(DOCUMENTS)('writes %s anew, whatever became of it', async (path) => {
  const root = await project();
  const expected = readFileSync(join(root, path), 'utf8');
  appendFileSync(join(root, path), 'mine\n');
  expect(await updated(root)).toEqual({ code: 0, stderr: `wrote ${path}\n` });
  expect(readFileSync(join(root, path), 'utf8')).toBe(expected);
});

it('writes the figures and the parts that a document shows anew', async () => {
  const root = await project();
  const documents = { 'README.md': DOCUMENT, 'docs/mine.md': DOCUMENT, 'docs/other.md': 'nothing\n' };
  for (const [path, text] of Object.entries(documents)) writeFileSync(join(root, path), text);
  expect(await updated(root)).toEqual({ code: 0, stderr: 'wrote README.md\nwrote docs/mine.md\n' });
  const written = readFileSync(join(root, 'README.md'), 'utf8');
  expect(written).toContain('    mem_limit: 600m # its cap\n');
  expect(written).toMatch(/^\| `one` \| \| at most [\d.]+ GiB \| [\d.]+ GiB of 8: .*\|$/m);
  expect(await updated(root)).toEqual({ code: 0, stderr: '' });
});

it('says which part of a document no profile generates, and leaves that document as it was', async () => {
  const root = await project();
  writeFileSync(join(root, 'README.md'), DOCUMENT.replace('  redis:', '  reddis:'));
  const { code, stderr } = await updated(root);
  expect([code, stderr]).toEqual([
    1,
    expect.stringMatching(/^README\.md:7:1: services\.reddis: the output of the profile other has none: .*\n$/),
  ]);
});

it('replaces what was edited by hand only with --force, and goes on with the others', async () => {
  const root = await project();
  appendFileSync(join(root, 'dist/one', OVERRIDE), '# mine\n');
  appendFileSync(join(root, 'profiles/one.yaml'), 'restart: always\n');
  const { code, stderr } = await updated(root);
  expect(code).toBe(1);
  expect(stderr).toMatch(
    new RegExp(
      `^wrote dist/other/${OVERRIDE}\ndist/one/${OVERRIDE}: was not written by this program, or was edited since: .*give npm run update -- --force to replace.*\n$`,
    ),
  );
  expect(await updated(root, true)).toEqual({ code: 0, stderr: `wrote dist/one/${OVERRIDE}, keeping the old one as ${OVERRIDE}.bak\n` });
});

it('says nothing of what --force has kept', async () => {
  const root = await project();
  for (const kept of [`${OVERRIDE}.bak`, `${OVERRIDE}.bak.1`]) {
    appendFileSync(join(root, 'dist/one', OVERRIDE), '# mine\n');
    expect((await updated(root, true)).stderr).toContain(`keeping the old one as ${kept}\n`);
    expect(await updated(root)).toEqual({ code: 0, stderr: '' });
  }
});

it('mends what git could not merge: files, the index and the schema', async () => {
  const root = await project();
  const expected = new Map(
    ['dist/one', 'profiles']
      .flatMap((folder) => namesIn(join(root, folder)).map((name) => join(root, folder, name)))
      .map((path) => [path, readFileSync(path, 'utf8')]),
  );
  for (const [path, text] of expected) {
    if (path.endsWith('.yaml')) continue;
    const lines = text.split('\n');
    lines.splice(3, 2, '<<<<<<< HEAD', ...lines.slice(3, 5), '=======', 'something else', '>>>>>>> other');
    writeFileSync(path, lines.join('\n'));
  }
  const { code, stderr } = await updated(root);
  expect([code, stderr]).toEqual([0, expect.not.stringContaining('.bak')]);
  for (const [path, text] of expected) expect(readFileSync(path, 'utf8')).toBe(text);
  expect(namesIn(join(root, 'dist/one'))).toHaveLength(2);
});

it('leaves to the user what git could not merge in a profile, and says where it is, once', async () => {
  const root = await project();
  writeFileSync(join(root, 'profiles/one.yaml'), `<<<<<<< HEAD\nrestart: no\n=======\nrestart: always\n>>>>>>> other\n${EVERY_SIZE}`);
  const { code, stderr } = await updated(root);
  expect(code).toBe(1);
  expect(stderr).toMatch(/^profiles\/one\.yaml:1:1: git has left a conflict here: [^\n]*\n$/);
});

it('writes nothing of a profile with an error that it does not accept', async () => {
  const root = await project();
  writeFileSync(join(root, 'profiles/other.yaml'), 'extends: ./one.yaml\nservices: { redis: { cpu: { limit: 8 } } }\n');
  const { code, stderr } = await updated(root);
  expect(code).toBe(4);
  expect(stderr).toContain('error    cpus-exceed-machine');
  expect(stderr).not.toContain('wrote');
});

it('names what no profile generates, with the command that removes it, and removes nothing itself', async () => {
  const root = await project();
  rmSync(join(root, 'profiles/other.yaml'));
  writeFileSync(join(root, 'dist/one/mine.yaml'), '');
  expect(await updated(root)).toEqual({
    code: 0,
    stderr: [
      'dist/other: no profile in profiles/ generates it: rm -r dist/other, unless it is of a profile of your own\n',
      'dist/one/mine.yaml: its profile does not generate it: rm -r dist/one/mine.yaml, or move it away\n',
    ].join(''),
  });
  expect(namesIn(join(root, 'dist/other'))).toHaveLength(2);
});
