import { execFileSync, spawnSync } from 'node:child_process';
import { appendFileSync, cpSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { fmsynth, ROOT } from '../support/cli';
import { EVERY_SIZE } from '../support/plans';
import { namesIn, scratch } from '../support/scratch';

it('takes relative paths from the folder that the user is in, which npm has left', () => {
  const cwd = scratch({ 'sub/mine.yaml': EVERY_SIZE });
  const user = join(cwd, 'sub');
  const { status, stderr } = spawnSync(process.execPath, ['scripts/synth.mjs', '--profile', './mine.yaml', '--output', '../out'], {
    cwd: ROOT,
    env: { ...process.env, INIT_CWD: user, npm_lifecycle_event: 'synth' },
    encoding: 'utf8',
  });
  expect(stderr).toContain('next: npm run synth -- --profile ./mine.yaml --fit auto --output ');
  expect([status, namesIn(join(cwd, 'out')), namesIn(user)]).toEqual([
    0,
    ['.faultmaven-infra.json', 'docker-compose.override.yml'],
    ['mine.yaml'],
  ]);
});

it.each(['laptop', 'cluster'])('starts no process for %s, and loads nothing that starts one', (profile) => {
  const hook = join(scratch({ 'hook.cjs': HOOK }), 'hook.cjs');
  const { status, stderr } = spawnSync(
    process.execPath,
    ['--require', hook, 'build/fmsynth.js', '--profile', profile, '--stdout', '--quiet'],
    {
      cwd: ROOT,
      encoding: 'utf8',
    },
  );
  expect([status, stderr]).toEqual([0, 'false']);
});

/** Says at the end whether Node has loaded the module. */
const HOOK = `process.on('exit', () => process.stderr.write(String(process.moduleLoadList.includes('NativeModule child_process'))))`;

describe('a folder that cannot be stood in', () => {
  /** Starts a script from a folder that is gone as soon as it starts. */
  const fromNowhere = (script: string, args: readonly string[], env: NodeJS.ProcessEnv = {}) => {
    const cwd = scratch();
    return spawnSync('sh', ['-c', `rmdir "$PWD"; exec "${process.execPath}" "$@"`, 'sh', script, ...args], {
      cwd,
      env: { ...process.env, INIT_CWD: undefined, npm_lifecycle_event: undefined, ...env },
      encoding: 'utf8',
    });
  };
  const GONE = 'fmsynth: the folder that you are in is gone: relative paths are taken from ';

  it.each(['scripts/synth.mjs', 'build/fmsynth.js'])('is no trouble for %s: what is committed is checked all the same', (script) => {
    const { status, stderr } = fromNowhere(join(ROOT, script), ['--profile', 'laptop', '--check']);
    expect(stderr).toMatch(new RegExp(`^${GONE}.*\ndist/laptop is up to date\n$`));
    expect(status).toBe(0);
  });

  it.each(['', '/nowhere/at/all', '/etc/passwd', '/a\n::error::b'])('is no trouble as INIT_CWD: %j', (folder) => {
    const { status, stderr } = spawnSync(process.execPath, [join(ROOT, 'scripts/synth.mjs'), '--profile', 'laptop', '--check'], {
      cwd: ROOT,
      env: { ...process.env, INIT_CWD: folder },
      encoding: 'utf8',
    });
    expect(stderr.replace(new RegExp(`^${GONE}.*\n`), '')).toBe('dist/laptop is up to date\n');
    expect(status).toBe(0);
  });

  it.each([
    ['scripts/synth.mjs', '--output', ['--profile', 'laptop', '--output', 'out-of-nowhere'], {}],
    ['build/fmsynth.js', '--output', ['--profile', 'laptop', '--output', 'out-of-nowhere'], {}],
    ['scripts/cdk8s-app.mjs', 'CDK8S_OUTDIR', [], { CDK8S_OUTDIR: 'out-of-nowhere' }],
  ])('is not replaced by the project for what %s writes', (script, flag, args, env) => {
    const { status, stderr } = fromNowhere(join(ROOT, script), args, env);
    expect(stderr).toMatch(
      new RegExp(`^${GONE}.*\n${flag}: the folder that you are in is gone: go to another one, or give an absolute path\n$`),
    );
    expect(status).toBe(1);
    expect(namesIn(ROOT)).not.toContain('out-of-nowhere');
  });

  it('is no trouble for cdk8s-app.mjs', () => {
    const out = scratch();
    const { status, stderr } = fromNowhere(join(ROOT, 'scripts/cdk8s-app.mjs'), [], { CDK8S_OUTDIR: out });
    expect([status, stderr]).toEqual([0, expect.stringMatching(new RegExp(`^${GONE}.*\n$`))]);
    expect(namesIn(out)).toContain('fm-edge.k8s.yaml');
  });
});

/** What scripts/cdk8s-app.mjs builds and starts. To build it for each case would take longer than all cases. */
const APP = join(ROOT, 'build/cdk8s-app/fmsynth.js');
const BUILD_APP = "import('./scripts/build.mjs').then(({ built }) => built('lib/cdk8s-app.ts', 'build/cdk8s-app', { whole: true }))";
beforeAll(() => {
  execFileSync(process.execPath, ['--eval', BUILD_APP], { cwd: ROOT });
});

describe('cdk8s-app.mjs', () => {
  const synth = (profile: string, files: Readonly<Record<string, string>> = {}) => {
    const cwd = scratch(files);
    const out = join(cwd, 'out');
    const { status, stdout, stderr } = spawnSync(process.execPath, [APP], {
      cwd,
      env: { ...process.env, FMSYNTH_PROFILE: profile, CDK8S_OUTDIR: out },
      encoding: 'utf8',
    });
    expect(stdout + stderr).not.toMatch(/\n\s+at /);
    return { status, stderr, files: namesIn(cwd) };
  };
  const mine = (more: string) => ({ 'mine.yaml': `extends: ${join(ROOT, 'profiles/cluster.yaml')}\ntarget: kubernetes\n${more}` });

  it('refuses what synth refuses, with the same words and the same code', async () => {
    const files = mine('ingress: { auth: null }\n');
    const { status, stderr, files: left } = synth('./mine.yaml', files);
    expect(left).toEqual(['mine.yaml']);
    expect([status, stderr]).toEqual([4, (await fmsynth(['--profile', './mine.yaml'], { cwd: scratch(files) })).stderr]);
    expect(stderr).toContain('no-authentication');
  });

  it.each([
    ['a profile that is not there', './nowhere.yaml', {}, 'nowhere.yaml: cannot be read: no such file or directory\n'],
    ['a name that is none', '\u001b[2J\n::error::x', {}, 'no such profile'],
    ['a laptop', 'laptop', {}, 'laptop: cdk8s makes manifests: expected target: kubernetes\n'],
    ['what is wrong in a profile', './mine.yaml', mine('version: 1\n'), 'mine.yaml:3:10: version: expected '],
  ])('refuses %s in a line, and writes nothing', (_, profile, files, expected) => {
    const { status, stderr, files: left } = synth(profile, files);
    expect(status).toBe(1);
    expect(stderr).toContain(expected);
    expect(stderr.split('\n')).toHaveLength(2);
    expect(left).toEqual(Object.keys(files));
  });
});

describe('where cdk8s-app.mjs writes to', () => {
  const synth = (CDK8S_OUTDIR: string | undefined, cwd: string) =>
    spawnSync(process.execPath, [APP], {
      cwd,
      env: { ...process.env, FMSYNTH_PROFILE: 'cluster', CDK8S_OUTDIR },
      encoding: 'utf8',
      timeout: 60_000,
    });

  it.each([
    ['a file', 'file', { file: '' }, 'file: cannot be written: a part of its path is not a directory'],
    ['below a file', 'file/out', { file: '' }, 'cannot be written: '],
    ['what the system refuses', '/proc/nowhere/out', {}, '/proc/nowhere/out: cannot be written: no such file or directory'],
    [
      'a folder with another one in the place of a file',
      'out',
      { 'out/fm-edge.k8s.yaml/x': '' },
      'fm-edge.k8s.yaml: cannot be written: it is a directory',
    ],
    ['a URL', 'https://u:hunter2@host/x', {}, 'CDK8S_OUTDIR: expected a folder, got a URL'],
  ])('is not %s: that is told in a line', (_, folder, files, message) => {
    const cwd = scratch(files);
    const { status, stdout, stderr } = synth(folder, cwd);
    expect([status, stdout]).toEqual([1, '']);
    expect(stderr).toContain(message);
    expect(stderr).toMatch(/^[^\n]*\n$/);
    expect(stderr).not.toContain('hunter2');
  });

  it.each(['', undefined])('is what cdk8s.yaml says without CDK8S_OUTDIR: %j', (folder) => {
    const cwd = scratch();
    const before = namesIn(join(ROOT, 'dist'));
    expect(synth(folder, cwd)).toMatchObject({ status: 0, stderr: '' });
    expect(namesIn(cwd)).toEqual([]);
    expect(namesIn(join(ROOT, 'dist'))).toEqual(before);
    expect(readFileSync(join(ROOT, 'cdk8s.yaml'), 'utf8')).toContain('output: build/cdk8s\n');
    expect(namesIn(join(ROOT, 'build/cdk8s'))).toContain('fm-edge.k8s.yaml');
  });
});

it('says in a line that build/ cannot be written, in words and not in the system’s', () => {
  const copy = scratch({ build: 'a file' });
  for (const path of ['scripts', 'lib', 'package.json']) cpSync(join(ROOT, path), join(copy, path), { recursive: true });
  symlinkSync(join(ROOT, 'node_modules'), join(copy, 'node_modules'));
  const { status, stderr } = spawnSync(process.execPath, [join(copy, 'scripts/synth.mjs')], { cwd: copy, encoding: 'utf8' });
  expect([status, stderr]).toEqual([
    1,
    expect.stringMatching(
      /^fmsynth: build\/ does not hold what this source makes, and cannot be written \([a-z ]+\): run npm run prepare where it can\n$/,
    ),
  ]);
});

it('says in a line that what it is built with is not installed, or that the source does not compile', () => {
  const copy = scratch();
  for (const path of ['scripts', 'lib', 'package.json']) cpSync(join(ROOT, path), join(copy, path), { recursive: true });
  const run = () => spawnSync(process.execPath, [join(copy, 'scripts/synth.mjs'), '--profile', 'laptop'], { cwd: copy, encoding: 'utf8' });
  expect(run()).toMatchObject({ status: 1, stderr: 'fmsynth: what it is built with is not installed: run npm ci --include=dev\n' });
  symlinkSync(join(ROOT, 'node_modules'), join(copy, 'node_modules'));
  appendFileSync(join(copy, 'lib/run.ts'), 'const = 1;\n');
  const { status, stderr } = run();
  expect(status).toBe(1);
  expect(stderr).toContain('lib/run.ts:');
  expect(stderr).toMatch(/\nfmsynth: the source does not compile: see above\n$/);
  expect(stderr).not.toMatch(/\n\s+at /);
});
