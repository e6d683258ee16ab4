import { join } from 'node:path';
import { createColors } from 'picocolors';
import { FIXTURE } from '../fixture/shop';
import { shopsynth } from '../support/cli';
import type { Any } from '../support/cluster';
import { namesIn, scratch } from '../support/scratch';

const cluster = (...args: readonly string[]) => shopsynth([...args, '--profile', 'cluster'], { cwd: FIXTURE });

it('writes every file and sums up what the cluster has to have', async () => {
  const cwd = scratch();
  const { code, stderr } = await shopsynth(['--profile', 'cluster', '--output', 'out'], { cwd });
  expect(code).toBe(0);
  expect(namesIn(join(cwd, 'out'))).toContain('kustomization.yaml');
  expect(stderr).toContain('at rest       13 pods, 2.4 CPUs');
  expect(stderr).toContain('at full load  15 pods, 2.6 CPUs');
  expect(stderr).toContain(
    [
      'next: kubectl apply --server-side -f out/create-namespace.yaml',
      'then: create the Secrets that fmsynth list secrets --profile cluster prints',
      'then: kubectl apply --server-side -k out\n',
    ].join('\n'),
  );
});

it('prints what pods ask for at rest and at full load', async () => {
  const { stdout } = await shopsynth(['plan', '--profile', 'cluster']);
  const [atRest = '', atFullLoad = ''] = stdout.split('\n\n');
  expect(atRest).toMatch(/^at rest\n(.*\n)*cart +2 +0\.2 +1 +0\.13Gi +0\.25Gi\n(.*\n)*total +13 +2\.4 +6 +5\.53Gi +6\.06Gi$/m);
  expect(atFullLoad).toMatch(/^at full load, .*\n(.*\n)*cart +4 +0\.4 +2 +0\.25Gi +0\.5Gi\n(.*\n)*total +15 /m);
  const { total } = JSON.parse((await shopsynth(['plan', '--profile', 'cluster', '--format', 'json'])).stdout);
  expect([total.least.pods, total.most.pods]).toEqual([13, 15]);
});

it('fits all that it says into 80 columns', async () => {
  const { stdout } = await cluster('plan');
  expect(stdout.split('\n').filter((line) => line.length > 80)).toEqual([]);
});

it('prints the budget for a pull request, without colours and as tables', async () => {
  const { stdout } = await shopsynth(['plan', '--profile', 'cluster', '--format', 'markdown', '--color', 'always']);
  expect(stdout).not.toContain('\u001b');
  expect(stdout).toContain('\n| cart | 2 | 0.2 | 1 | 0.13Gi | 0.25Gi |\n');
  expect(stdout.match(/^\|---/gm)).toHaveLength(2);
});

it('prints totals in bold on a terminal', async () => {
  const { stdout } = await shopsynth(['plan', '--profile', 'cluster'], { isTTY: true, columns: 80 });
  const bold = (text: string): string => createColors(true).bold(text);
  expect(stdout).toContain(`\n${bold('total')} `);
  expect(stdout).toContain(bold('13'));
});

it('lists every Secret, its keys, who reads them and how to rotate them', async () => {
  const { secrets } = JSON.parse((await shopsynth(['list', 'secrets', '--profile', 'cluster', '--format', 'json'])).stdout);
  const names = secrets.map(({ name }: { name: string }) => name);
  expect(names).toEqual(['postgres', 'postgres-backup', 'shop-orders-database', 'shop-orders-database-owner', 'shop-tls']);
  const consumers = (key: string) =>
    secrets.flatMap(({ keys }: Any) => keys).find((one: Any) => one.key === key && one.consumers.length > 1)?.consumers;
  expect(consumers('superuser-password')).toEqual(['postgres', 'postgres-bootstrap', 'postgres-backup']);
  expect(secrets[2].keys).toEqual([
    expect.objectContaining({ key: 'username', consumers: ['postgres-bootstrap', 'shop-orders'] }),
    expect.objectContaining({ key: 'password', consumers: ['postgres-bootstrap', 'shop-orders'] }),
  ]);
  expect((await shopsynth(['list', 'secrets', '--profile', 'cluster'])).stdout).toMatch(
    /^shop-orders-database\n {2}username .*\n {2}password .*\n(.*\n)? {4}read by {4}postgres-bootstrap, shop-orders\n {4}to rotate {2}write a second name/m,
  );
});

