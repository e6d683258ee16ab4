import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fmsynth, mustRun } from './support/program';
import { describeWith, MOUNT, ROOT } from './support/tools';

describeWith([ROOT, MOUNT], 'an output folder on a file system of its own', () => {
  const folder = mkdtempSync(join(tmpdir(), 'fm-disk-'));

  /** Mounts an empty file system of 16 KiB, less than what is written needs. */
  beforeEach(() => execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=16k', 'tmpfs', folder]));
  afterEach(() => execFileSync('umount', [folder]));
  afterAll(() => rmSync(folder, { recursive: true }));

  it('is left as it was when the disk is full', () => {
    writeFileSync(join(folder, 'fill'), Buffer.alloc(12 * 1024));
    const { code, stderr } = fmsynth(['--profile', 'laptop', '--output', join(folder, 'out')]);
    expect(code).toBe(1);
    expect(stderr).toContain('cannot be written: no space left on device');
    expect(readdirSync(folder)).toEqual(['fill']);
  });

  it('keeps what was written before when the disk is full', () => {
    mustRun(['--profile', 'laptop', '--output', folder]);
    const before = readdirSync(folder);
    writeFileSync(join(folder, 'fill'), Buffer.alloc(4 * 1024));
    expect(fmsynth(['--profile', 'laptop-8gb', '--output', folder]).code).toBe(1);
    expect(readdirSync(folder)).toEqual([...before, 'fill'].sort());
    expect(fmsynth(['--profile', 'laptop', '--output', folder, '--check']).code).toBe(0);
  });

  it('is refused when it is read-only', () => {
    execFileSync('mount', ['-o', 'remount,ro', folder]);
    const { code, stderr } = fmsynth(['--profile', 'laptop', '--output', join(folder, 'out')]);
    expect([code, existsSync(join(folder, 'out'))]).toEqual([1, false]);
    expect(stderr).toContain('cannot be written: read-only file system');
  });

  it('says so when standard output is full', () => {
    const { code, stderr } = fmsynth(['--profile', 'laptop', '--stdout', '--quiet'], { stdout: '/dev/full' });
    expect([code, stderr]).toEqual([1, 'fmsynth: output cannot be written: no space left on device\n']);
  });
});
