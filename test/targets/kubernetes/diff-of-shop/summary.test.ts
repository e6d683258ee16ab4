import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { FIXTURE } from '../../../fixture/shop';
import { shopsynth } from '../../../support/cli';
import { scratch } from '../../../support/scratch';

/** What is said of the shop's cluster when some of its profile changes. */
const diff = async (...args: readonly string[]): Promise<string> =>
  (await shopsynth(['diff', '--profile', 'cluster', '--against', `dir:${join(FIXTURE, 'dist')}`, ...args])).stdout;

const summary = (...sets: readonly string[]): Promise<string> => diff('--summary', ...sets.flatMap((set) => ['--set', set]));

/** A copy of the base in which files are edited, or removed where the edit gives none. */
function edited(edit: (text: string, file: string) => string | undefined): string {
  const folder = join(scratch(), 'dist');
  cpSync(join(FIXTURE, 'dist'), folder, { recursive: true });
  const cluster = join(folder, 'cluster');
  let changed = 0;
  const index = JSON.parse(readFileSync(join(cluster, INDEX), 'utf8'));
  const kept: string[] = [];
  for (const one of index.files as readonly string[]) {
    const text = readFileSync(join(cluster, one), 'utf8');
    const now = edit(text, one);
    if (now !== text) changed += 1;
    if (now === undefined) rmSync(join(cluster, one));
    else kept.push(one);
    if (now !== undefined) writeFileSync(join(cluster, one), now);
  }
  writeFileSync(join(cluster, INDEX), JSON.stringify({ ...index, files: kept }));
  expect(changed).toBeGreaterThan(0);
  return folder;
}

const INDEX = '.faultmaven-infra.json';

const against = async (folder: string, ...args: readonly string[]): Promise<string> =>
  (await shopsynth(['diff', '--profile', 'cluster', '--against', `dir:${folder}`, ...args])).stdout;

/** What is said where one file of the base is edited. */
const fromEdited = (file: string, from: string | RegExp, to: string): Promise<string> =>
  against(
    edited((text, path) => (path === file ? text.replace(from, to) : text)),
    '--summary',
  );

describe('of a deployment that goes to another namespace', () => {
  it('says that all is made anew, and that its Secrets have to be there', async () => {
    const text = await summary('namespace=other');
    expect(text).toContain(
      ' The namespace changes: shop→other. Everything is made anew there, its Secrets have to be there first, and what is in shop stays until somebody deletes it. ',
    );
    expect(text).toContain(' New Secrets read: ');
    expect(text).toContain(' in the namespace other');
  });

  it('does not say that no disk, Secret or Job changes', async () => {
    expect(await summary('namespace=other')).not.toMatch(/; no [^.]*(disk|Secret|Job)[^.]* change\./);
  });

  it('names each Secret with its namespace', async () => {
    const text = await diff('--set', 'namespace=other');
    expect(text).toContain('    orders: shop-orders-database (password) in the namespace other\n');
    expect(text).toContain('    orders: shop-orders-database (password) in the namespace shop\n');
  });
});

it.each([
  ['disk', 'the way a disk is mounted', 'shop-search.yaml', '- ReadWriteOnce', '- ReadWriteMany'],
  ['disk', 'what becomes of disks', 'shop-search.yaml', 'whenDeleted: Retain', 'whenDeleted: Delete'],
  ['Job', 'a Job that cannot be changed', 'shop-orders.yaml', /(kind: Job\n[\s\S]*?restartPolicy: )Never/, '$1OnFailure'],
])('does not say that no %s changes where %s does', async (what, _, file, from, to) => {
  const text = await fromEdited(file, from, to);
  expect(text).toMatch(/no [^.]+ change\./);
  expect(text).not.toMatch(new RegExp(`no [^.]*\\b${what}\\b[^.]* change\\.`));
});

describe('of what is no longer generated and still acts', () => {
  it('says that an autoscaler goes on, and what to do before the apply', async () => {
    const text = await summary('services.cart.replicas=2');
    expect(text).toContain(
      'An apply leaves what is no longer generated: HorizontalPodAutoscaler/shop-cart in shop still scales its pods. Delete it, or let a tool prune it. ' +
        'Delete HorizontalPodAutoscaler/shop-cart in shop before the apply: as long as it sets the replicas of Deployment/shop-cart, the API server refuses another number.',
    );
  });

  it('names the worst first', async () => {
    expect(await summary('services.postgres.backup=null')).toContain(
      'An apply leaves what is no longer generated: NetworkPolicy/postgres-backup in shop still allows its edges, CronJob/postgres-backup in shop still runs its Jobs. Delete them, ',
    );
  });

  it('says nothing of what has a successor, or never acts', async () => {
    expect(await summary('services.orders.replicas=4')).not.toContain('An apply leaves');
  });
});

describe('of a change of nearly everything', () => {
  it('says once which labels and annotations many have in common', async () => {
    const folder = edited((text) => text.replaceAll(/(app\.kubernetes\.io\/instance: )\S+/g, '$1old'));
    const text = await against(folder);
    expect(text).toMatch(/\n {4}many services \(\d+ objects\): label app\.kubernetes\.io\/instance\n/);
    expect(text.match(/ label app\.kubernetes\.io\/instance/g)?.length).toBeLessThan(10);
    expect(text).toContain("cart (Deployment): rolling: pods' label app.kubernetes.io/instance\n");
    expect(text).not.toContain('old→');
    const { length } = (await against(folder, '--summary')).split('\n').join(' ');
    expect(length).toBeLessThan(700);
  });

  it('still names the labels of a single service', async () => {
    const folder = edited((text, file) =>
      file === 'shop-cart.yaml' ? text.replaceAll(/(kubernetes\.io\/instance: )\S+/g, '$1old') : text,
    );
    expect(await against(folder)).toContain('label app.kubernetes.io/instance old→');
  });

  it('names who loses the same redundancy together', async () => {
    const text = await summary('services.cart.replicas=1', 'services.orders.replicas=1', 'services.orders.minAvailable=null');
    expect(text).toContain(' Redundancy lost: one pod at rest instead of 2, and none while it moves (orders, cart); ');
  });
});

describe('of a cluster that is new or gone', () => {
  it('names its services once, counts its findings, and compares with nothing', async () => {
    const folder = scratch();
    mkdirSync(join(folder, 'other'));
    cpSync(join(FIXTURE, 'dist/laptop'), join(folder, 'laptop'), { recursive: true });
    const { stdout } = await shopsynth(['diff', '--all', '--against', `dir:${folder}`, '--summary']);
    const text = stdout.split('\n\n').find((one) => one.startsWith('cluster ')) ?? '';
    expect(text).toMatch(/\nNew: [^.]+\. At rest: pods \+13, .*\. Runs [^.]+\. Findings: \d+, of which \d+ accepted\./);
    expect(text).not.toMatch(/starts|restarts| change\.|instead of|warning /);
  });

  it('names the ports of a single service that is new', async () => {
    const text = await against(
      edited((text, file) => (file === 'shop-cart.yaml' ? undefined : text)),
      '--summary',
    );
    expect(text).toContain(' New open ports: Service shop-cart: 8000/TCP');
  });
});
