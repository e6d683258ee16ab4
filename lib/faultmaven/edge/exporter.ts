import type { Platform } from '../../model/platform';
import type { Container, Probe } from '../../model/pod';
import type { Tool } from '../../model/tool';
import { Cpu } from '../../units/cpu';
import { seconds } from '../../units/duration';
import { ImageRepository } from '../../units/image';
import { Memory } from '../../units/memory';
import { STATUS_URL } from './status';

/** Where it shows what nginx says of itself. */
export const METRICS = { name: 'metrics', container: 9113 } as const;

/** Whether somebody watches. */
export const isWatched = ({ monitoring }: Platform): boolean => monitoring !== 'none';

/** Shows as metrics what nginx says of itself, which only a container of its own pod may ask. */
export const NGINX_EXPORTER: Tool = {
  kind: 'nginx-exporter',
  image: ImageRepository.parse('nginx/nginx-prometheus-exporter'),
  release: { tag: '1.5.3', caveat: 'its project has released it, and no registry could be asked for the image' },
  onlyWith: isWatched,
};

const amount = (request: string, limit: string) => ({ request: Cpu.parse(request), limit: Cpu.parse(limit) });

// The exporter of Debian, version 0.11, takes 10 MiB, measured. This one is much newer, and was not measured.
const MEMORY = Memory.parse('64Mi');

// Its first page asks nobody. /metrics waits for nginx, so one that hangs would have its exporter killed as well.
const asked: Probe = { ask: { path: '/', port: METRICS.name }, every: seconds(30), timeout: seconds(5), failures: 3 };

/**
 * The container beside nginx. It has no readiness probe: while it runs and does not answer, users do not miss it. While it does not run, its
 * pod is not ready, whatever it has.
 */
export const nginxExporter: Container = {
  name: NGINX_EXPORTER.kind,
  image: NGINX_EXPORTER,
  // Its image is empty but for the program.
  command: ['/usr/bin/nginx-prometheus-exporter', `--nginx.scrape-uri=${STATUS_URL}`, `--web.listen-address=:${METRICS.container}`],
  environment: {},
  ports: [METRICS.name],
  probes: { liveness: asked },
  size: { cpu: amount('0.01', '0.1'), memory: { request: MEMORY, limit: MEMORY } },
};
