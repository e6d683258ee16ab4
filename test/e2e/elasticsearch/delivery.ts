import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { toYaml } from '../../../lib/yaml-writer';
import { Daemon } from '../control-plane/daemon';
import { freePort } from '../control-plane/free-port';
import { ORDINALS, type Store } from '../opensearch/cluster';
import { platformProgram } from '../platform/programs';
import { eventually } from '../support/eventually';
import { find } from '../support/manifests';
import type { Tool } from '../support/tools';

export const BULK: Tool = {
  name: 'otelcol-bulk (run test/e2e/platform/install.sh)',
  probe: [platformProgram('otelcol-bulk'), '--version'],
};

/**
 * The part of the shipper that takes what its queue hands over and adds it to the store, as it is generated, by the real exporter. Here it is a
 * program of its own, because no one release has all parts as modules. The core of the store has neither users nor TLS nor data streams, so
 * records go to an index without them. It knows the members by their addresses, as the Service does.
 */
export class Delivery {
  /** @param index where records go */
  static async start(folder: string, store: Store, index: string): Promise<Delivery> {
    const port = await freePort();
    mkdirSync(folder, { recursive: true });
    const { data } = find(store.objects, 'ConfigMap', /^log-shipper-configuration/);
    const { processors, exporters, service } = parse(data['config.yaml']);
    const { tls, auth, ...elasticsearch } = exporters.elasticsearch;
    expect([tls, auth]).not.toContain(undefined);
    const configuration = {
      receivers: { otlp: { protocols: { http: { endpoint: `127.0.0.1:${port}` } } } },
      processors: { 'transform/document': processors['transform/document'] },
      exporters: {
        elasticsearch: {
          ...elasticsearch,
          endpoints: ORDINALS.map((one) => `http://${store.pod(one).host.address}:9200`),
          logs_index: index,
        },
      },
      service: {
        pipelines: { 'logs/store': service.pipelines['logs/store'] },
        telemetry: { metrics: { level: 'none' }, logs: { level: 'warn' } },
      },
    };
    const path = join(folder, 'config.yaml');
    writeFileSync(path, toYaml(configuration));
    const daemon = new Daemon(folder, platformProgram('otelcol-bulk'), [`--config=${path}`]);
    await eventually(
      'it takes requests, or has ended',
      60,
      async () => !daemon.isAlive || (await fetch(`http://127.0.0.1:${port}/v1/logs`)).status === 405,
    );
    if (!daemon.isAlive) throw new Error(`the exporter has ended:\n${daemon.tail(5)}`);
    return new Delivery(port, daemon);
  }

  private constructor(
    readonly port: number,
    private readonly daemon: Daemon,
  ) {}

  /** The last messages of its log, without their stacks. */
  get log(): string {
    return this.daemon
      .tail(500)
      .split('\n')
      .filter((line) => /^\d{4}-/.test(line))
      .slice(-3)
      .join('\n');
  }

  stop(): Promise<void> {
    return this.daemon.stop();
  }
}
