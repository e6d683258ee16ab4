import type { Pod } from '../lab/pod';

const CONTAINER = 'postgres';

/** Patroni's port, and how long its answer may take. */
const PORT = 8008;
const PATIENCE_MS = 2000;

/** A member of the cluster: its pod, and what can be asked of it. */
export class Member {
  constructor(readonly pod: Pod) {}

  get name(): string {
    return this.pod.name;
  }

  get log(): string {
    return this.pod.log(CONTAINER);
  }

  probe(kind: 'startup' | 'liveness' | 'readiness'): Promise<boolean> {
    return this.pod.probe(CONTAINER, kind);
  }

  /** What Patroni's API says. */
  async ask<T>(path: string): Promise<T> {
    const answer = await this.request(path);
    if (!answer.ok) throw new Error(`${this.name}${path}: ${answer.status} ${await answer.text()}`);
    return (await answer.json()) as T;
  }

  request(path: string, options: RequestInit = {}): Promise<Response> {
    return fetch(`http://${this.pod.host.address}:${PORT}${path}`, { signal: AbortSignal.timeout(PATIENCE_MS), ...options });
  }

  /** What a statement returns, asked inside the pod as the administrator. It is given up after some seconds. */
  async sql(statement: string, { database = 'postgres', seconds = 30 } = {}): Promise<string> {
    const psql = 'PGPASSWORD=$PATRONI_SUPERUSER_PASSWORD exec psql --no-psqlrc -h /tmp -U postgres -d "$1" -Atqc "$2"';
    const { code, output } = await this.pod.exec(CONTAINER, ['sh', '-c', psql, 'sh', database, statement], seconds * 1000);
    if (code !== 0) throw new Error(`${this.name}: ${statement}: ${output}`);
    return output.trim();
  }
}
