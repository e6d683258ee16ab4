import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { describeWith, NPM } from './support/tools';

const ROOT = resolve(__dirname, '../..');

/** npm run synth as somebody types it who is in a folder, without what this test's own npm has told its children. */
function npmRunSynth(words: string, cwd = ROOT) {
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(npm_|INIT_CWD$)/i.test(name)));
  const { status, stdout, stderr } = spawnSync('npm', ['--prefix', ROOT, 'run', 'synth', ...words.split(' ')], {
    cwd,
    env,
    encoding: 'utf8',
  });
  return { code: status, stdout, stderr };
}

describeWith([NPM], 'npm run synth', () => {
  it.each([
    '--profile laptop',
    '--profile=laptop --dry-run',
    '--quiet',
    '--color always',
    '--format json',
    'list --format json',
    'check --color=always --profile laptop',
  ])('names the missing -- for %s', (words) => {
    const { code, stderr } = npmRunSynth(words);
    expect(code).toBe(2);
    expect(stderr).toContain('put -- before our flags, as in npm run synth -- --profile laptop');
  });

  it('takes relative paths from the folder that the user is in', () => {
    const cwd = mkdtempSync(join(tmpdir(), 'fm-'));
    writeFileSync(join(cwd, 'mine.yaml'), `extends: ${join(ROOT, 'profiles/laptop.yaml')}\n`);
    const { code, stderr } = npmRunSynth('-- --profile ./mine.yaml --output out', cwd);
    expect([code, readdirSync(cwd)]).toEqual([0, ['mine.yaml', 'out']]);
    expect(stderr).toContain('wrote out/docker-compose.override.yml\n');
    rmSync(cwd, { recursive: true });
  });
});
