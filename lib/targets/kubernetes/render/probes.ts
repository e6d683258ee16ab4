import * as k8s from 'cdk8s-plus-28/lib/imports/k8s';
import type { Probe } from '../../../model/members';
import type { CommandProbe, Service } from '../../../model/service';
import type { Cpu } from '../../../units/cpu';
import { seconds } from '../../../units/duration';

type Probes = Pick<k8s.Container, 'startupProbe' | 'livenessProbe' | 'readinessProbe'>;

/** How often a starting container is asked. */
const START_PERIOD = 5;
/** A worker that starts while its broker fails over is no dead worker. */
const COMMAND_START_SECONDS = 300;

/** How often a container is asked, how long it has for its answer, and how often in a row it may owe one. */
interface Asking {
  readonly periodSeconds: number;
  readonly timeoutSeconds: number;
  readonly failureThreshold: number;
}

const ALIVE: Asking = { periodSeconds: 20, timeoutSeconds: 10, failureThreshold: 3 };
const READY: Asking = { periodSeconds: 10, timeoutSeconds: 8, failureThreshold: 3 };

/**
 * All probes from a service's one health check. Liveness asks no dependency, but the worker's, which cannot do otherwise. What is known
 * of a whole CPU takes longer under a limit below one.
 */
export function probesOf({ health, ports }: Pick<Service, 'health' | 'ports'>, cpu: Cpu): Probes {
  if (health.kind === 'http') {
    const port = ports.find(({ container }) => container === health.port)?.name ?? 'http';
    const at = (path: string): k8s.HttpGetAction => ({ path, port: k8s.IntOrString.fromString(port) });
    const httpGet = at(health.path);
    const { ready } = health;
    const busy = health.busyFor === undefined ? 0 : throttled(health.busyFor.seconds, cpu);
    return {
      startupProbe: {
        httpGet,
        periodSeconds: START_PERIOD,
        timeoutSeconds: START_PERIOD,
        failureThreshold: Math.ceil(startSeconds(health, cpu) / START_PERIOD),
      },
      livenessProbe: { httpGet, ...outliving(busy, ALIVE) },
      readinessProbe: {
        httpGet: at(ready?.path ?? health.path),
        ...outliving(busy, ready ? { ...READY, periodSeconds: ready.every.seconds, failureThreshold: ready.failures } : READY),
      },
    };
  }
  const inCluster = health.inCluster ?? { command: health.command, every: seconds(30), timeout: seconds(10), failures: 3 };
  const asked = ({ command, every, timeout }: Omit<CommandProbe, 'failures'>, failureThreshold: number): k8s.Probe => ({
    exec: { command: [...command] },
    periodSeconds: every.seconds,
    timeoutSeconds: throttled(timeout.seconds, cpu),
    failureThreshold,
  });
  const starting = inCluster.starting ?? inCluster;
  return {
    startupProbe: asked(starting, Math.ceil(COMMAND_START_SECONDS / starting.every.seconds)),
    livenessProbe: asked(inCluster, inCluster.failures),
  };
}

/** How long a start may take, in seconds. */
export const startSeconds = ({ startsWithin }: Service['health'], cpu: Cpu): number => throttled(startsWithin.seconds, cpu);

/** What takes so long on a CPU of its own, under a limit. */
const throttled = (alone: number, limit: Cpu): number => Math.ceil(alone / Math.min(1, limit.cores));

/** As often as it takes for a process that answers nobody for so long to be still neither restarted nor put out of its Service. */
function outliving(busy: number, asking: Asking): Asking {
  const { periodSeconds, timeoutSeconds, failureThreshold } = asking;
  const missed = busy > timeoutSeconds ? Math.floor((busy - timeoutSeconds) / periodSeconds) + 1 : 0;
  return { ...asking, failureThreshold: Math.max(failureThreshold, missed + 1) };
}

/** A question that members are asked, as it stands. */
export const probeOf = ({ ask, every, timeout, failures }: Probe): k8s.Probe => ({
  ...('command' in ask
    ? { exec: { command: [...ask.command] } }
    : { httpGet: { path: ask.path, port: k8s.IntOrString.fromString(ask.port) } }),
  periodSeconds: every.seconds,
  timeoutSeconds: timeout.seconds,
  failureThreshold: failures,
});
