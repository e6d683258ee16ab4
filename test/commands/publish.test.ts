import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { shopsynth } from '../support/cli';
import { namesIn, scratch } from '../support/scratch';

/** `git` without what somebody's own configuration says. */
const GIT = { GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_SYSTEM: '/dev/null' };

const git = (cwd: string, ...args: readonly string[]): string =>
  execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.org', '-c', 'commit.gpgsign=false', ...args], {
    cwd,
    encoding: 'utf8',
    env: { ...process.env, ...GIT, GIT_COMMITTER_DATE: '2026-01-02T03:04:05+02:00', GIT_AUTHOR_DATE: '2026-01-02T03:04:05+02:00' },
  }).trim();

/** A repository with a profile, committed. */
function repository(files: Readonly<Record<string, string>> = { 'mine.yaml': 'extends: cluster\n' }): string {
  const folder = scratch(files);
  git(folder, 'init', '--quiet', '--initial-branch=main');
  git(folder, 'add', '.');
  git(folder, 'commit', '--quiet', '--message=first');
  return folder;
}

/**
 * Stands in for oras: keeps its tags in a folder, writes down what it is told, and does what `BREAK` says first.
 * The real programs are in test/e2e/delivery.
 */
const ORAS = `#!/bin/sh
echo "$*" >> "$STATE/log"
if [ "$1" = "$BREAK" ]; then echo "Error: $SAYS" >&2; exit 1; fi
case $1 in
  version) echo "Version: 9.8.7";;
  resolve)
    file="$STATE/$(echo "$3" | tr '/:' '__')"
    if [ -f "$file" ]; then cat "$file"; else
      echo "Error response from registry: failed to resolve digest: $3: not found" >&2
      exit 1
    fi;;
  tag) echo "$3" | sed 's/.*@//' > "$STATE/$(echo "\${3%@*}:$4" | tr '/:' '__')";;
esac
`;

const COSIGN = `#!/bin/sh
echo "cosign $*" >> "$STATE/log"
[ -z "$NO_SIGNATURE" ] || { echo "Error: $NO_SIGNATURE" >&2; exit 1; }
`;

/** The environment in which only the stand-ins and git are to be had. */
function withPrograms(names: readonly ('oras' | 'crane' | 'skopeo' | 'cosign')[] = ['oras']) {
  const folder = scratch({ 'state/log': '' });
  for (const name of names) {
    writeFileSync(join(folder, name), name === 'cosign' ? COSIGN : ORAS);
    chmodSync(join(folder, name), 0o755);
  }
  const state = join(folder, 'state');
  const env = { ...GIT, PATH: folder, STATE: state };
  return { env, state, log: (): readonly string[] => readFileSync(join(state, 'log'), 'utf8').trimEnd().split('\n') };
}

const publish = (cwd: string, env: NodeJS.ProcessEnv, ...args: readonly string[]) => shopsynth(['publish', ...args], { cwd, env });

const MINE = ['--profile', './mine.yaml', '--to', 'oci://registry.example.org/shop/mine'];

it('writes a layout, the same anywhere, and says its digest', async () => {
  const digests = new Set<string>();
  for (const cwd of [repository(), repository()]) {
    const { code, stdout, stderr } = await publish(cwd, { ...process.env, ...GIT }, '--profile', './mine.yaml', '--to', 'out');
    expect([code, stderr]).toEqual([0, 'mine: written\n']);
    expect(stdout).toMatch(new RegExp(`^out:${git(cwd, 'rev-parse', 'HEAD')}@sha256:[0-9a-f]{64}\n$`));
    expect(await shopsynth(['verify', 'out'], { cwd })).toMatchObject({ code: 0 });
    expect(namesIn(cwd)).toEqual(['.git', 'mine.yaml', 'out']);
    digests.add(stdout);
  }
  expect(digests.size).toBe(1);
});

