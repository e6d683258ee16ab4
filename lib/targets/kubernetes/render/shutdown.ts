import type * as k8s from 'cdk8s-plus-28/lib/imports/k8s';
import type { Service } from '../../../model/service';
import { PROPAGATION_SECONDS } from '../plan/rollout';

/**
 * A pod that serves requests goes on serving until nobody sends it any, then finishes what it has begun. (The action `sleep` would
 * be a field of 1.29.)
 */
export const lifecycleOf = ({ ports }: Service): k8s.Lifecycle | undefined =>
  ports.length === 0 ? undefined : { preStop: { exec: { command: ['sleep', String(PROPAGATION_SECONDS)] } } };
