import type { Watched } from '../../../lib/model/alert';
import { monitoredIn } from '../../../lib/targets/kubernetes/render/monitored';
import { clusterPlanOf } from '../../support/cluster';

/** Every service of the shipped cluster with all of its monitoring, with its rules and where its metrics are. */
export const SHIPPED: readonly Watched[] = monitoredIn(clusterPlanOf('platform: { monitoring: full }\n'));

/** One of them. @throws RangeError if there is none */
export function shipped(name: string): Watched {
  const found = SHIPPED.find(({ about }) => about.server.name === name);
  if (found === undefined) throw new RangeError(`the shipped cluster has no ${name}`);
  return found;
}