it('does nothing where the same layout is, and replaces nothing else', async () => {
  const cwd = repository();
  const env = { ...process.env, ...GIT };
  const first = await publish(cwd, env, '--profile', './mine.yaml', '--to', 'out');
  expect(await publish(cwd, env, '--profile', './mine.yaml', '--to', 'out')).toEqual({
    ...first,
    stderr: 'mine: was there already, nothing was done\n',
  });
  git(cwd, 'commit', '--quiet', '--allow-empty', '--message=second');
  const second = await publish(cwd, env, '--profile', './mine.yaml', '--to', 'out');
  expect(second).toMatchObject({
    code: 1,
    stdout: '',
    stderr: expect.stringContaining('out: holds something else already, which is not replaced'),
  });
  writeFileSync(join(cwd, 'file'), '');
  expect(await publish(cwd, env, '--profile', './mine.yaml', '--to', 'file')).toMatchObject({
    code: 1,
    stderr: expect.not.stringContaining('defect'),
  });
});

it('annotates with where it comes from, and publishes nothing with --dry-run', async () => {
  const cwd = repository();
  const { env, log } = withPrograms();
  const { code, stdout, stderr } = await publish(
    cwd,
    { ...process.env, ...env, PATH: `${env.PATH}:${process.env.PATH}` },
    ...MINE,
    '--dry-run',
  );
  expect([code, stdout.replace(/[0-9a-f]{40,64}/g, 'X')]).toEqual([0, 'registry.example.org/shop/mine:X@sha256:X\n']);
  expect(stderr).toContain('org.opencontainers.image.created: 2026-01-02T01:04:05Z\n');
  expect(stderr).toContain(`org.opencontainers.image.revision: ${git(cwd, 'rev-parse', 'HEAD')}\n`);
  expect(stderr).toMatch(/generator: faultmaven-infra \d+\.\d+\.\d+\n/);
  expect(stderr).toMatch(/index\.digest: sha256:[0-9a-f]{64}\n/);
  expect(stderr).toContain('nothing was published');
  expect(log()).toEqual(['']);
});

describe('refuses what nobody could make again:', () => {
  it.each<readonly [string, (folder: string) => void, string]>([
    [
      'a profile that was changed',
      (folder) => writeFileSync(join(folder, 'mine.yaml'), 'extends: cluster\nnamespace: x\n'),
      'mine.yaml: not committed',
    ],
    ['another file that was changed', (folder) => writeFileSync(join(folder, 'other.txt'), 'x'), 'other.txt: not committed'],
    [
      'a file that is staged',
      (folder) => {
        writeFileSync(join(folder, 'new.txt'), 'x');
        git(folder, 'add', 'new.txt');
      },
      'new.txt: not committed',
    ],
    ['a profile that is not in git', (folder) => git(folder, 'rm', '--quiet', '--cached', 'mine.yaml'), 'mine.yaml'],
    [
      'a profile that extends one that is not in git',
      (folder) => {
        writeFileSync(join(folder, 'base.yaml'), 'extends: cluster\n');
        writeFileSync(join(folder, 'mine.yaml'), 'extends: ./base.yaml\n');
        git(folder, 'commit', '--quiet', '--all', '--message=x');
      },
      'base.yaml: is not committed: git add and commit it',
    ],
  ])('%s', async (_, change, message) => {
    const cwd = repository({ 'mine.yaml': 'extends: cluster\n', 'other.txt': '' });
    change(cwd);
    const { code, stdout, stderr } = await publish(cwd, { ...process.env, ...GIT }, '--profile', './mine.yaml', '--to', 'out');
    expect([code, stdout, stderr]).toEqual([1, '', expect.stringContaining(message)]);
    expect(existsSync(join(cwd, 'out'))).toBe(false);
  });

  it('what is in no repository, or in one without a commit', async () => {
    const cwd = scratch({ 'mine.yaml': 'extends: cluster\n' });
    const env = { ...process.env, ...GIT, GIT_CEILING_DIRECTORIES: join(cwd, '..') };
    expect(await publish(cwd, env, '--profile', './mine.yaml', '--to', 'out')).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('is in no git repository'),
    });
    git(cwd, 'init', '--quiet');
    expect(await publish(cwd, env, '--profile', './mine.yaml', '--to', 'out')).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('has no commit'),
    });
  });

  it('files beside it that are not in git are no reason', async () => {
    const cwd = repository();
    writeFileSync(join(cwd, 'notes.txt'), '');
    expect(await publish(cwd, { ...process.env, ...GIT }, '--profile', './mine.yaml', '--to', 'out')).toMatchObject({ code: 0 });
  });
});

