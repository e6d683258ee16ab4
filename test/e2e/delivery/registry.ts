import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Daemon } from '../control-plane/daemon';
import { freePort } from '../control-plane/free-port';
import { eventually } from '../support/eventually';

/** A real registry on the loopback interface. */
export class Registry {
  static async start(): Promise<Registry> {
    const registry = new Registry(mkdtempSync(join(tmpdir(), 'fm-registry-')), await freePort());
    await eventually('the registry answers', 60, async () => (await fetch(`http://${registry.host}/v2/`)).ok);
    return registry;
  }

  private readonly daemon: Daemon;

  private constructor(
    private readonly folder: string,
    readonly port: number,
  ) {
    const configuration = {
      version: '0.1',
      storage: { filesystem: { rootdirectory: join(folder, 'data') }, cache: { blobdescriptor: 'inmemory' } },
      http: { addr: `127.0.0.1:${port}` },
    };
    writeFileSync(join(folder, 'config.yml'), JSON.stringify(configuration));
    this.daemon = new Daemon(folder, 'docker-registry', ['serve', join(folder, 'config.yml')]);
  }

  get host(): string {
    return `127.0.0.1:${this.port}`;
  }

  /** The tags of a repository. */
  async tagsOf(name: string): Promise<readonly string[]> {
    const answer = await fetch(`http://${this.host}/v2/${name}/tags/list`);
    return answer.ok ? (((await answer.json()) as { readonly tags: readonly string[] | null }).tags ?? []) : [];
  }

  /** The digest of what a tag names. */
  async digestOf(name: string, tag: string): Promise<string | null> {
    const headers = { accept: 'application/vnd.oci.image.manifest.v1+json' };
    return (await fetch(`http://${this.host}/v2/${name}/manifests/${tag}`, { headers })).headers.get('docker-content-digest');
  }

  async stop(): Promise<void> {
    await this.daemon.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** Passes requests on to a registry, and may cut in before one of them. */
export class Gate {
  /** Is called with the number of each request, from 1 on, before it is passed on. */
  before: (request: number) => void = () => undefined;
  private count = 0;
  private readonly server: Server;

  private constructor(private readonly registry: Registry) {
    this.server = createServer((asked, answered) => {
      this.count += 1;
      this.before(this.count);
      const { method, url: path, headers } = asked;
      const passed = request({ host: '127.0.0.1', port: this.registry.port, method, path, headers }, (answer) => {
        answered.writeHead(answer.statusCode ?? 500, answer.headers);
        answer.pipe(answered);
      });
      passed.on('error', () => answered.destroy());
      asked.pipe(passed);
    });
  }

  static async before(registry: Registry): Promise<Gate> {
    const gate = new Gate(registry);
    await new Promise<void>((resolve) => gate.server.listen(0, '127.0.0.1', resolve));
    return gate;
  }

  get host(): string {
    return `127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** How many requests came since the last call. */
  counted(): number {
    const { count } = this;
    this.count = 0;
    return count;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}
