import * as k8s from 'cdk8s-plus-28/lib/imports/k8s';
import type { Probe } from '../../service/members';
import type { Service } from '../../service/service';

type Probes = Pick<k8s.Container, 'startupProbe' | 'livenessProbe' | 'readinessProbe'>;

/** How often a starting container is asked. */
const START_PERIOD = 5;
/** A worker that starts while its broker fails over is no dead worker. */
const COMMAND_START_SECONDS = 300;

/** All probes from a service's one health check. None of them asks a dependency, but the worker's, which cannot do otherwise. */
export function probesOf({ health, ports }: Pick<Service, 'health' | 'ports'>): Probes {
  if (health.kind === 'http') {
    const port = ports.find(({ container }) => container === health.port)?.name ?? 'http';
    const httpGet = { path: health.path, port: k8s.IntOrString.fromString(port) };
    return {
      startupProbe: {
        httpGet,
        periodSeconds: START_PERIOD,
        timeoutSeconds: START_PERIOD,
        failureThreshold: Math.ceil(health.startsWithin.seconds / START_PERIOD),
      },
      livenessProbe: { httpGet, periodSeconds: 20, timeoutSeconds: 10, failureThreshold: 3 },
      readinessProbe: { httpGet, periodSeconds: 10, timeoutSeconds: 8, failureThreshold: 3 },
    };
  }
  const { command, inCluster } = health;
  const exec = { command: [...(inCluster?.command ?? command)] };
  const every = inCluster?.every.seconds ?? 30;
  const timeoutSeconds = inCluster?.timeout.seconds ?? 10;
  return {
    startupProbe: { exec, periodSeconds: every, timeoutSeconds, failureThreshold: Math.ceil(COMMAND_START_SECONDS / every) },
    livenessProbe: { exec, periodSeconds: every, timeoutSeconds, failureThreshold: inCluster?.failures ?? 3 },
  };
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
