import { join } from 'node:path';
import { createColors } from 'picocolors';
import { fmsynth, ROOT } from '../support/cli';
import { namesIn, scratch } from '../support/scratch';

const cluster = (...args: readonly string[]) => fmsynth([...args, '--profile', 'cluster'], { cwd: ROOT });

it('writes every file and sums up what the cluster has to have', async () => {
  const cwd = scratch();
  const { code, stderr } = await fmsynth(['--profile', 'cluster', '--output', 'out'], { cwd });
  expect(code).toBe(0);
  expect(namesIn(join(cwd, 'out'))).toContain('kustomization.yaml');
  expect(stderr).toContain('at rest       39 pods, 24.2 CPUs');
  expect(stderr).toContain('at full load  73 pods, 44.7 CPUs');
  expect(stderr).toContain(
    [
      'next: kubectl apply --server-side -f out/create-namespace.yaml',
      'then: create the Secrets that fmsynth list secrets --profile cluster prints',
      'then: kubectl apply --server-side -k out\n',
    ].join('\n'),
  );
});

it("prints totals beside the resource plan's own", async () => {
  const { stdout } = await cluster('plan');
  const [atRest = '', atFullLoad = ''] = stdout.split('\n\n');
  expect(atRest).toMatch(/^at rest\n(.*\n)*agent +3 +3 +6 +6Gi +12Gi$/m);
  expect(atFullLoad).toMatch(/^at full load, .*\n(.*\n)*agent +10 +10 +20 +20Gi +40Gi$/m);
  expect(stdout).toMatch(/^this profile at rest +39 +41\.35 +86\.44Gi\n +of these, rows of the plan's table +29 +35 +82Gi\n/m);
  expect(stdout).toMatch(/^the plan's table adds up to +29 +35 +82 GB\nthe plan says of itself +~30 +~40 +~80 GB\n/m);
  const { inResourcePlan, resourcePlan, total } = JSON.parse((await cluster('plan', '--format', 'json')).stdout);
  expect(inResourcePlan.least).toMatchObject({ pods: 29, cpuLimits: 35, memoryLimitsMiB: 82 * 1024 });
  expect(resourcePlan.ofItself).toEqual({ pods: 30, cores: 40, memoryGB: 80 });
  expect(total.most.pods).toBe(73);
  expect(stdout).toContain('beside redis: a Sentinel beside each Redis');
  expect(stdout.split('\n').filter((line) => line.length > 80)).toEqual([]);
});

it('prints the budget for a pull request, without colours and as tables', async () => {
  const { stdout } = await fmsynth(['plan', '--profile', 'cluster', '--format', 'markdown', '--color', 'always']);
  expect(stdout).not.toContain('\u001b');
  expect(stdout).toContain('\n| agent | 3 | 3 | 6 | 6Gi | 12Gi |\n');
  expect(stdout.match(/^\|---/gm)).toHaveLength(3);
});

it('prints totals in bold on a terminal', async () => {
  const { stdout } = await fmsynth(['plan', '--profile', 'cluster'], { isTTY: true, columns: 80 });
  const bold = (text: string): string => createColors(true).bold(text);
  expect(stdout).toContain(`\n${bold('total')} `);
  expect(stdout).toContain(bold('39'));
});

it('lists every Secret, its keys, who reads them and how to rotate them', async () => {
  const { secrets } = JSON.parse((await cluster('list', 'secrets', '--format', 'json')).stdout);
  expect(secrets.map(({ name }: { name: string }) => name)).toEqual([
    'fm-agent-service-llm',
    'fm-evidence-service-bucket',
    'fm-evidence-service-database',
    'fm-evidence-service-database-owner',
    'fm-knowledge-service-database',
    'fm-knowledge-service-database-owner',
    'postgres',
    'postgres-backup',
    'redis',
    'redis-export',
    'faultmaven-tls',
  ]);
  const redis = secrets.find(({ name }: { name: string }) => name === 'redis');
  expect(redis.keys).toEqual([
    expect.objectContaining({
      key: 'password',
      consumers: [
        ...['redis', 'redis-export', 'fm-auth-service', 'fm-session-service'],
        ...['fm-job-worker', 'fm-job-worker-beat', 'redis-proxy'],
      ],
    }),
  ]);
  expect((await cluster('list', 'secrets')).stdout).toMatch(
    /^redis\n {2}password {2}Redis' .*\n(.*\n)? {4}read by {4}redis, redis-export, fm-auth-service, (.*\n)+? {4}to rotate {2}write the new one, then restart Redis, its proxy/m,
  );
});

it('lists the Secrets that the cluster itself reads, with the way to make them', async () => {
  const { stdout } = await cluster('list', 'secrets', '--set', 'pullSecret=pull');
  expect(stdout).toMatch(/^faultmaven-tls\n {2}tls\.crt {2}the certificate .*\n.*type kubernetes\.io\/tls/m);
  expect(stdout).toMatch(
    /^pull\n {2}\.dockerconfigjson .*\n {4}read by {4}every pod\n {4}to rotate {2}kubectl create secret docker-registry/m,
  );
});

it.each([
  ['--fit for a cluster', ['plan', '--profile', 'cluster', '--fit', '8Gi'], '--fit shrinks a laptop'],
  ['--base for a cluster', ['check', '--profile', 'cluster', '--base', 'x'], '--base compares with a Compose file'],
])('rejects %s', async (_, args, expected) => {
  const { code, stderr } = await fmsynth(args);
  expect(code).toBe(2);
  expect(stderr).toContain(expected);
});

it('exits 4 for a hazard that is not accepted, and writes nothing', async () => {
  const cwd = scratch({ 'x.yaml': `extends: ${join(ROOT, 'profiles/cluster.yaml')}\ntarget: kubernetes\naccept: { cases-split: null }\n` });
  const { code, stderr } = await fmsynth(['--profile', 'x.yaml'], { cwd });
  expect([code, namesIn(cwd)]).toEqual([4, ['x.yaml']]);
  expect(stderr).toContain('cases-split');
});

it('prints findings as SARIF, what is accepted as suppressed', async () => {
  const { runs, version } = JSON.parse((await cluster('check', '--format', 'sarif')).stdout);
  expect(version).toBe('2.1.0');
  const [{ tool, results }] = runs;
  expect(tool.driver.rules).toContainEqual({
    id: 'cases-split',
    shortDescription: { text: expect.stringMatching(/^each replica keeps cases of its own/) },
    help: { text: expect.stringContaining('one replica') },
    helpUri: expect.stringMatching(/^https:\/\/.*\/docs\/findings\.md#cases-split$/),
  });
  expect(results).toContainEqual({
    ruleId: 'cases-split',
    level: 'error',
    message: { text: expect.stringContaining('case: each replica keeps cases of its own') },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: 'profiles/cluster.yaml' },
          region: { startLine: expect.any(Number), startColumn: expect.any(Number) },
        },
      },
    ],
    suppressions: [{ kind: 'inSource', justification: expect.any(String) }],
  });
});

