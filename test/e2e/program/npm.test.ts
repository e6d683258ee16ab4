import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CHECKOUT } from '../support/checkout';
import { describeWith, NPM } from '../support/tools';

/** A command as somebody types it who is in a folder, without what this test's own npm has told its children. */
function type(command: string, args: readonly string[], cwd: string) {
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(npm_|INIT_CWD$)/i.test(name)));
  const { status, stdout, stderr } = spawnSync(command, args, { cwd, env, encoding: 'utf8' });
  return { code: status, stdout, stderr };
}

const npmRunSynth = (words: string, cwd = CHECKOUT) => type('npm', ['--prefix', CHECKOUT, 'run', 'synth', ...words.split(' ')], cwd);

describeWith([NPM], 'npm run synth', () => {
  it.each(['--profile laptop', '--profile=laptop --dry-run', 'check --color=always --profile laptop'])(
    'names what npm kept of %s',
    (words) => {
      const { code, stderr } = npmRunSynth(words);
      expect([code, stderr]).toEqual([2, expect.stringContaining('put -- before our flags, as in npm run synth -- --profile laptop-8gb')]);
    },
  );

  it.each(['--quiet', '--color always', '--format json', 'list --format json'])(
    'names the missing -- where npm leaves no trace of %s',
    (words) => {
      const { code, stderr } = npmRunSynth(words);
      expect([code, stderr]).toEqual([2, expect.stringContaining('our flags stand after --, as in npm run synth -- --profile laptop-8gb')]);
    },
  );

  it("resolves relative paths from the user's folder", () => {
    const cwd = mkdtempSync(join(tmpdir(), 'fm-'));
    writeFileSync(join(cwd, 'mine.yaml'), `extends: ${join(CHECKOUT, 'profiles/laptop.yaml')}\n`);
    const { code, stderr } = npmRunSynth('-- --profile ./mine.yaml --output out', cwd);
    expect([code, readdirSync(cwd)]).toEqual([0, ['mine.yaml', 'out']]);
    expect(stderr).toContain('wrote out/docker-compose.override.yml\n');
    rmSync(cwd, { recursive: true });
  });
});

describeWith([NPM], 'the package', () => {
  const folder = mkdtempSync(join(tmpdir(), 'fm-pack-'));
  const must = (command: string, args: readonly string[], cwd = folder): string => {
    const { code, stdout, stderr } = type(command, args, cwd);
    if (code !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${code}\n${stdout}${stderr}`);
    return stdout;
  };
  let tarball = '';
  beforeAll(() => {
    must('npm', ['pack', '--pack-destination', folder], CHECKOUT);
    tarball = join(folder, readdirSync(folder).find((name) => name.endsWith('.tgz')) ?? '');
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it('needs no other package at run time', () => {
    expect(Object.keys(JSON.parse(readFileSync(join(CHECKOUT, 'package.json'), 'utf8')).dependencies ?? {})).toEqual([]);
  });

  describe('after a global installation', () => {
    const prefix = join(folder, 'global');
    const fmsynth = join(prefix, 'bin/fmsynth');
    const installed = join(prefix, 'lib/node_modules/faultmaven-infra');
    const user = join(folder, 'user');
    beforeAll(() => {
      mkdirSync(user);
      must('npm', ['install', '--global', '--offline', '--prefix', prefix, tarball]);
    });

    it('holds program, profiles, schema and documents, and nothing else', () => {
      expect(readdirSync(join(installed, 'profiles'))).toEqual(readdirSync(join(CHECKOUT, 'profiles')));
      expect(readdirSync(join(installed, 'docs'))).toEqual(readdirSync(join(CHECKOUT, 'docs')));
      expect(readdirSync(join(installed, 'build')).filter((name) => /^program-\w+\.js$/.test(name))).toHaveLength(1);
      expect(existsSync(join(installed, 'node_modules'))).toBe(false);
    });

    it("writes the same files as a clone, into the user's folder", () => {
      for (const profile of ['laptop', 'cluster']) {
        must(fmsynth, ['--profile', profile], user);
        const [theirs, ours] = [join(user, 'dist', profile), join(CHECKOUT, 'dist', profile)];
        expect(readdirSync(theirs)).toEqual(readdirSync(ours));
        for (const name of readdirSync(ours)) expect(readFileSync(join(theirs, name), 'utf8')).toBe(readFileSync(join(ours, name), 'utf8'));
      }
    });

    it.each([['--version'], ['help'], ['list'], ['schema'], ['plan', '--profile', 'laptop'], ['check', '--profile', 'cluster-small']])(
      'runs %j',
      (...args) => {
        expect(must(fmsynth, args, user)).not.toBe('');
      },
    );

    it('names itself in hints as the user called it', () => {
      const { stderr } = type(fmsynth, ['--profile', 'laptop-8gb'], user);
      expect(stderr).toContain('next: fmsynth --profile laptop-8gb');
      expect(stderr).not.toContain('npm run');
      expect(type(fmsynth, ['--nonsense'], user).stderr).toContain('see fmsynth --help');
    });

    it('names documents by their path', () => {
      const { stderr } = type(
        fmsynth,
        ['--profile', 'cluster', '--set', 'services.postgres.volume.size=200Gi', '--output', 'dist/cluster'],
        user,
      );
      const [, document = ''] = /\((\/.*\/docs\/runbooks\/immutable-fields\.md)\)/.exec(stderr) ?? [];
      expect(readFileSync(document, 'utf8')).toContain('# ');
    });
  });

  it('is called npx fmsynth in hints if it was called so', () => {
    const project = join(folder, 'project');
    mkdirSync(project);
    writeFileSync(join(project, 'package.json'), '{"private":true,"scripts":{"synth":"fmsynth"}}');
    must('npm', ['install', '--offline', '--no-audit', '--no-fund', tarball], project);
    expect(type('npx', ['--no-install', 'fmsynth', '--nonsense'], project).stderr).toContain('see npx fmsynth --help');
    // A script of theirs of the same name is not ours.
    expect(type('npm', ['run', 'synth', '--', '--nonsense'], project).stderr).toContain('see fmsynth --help');
    must('npx', ['--no-install', 'fmsynth', '--profile', 'laptop'], project);
    expect(readdirSync(join(project, 'dist/laptop'))).toContain('docker-compose.override.yml');
  });
});
