import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fmsynth } from '../support/cli';
import { withEngine } from '../support/engine';
import { scratch } from '../support/scratch';

const GIB = 1024 ** 3;
const OVERRIDE = 'docker-compose.override.yml';

describe('what is said of a plan that was fitted to an engine', () => {
  it.each([
    ['an engine on Linux', {}, '--set machine.cpus=6 --fit 7Gi'],
    ['Docker Desktop', { OperatingSystem: 'Docker Desktop' }, '--set machine.keep=512Mi --set machine.cpus=6 --fit 7Gi'],
  ])('names flags that make the same file without the engine: %s', async (_, more, flags) => {
    const cwd = scratch();
    const env = withEngine({ MemTotal: 7 * GIB, NCPU: 6, ...more });
    const { code, stderr } = await fmsynth(['--profile', 'laptop', '--fit', 'auto', '--output', 'auto'], { cwd, env });
    expect(code).toBe(0);
    const written = readFileSync(join(cwd, 'auto', OVERRIDE), 'utf8');
    const command = /^next: fmsynth (.*) --output /m.exec(stderr)?.[1] ?? '';
    expect(command).toBe(`--profile laptop ${flags}`);
    expect((await fmsynth([...command.split(' '), '--output', 'again'], { cwd })).code).toBe(0);
    expect(readFileSync(join(cwd, 'again', OVERRIDE), 'utf8')).toBe(written);
  });
});

it('takes the CPUs of the engine, and refuses what it does not have', async () => {
  const env = withEngine({ MemTotal: 8 * GIB, NCPU: 1 });
  const { code, stderr } = await fmsynth(['--profile', 'laptop', '--fit', 'auto', '--set', 'services.agent.cpu.limit=2', '--stdout'], {
    env,
  });
  expect(code).toBe(4);
  expect(stderr).toContain('cpus-exceed-machine');
});
