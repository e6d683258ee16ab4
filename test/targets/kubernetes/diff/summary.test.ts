import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { FIXTURE } from '../../../fixture/shop';
import { shopsynth } from '../../../support/cli';
import { scratch } from '../../../support/scratch';

/** What is said of the shop's cluster when some of its profile changes. */
const diff = async (...args: readonly string[]): Promise<string> =>
  (await shopsynth(['diff', '--profile', 'cluster', '--against', `dir:${join(FIXTURE, 'dist')}`, ...args])).stdout;

const summary = (...sets: readonly string[]): Promise<string> => diff('--summary', ...sets.flatMap((set) => ['--set', set]));

/** What is said where an object of the base, or all of it, is edited. */
async function fromEdited(file: string, from: string | RegExp, to: string): Promise<string> {
  const folder = join(scratch(), 'dist');
  cpSync(join(FIXTURE, 'dist'), folder, { recursive: true });
  const path = join(folder, 'cluster', file);
  const text = readFileSync(path, 'utf8');
  const edited = text.replace(from, to);
  expect(edited).not.toBe(text);
  writeFileSync(path, edited);
  return (await shopsynth(['diff', '--profile', 'cluster', '--against', `dir:${folder}`, '--summary'])).stdout;
}

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
      'An apply leaves what is no longer generated: HorizontalPodAutoscaler/shop-cart still scales its pods. Delete it, or let a tool prune it. ' +
        'Delete HorizontalPodAutoscaler/shop-cart before the apply: as long as it sets the replicas of Deployment/shop-cart, the API server refuses another number.',
    );
  });

  it('names the worst first', async () => {
    expect(await summary('services.postgres.backup=null')).toContain(
      'An apply leaves what is no longer generated: NetworkPolicy/postgres-backup still allows its edges, CronJob/postgres-backup still runs its Jobs. ',
    );
  });

  it('says nothing of what has a successor, or never acts', async () => {
    expect(await summary('services.orders.replicas=4')).not.toContain('An apply leaves');
  });
});
