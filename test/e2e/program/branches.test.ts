import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { clusterPlan } from '../../support/cluster';
import { EVERY_SIZE, planFrom } from '../../support/plans';
import { synthesize } from '../../support/synthesize';
import { CHECKOUT } from '../support/checkout';
import { mustRun } from '../support/program';
import { describeWith, GIT } from '../support/tools';

jest.setTimeout(300_000);

const folder = mkdtempSync(join(tmpdir(), 'fm-branches-'));
afterAll(() => rmSync(folder, { recursive: true }));

const textOf = (assignments: readonly string[]) => synthesize(planFrom(EVERY_SIZE, assignments)).then(([file]) => file?.content ?? '');

describeWith([GIT], 'two branches that change two services of a laptop profile', () => {
  const kinds = planFrom(EVERY_SIZE).services.map(({ service }) => service.kind);
  const pairs = kinds.flatMap((one, n) => kinds.slice(n + 1).map((other) => [one, other] as const));
  const changes: readonly (readonly [string, (kind: string) => readonly string[]])[] = [
    ['a size', (kind) => [`services.${kind}.memory.limit=3Gi`]],
    [
      'all of a size',
      (kind) => [`services.${kind}.memory.limit=3Gi`, `services.${kind}.memory.request=3Gi`, `services.${kind}.cpu.limit=2`],
    ],
  ];

  it.each(changes)('merge without a conflict into the sum of both: %s', async (_, of) => {
    const base = join(folder, 'base');
    writeFileSync(base, await textOf([]));
    for (const kind of kinds) writeFileSync(join(folder, kind), await textOf(of(kind)));
    for (const [one, other] of pairs) {
      const { status, stdout } = spawnSync('git', ['merge-file', '-p', join(folder, one), base, join(folder, other)], { encoding: 'utf8' });
      expect([one, other, status]).toEqual([one, other, 0]);
      expect(stdout).toBe(await textOf([...of(one), ...of(other)]));
    }
  });
});

it('a change of one service changes its own file of a cluster, and the totals of its namespace', async () => {
  const base = new Map((await synthesize(clusterPlan())).map(({ path, content }) => [path, content]));
  for (const { service } of clusterPlan().services) {
    const changed = await synthesize(clusterPlan('cluster', [`services.${service.kind}.cpu.limit=3`]));
    expect(changed.filter(({ path, content }) => base.get(path) !== content).map(({ path }) => path)).toEqual([
      service.compartment === undefined ? 'namespace.yaml' : `namespace-${service.compartment.name}.yaml`,
      `${service.name}.yaml`,
    ]);
  }
});

describeWith([GIT], 'a clone of this repository', () => {
  const git = (...args: readonly string[]): string =>
    execFileSync('git', ['-c', 'user.name=x', '-c', 'user.email=x@example.com', ...args], { cwd: folder, encoding: 'utf8' });
  const profiles = ['laptop', 'laptop-16gb', 'cluster', 'cluster-small'];
  const change = (branch: string, edits: readonly (readonly [string, string, string])[]): void => {
    git('checkout', '--quiet', '-b', branch, 'start');
    for (const [profile, from, to] of edits) {
      const file = join(folder, 'profiles', `${profile}.yaml`);
      const before = readFileSync(file, 'utf8');
      expect(before).toContain(from);
      writeFileSync(file, before.replace(from, to));
    }
    update();
    git('commit', '--quiet', '--all', '--message', branch);
  };
  const update = (): void => {
    for (const profile of profiles)
      mustRun(['--profile', `profiles/${profile}.yaml`, '--output', `dist/${profile}`, '--quiet'], { cwd: folder });
  };

  it('merges two branches except for the quota, which the next synthesis corrects', () => {
    for (const path of ['profiles', 'dist', '.gitattributes']) cpSync(join(CHECKOUT, path), join(folder, path), { recursive: true });
    git('init', '--quiet');
    git('add', 'profiles', 'dist', '.gitattributes');
    git('commit', '--quiet', '--message', 'start');
    git('tag', 'start');
    change('one', [
      ['laptop', 'agent: { cpu: { limit: 1 }, memory: { limit: 1536Mi', 'agent: { cpu: { limit: 2 }, memory: { limit: 1537Mi'],
      ['cluster', 'agent:\n    replicas: { min: 3, max: 10 }', 'agent:\n    replicas: { min: 3, max: 11 }'],
    ]);
    change('other', [
      ['laptop', 'chromadb: { cpu: { limit: 0.5 }, memory: { limit: 1Gi', 'chromadb: { cpu: { limit: 0.5 }, memory: { limit: 1025Mi'],
      ['cluster', 'auth: { replicas: { min: 3, max: 6 }, cpu: { request: 0.5', 'auth: { replicas: { min: 3, max: 6 }, cpu: { request: 0.6'],
    ]);
    expect(() => git('merge', '--quiet', 'one')).toThrow();
    const conflicts = git('diff', '--name-only', '--diff-filter=U').trim().split('\n');
    expect(conflicts.filter((path) => !path.endsWith('/namespace.yaml'))).toEqual([]);
    expect(conflicts).toContain('dist/cluster/namespace.yaml');
    expect(readFileSync(join(folder, 'dist/cluster/namespace.yaml'), 'utf8')).toContain('<<<<<<< ');
    const merged = readFileSync(join(folder, 'dist/laptop/docker-compose.override.yml'), 'utf8');

    update();
    expect(readFileSync(join(folder, 'dist/laptop/docker-compose.override.yml'), 'utf8')).toBe(merged);
    expect(git('diff', '--check')).toBe('');
    git('commit', '--quiet', '--all', '--message', 'both');
    expect(git('show', '--stat', '--format=', 'HEAD')).not.toContain('.bak');
  });

  it('marks generated files, so that reviews fold them', () => {
    const generated = ['dist/laptop/docker-compose.override.yml', 'dist/cluster/.faultmaven-infra.json', 'profiles/profile.schema.json'];
    const told = execFileSync('git', ['check-attr', 'linguist-generated', ...generated, 'package-lock.json', 'profiles/laptop.yaml'], {
      cwd: CHECKOUT,
      encoding: 'utf8',
    });
    expect(
      told
        .trim()
        .split('\n')
        .map((line) => line.split(': ').at(-1)),
    ).toEqual(['set', 'set', 'set', 'set', 'unspecified']);
  });
});
