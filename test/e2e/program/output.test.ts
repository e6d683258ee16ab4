import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CHECKOUT } from '../support/checkout';
import { fmsynth, mustRun } from '../support/program';
import { describeWith, MOUNT, ROOT } from '../support/tools';

describeWith([ROOT, MOUNT], 'an output folder on a file system of its own', () => {
  const folder = mkdtempSync(join(tmpdir(), 'fm-disk-'));

  /** Mounts an empty file system of 16 KiB, less than what is written needs. */
  beforeEach(() => execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=16k', 'tmpfs', folder]));
  afterEach(() => execFileSync('umount', [folder]));
  afterAll(() => rmSync(folder, { recursive: true }));

  it('does not change when the disk is full', () => {
    writeFileSync(join(folder, 'fill'), Buffer.alloc(12 * 1024));
    const { code, stderr } = fmsynth(['--profile', 'laptop', '--output', join(folder, 'out')]);
    expect(code).toBe(1);
    expect(stderr).toContain('cannot be written: no space left on device');
    expect(readdirSync(folder)).toEqual(['fill']);
  });

  it('keeps earlier files when the disk is full', () => {
    mustRun(['--profile', 'laptop', '--output', folder]);
    const before = readdirSync(folder);
    writeFileSync(join(folder, 'fill'), Buffer.alloc(4 * 1024));
    expect(fmsynth(['--profile', 'laptop-8gb', '--output', folder]).code).toBe(1);
    expect(readdirSync(folder)).toEqual([...before, 'fill'].sort());
    expect(fmsynth(['--profile', 'laptop', '--output', folder, '--check']).code).toBe(0);
  });

  it('is refused if it is read-only', () => {
    execFileSync('mount', ['-o', 'remount,ro', folder]);
    const { code, stderr } = fmsynth(['--profile', 'laptop', '--output', join(folder, 'out')]);
    expect([code, existsSync(join(folder, 'out'))]).toEqual([1, false]);
    expect(stderr).toContain('cannot be written: the file system is read-only');
  });

  it('the program says so if standard output is full', () => {
    const { code, stderr } = fmsynth(['--profile', 'laptop', '--stdout', '--quiet'], { stdout: '/dev/full' });
    expect([code, stderr]).toEqual([1, 'fmsynth: output cannot be written: no space left on device\n']);
  });
});

describeWith([ROOT, MOUNT], 'a checkout that is read-only', () => {
  const temporary = mkdtempSync(join(tmpdir(), 'fm-checkout-'));
  const [checkout, unbuilt, user] = ['checkout', 'unbuilt', 'user'].map((name) => join(temporary, name)) as [string, string, string];
  const synth = (folder: string, ...args: readonly string[]) =>
    spawnSync(process.execPath, [join(folder, 'scripts/synth.mjs'), ...args], {
      cwd: folder,
      env: { ...process.env, INIT_CWD: user, npm_lifecycle_event: 'synth' },
      encoding: 'utf8',
    });
  const mountReadOnly = (from: string, to: string): void => {
    execFileSync('mount', ['--bind', from, to]);
    execFileSync('mount', ['-o', 'remount,ro,bind', to]);
  };
  beforeAll(() => {
    mustRun(['--version']);
    for (const folder of [checkout, unbuilt, user]) mkdirSync(folder);
    for (const path of ['scripts', 'lib', 'package.json']) cpSync(join(CHECKOUT, path), join(unbuilt, path), { recursive: true });
    symlinkSync(join(CHECKOUT, 'node_modules'), join(unbuilt, 'node_modules'));
    mountReadOnly(CHECKOUT, checkout);
    mountReadOnly(unbuilt, unbuilt);
  });
  afterAll(() => {
    for (const folder of [checkout, unbuilt]) execFileSync('umount', [folder]);
    rmSync(temporary, { recursive: true });
  });

  it('is enough to write elsewhere, and to check the committed files', () => {
    const committed = join(checkout, 'dist/laptop');
    expect(synth(checkout, '--profile', 'laptop', '--output', 'out')).toMatchObject({ status: 0 });
    expect(existsSync(join(user, 'out/docker-compose.override.yml'))).toBe(true);
    expect(synth(checkout, '--profile', 'laptop', '--output', committed)).toMatchObject({ status: 0 });
    expect(synth(checkout, '--profile', 'laptop', '--output', committed, '--check')).toMatchObject({ status: 0 });
  });

  it('is named in one line if it cannot be written', () => {
    const { status, stderr } = synth(checkout, '--profile', 'laptop', '--output', join(checkout, 'elsewhere'));
    expect([status, stderr]).toEqual([1, expect.stringMatching(/^\S+elsewhere: cannot be written: the file system is read-only\n$/)]);
  });

  it('is named in one line if it holds no built program', () => {
    const { status, stderr } = synth(unbuilt, '--profile', 'laptop', '--check');
    expect(status).toBe(1);
    expect(stderr).toMatch(/^fmsynth: build\/ does not hold what this source makes, and cannot be written \([^\n]*\): [^\n]*\n$/);
  });
});
