import type { Pod } from '../lab/pod';
import { eventually } from '../support/eventually';
import { type Any, find } from '../support/manifests';
import { withArchive } from './archive';
import type { PatroniCluster } from './cluster';
import { sqlIn } from './sql';

/** What the runbook has a person do on an empty volume: the newest base backup, then the archive up to a moment or to its end. */
const RESTORE = `
cp -r "$(find /archive -maxdepth 1 -name 'base_*' | sort | tail -n 1)" /data/pgdata
chmod 700 /data/pgdata
# The backup may be a standby's, which would go on following.
rm -f /data/pgdata/standby.signal
# Patroni has written there that there is no target, which is one too many beside ours.
sed -i '/^recovery_target/d' /data/pgdata/postgresql.conf
touch /data/pgdata/recovery.signal
exec "/usr/lib/postgresql/15/bin/postgres" -D /data/pgdata -c restore_command="$1" -c recovery_target_time="$2" \\
  -c recovery_target_action=promote -c archive_mode=off -c unix_socket_directories=/tmp -c listen_addresses= \\
  -c synchronous_standby_names= -c hba_file=/data/pgdata/pg_hba.conf`;

/** A PostgreSQL of its own, on an empty volume, restored from base backup and archive by the generated restore_command. */
export class Restored {
  /** @param until - a moment as PostgreSQL writes it. @default - the end of the archive */
  static async from(cluster: PatroniCluster, name: string, until = ''): Promise<Restored> {
    const workload = structuredClone(find(cluster.objects, 'StatefulSet', /^postgres$/));
    const [container] = workload.spec.template.spec.containers;
    container.command = ['sh', '-ec', RESTORE, 'sh', restoreCommandOf(cluster.objects), until];
    const restored = new Restored(cluster.pod(name, withArchive(workload)));
    await restored.pod.start();
    await eventually('the restored server takes writes', 60, async () => (await restored.sql('show transaction_read_only')) === 'off');
    return restored;
  }

  private constructor(private readonly pod: Pod) {}

  /** What a statement returns, asked as the administrator. */
  sql(statement: string, options?: { readonly database?: string }): Promise<string> {
    return sqlIn(this.pod, statement, options);
  }

  stop(): Promise<void> {
    return this.pod.stop();
  }
}

const restoreCommandOf = (objects: readonly Any[]): string =>
  JSON.parse(find(objects, 'ConfigMap', /^postgres-chores/).data['dcs.json']).postgresql.recovery_conf.restore_command;
