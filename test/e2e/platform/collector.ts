import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { toYaml } from '../../../lib/yaml-writer';
import { type Any, clusterPlanOf, find, objectsOf } from '../../support/cluster';
import { Daemon } from '../control-plane/daemon';
import { freePort } from '../control-plane/free-port';
import { eventually } from '../support/eventually';
import { SETPRIV, type Tool } from '../support/tools';
import { platformProgram } from './programs';

export const COLLECTOR: readonly Tool[] = [
  { name: 'otelcol (run test/e2e/platform/install.sh)', probe: [platformProgram('otelcol'), '--version'] },
  SETPRIV,
];

export const MEBIBYTE = 1024 * 1024;

/** The shipper as the cluster has it: the container, and its configuration. */
function shipped(): { readonly container: Any; readonly configuration: Any; readonly limit: number } {
  const objects = objectsOf(clusterPlanOf('platform: { monitoring: full, logging: opensearch, owner: true }\n'));
  const [container] = find(objects, 'DaemonSet', 'log-shipper').spec.template.spec.containers;
  const { data } = find(objects, 'ConfigMap', 'log-shipper-configuration');
  return { container, configuration: parse(data['config.yaml']), limit: Number.parseInt(container.resources.limits.memory, 10) * MEBIBYTE };
}

/** What a collector takes, in bytes. */
export interface Taken {
  /** What it has made itself: what a limit cannot take back. */
  readonly anonymous: number;
  /** With the pages of its program and of its queue's file, which the kernel takes back when others need room. */
  readonly resident: number;
  /** What it keeps in its folder: the queue, and how far it has read. */
  readonly disk: number;
}

const NOTHING: Taken = { anonymous: 0, resident: 0, disk: 0 };

/**
 * The collector with the generated pipeline on folders of the test's own, up to its queue. What it would hand over to itself it sends to a port
 * of this machine, in JSON.
 */
export class Collector {
  readonly pods: string;
  readonly limit: number;
  private readonly command: readonly string[];
  private readonly env: NodeJS.ProcessEnv;
  private daemon?: Daemon;
  private most = NOTHING;
  private timer?: NodeJS.Timeout;

  /** @param sink the port that records are sent to */
  static async in(folder: string, sink: number): Promise<Collector> {
    const [health, metrics, requests] = [await freePort(), await freePort(), await freePort()];
    return new Collector(folder, sink, { health, metrics, requests });
  }

  private constructor(
    private readonly folder: string,
    sink: number,
    private readonly ports: { readonly health: number; readonly metrics: number; readonly requests: number },
  ) {
    const { container, configuration, limit } = shipped();
    this.limit = limit;
    this.pods = join(folder, 'pods');
    mkdirSync(join(folder, 'state'), { recursive: true });
    mkdirSync(this.pods, { recursive: true });
    const { opensearch, ...exporters } = configuration.exporters;
    const { otlp, ...receivers } = configuration.receivers;
    const { failover, ...connectors } = configuration.connectors;
    const { 'logs/handover': handover, 'logs/store': store, ...pipelines } = configuration.service.pipelines;
    expect([opensearch, otlp, failover, handover, store]).not.toContain(undefined);
    const generated = {
      ...configuration,
      receivers,
      connectors,
      exporters: { ...exporters, otlp_http: { ...exporters.otlp_http, endpoint: `http://127.0.0.1:${sink}`, encoding: 'json' } },
      extensions: Object.fromEntries(Object.entries(configuration.extensions).filter(([name]) => name !== 'basicauth/store')),
      service: {
        ...configuration.service,
        extensions: configuration.service.extensions.filter((name: string) => name !== 'basicauth/store'),
        pipelines,
      },
    };
    const text = toYaml(generated)
      .replaceAll('/var/log/pods', this.pods)
      .replaceAll('/var/lib/shipper', join(folder, 'state'))
      .replaceAll('0.0.0.0:13133', `127.0.0.1:${ports.health}`)
      .replaceAll('0.0.0.0:8889', `127.0.0.1:${ports.requests}`)
      .replaceAll('port: 8888', `port: ${ports.metrics}`);
    const path = join(folder, 'config.yaml');
    writeFileSync(path, text);
    const [, ...args]: readonly string[] = container.command;
    this.command = args.map((argument) => (argument.startsWith('--config=') ? `--config=${path}` : argument));
    const told = container.env.filter(({ value }: Any) => value !== undefined).map(({ name, value }: Any) => [name, value]);
    this.env = { ...process.env, ...Object.fromEntries(told), NODE_NAME: 'node-1' };
  }

