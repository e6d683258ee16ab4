import { spawnSync } from 'node:child_process';
import { openSync } from 'node:fs';
import { join } from 'node:path';
import { CHECKOUT } from '../support/checkout';
import { fmsynth } from '../support/program';

const PROFILE = ['check', '--profile', 'laptop', '--format', 'json', '--base', '-'];

it('reads a base file from a pipe', () => {
  const { code, stderr } = fmsynth(PROFILE, { input: 'services: { redis: { image: redis } }' });
  expect([code, stderr]).toEqual([4, '']);
});

it.each([
  ['nothing', '', /^--base -: nothing came through the pipe, so the program before it has failed: docker compose --profile '\*' /],
  ['too much', 'a'.repeat(3_000_000), /^stdin: is larger than 2 MiB, expected a Compose file\n$/],
  ['an error message', 'no configuration file provided: not found\n', /^stdin:1:1: expected a Compose file with a map of services\n$/],
])('explains what is wrong with %s from a pipe', (_, input, message) => {
  const { code, stdout, stderr } = fmsynth(PROFILE, { input });
  expect([code, stdout]).toEqual([1, '']);
  expect(stderr).toMatch(message);
});

it('stops reading an endless device', () => {
  const { status, stderr } = spawnSync(process.execPath, [join(CHECKOUT, 'build/fmsynth.js'), ...PROFILE], {
    stdio: [openSync('/dev/zero', 'r'), 'pipe', 'pipe'],
    encoding: 'utf8',
  });
  expect([status, stderr]).toEqual([1, 'stdin: is larger than 2 MiB, expected a Compose file\n']);
});

it('does not wait for input from a terminal', () => {
  const command = `${process.execPath} ${join(CHECKOUT, 'build/fmsynth.js')} ${PROFILE.join(' ')}`;
  const { stdout } = spawnSync('script', ['-qec', command, '/dev/null'], {
    stdio: ['ignore', 'pipe', 'pipe'],
    encoding: 'utf8',
    timeout: 30_000,
  });
  expect(stdout.replaceAll(/\s+/g, ' ')).toContain('--base -: reads what another program prints, but nothing is piped in: docker compose');
});
