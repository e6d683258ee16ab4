import type { Probe, Probes } from '../../../model/pod';
import type { CommandProbe, Service } from '../../../model/service';
import type { Cpu } from '../../../units/cpu';
import { seconds } from '../../../units/duration';
import { startSeconds, throttled } from '../plan/start';
import { k8s } from './k8s';

/** The period of startup probes, in seconds. */
const START_PERIOD = 5;
/** How long a start may take that a command checks: a worker may start while its broker fails over. */
const COMMAND_START_SECONDS = 300;

/** The period, timeout and failure threshold of a probe. */
type Asking = Omit<Probe, 'ask'>;

const ALIVE: Asking = { every: seconds(20), timeout: seconds(10), failures: 3 };
const READY: Asking = { every: seconds(10), timeout: seconds(8), failures: 3 };

/**
 * All probes, from the health check of a service. Liveness probes check no dependency; that of a worker has to, because it asks through the
 * broker. Times are known for one CPU, and are longer under a smaller limit.
 */
export function probesOf({ health, ports }: Pick<Service, 'health' | 'ports'>, cpu: Cpu): Probes {
  if (health.kind === 'http') {
    const port = ports.find(({ container }) => container === health.port)?.name ?? 'http';
    const { alive, ready } = health;
    const ask = alive === undefined ? { path: health.path, port } : { command: alive };
    const busy = health.busyFor === undefined ? 0 : throttled(health.busyFor.seconds, cpu);
    return {
      startup: {
        ask,
        every: seconds(START_PERIOD),
        timeout: seconds(START_PERIOD),
        failures: Math.ceil(startSeconds(health, cpu) / START_PERIOD),
      },
      liveness: { ask, ...outliving(busy, ALIVE) },
      readiness: {
        ask: { path: ready?.path ?? health.path, port },
        ...outliving(busy, ready ? { ...READY, every: ready.every, failures: ready.failures } : READY),
      },
    };
  }
  const inCluster = health.inCluster ?? { command: health.command, every: seconds(30), timeout: seconds(10), failures: 3 };
  const asked = ({ command, every, timeout }: Omit<CommandProbe, 'failures'>, failures: number): Probe => ({
    ask: { command },
    every,
    timeout: seconds(throttled(timeout.seconds, cpu)),
    failures,
  });
  const starting = inCluster.starting ?? inCluster;
  return {
    startup: asked(starting, Math.ceil(COMMAND_START_SECONDS / starting.every.seconds)),
    liveness: asked(inCluster, inCluster.failures),
  };
}

/** Raises the failure threshold, so that a process which does not answer for `busy` seconds is neither restarted nor taken out of its Service. */
function outliving(busy: number, asking: Asking): Asking {
  const [every, timeout] = [asking.every.seconds, asking.timeout.seconds];
  const missed = busy > timeout ? Math.floor((busy - timeout) / every) + 1 : 0;
  return { ...asking, failures: Math.max(asking.failures, missed + 1) };
}

/** The probes of a container. */
export const probesIn = ({ startup, liveness, readiness }: Probes) => ({
  startupProbe: startup && probeOf(startup),
  livenessProbe: liveness && probeOf(liveness),
  readinessProbe: readiness && probeOf(readiness),
});

const probeOf = ({ ask, every, timeout, failures }: Probe): k8s.Probe => ({
  ...('command' in ask
    ? { exec: { command: [...ask.command] } }
    : { httpGet: { path: ask.path, port: k8s.IntOrString.fromString(ask.port), scheme: ask.tls && 'HTTPS' } }),
  periodSeconds: every.seconds,
  timeoutSeconds: timeout.seconds,
  failureThreshold: failures,
});