describe('to a registry', () => {
  const run = async (
    programs: ReturnType<typeof withPrograms>,
    args: readonly string[] = MINE,
    more: NodeJS.ProcessEnv = {},
    cwd = repository(),
  ) => publish(cwd, { ...programs.env, PATH: `${programs.env.PATH}:${GIT_FOLDER}`, ...more }, ...args);

  it('pushes by digest, and gives the tag last', async () => {
    const programs = withPrograms();
    const { code, stdout, stderr } = await run(programs);
    expect([code, stderr]).toEqual([0, expect.stringMatching(/^pushing with \S+\/oras \(oras 9\.8\.7\)\nmine: pushed\n$/)]);
    const [, tag, digest] = /:(\w+)@(sha256:\w+)\n$/.exec(stdout) ?? [];
    const name = 'registry.example.org/shop/mine';
    expect(programs.log()).toEqual([
      'version',
      `resolve --plain-http=false ${name}:${tag}`,
      expect.stringMatching(`^cp --no-tty --from-oci-layout --to-plain-http=false \\S+:${tag} ${name}@${digest}$`),
      `resolve --plain-http=false ${name}:${tag}`,
      `tag --plain-http=false ${name}@${digest} ${tag}`,
      `resolve --plain-http=false ${name}:${tag}`,
    ]);
  });

  it('does nothing where the tag has the digest already', async () => {
    const programs = withPrograms();
    const cwd = repository();
    const first = await run(programs, MINE, {}, cwd);
    const before = programs.log().length;
    const second = await run(programs, MINE, {}, cwd);
    expect([second.code, second.stdout]).toEqual([0, first.stdout]);
    expect(second.stderr).toContain('mine: was there already, nothing was done');
    expect(
      programs
        .log()
        .slice(before)
        .map((line) => line.split(' ')[0]),
    ).toEqual(['version', 'resolve']);
  });

  it('never moves a tag', async () => {
    const programs = withPrograms();
    const cwd = repository();
    writeFileSync(join(programs.state, `registry.example.org_shop_mine_${git(cwd, 'rev-parse', 'HEAD')}`), `sha256:${'0'.repeat(64)}\n`);
    const { code, stdout, stderr } = await run(programs, MINE, {}, cwd);
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(/has the digest sha256:0+ already, and this artifact has sha256:\w+: a tag is never moved/);
    expect(programs.log().map((line) => line.split(' ')[0])).toEqual(['version', 'resolve']);
  });

  it.each(['resolve', 'cp', 'tag'])('gives no tag where %s fails, and says why', async (BREAK) => {
    const programs = withPrograms();
    const { code, stdout, stderr } = await run(programs, MINE, { BREAK, SAYS: 'denied: \u001b[2J https://user:secret@x' });
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toContain('Error: denied: \\u001b[2J');
    expect(stderr).not.toContain('secret');
    expect(namesIn(programs.state)).toEqual(['log']);
  });

  it('takes no failure for a missing tag that is another one', async () => {
    for (const SAYS of ['host not found', 'dial tcp: lookup x: no such host', 'unexpected status code 404 Not Found', 'unauthorized']) {
      const programs = withPrograms();
      expect(await run(programs, MINE, { BREAK: 'resolve', SAYS })).toMatchObject({
        code: 1,
        stderr: expect.stringContaining('cannot be looked up'),
      });
    }
  });

  it.each([
    [['skopeo', 'crane'], [], 'crane'],
    [['skopeo', 'crane', 'oras'], [], 'oras'],
    [['skopeo', 'crane', 'oras'], ['--with', 'skopeo'], 'skopeo'],
  ] as const)('of %j with %j takes %s', async (names, flags, expected) => {
    const { stderr } = await run(withPrograms(names), [...MINE, ...flags]);
    expect(stderr).toMatch(new RegExp(`^pushing with \\S+/${expected} `));
  });

  it('says what it needs', async () => {
    expect(await run(withPrograms([]))).toMatchObject({
      code: 1,
      stderr: 'there is nothing to push with: expected one of oras, crane, skopeo in PATH\n',
    });
    expect(await run(withPrograms(['oras']), [...MINE, '--with', 'crane'])).toMatchObject({
      code: 1,
      stderr: 'there is nothing to push with: expected crane in PATH\n',
    });
    expect(await run(withPrograms(['oras']), [...MINE, '--sign-key', 'k'])).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('expected cosign in PATH'),
    });
    expect(await run(withPrograms(['oras', 'cosign']), [...MINE, '--sign-key', 'k'])).toMatchObject({
      code: 1,
      stderr: '--sign-key: k: no such file\n',
    });
  });

  it.each([
    ['127.0.0.1:5000', [], true],
    ['localhost:5000', [], true],
    ['localhost:5000', ['--no-plain-http'], false],
    ['10.0.0.1:5000', [], false],
    ['10.0.0.1:5000', ['--plain-http'], true],
  ])('speaks plain HTTP with %s and %j: %s', async (host, flags, expected) => {
    const programs = withPrograms();
    const { stderr } = await run(programs, ['--profile', './mine.yaml', '--to', `oci://${host}/x`, ...flags]);
    expect(stderr.includes('over plain HTTP')).toBe(expected);
    expect(programs.log()[1]).toContain(`--plain-http=${expected}`);
  });

  it.each(['10.1.2.3', '192.168.1.1:5000', '172.20.0.1', 'registry.local', 'registry.local:5000'])(
    'does not take crane for %s, where it would speak plain HTTP by itself',
    async (host) => {
      const args = ['--profile', './mine.yaml', '--to', `oci://${host}/x`];
      expect(await run(withPrograms(['crane']), args)).toMatchObject({ code: 1, stderr: expect.stringContaining('use oras or skopeo') });
      expect((await run(withPrograms(['crane', 'skopeo']), args)).stderr).toMatch(/^pushing with \S+\/skopeo /);
    },
  );

  it('signs before the tag is given, and gives none without a signature', async () => {
    const cwd = repository({ 'mine.yaml': 'extends: cluster\n', key: '' });
    const programs = withPrograms(['oras', 'cosign']);
    expect((await run(programs, [...MINE, '--sign-key', 'key'], {}, cwd)).code).toBe(0);
    const words = programs.log().map((line) => line.split(' ')[0]);
    expect(words).toEqual(['version', 'resolve', 'cp', 'cosign', 'resolve', 'tag', 'resolve']);
    expect(programs.log()[3]).toMatch(
      /^cosign sign --yes --key key --tlog-upload=false --use-signing-config=false registry\.example\.org\/shop\/mine@sha256:/,
    );

    const without = withPrograms(['oras', 'cosign']);
    const { code, stderr } = await run(without, [...MINE, '--sign-key', 'key'], { NO_SIGNATURE: 'wrong password' }, cwd);
    expect([code, stderr]).toEqual([1, expect.stringContaining('cannot be signed by cosign, so it gets no tag: Error: wrong password')]);
    expect(namesIn(without.state)).toEqual(['log']);
  });
});

