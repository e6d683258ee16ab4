import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { toYaml } from '../../../lib/yaml-writer';
import { Daemon } from '../control-plane/daemon';
import { freePort } from '../control-plane/free-port';
import { eventually } from '../support/eventually';
import { type Any, find } from '../support/manifests';
import type { Tool } from '../support/tools';
import { type Program, platformProgram } from './programs';

const tool = (name: Program): Tool => ({
  name: `${name} (run test/e2e/platform/install.sh)`,
  probe: [platformProgram(name), '--version'],
});

/**
 * Starts a collector that takes records by OTLP over HTTP.
 *
 * @param folder has its log
 * @param port where it takes records
 * @throws Error if it ends instead
 */
export async function receiving(
  program: Program,
  folder: string,
  configuration: object,
  port: number,
  env?: NodeJS.ProcessEnv,
): Promise<Daemon> {
  mkdirSync(folder, { recursive: true });
  const path = join(folder, 'config.yaml');
  writeFileSync(path, toYaml(configuration));
  const daemon = new Daemon(folder, platformProgram(program), [`--config=${path}`], { env });
  // It takes no GET.
  const takes = async () => (await fetch(`http://127.0.0.1:${port}/v1/logs`)).status === 405;
  await eventually(`${program} takes requests, or has ended`, 60, async () => !daemon.isAlive || (await takes()));
  if (!daemon.isAlive) throw new Error(`${program} has ended:\n${daemon.tail(5)}`);
  return daemon;
}

/** The programs with the exporters for Elasticsearch and for OpenSearch. */
export const BULK: Tool = tool('otelcol-bulk');
export const SEARCH: Tool = tool('otelcol-search');

export interface Delivering {
  readonly program: 'otelcol-bulk' | 'otelcol-search';
  /** The manifests with the configuration of the shipper. */
  readonly objects: readonly Any[];
  /** Its exporter, from the one that is generated: only where it sends to, and how it signs in, may differ. */
  readonly exporters: (generated: Any) => object;
  /** What proves who it is. @default - nothing */
  readonly extensions?: Readonly<Record<string, object>>;
  /** Variables of its environment. @default - the test's own alone */
  readonly env?: Readonly<Record<string, string>>;
}

/** What it counts, by the names of the series without their labels. */
export interface Delivered {
  /** Records that the store has taken. */
  readonly sent: number;
  /** Records of requests that failed, as a whole or in part: those of them that the store has taken come twice. */
  readonly failed: number;
}

const PARTS = ['logs/handover', 'logs/store'];

/**
 * The part of the shipper that takes what its queue hands over and adds it to the store, as it is generated, by the real exporter. Here it is a
 * program of its own, because no one release has all parts as modules.
 */
export class Delivery {
  static async start(folder: string, delivering: Delivering): Promise<Delivery> {
    const delivery = new Delivery(folder, delivering, await freePort(), await freePort());
    await delivery.start();
    return delivery;
  }

  private daemon?: Daemon;

  private constructor(
    private readonly folder: string,
    private readonly delivering: Delivering,
    /** Where it takes requests. */
    readonly port: number,
    private readonly metricsPort: number,
  ) {}

  /** Starts it again after it was stopped. */
  async start(): Promise<void> {
    const { program, env } = this.delivering;
    this.daemon = await receiving(program, this.folder, this.configuration(), this.port, { ...process.env, ...env });
  }

  async stop(): Promise<void> {
    await this.daemon?.stop();
  }

  /** What it has counted since its start. */
  async counts(): Promise<Delivered> {
    const text = await (await fetch(`http://127.0.0.1:${this.metricsPort}/metrics`)).text();
    const of = (metric: string): number =>
      [...text.matchAll(new RegExp(`^otelcol_exporter_${metric}_log_records_total(?:\\{.*\\})? (\\S+)$`, 'gm'))].reduce(
        (sum, [, value]) => sum + Number(value),
        0,
      );
    return { sent: of('sent'), failed: of('send_failed') };
  }

  /** The last messages of its log, without their stacks. */
  get log(): string {
    return (this.daemon?.tail(500) ?? '')
      .split('\n')
      .filter((line) => /^\d{4}-/.test(line))
      .slice(-3)
      .join('\n');
  }

  private configuration(): object {
    const { objects, exporters, extensions = {} } = this.delivering;
    const { data } = find(objects, 'ConfigMap', /^log-shipper-configuration/);
    const generated = parse(data['config.yaml']);
    const pipelines = Object.entries<Any>(generated.service.pipelines).filter(([name]) => PARTS.includes(name));
    const named = (kind: string, list: readonly string[]) => {
      const parts = Object.entries(generated[kind] ?? {}).filter(([name]) => list.includes(name));
      return parts.length === 0 ? {} : { [kind]: Object.fromEntries(parts) };
    };
    return {
      receivers: { otlp: { protocols: { http: { endpoint: `127.0.0.1:${this.port}` } } } },
      ...named(
        'processors',
        pipelines.flatMap(([, { processors = [] }]) => processors),
      ),
      ...named(
        'connectors',
        pipelines.flatMap(([, { receivers }]) => receivers),
      ),
      exporters: exporters(generated.exporters),
      ...(Object.keys(extensions).length === 0 ? {} : { extensions }),
      service: {
        extensions: Object.keys(extensions),
        pipelines: Object.fromEntries(pipelines),
        telemetry: {
          logs: { level: 'warn' },
          metrics: {
            readers: [
              {
                pull: {
                  exporter: { prometheus: { host: '127.0.0.1', port: this.metricsPort, without_type_suffix: false, without_units: true } },
                },
              },
            ],
          },
        },
      },
    };
  }
}
