import type { Pod } from '../lab/pod';
import { sqlIn } from './sql';

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

  get isRunning(): boolean {
    return this.pod.isRunning(CONTAINER);
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

  /** What a statement returns, asked inside the pod as the administrator. */
  sql(statement: string, options?: { readonly database?: string; readonly seconds?: number }): Promise<string> {
    return sqlIn(this.pod, statement, options);
  }
}