it('asks for the namespace and the PriorityClasses where the profile does not make them', async () => {
  const next = async (value: string) => {
    const { stderr } = await fmsynth(['--profile', 'cluster', '--set', 'namespace=a', '--set', value, '--output', 'out']);
    return stderr.slice(stderr.indexOf('next: '), stderr.indexOf('then: create the Secrets'));
  };
  const classes = 'faultmaven-a-data, faultmaven-a-edge, faultmaven-a-core, faultmaven-a-batch';
  const [namespace, priorities] = [
    'next: see that the namespace a is there: this profile does not make it\n',
    `then: see that the PriorityClasses ${classes} are there: this profile does not make them\n`,
  ];
  const made = 'next: kubectl apply --server-side -f out/create-namespace.yaml\n';
  expect(await next('clusterScoped=false')).toBe(namespace + priorities);
  expect(await next('clusterScoped={namespace: true}')).toBe(made + priorities);
  expect(await next('clusterScoped={priorityClasses: true}')).toBe(namespace);
  expect(await next('clusterScoped=true')).toBe(made);
});

it('says in which namespace the Secrets have to be', async () => {
  const { stdout } = await fmsynth(['list', 'secrets', '--profile', 'cluster']);
  expect(stdout).toMatch(/^Secrets of the namespace faultmaven, which has to be there before them\. .*\n.*create all of them in it\.\n/);
  const json = await fmsynth(['list', 'secrets', '--profile', 'cluster', '--format', 'json']);
  expect(JSON.parse(json.stdout)).toMatchObject({ namespace: 'faultmaven' });
});
