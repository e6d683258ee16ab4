import type { HealthCheck } from '../service';
import { seconds } from '../units/duration';
import { port } from '../units/port';

/** Where every FastAPI image but the gateway's listens (published Compose file). */
const CONTAINER_PORT = 8000;

/** The repository of an image that FaultMaven publishes. */
export const faultmavenImage = (name: string): string => `ghcr.io/faultmaven/${name}`;

/** The one port of a FastAPI service; `laptop` is what the published Compose file maps to it. */
export const httpPort = (laptop: number, container: number = CONTAINER_PORT) => ({ http: { container, laptop } });

/** `GET /health`, asked with the image's own Python as the published Compose file does; static in all seven services. */
export const healthEndpoint = (options: { port?: number; startsWithin?: number } = {}): HealthCheck => ({
  kind: 'http',
  path: '/health',
  port: port(options.port ?? CONTAINER_PORT),
  client: 'python',
  startsWithin: seconds(options.startsWithin ?? 60),
  published: true,
});
