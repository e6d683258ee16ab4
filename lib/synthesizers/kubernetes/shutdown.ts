import type * as k8s from 'cdk8s-plus-28/lib/imports/k8s';
import type { Service } from '../../service/service';

/** How long the news that a pod is leaving takes to reach everybody who sends it requests. */
const PROPAGATION_SECONDS = 10;
const MARGIN_SECONDS = 5;

interface Shutdown {
  readonly lifecycle?: k8s.Lifecycle;
  readonly graceSeconds: number;
}

/** A pod that serves requests goes on serving until nobody sends it any, then finishes what it has begun. */
export function shutdownOf({ ports, serving }: Service): Shutdown {
  const drain = (serving?.drain.seconds ?? 0) + MARGIN_SECONDS;
  if (ports.length === 0) return { graceSeconds: drain };
  // The action `sleep` would be a field of 1.29.
  return {
    lifecycle: { preStop: { exec: { command: ['sleep', String(PROPAGATION_SECONDS)] } } },
    graceSeconds: PROPAGATION_SECONDS + drain,
  };
}
