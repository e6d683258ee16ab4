import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fmsynth } from '../support/cli';
import { scratch } from '../support/scratch';

const args = ['--profile', 'cluster', '--output', 'out'];

it('refuses, before anything is written, what Kubernetes would refuse over what is there', async () => {
  const cwd = scratch();
  expect((await fmsynth(args, { cwd })).code).toBe(0);
  const file = join(cwd, 'out/postgres.yaml');
  const before = readFileSync(file, 'utf8');
  const larger = [...args, '--set', 'services.postgres.volume.size=200Gi', '--set', 'services.redis.volume.size=4Gi'];

  const { code, stderr } = await fmsynth(larger, { cwd });
  expect(code).toBe(1);
  expect(stderr).toMatch(/^out\/postgres\.yaml: StatefulSet postgres: the size of its disks goes from 100Gi to 200Gi: apply/m);
  expect(stderr).toMatch(/^out\/redis\.yaml: StatefulSet redis: the size of its disks goes from 8Gi to 4Gi: a disk never shrinks/m);
  expect(readFileSync(file, 'utf8')).toBe(before);

  expect((await fmsynth([...larger, '--force'], { cwd })).code).toBe(0);
  expect(readFileSync(file, 'utf8')).toContain('storage: 200Gi');
});