it('lists the Secrets that the cluster itself reads, with the way to make them', async () => {
  const { stdout } = await cluster('list', 'secrets', '--set', 'pullSecret=pull');
  expect(stdout).toMatch(/^shop-tls\n {2}tls\.crt {2}the certificate .*\(type\n.*kubernetes\.io\/tls/m);
  expect(stdout).toMatch(
    /^pull\n {2}\.dockerconfigjson .*\n {4}read by {4}every pod\n {4}to rotate {2}kubectl create secret docker-registry/m,
  );
});

it.each([
  ['--fit for a cluster', ['plan', '--profile', 'cluster', '--fit', '8Gi'], '--fit shrinks a laptop'],
  ['--base for a cluster', ['check', '--profile', 'cluster', '--base', 'x'], '--base compares with a Compose file'],
])('rejects %s', async (_, args, expected) => {
  const { code, stderr } = await shopsynth(args);
  expect(code).toBe(2);
  expect(stderr).toContain(expected);
});

it('exits 4 for an error that is not accepted, and writes nothing', async () => {
  const cwd = scratch({ 'x.yaml': 'extends: cluster\ntarget: kubernetes\ningress: { auth: null }\n' });
  const { code, stderr } = await shopsynth(['--profile', 'x.yaml'], { cwd });
  expect([code, namesIn(cwd)]).toEqual([4, ['x.yaml']]);
  expect(stderr).toContain('no-authentication');
});

it('prints findings as SARIF, what is accepted as suppressed', async () => {
  const { runs, version } = JSON.parse(
    (await cluster('check', '--format', 'sarif', '--set', 'accept.cart-rounds=nobody complains')).stdout,
  );
  expect(version).toBe('2.1.0');
  const [{ tool, results }] = runs;
  expect(tool.driver.rules).toContainEqual({
    id: 'cart-rounds',
    shortDescription: { text: expect.stringMatching(/^prices are rounded/) },
    help: { text: expect.stringContaining('none in configuration') },
    helpUri: expect.stringMatching(/^https:\/\/.*\/docs\/findings\.md#cart-rounds$/),
  });
  expect(results).toContainEqual({
    ruleId: 'cart-rounds',
    level: 'warning',
    message: { text: expect.stringContaining('cart: prices are rounded') },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: 'profiles/cluster.yaml' },
          region: { startLine: expect.any(Number), startColumn: expect.any(Number) },
        },
      },
    ],
    suppressions: [{ kind: 'inSource', justification: 'nobody complains' }],
  });
});

it('asks for the namespace and the PriorityClasses where the profile does not make them', async () => {
  const next = async (value: string) => {
    const { stderr } = await shopsynth(['--profile', 'cluster', '--set', 'namespace=a', '--set', value, '--output', 'out']);
    return stderr.slice(stderr.indexOf('next: '), stderr.indexOf('then: create the Secrets'));
  };
  const classes = 'shop-a-data, shop-a-edge, shop-a-core, shop-a-batch';
  const [namespace, priorities] = [
    'next: see that the namespace a is there: this profile does not make it\n',
    `then: see that the PriorityClasses ${classes} are there: this profile does not make them\n`,
  ];
  const administrator = (...files: readonly string[]): string =>
    `then: let an administrator apply what of it is missing, from what --set clusterScoped=true writes: kubectl apply --server-side -f ${files.join(' -f ')}\n`;
  const [space, priority] = ['create-namespace.yaml', 'priority-classes.yaml'];
  const made = 'next: kubectl apply --server-side -f out/create-namespace.yaml\n';
  expect(await next('clusterScoped=false')).toBe(namespace + priorities + administrator(space, priority));
  expect(await next('clusterScoped={namespace: true}')).toBe(made + priorities + administrator(priority));
  expect(await next('clusterScoped={priorityClasses: true}')).toBe(namespace + administrator(space));
  expect(await next('clusterScoped=true')).toBe(made);
});

it('says in which namespace the Secrets have to be', async () => {
  const { stdout } = await shopsynth(['list', 'secrets', '--profile', 'cluster']);
  expect(stdout).toMatch(/^Secrets of the namespace shop, which has to be there before them\. .*\n.*create all of them in it\.\n/);
  const json = await shopsynth(['list', 'secrets', '--profile', 'cluster', '--format', 'json']);
  expect(JSON.parse(json.stdout)).toMatchObject({ namespace: 'shop' });
});
