import { EVERYWHERE } from '../data/uvicorn';
import type { Command } from '../model/command';
import type { HealthCheck } from '../model/service';
import type { Interchangeable } from '../model/workload';
import { type Duration, seconds } from '../units/duration';
import { port } from '../units/port';

/** Where every FastAPI image but the gateway's listens (published Compose file). */
const CONTAINER_PORT = 8000;

/** The repository of an image that FaultMaven publishes. */
export const faultmavenImage = (name: string): string => `ghcr.io/faultmaven/${name}`;

/** The one port of a FastAPI service; `laptop` is what the published Compose file maps to it. */
export const httpPort = (laptop: number, container: number = CONTAINER_PORT) => ({ http: { container, laptop } });

/** `GET /health`, asked with the image's own Python as the published Compose file does; static in all seven services. */
export const healthEndpoint = (options: { port?: number; startsWithin?: number; busyFor?: Duration } = {}): HealthCheck => ({
  kind: 'http',
  path: '/health',
  port: port(options.port ?? CONTAINER_PORT),
  client: 'python',
  startsWithin: seconds(options.startsWithin ?? 60),
  busyFor: options.busyFor,
  published: true,
});

/** How long the gateway waits for a backend; what takes longer is answered to nobody. */
export const GATEWAY_TIMEOUT = seconds(30);

/** uvicorn as process 1, without the migration that some images put before it. */
export function uvicorn(
  app: string,
  options: Partial<Omit<Interchangeable, 'role' | 'command'>> & { readonly port?: number } = {},
): Interchangeable {
  const { port: listens = CONTAINER_PORT, drain = GATEWAY_TIMEOUT, ...rest } = options;
  const command: Command = [
    ...(['python', '-m', 'uvicorn', app, '--host', EVERYWHERE, '--port', String(listens)] as const),
    '--timeout-graceful-shutdown',
    String(drain.seconds),
  ];
  return { priority: 'core', ...rest, role: 'interchangeable', command, drain };
}
