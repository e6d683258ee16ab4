import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { INTERVAL } from '../../../lib/platform/monitoring/prometheus/configuration';
import type { Program } from './programs';
import { SCALE } from './scale';
import { Server, type ServerOptions } from './server';

/** An exporter that runs beside what it reports on. */
export interface Exporter {
  /** Host and port, as a target of Prometheus. */
  readonly address: string;
  /** What it shows. @param path @default - `/metrics` */
  metrics(path?: string): Promise<string>;
  stop(): Promise<void>;
}

/** Reports on this machine. */
export const nodeExporter = (): Promise<Exporter> => exporter('node_exporter', (port) => ['--web.listen-address', `127.0.0.1:${port}`]);

/** Reports on a Redis or a Sentinel. @param keys whose sizes it reports, as `db0=name` */
export const redisExporter = (address: string, password = '', keys: readonly string[] = []): Promise<Exporter> =>
  exporter(
    'prometheus-redis-exporter',
    (port) => [
      `-web.listen-address=127.0.0.1:${port}`,
      `-redis.addr=redis://${address}`,
      ...(keys.length === 0 ? [] : [`-check-single-keys=${keys}`]),
    ],
    { REDIS_PASSWORD: password },
  );

/** Reports on a PostgreSQL, without encryption. Version 0.11 takes no password with a quote, a backslash or a space. */
export const postgresExporter = (address: string, user: string, password: string): Promise<Exporter> =>
  exporter('prometheus-postgres-exporter', (port) => [`--web.listen-address=127.0.0.1:${port}`], {
    DATA_SOURCE_URI: `${address}/postgres?sslmode=disable`,
    DATA_SOURCE_USER: user,
    DATA_SOURCE_PASS: password,
  });

/** Reports on an nginx. It waits for nginx longer than Prometheus for it, as releases from 1.0 on do. @param statusUrl where its stub_status is */
export const nginxExporter = (statusUrl: string): Promise<Exporter> =>
  exporter('prometheus-nginx-exporter', (port) => [
    `-web.listen-address=127.0.0.1:${port}`,
    `-nginx.scrape-uri=${statusUrl}`,
    '-nginx.timeout=1m',
  ]);

/** Asks servers whether they answer. @param configuration its modules, in YAML. */
export const blackboxExporter = (configuration: string): Promise<Exporter> =>
  exporter('prometheus-blackbox-exporter', (port, folder) => {
    const file = join(folder, 'blackbox.yml');
    writeFileSync(file, configuration);
    return [`--web.listen-address=127.0.0.1:${port}`, `--config.file=${file}`];
  });

/** Reports on each Redis or Sentinel that it is asked about, as the exporter of a cluster does. */
export const askedRedisExporter = (password: string): Promise<Exporter> =>
  exporter(
    'prometheus-redis-exporter',
    // The same share of the time that Prometheus waits as in a cluster, where it is 4 s of 10 s.
    (port) => [`-web.listen-address=127.0.0.1:${port}`, '-redis.addr=', `-connection-timeout=${(INTERVAL / SCALE) * 400}ms`],
    { REDIS_PASSWORD: password },
  );

async function exporter(
  program: Program,
  args: (port: number, folder: string) => readonly string[],
  env?: ServerOptions['env'],
): Promise<Exporter> {
  const folder = mkdtempSync(join(tmpdir(), `fm-${program}-`));
  const remove = (): void => rmSync(folder, { recursive: true, force: true });
  const server = await Server.start(program, { folder, args: (port) => args(port, folder), ready: '/metrics', env }).catch((error) => {
    remove();
    throw error;
  });
  return {
    address: server.address,
    metrics: (path = '/metrics') => server.text(path),
    stop: async () => {
      await server.stop();
      remove();
    },
  };
}
