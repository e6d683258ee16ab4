import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Pod } from '../lab/pod';
import { CHECKOUT } from '../support/checkout';
import { eventually } from '../support/eventually';
import { find } from '../support/manifests';
import { withArchive } from './archive';
import type { PatroniCluster } from './cluster';
import { sqlIn } from './sql';

const PAGE = 'docs/runbooks/postgres-restore.md';
const RUNBOOK = readFileSync(resolve(CHECKOUT, PAGE), 'utf8');
const TARGET = / -c recovery_target_time='[^']+'/;
const READY = 'database system is ready to accept connections';

/** The name of a base backup in the runbook, and what a reader puts there: the newest one of the list that the page lets print first. */
const EXAMPLE = /^(BACKUP=)base_\w+/m;
const NEWEST = '"$(wal-g backup-list | tail -n 1 | cut -d " " -f 1)"';

/** The runbook's commands that restore a member's disk. @param until a point in time. @default - the end of the archive */
function commands(until?: string): string {
  const block = /^BACKUP=[^`]+/m.exec(RUNBOOK)?.[0] ?? '';
  if (!TARGET.test(block) || !EXAMPLE.test(block)) throw new Error(`${PAGE} does not say how PostgreSQL is restored`);
  return block
    .replace(EXAMPLE, (_, variable: string) => variable + NEWEST)
    .replace(TARGET, until === undefined ? '' : ` -c recovery_target_time='${until}'`)
    .replace(/^(?=\/usr\/lib)/m, 'exec ');
}

/** A separate PostgreSQL, restored by the runbook from base backup and archive. */
export class Restored {
  /** @param until a point in time as PostgreSQL writes it. @default - the end of the archive */
  static async from(cluster: PatroniCluster, name: string, until?: string): Promise<Restored> {
    const workload = structuredClone(find(cluster.objects, 'StatefulSet', /^postgres$/));
    workload.spec.template.spec.containers[0].command = ['sh', '-ec', `mkdir /data/pgdata\n${commands(until)}`];
    const restored = new Restored(cluster.pod(name, withArchive(workload)));
    await restored.pod.start();
    await eventually('the restored server takes writes', 60, () => restored.pod.log('postgres').includes(READY));
    return restored;
  }

  private constructor(private readonly pod: Pod) {}

  /** Runs a statement as the superuser, and returns its output. */
  sql(statement: string, options?: { readonly database?: string }): Promise<string> {
    return sqlIn(this.pod, statement, options);
  }

  stop(): Promise<void> {
    return this.pod.stop();
  }
}

/** Restores the whole cluster in place to a point in time, in the order of the runbook: other disks go only when the first is restored. */
export async function restoreInPlace(cluster: PatroniCluster, until: string): Promise<void> {
  const [first, ...others] = cluster.members;
  if (first === undefined) throw new Error('no member');
  for (const { pod } of cluster.members) await pod.kill();

  // The runbook's pod: a member's, which runs no member, with the first disk.
  const workload = structuredClone(find(cluster.objects, 'StatefulSet', /^postgres$/));
  workload.spec.volumeClaimTemplates = [];
  const { spec } = workload.spec.template;
  const [container] = spec.containers;
  container.command = ['sh', '-ec', commands(until)];
  spec.volumes.push({ name: 'data', persistentVolumeClaim: { claimName: 'data-postgres-0' } });
  const pod = cluster.pod('postgres-restore', withArchive(workload));
  await pod.start();
  await eventually('the restored server takes writes', 60, () => pod.log(container.name).includes(READY));
  pod.signal('SIGINT');
  await eventually('it has ended', 30, () => !pod.isRunning(container.name));

  for (const { pod } of others) pod.wipe('data');
  const forgotten = /^kubectl delete configmap (postgres-.+)$/m.exec(RUNBOOK)?.[1]?.split(' ') ?? [];
  await cluster.plane.kubectl('--namespace', 'faultmaven', 'delete', 'configmap', ...forgotten);
  await first.pod.start();
  await eventually('it is primary', 60, async () => (await cluster.leader()).name === first.name);
  for (const { pod } of others) await pod.start();
  await cluster.healthy(120);
}
