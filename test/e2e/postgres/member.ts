import type { Pod } from '../lab/pod';
import { sqlIn } from './sql';

const CONTAINER = 'postgres';

/** Patroni's port, and how many milliseconds its answer may take. */
const PORT = 8008;
const PATIENCE_MS = 2000;

/** A member of the cluster: its pod and its API. */
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

  /** Asks Patroni's API. @throws Error if the answer is an error */
  async ask<T>(path: string): Promise<T> {
    const answer = await this.request(path);
    if (!answer.ok) throw new Error(`${this.name}${path}: ${answer.status} ${await answer.text()}`);
    return (await answer.json()) as T;
  }

  request(path: string, options: RequestInit = {}): Promise<Response> {
    return fetch(`http://${this.pod.host.address}:${PORT}${path}`, { signal: AbortSignal.timeout(PATIENCE_MS), ...options });
  }

  /** Runs a statement inside the pod as the superuser, and returns its output. */
  sql(statement: string, options?: { readonly database?: string; readonly seconds?: number }): Promise<string> {
    return sqlIn(this.pod, statement, options);
  }
}
