import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { ROOT } from '../support/cli';
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