describe('of the command line', () => {
  it.each([
    [[], 'give --profile or --all'],
    [['--profile', 'cluster', '--all'], 'give --profile or --all'],
    [['--profile', ''], 'expected a name or the path of a file, got nothing'],
    [['--profile', 'cluster'], '--to is needed'],
    [['--profile', 'cluster', '--to', ''], '--to is needed'],
    [['--profile', 'cluster', '--to', 'x', '--with', 'docker'], 'Allowed choices are oras, crane, skopeo'],
    [['--profile', 'cluster', '--to', 'x', '--with', 'oras'], '--with is about a registry'],
    [['--profile', 'cluster', '--to', 'x', '--sign-key', 'k'], '--sign-key is about a registry'],
    [['--profile', 'cluster', '--to', 'x', '--plain-http'], '--plain-http is about a registry'],
  ])('refuses %j', async (args, message) => {
    expect(await shopsynth(['publish', ...args])).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining(message) });
  });

  it.each(['https://user:secret@host/x', 'oci://user:secret@host/x', 'docker://host/x'])('takes no other URL: %s', async (to) => {
    const { code, stderr } = await shopsynth(['publish', '--profile', 'cluster', '--to', to]);
    expect([code, stderr]).toEqual([1, expect.stringContaining('--to: expected oci://HOST/NAME')]);
    expect(stderr).not.toContain('secret');
  });
});

