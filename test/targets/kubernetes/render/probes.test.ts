import type { HealthCheck } from '../../../../lib/model/service';
import type { k8s } from '../../../../lib/targets/kubernetes/render/k8s';
import { probesIn, probesOf } from '../../../../lib/targets/kubernetes/render/probes';
import { Cpu } from '../../../../lib/units/cpu';
import { seconds } from '../../../../lib/units/duration';
import { port } from '../../../../lib/units/port';
import { testService } from '../../../support/services';

const http = (more: object = {}): HealthCheck => ({
  ...{ kind: 'http', path: '/health', port: port(80), client: 'python', startsWithin: seconds(60), published: true },
  ...more,
});

const probes = (health: HealthCheck, cpu: number) =>
  probesIn(probesOf({ health, ports: [] }, Cpu.cores(cpu))) as Required<
    Pick<k8s.Container, 'startupProbe' | 'livenessProbe' | 'readinessProbe'>
  >;

/** How many probes in a row a process misses that answers nobody for so long. */
function missed(busy: number, { periodSeconds = 0, timeoutSeconds = 0 }: { periodSeconds?: number; timeoutSeconds?: number }): number {
  let failures = 0;
  for (let at = 0; at + timeoutSeconds < busy; at += periodSeconds) failures += 1;
  return failures;
}

it.each([2, 1, 0.5, 0.25, 0.1, 0.01])(
  'neither restarts a process that computes for ten seconds nor puts it out of its Service, at %d CPUs',
  (cpu) => {
    const { livenessProbe, readinessProbe } = probes(http({ busyFor: seconds(10) }), cpu);
    for (const probe of [livenessProbe, readinessProbe])
      expect(missed(10 / Math.min(1, cpu), probe)).toBeLessThan(probe.failureThreshold as number);
  },
);

it('waits no longer than such a process computes', () => {
  expect(probes(http({ busyFor: seconds(10) }), 0.1)).toMatchObject({
    livenessProbe: { failureThreshold: 6 },
    readinessProbe: { failureThreshold: 11 },
  });
});

it('does not restart what only says that another one is away', () => {
  const command = ['curl', 'http://localhost:80/health'] as const;
  expect(probes(http({ alive: command }), 1)).toMatchObject({
    startupProbe: { exec: { command }, failureThreshold: 12 },
    livenessProbe: { exec: { command } },
    readinessProbe: { httpGet: { path: '/health' } },
  });
});

it('asks the port that the health check names, among others', () => {
  const { ports } = testService('one', { ports: { admin: { container: 81 }, web: { container: 80 } } });
  expect(probesIn(probesOf({ health: http(), ports }, Cpu.cores(1)))).toMatchObject({
    startupProbe: { httpGet: { port: { value: 'web' } } },
    livenessProbe: { httpGet: { port: { value: 'web' } } },
    readinessProbe: { httpGet: { port: { value: 'web' } } },
  });
});

it('is not more patient with a process that always answers, whatever its limit', () => {
  for (const cpu of [2, 0.1])
    expect(probes(http(), cpu)).toMatchObject({
      livenessProbe: { periodSeconds: 20, timeoutSeconds: 10, failureThreshold: 3 },
      readinessProbe: { periodSeconds: 10, timeoutSeconds: 8, failureThreshold: 3 },
    });
});

it.each([
  [4, 60],
  [1, 60],
  [0.5, 120],
  [0.1, 600],
])('lets a start of a minute take as much longer as the limit of %d CPUs makes of it', (cpu, start) => {
  const { periodSeconds = 0, failureThreshold = 0 } = probes(http(), cpu).startupProbe;
  expect(periodSeconds * failureThreshold).toBe(start);
});

it('gives a command that starts a program as much longer', () => {
  const asked = { command: ['true'] as const, every: seconds(60), timeout: seconds(10), failures: 3 };
  const health: HealthCheck = { kind: 'command', command: ['false'], inCluster: asked, startsWithin: seconds(60), published: true };
  expect(probes(health, 0.25).livenessProbe).toMatchObject({ exec: { command: ['true'] }, timeoutSeconds: 40 });
});

it('asks a starting container in its own way, until it has answered once', () => {
  const starting = { command: ['sh', '-c', 'true'] as const, every: seconds(10), timeout: seconds(15) };
  const asked = { command: ['true'] as const, every: seconds(60), timeout: seconds(10), failures: 5, starting };
  const health: HealthCheck = { kind: 'command', command: ['false'], inCluster: asked, startsWithin: seconds(60), published: true };
  const { startupProbe, livenessProbe } = probes(health, 1);
  expect(startupProbe).toEqual({ exec: { command: ['sh', '-c', 'true'] }, periodSeconds: 10, timeoutSeconds: 15, failureThreshold: 30 });
  expect(livenessProbe).toEqual({ exec: { command: ['true'] }, periodSeconds: 60, timeoutSeconds: 10, failureThreshold: 5 });
});