  /** @param set what is to differ from the configuration, by its path there */
  async start(set: Readonly<Record<string, string | number>> = {}): Promise<void> {
    const more = Object.entries(set).map(([path, value]) => `--set=${path}=${value}`);
    this.daemon = new Daemon(this.folder, platformProgram('otelcol'), [...this.command, ...more], { env: this.env });
    const { daemon } = this;
    await eventually('the collector works, or has ended', 60, async () => !daemon.isAlive || (await fetch(this.at('health'))).ok);
    if (!daemon.isAlive) throw new Error(`the collector has ended:\n${daemon.tail(5)}`);
    this.timer = setInterval(() => this.look(), 100);
    this.timer.unref();
  }

  /** Ends it as the kernel does when memory is short. */
  async kill(): Promise<void> {
    clearInterval(this.timer);
    await this.daemon?.stop();
    this.daemon = undefined;
  }

  /** Its process. @throws Error if it does not run */
  get pid(): number {
    if (this.daemon === undefined) throw new Error('the collector does not run');
    return this.daemon.pid;
  }

  /** The most that it has taken so far, or since it was last forgotten. */
  get taken(): Taken {
    return this.most;
  }

  /** Begins anew to look how much it takes. */
  forgetTaken(): void {
    this.most = NOTHING;
  }

  /** What it counts from access logs. */
  async requests(): Promise<string> {
    return (await fetch(`${this.at('requests')}/metrics`)).text();
  }

  /** What it says of itself. */
  async metrics(): Promise<string> {
    return (await fetch(`${this.at('metrics')}/metrics`)).text();
  }

  /** A number that it says of itself, all series of that name together. 0 before it has counted any. */
  async metric(name: string): Promise<number> {
    const found = [...(await this.metrics()).matchAll(new RegExp(`^${name}(?:\\{.*\\})? (\\S+)$`, 'gm'))];
    return found.reduce((sum, [, value]) => sum + Number(value), 0);
  }

  /** The last lines of its log. */
  get log(): string {
    return this.daemon?.tail(20) ?? '';
  }

  private at(port: 'health' | 'metrics' | 'requests'): string {
    return `http://127.0.0.1:${this.ports[port]}`;
  }

  private look(): void {
    if (this.daemon === undefined) return;
    const read = (status: string, key: string): number => Number(new RegExp(`${key}:\\s+(\\d+) kB`).exec(status)?.[1] ?? 0) * 1024;
    const more = (seen: Partial<Taken>): void => {
      const most = (part: keyof Taken): number => Math.max(this.most[part], seen[part] ?? 0);
      this.most = { anonymous: most('anonymous'), resident: most('resident'), disk: most('disk') };
    };
    try {
      const status = readFileSync(`/proc/${this.daemon.pid}/status`, 'utf8');
      more({ anonymous: read(status, 'RssAnon'), resident: read(status, 'VmRSS') });
    } catch {
      // It has ended.
    }
    try {
      more({ disk: onDisk(join(this.folder, 'state')) });
    } catch {
      // It has removed a file meanwhile, which says nothing of its memory.
    }
  }
}

/** What the files of a folder take, in bytes: of a file with holes only what is there. */
const onDisk = (folder: string): number =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' }).reduce((sum, name) => sum + statSync(join(folder, name)).blocks * 512, 0);