it('publishes every profile under its own name, and nothing if one of them cannot be', async () => {
  const root = repository({
    'profiles/one.yaml': readFileSync(join(__dirname, '../fixture/profiles/laptop.yaml'), 'utf8'),
    'profiles/two.yaml': 'extends: one\n',
  });
  const env = { ...process.env, ...GIT };
  const cwd = scratch();
  const { code, stdout } = await shopsynth(['publish', '--all', '--to', 'out'], { cwd, root, env });
  expect([code, stdout.replaceAll(/[0-9a-f]{40,}/g, 'X')]).toEqual([0, 'out/one:X@sha256:X\nout/two:X@sha256:X\n']);
  for (const name of ['one', 'two']) expect(await shopsynth(['verify', `out/${name}`], { cwd, root })).toMatchObject({ code: 0 });

  mkdirSync(join(root, 'profiles'), { recursive: true });
  writeFileSync(join(root, 'profiles/three.yaml'), 'extends: one\nnope: 1\n');
  const failed = await shopsynth(['publish', '--all', '--to', 'other'], { cwd, root, env });
  expect(failed).toMatchObject({ code: 1, stdout: '', stderr: expect.stringContaining('three.yaml') });
  expect(existsSync(join(cwd, 'other'))).toBe(false);
});

it('publishes every profile of a folder, which is in git like each of them', async () => {
  const cwd = repository({ 'environments/one.yaml': 'extends: laptop\n', 'environments/two.yaml': 'extends: one.yaml\n' });
  const { code, stdout } = await publish(cwd, { ...process.env, ...GIT }, '--all', 'environments', '--to', 'out');
  expect([code, stdout.replaceAll(/[0-9a-f]{40,}/g, 'X')]).toEqual([0, 'out/one:X@sha256:X\nout/two:X@sha256:X\n']);
  expect(await publish(cwd, { ...process.env, ...GIT }, '--all', 'nowhere', '--to', 'out')).toMatchObject({ code: 1 });
});

/** What a run needs besides what pushes, and nothing else: a machine may have a real one. */
const GIT_FOLDER = ((folder: string) => {
  writeFileSync(join(folder, 'git'), `#!/bin/sh\nPATH='${process.env.PATH}' exec git "$@"\n`, { mode: 0o755 });
  for (const name of ['cat', 'sed', 'tr'])
    symlinkSync(execFileSync('sh', ['-c', `command -v ${name}`], { encoding: 'utf8' }).trim(), join(folder, name));
  return folder;
})(scratch());
