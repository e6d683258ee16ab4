import { execFileSync, spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../support/cli';
import { GitHub } from '../support/github';
import { EVERY_SIZE } from '../support/plans';
import { namesIn, scratch } from '../support/scratch';

interface Ran {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a script of scripts/delivery in a folder, with nothing of the job that these tests may run in. */
const script = (words: string, cwd: string, env: Record<string, string> = {}, ...more: readonly string[]): Promise<Ran> =>
  new Promise((resolve) => {
    const [name = '', ...args] = words.split(' ');
    const child = spawn(process.execPath, [join(ROOT, 'scripts/delivery', name), ...args, ...more], {
      cwd,
      env: { PATH: process.env.PATH, HOME: cwd, ...env },
    });
    const printed = { stdout: '', stderr: '' };
    child.stdout.on('data', (data) => {
      printed.stdout += data;
    });
    child.stderr.on('data', (data) => {
      printed.stderr += data;
    });
    child.on('close', (code) => resolve({ code, ...printed }));
  });

const REPOSITORY = 'owner/name';

/** The event of a pull request from a branch of a repository. */
const requestFrom = (repository: string | null, body = '') =>
  JSON.stringify({ pull_request: { number: 7, body, head: { repo: repository === null ? null : { full_name: repository } } } });

describe('the comment on a pull request', () => {
  let github: GitHub;
  beforeEach(async () => {
    github = await GitHub.start(REPOSITORY);
  });
  afterEach(() => github.stop());

  const comment = (env: Record<string, string> = {}, from: string | null = REPOSITORY) => {
    const cwd = scratch({ 'event.json': requestFrom(from), summary: '' });
    const told = { GITHUB_EVENT_PATH: join(cwd, 'event.json'), GITHUB_STEP_SUMMARY: join(cwd, 'summary') };
    const job = {
      GITHUB_API_URL: github.url,
      GITHUB_REPOSITORY: REPOSITORY,
      GITHUB_TOKEN: 'secret',
      MARKDOWN: 'More memory.',
      CHANGED: 'true',
    };
    return script('comment.mjs', cwd, { ...job, ...told, ...env }).then((ran) => ({
      ...ran,
      summary: readFileSync(join(cwd, 'summary'), 'utf8'),
    }));
  };

  it('is one, which later runs update in place', async () => {
    expect(await comment()).toMatchObject({ code: 0, stdout: expect.stringMatching(/^commented: https:/) });
    const [{ id = 0, body = '' } = {}] = github.comments;
    expect(body).toBe('<!-- fmsynth diff: profiles -->\n## What this change means\n\nMore memory.\n');
    expect(await comment({ MARKDOWN: 'Less memory.' })).toMatchObject({ code: 0, stdout: expect.stringMatching(/^updated: /) });
    expect(github.comments).toEqual([expect.objectContaining({ id, body: body.replace('More', 'Less') })]);
  });

  it('is found behind hundreds of others, and is none that somebody else wrote with its mark', async () => {
    const forged = { id: 1, body: '<!-- fmsynth diff: profiles -->\nApproved.', user: { type: 'User' as const } };
    github.comments.push(
      forged,
      ...Array.from({ length: 249 }, (_, id) => ({ id: id + 2, body: 'me too', user: { type: 'Bot' as const } })),
    );
    await comment();
    await comment({ MARKDOWN: 'Less memory.' });
    expect([github.comments.length, github.comments[0], github.comments.at(-1)?.body]).toEqual([
      251,
      forged,
      expect.stringContaining('Less'),
    ]);
  });

  it('is not begun where nothing changes, but is brought up to date', async () => {
    expect(await comment({ CHANGED: 'false' })).toMatchObject({ code: 0, stderr: 'nothing changes: no comment\n' });
    expect(github.comments).toEqual([]);
    await comment();
    await comment({ CHANGED: 'false', MARKDOWN: 'Nothing changes.' });
    expect(github.comments.map(({ body }) => body)).toEqual([expect.stringContaining('Nothing changes.')]);
  });

  it.each(['somebody/name', null])('is none from the fork %p, whose job may not write', async (from) => {
    expect(await comment({}, from)).toMatchObject({ code: 0, stderr: 'the pull request is from a fork: see the summary of the job\n' });
    expect(github.asked).toEqual([]);
  });

  it('is none where the token can only read, which the summary says', async () => {
    github.mayWrite = false;
    const { code, stderr, summary } = await comment();
    expect([code, summary]).toEqual([0, expect.stringContaining('the token of the job may write none')]);
    expect(stderr).toContain('Resource not accessible by integration');
  });

  it.each([
    ['a message', { MARKDOWN: '' }, 'MARKDOWN is empty: there is nothing to say\n'],
    ['a token', { GITHUB_TOKEN: '' }, 'GITHUB_TOKEN is missing\n'],
    ['an API', { GITHUB_API_URL: 'http://127.0.0.1:9' }, /^http:\/\/127\.0\.0\.1:9 does not answer: .*\n$/],
    ['a repository', { GITHUB_REPOSITORY: 'other/name' }, /fork/],
    ['a pull request', { GITHUB_EVENT_PATH: '' }, 'there is no pull request to comment on\n'],
  ])('is refused in a line without %s', async (_, env, message) => {
    const { stdout, stderr } = await comment(env);
    expect([stdout, stderr]).toEqual(['', expect.stringMatching(typeof message === 'string' ? `^${message}$` : message)]);
  });
});

describe('a text that is too long', () => {
  const shortened = async (markdown: string, room: number): Promise<string> => {
    const code = `import { shortened } from ${JSON.stringify(join(ROOT, 'scripts/delivery/shortened.mjs'))};
      import { readFileSync } from 'node:fs';
      process.stdout.write(shortened(readFileSync(0, 'utf8'), ${room}));`;
    return execFileSync(process.execPath, ['--input-type=module', '--eval', code], { input: markdown, encoding: 'utf8' });
  };

  it('is cut at the end of a line, and what unfolds is closed', async () => {
    expect(await shortened('one\n<details>\ntwo\nthree\n</details>\n', 22)).toMatch(
      /^one\n<details>\ntwo\n\n<\/details>\n\n\*This is not all/,
    );
    expect(await shortened('one\n', 22)).toBe('one');
  });

  it('has whole characters, also where a line is longer than all the room', async () => {
    expect(await shortened('→'.repeat(20), 10)).toMatch(/^→→→\n\n\*This/);
  });
});

/** A repository of somebody with a profile and what it gives, and a change of it. */
function repository(below = '.', outputs = 'dist'): string {
  const profile = join(below, 'profiles/mine.yaml');
  const cwd = scratch({ [profile]: EVERY_SIZE });
  const git = (...args: readonly string[]) =>
    execFileSync('git', ['-c', 'user.name=test', '-c', 'user.email=test@example.org', '-c', 'commit.gpgsign=false', ...args], { cwd });
  git('init', '--quiet', '--initial-branch=main');
  const written = ['--output', join(below, outputs, 'mine')];
  execFileSync(process.execPath, [join(ROOT, 'build/fmsynth.js'), '--profile', `./${profile}`, '--quiet', ...written], { cwd });
  git('add', '.');
  git('commit', '--quiet', '--message=first');
  writeFileSync(join(cwd, profile), EVERY_SIZE.replace(/limit: \d+Mi/, 'limit: 3000Mi'));
  git('commit', '--quiet', '--all', '--message=second');
  return cwd;
}

describe('in a repository with profiles of its own', () => {
  let cwd: string;
  beforeAll(() => {
    execFileSync(process.execPath, ['scripts/build.mjs'], { cwd: ROOT });
    cwd = repository();
  });

  it('says what a change means, to the summary and to later steps', async () => {
    const told = { GITHUB_OUTPUT: join(cwd, 'output'), GITHUB_STEP_SUMMARY: join(cwd, 'summary') };
    const { code, stdout } = await script('diff.mjs --profiles profiles', cwd, told);
    expect([code, stdout]).toEqual([0, expect.stringContaining('**mine**')]);
    expect(readFileSync(told.GITHUB_STEP_SUMMARY, 'utf8')).toBe(`## What this change means\n\n${stdout}`);
    const [, mark, markdown] = /^changed=true\nmarkdown<<(\S+)\n([\s\S]*)\n\1\n$/.exec(readFileSync(told.GITHUB_OUTPUT, 'utf8')) ?? [];
    expect([mark, markdown]).toEqual([expect.any(String), stdout.trimEnd()]);
  });

  /** What the job is told of a description, and what it tells. */
  const described = async (body: string, folder = cwd, words = 'diff.mjs --profiles profiles') => {
    const told = {
      GITHUB_EVENT_PATH: join(folder, 'event.json'),
      GITHUB_OUTPUT: join(folder, 'told'),
      GITHUB_STEP_SUMMARY: join(folder, 'said'),
    };
    writeFileSync(told.GITHUB_EVENT_PATH, requestFrom(REPOSITORY, body));
    for (const file of [told.GITHUB_OUTPUT, told.GITHUB_STEP_SUMMARY]) writeFileSync(file, '');
    const ran = await script(words, folder, told);
    return { ...ran, output: readFileSync(told.GITHUB_OUTPUT, 'utf8'), summary: readFileSync(told.GITHUB_STEP_SUMMARY, 'utf8') };
  };

  it('takes what the description accepts, and tells what it does not take', async () => {
    const lines = ['Please.', 'allow: no-such-code:x', 'Allow: everybody', 'Allow: --all', 'allow: $(touch here)', 'Allow: disk-shrinks:x'];
    const { code, stdout, output, summary } = await described(lines.join('\r\n'));
    expect(code).toBe(0);
    for (const name of ['no-such-code:x', 'everybody', '--all'])
      expect(stdout).toMatch(new RegExp(`\\n {4}--allow "${name}": no such code`));
    expect(stdout).toContain('\n    --allow "disk-shrinks:x": nothing of that name is in this change\n');
    expect([stdout.startsWith('**mine**'), output.startsWith('changed=true\nmarkdown<<'), summary.includes(stdout.trimEnd())]).toEqual([
      true,
      true,
      true,
    ]);
    expect(namesIn(cwd)).not.toContain('here');
  });

  it('says in the same places where it cannot tell what a change means', async () => {
    const folder = repository();
    writeFileSync(join(folder, 'profiles/mine.yaml'), 'target: nonsense # @all\n');
    const { code, stdout, output, summary } = await described('', folder);
    expect([code, stdout]).toEqual([
      1,
      expect.stringMatching(/^What this change means cannot be told: `diff` ended with 1\.\n\n {4}\S*mine\.yaml:1:9: /),
    ]);
    expect([output, summary]).toEqual([expect.stringContaining(stdout.trimEnd()), expect.stringContaining(stdout.trimEnd())]);
  });

  it('finds outputs in another folder, and says so where it does not', async () => {
    const folder = repository('infra/fm', 'generated');
    const words = 'diff.mjs --profiles infra/fm/profiles';
    expect(await described('', folder, words)).toMatchObject({ code: 1, stdout: expect.stringContaining('infra/fm/generated has some') });
    const found = await described('', folder, `${words} --outputs infra/fm/generated`);
    expect([found.code, found.stdout]).toEqual([0, expect.stringMatching(/^\*\*mine\*\*\n/)]);
    const checked = await script('check.mjs --profiles infra/fm/profiles --outputs infra/fm/generated', folder);
    expect([checked.code, checked.stderr]).toEqual([3, expect.stringContaining('infra/fm/generated/mine')]);
  });

  it('says that everything is new where nothing was generated before, not where it is looked for in the wrong folder', async () => {
    const folder = repository();
    const started = execFileSync('git', ['commit-tree', '-m', 'nothing', '4b825dc642cb6eb9a060e54bf8d69288fbee4904'], {
      cwd: folder,
      encoding: 'utf8',
      env: { ...process.env, GIT_AUTHOR_NAME: 'a', GIT_AUTHOR_EMAIL: 'a@b', GIT_COMMITTER_NAME: 'a', GIT_COMMITTER_EMAIL: 'a@b' },
    }).trim();
    const words = `diff.mjs --profiles profiles --base ${started}`;
    expect(await described('', folder, words)).toMatchObject({ code: 0, stdout: expect.stringMatching(/^Everything is new: nothing in /) });
    expect(await described('', folder, `${words} --outputs elsewhere`)).toMatchObject({ code: 1 });
  });

  it('finds what is committed and no longer what the profile gives, and goes on after it', async () => {
    writeFileSync(join(cwd, 'profiles/other.yaml'), EVERY_SIZE);
    const { code, stdout } = await script('check.mjs --annotate', cwd);
    expect(code).toBe(3);
    expect(stdout).toContain('mine: synth ended with 3');
    expect(stdout).toContain('other: synth ended with 3');
    expect(stdout).toMatch(/^::warning file=profiles\/mine\.yaml,line=/m);
  });

  it.each([
    ['publish.mjs', 'there is no registry', '--to: expected oci://HOST/NAME\n'],
    ['check.mjs --profiles nowhere', 'there are no profiles', 'nowhere: there is no profile: expected files that end in .yaml\n'],
  ])('%s says so in a line where %s', async (words, _, message) => {
    expect(await script(words, cwd)).toEqual({ code: 1, stdout: '', stderr: message });
  });
});

describe('what the action is told to do', () => {
  it.each(['check', 'check diff', ' publish\n'])('may be %j', async (words) => {
    expect(await script('words.mjs', scratch(), {}, words)).toEqual({ code: 0, stdout: '', stderr: '' });
  });

  it.each([
    ['chekc', 'chekc'],
    ['check,diff', 'check,diff'],
    ['check --all', '--all'],
    [' ', ''],
  ])('is refused as %j, since it would do nothing', async (words, told) => {
    const stderr = `run: expected check, diff, publish or several of them, got "${told}"\n`;
    expect(await script('words.mjs', scratch(), {}, words)).toEqual({ code: 1, stdout: '', stderr });
  });
});

describe('a release', () => {
  const released = (tag: string, changelog: string) =>
    script(`release.mjs ${tag} out`, scratch({ 'package.json': '{ "version": "1.2.0" }', 'CHANGELOG.md': changelog }));

  it.each([
    ['v1.2.1', '## 1.2.0\n\n- This.\n', 'the tag is "v1.2.1", and package.json has 1.2.0: expected the tag v1.2.0\n'],
    [
      'v1.2.0',
      '## Unreleased\n\n- This.\n\n## 1.2.0-rc\n',
      'CHANGELOG.md has no section 1.2.0: give what is under Unreleased that heading\n',
    ],
    ['v1.2.0', '## 1.2.0\n\n## 1.1.0\n\n- That.\n', 'CHANGELOG.md has no section 1.2.0: give what is under Unreleased that heading\n'],
  ])('of %s is refused where the version or the changelog is another: %j', async (tag, changelog, message) => {
    expect(await released(tag, changelog)).toEqual({ code: 1, stdout: '', stderr: message });
  });

  it('takes a new folder, and removes none that is there', async () => {
    const cwd = scratch({ 'package.json': '{ "version": "1.2.0" }', 'CHANGELOG.md': '## 1.2.0\n\n- This.\n', 'out/mine': '' });
    const { code, stderr } = await script('release.mjs v1.2.0 out', cwd);
    expect([code, stderr, namesIn(join(cwd, 'out'))]).toEqual([1, 'expected a tag and a new folder\n', ['mine']]);
  });
});
