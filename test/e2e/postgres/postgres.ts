import { execFileSync, spawn } from 'node:child_process';
import { chmodSync, chownSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../control-plane/free-port';
import { eventually } from '../support/eventually';
import { isAlive } from '../support/is-alive';
import type { Tool } from '../support/tools';

const BINARIES = (): string => {
  const root = '/usr/lib/postgresql';
  const [newest] = readdirSync(root).sort((a, b) => Number(b) - Number(a));
  return join(root, newest as string, 'bin');
};

export const POSTGRES: Tool = { name: 'postgresql', probe: ['sh', '-c', 'ls /usr/lib/postgresql/*/bin/initdb && id postgres'] };

/** A real PostgreSQL on a free port. `make` initializes it, `start` starts it. */
export class Postgres {
  static async make(): Promise<Postgres> {
    const folder = mkdtempSync(join(tmpdir(), 'fm-postgres-'));
    const user = Number(execFileSync('id', ['-u', 'postgres'], { encoding: 'utf8' }));
    chownSync(folder, user, user);
    chmodSync(folder, 0o700);
    execFileSync(join(BINARIES(), 'initdb'), ['--pgdata', join(folder, 'data'), '--auth-host=scram-sha-256', '--auth-local=trust'], {
      uid: user,
      stdio: 'ignore',
      cwd: folder,
    });
    return new Postgres(folder, user, await freePort());
  }

  private pid?: number;

  private constructor(
    private readonly folder: string,
    private readonly user: number,
    readonly port: number,
  ) {}

  async start(): Promise<void> {
    const args = ['-D', join(this.folder, 'data'), '-p', String(this.port), '-h', '127.0.0.1', '-k', this.folder];
    const server = spawn(join(BINARIES(), 'postgres'), args, { uid: this.user, cwd: this.folder, stdio: 'ignore' });
    server.unref();
    this.pid = server.pid;
    await eventually('PostgreSQL answers', 30, () => this.sql('postgres', 'select 1') === '1');
  }

  /** Runs a statement as the superuser, and returns its output. */
  sql(database: string, statement: string): string {
    return execFileSync(join(BINARIES(), 'psql'), ['-h', this.folder, '-p', String(this.port), '-d', database, '-Atqc', statement], {
      uid: this.user,
      cwd: this.folder,
      encoding: 'utf8',
    }).trim();
  }

  async stop(): Promise<void> {
    const { pid } = this;
    if (pid !== undefined) {
      process.kill(pid, 'SIGINT');
      await eventually('PostgreSQL has stopped', 30, () => !isAlive(pid));
    }
    rmSync(this.folder, { recursive: true, force: true });
  }
}
