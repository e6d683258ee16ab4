import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fmsynth } from '../../support/cli';
import { scratch } from '../../support/scratch';

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

  writeFileSync(file, `${before}# edited\n`);
  const both = await fmsynth(larger, { cwd });
  expect(both.code).toBe(1);
  expect(both.stderr).toMatch(/^out\/postgres\.yaml: was not written by this program, or was edited since/m);
  expect(both.stderr).toMatch(/^out\/postgres\.yaml: StatefulSet postgres: the size of its disks/m);

  const forced = await fmsynth([...larger, '--force'], { cwd });
  expect(forced.code).toBe(0);
  expect(readFileSync(file, 'utf8')).toContain('storage: 200Gi');
  const told = /an apply alone does not do these \((\S*docs\/runbooks\/.*)\):\n {2}out\/postgres\.yaml: StatefulSet postgres: the size/;
  const [, runbook = ''] = told.exec(forced.stderr) ?? [];
  expect(readFileSync(resolve(cwd, runbook), 'utf8')).toContain('# Grow a disk');
});

it('says that another namespace leaves the data behind', async () => {
  const cwd = scratch();
  expect((await fmsynth(args, { cwd })).code).toBe(0);
  const { code, stderr } = await fmsynth([...args, '--set', 'namespace=other'], { cwd });
  expect(code).toBe(1);
  expect(stderr).toMatch(/StatefulSet redis: its namespace goes from faultmaven to other: it starts empty there/);
});

it('says nothing of an apply where the folder is that of another profile', async () => {
  const cwd = scratch();
  expect((await fmsynth(args, { cwd })).code).toBe(0);
  const { code, stderr } = await fmsynth(['--profile', 'cluster-small', '--output', 'out'], { cwd });
  expect([code, stderr]).toEqual([
    1,
    'out: already holds the output of profile cluster (a cluster): give another folder, or --force to replace it by that of cluster-small\n',
  ]);
});

it('refuses, of every kind that the program knows of, what Kubernetes would refuse: a PriorityClass with another value too', async () => {
  const cwd = scratch({ 'x.yaml': 'extends: cluster-small\nnamespace: staging\n' });
  const synth = (file: string, ...more: readonly string[]) => fmsynth(['--profile', file, '--output', 'out', ...more], { cwd });
  expect((await synth('x.yaml')).code).toBe(0);
  const before = readFileSync(join(cwd, 'out/priority-classes.yaml'), 'utf8');
  writeFileSync(join(cwd, 'x.yaml'), 'extends: cluster-small\nnamespace: staging\npriorities: { yields: true }\n');
  const { code, stderr } = await synth('x.yaml');
  expect(code).toBe(1);
  expect(stderr.match(/^out\/priority-classes\.yaml: PriorityClass faultmaven-staging-/gm)).toHaveLength(4);
  expect(stderr).toContain('kubectl delete priorityclass faultmaven-staging-data, then apply');
  expect(readFileSync(join(cwd, 'out/priority-classes.yaml'), 'utf8')).toBe(before);
  expect((await synth('x.yaml', '--force')).code).toBe(0);
});
