import * as v from 'valibot';
import { configured } from '../../lib/model/configured';
import { NO_PLATFORM } from '../../lib/model/platform';
import type { Service } from '../../lib/model/service';
import type { Around } from '../../lib/model/workload';
import type { Sized } from '../../lib/roles/role';
import { shapeOf } from '../../lib/roles/roles';
import { paired } from '../../lib/targets/kubernetes/plan/paired';
import { Memory } from '../../lib/units/memory';

/** What a profile says of a service where nothing else matters: half a CPU and 128Mi. */
export const AMOUNTS = { cpu: { request: 0.25, limit: 0.5 }, memory: { request: '128Mi', limit: '128Mi' } };

/** What a profile says around the services if it says nothing. */
export const NOTHING_AROUND: Pick<Around, 'platform' | 'monitoring' | 'logging'> = {
  platform: NO_PLATFORM,
  monitoring: { retentionDays: 15, nodeExporter: true, frontDoor: 'trusted' },
  logging: { retentionDays: 7, perDay: Memory.parse('2Gi') },
};

/** A service with its size, read as a cluster's profile says it. @param nodes how many there are */
export function sizedAs(service: Service, said: object, nodes?: number): Sized {
  const size = v.parse(shapeOf(service, {}), { ...AMOUNTS, ...said });
  const around = { where: 'cluster', namespace: 'shop', clusterDomain: 'cluster.local' } as const;
  return paired([{ service, size, configured: configured({ service, size: {} }, around) }], nodes, {
    ...around,
    ...NOTHING_AROUND,
  })[0] as Sized;
}

/** What is wrong with a size, each with its path. */
export const complaintsAbout = (service: Service, size: object): readonly string[] =>
  (v.safeParse(shapeOf(service, {}), { ...AMOUNTS, ...size }).issues ?? []).map(
    ({ path = [], message }) => `${path.map(({ key }) => key).join('.')}: ${message}`,
  );
