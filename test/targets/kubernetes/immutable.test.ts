import { readFileSync, writeFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { FIXTURE } from '../../fixture/shop';
import { ROOT, shopsynth } from '../../support/cli';
import { scratch } from '../../support/scratch';

const args = ['--profile', 'cluster', '--output', 'out'];

it('refuses, before anything is written, what Kubernetes would refuse over what is there', async () => {
  const cwd = scratch();
  expect((await shopsynth(args, { cwd })).code).toBe(0);
  const file = join(cwd, 'out/postgres.yaml');
  const before = readFileSync(file, 'utf8');
  const larger = [...args, '--set', 'services.postgres.volume.size=200Gi', '--set', 'services.search.volume.size=4Gi'];

  const { code, stderr } = await shopsynth(larger, { cwd });
  expect(code).toBe(1);
  expect(stderr).toMatch(/^out\/postgres\.yaml: StatefulSet postgres: the size of its disks goes from 10Gi to 200Gi: apply/m);
  expect(stderr).toMatch(
    /^out\/shop-search\.yaml: StatefulSet shop-search: the size of its disks goes from 5Gi to 4Gi: a disk never shrinks/m,
  );
  expect(readFileSync(file, 'utf8')).toBe(before);

  writeFileSync(file, `${before}# edited\n`);
  const both = await shopsynth(larger, { cwd });
  expect(both.code).toBe(1);
  expect(both.stderr).toMatch(/^out\/postgres\.yaml: was not written by this program, or was edited since/m);
  expect(both.stderr).toMatch(/^out\/postgres\.yaml: StatefulSet postgres: the size of its disks/m);

  const forced = await shopsynth([...larger, '--force'], { cwd });
  expect(forced.code).toBe(0);
  expect(readFileSync(file, 'utf8')).toContain('storage: 200Gi');
  const told = /an apply alone does not do these \((\S*docs\/runbooks\/.*)\):\n {2}out\/postgres\.yaml: StatefulSet postgres: the size/;
  const [, runbook = ''] = told.exec(forced.stderr) ?? [];
  // The shop has no documents of its own.
  expect(readFileSync(join(ROOT, relative(FIXTURE, resolve(cwd, runbook))), 'utf8')).toContain('# Grow a disk');
});

it('says that another namespace leaves the data behind', async () => {
  const cwd = scratch();
  expect((await shopsynth(args, { cwd })).code).toBe(0);
  const { code, stderr } = await shopsynth([...args, '--set', 'namespace=other'], { cwd });
  expect(code).toBe(1);
  expect(stderr).toMatch(/StatefulSet shop-search: its namespace goes from shop to other: it starts empty there/);
});

it('says nothing of an apply where the folder is that of another profile', async () => {
  const cwd = scratch({ 'small.yaml': 'extends: cluster\ntarget: kubernetes\n' });
  expect((await shopsynth(args, { cwd })).code).toBe(0);
  const { code, stderr } = await shopsynth(['--profile', './small.yaml', '--output', 'out'], { cwd });
  expect([code, stderr]).toEqual([
    1,
    'out: already holds the output of profile cluster (a cluster): give another folder, or --force to replace it by that of small\n',
  ]);
});

it('refuses, of every kind that the program knows of, what Kubernetes would refuse: a PriorityClass with another value too', async () => {
  const cwd = scratch({ 'x.yaml': 'extends: cluster\ntarget: kubernetes\nnamespace: staging\n' });
  const synth = (file: string, ...more: readonly string[]) => shopsynth(['--profile', file, '--output', 'out', ...more], { cwd });
  expect((await synth('x.yaml')).code).toBe(0);
  const before = readFileSync(join(cwd, 'out/priority-classes.yaml'), 'utf8');
  writeFileSync(join(cwd, 'x.yaml'), 'extends: cluster\ntarget: kubernetes\nnamespace: staging\npriorities: { yields: true }\n');
  const { code, stderr } = await synth('x.yaml');
  expect(code).toBe(1);
  expect(stderr.match(/^out\/priority-classes\.yaml: PriorityClass shop-staging-/gm)).toHaveLength(4);
  expect(stderr).toContain('kubectl delete priorityclass shop-staging-data, then apply');
  expect(readFileSync(join(cwd, 'out/priority-classes.yaml'), 'utf8')).toBe(before);
  expect((await synth('x.yaml', '--force')).code).toBe(0);
});
