import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { Daemon } from '../control-plane/daemon';
import { eventually } from '../support/eventually';
import { installed } from '../support/installed';
import type { Tool } from '../support/tools';

const SERVER = join(installed('s3'), 'bin/moto_server');
const PORT = 5000;

export const S3_SERVER: Tool = { name: 'moto_server', probe: [SERVER, '--help'] };
export const RCLONE: Tool = { name: 'rclone', probe: ['rclone', 'version'] };

/** An S3 server that keeps its objects in memory and accepts any keys. */
export class ObjectStore {
  /** @param folder for its log @param address of this machine, at which no other such server listens */
  static async start(folder: string, address: string): Promise<ObjectStore> {
    const store = new ObjectStore(`http://${address}:${PORT}`, new Daemon(folder, SERVER, ['-H', address, '-p', String(PORT)]));
    await eventually('the S3 server answers', 60, async () => (await fetch(`${store.url}/moto-api/data.json`)).ok);
    return store;
  }

  private constructor(
    readonly url: string,
    private readonly server: Daemon,
  ) {}

  /** Runs rclone against it; objects are called `:s3:bucket/key`. */
  rclone(...args: readonly string[]): string {
    const env = {
      PATH: process.env.PATH,
      RCLONE_CONFIG: '/dev/null',
      RCLONE_S3_PROVIDER: 'Other',
      RCLONE_S3_ENDPOINT: this.url,
      RCLONE_S3_ACCESS_KEY_ID: 'test',
      RCLONE_S3_SECRET_ACCESS_KEY: 'test',
    };
    return execFileSync('rclone', args, { env, encoding: 'utf8' });
  }

  /** The requests so far, such as `PUT /bucket/key`. */
  get requests(): readonly string[] {
    const log = stripVTControlCharacters(this.server.tail(Number.POSITIVE_INFINITY));
    return [...log.matchAll(/"([A-Z]+) ([^ ?]+)/g)].map(([, method, path]) => `${method} ${path}`);
  }

  stop(): Promise<void> {
    return this.server.stop();
  }
}
