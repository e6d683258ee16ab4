import type { Pod } from '../lab/pod';

const CONTAINER = 'postgres';
const PSQL = 'PGPASSWORD=$PATRONI_SUPERUSER_PASSWORD exec psql --no-psqlrc -h /tmp -U postgres -d "$1" -Atqc "$2"';

/** Runs a statement as the superuser inside a pod with a server, and returns its output. @param seconds after which it is given up */
export async function sqlIn(pod: Pod, statement: string, { database = 'postgres', seconds = 30 } = {}): Promise<string> {
  const { code, output } = await pod.exec(CONTAINER, ['sh', '-c', PSQL, 'sh', database, statement], seconds * 1000);
  if (code === 0) return output.trim();
  const log = pod.log(CONTAINER).split('\n').slice(-10).join('\n');
  throw new Error(`${pod.name}: ${statement}: ${output}\n${log}`);
}
