import * as v from 'valibot';
import { everyPlatform, NO_PLATFORM, PLATFORM, type Platform } from '../../../model/platform';
import type { Service } from '../../../model/service';
import { runsOf } from '../../../model/workload';
import { nodesOf } from '../../../roles/roles';
import { flag, oneOf, section } from '../../../shape/values';
import { inWords } from '../../../text';
import { EXTENT } from './extent';

/** What is written around the application. */
export const platform = v.optional(
  section(
    {
      ingress: v.optional(
        oneOf(
          PLATFORM.ingress,
          'How users come in. direct: the exposed service ends TLS itself, behind a load balancer. existing: an ingress controller that is there.',
        ),
        NO_PLATFORM.ingress,
      ),
      monitoring: v.optional(
        oneOf(PLATFORM.monitoring, 'full: all of it is written. existing: what a Prometheus that is there needs. none: nothing.'),
        NO_PLATFORM.monitoring,
      ),
      logging: v.optional(
        oneOf(
          PLATFORM.logging,
          'opensearch, elasticsearch: all of it is written, with that store. existing: what ships to a store that is there. none: nothing.',
        ),
        NO_PLATFORM.logging,
      ),
      owner: flag(
        'Whether parts are written that may exist only once in a cluster: pods on each node, and, where clusterScoped allows, cluster roles. One deployment in a cluster says so, and only with a monitoring or a logging.',
      ),
    },
    'What is written around the application. Left out: nothing.',
  ),
  {},
);

/** Everything that a profile turns on. */
export const turnedOn = (profile: {
  readonly platform: Omit<Platform, 'nodeExporter'>;
  readonly monitoring: Pick<Platform, 'nodeExporter'>;
}): Platform => ({ ...profile.platform, nodeExporter: profile.monitoring.nodeExporter });

/** What is known of a service as a part of the platform. */
export type Part = Pick<Service, 'onlyWith' | 'usual' | 'workload'>;

/**
 * Whether a service runs. Pods on each node exist once in a cluster, so those of the platform are the owner's, wherever they run. Those of the
 * application, which has no usual size, are its own.
 */
export const runsWith = (around: Platform, { onlyWith, usual, workload }: Part): boolean =>
  onlyWith(around) && (around.owner || usual === undefined || nodesOf(workload) !== 'one pod on each');

/**
 * Whether a deployment has anything with a platform that exists once in a cluster: pods on each node, rights in the whole cluster, and what
 * is watched or read of nodes. Rights of members follow from their size, so those of the application are not asked.
 */
export const hasOnce = (on: Platform, services: readonly Part[]): boolean =>
  on.monitoring !== 'none' ||
  on.logging !== 'none' ||
  services.some(
    (service) =>
      (runsWith({ ...on, owner: true }, service) && !runsWith({ ...on, owner: false }, service)) ||
      (runsWith(on, service) && runsOf(service.workload)?.rights?.some(({ kind }) => EXTENT[kind] === 'cluster')),
  );

/**
 * Why something does not run, and what would turn it on.
 *
 * @param runs whether it runs with a platform
 * @throws RangeError if nothing would
 */
export const whyOff = (around: Platform, runs: (platform: Platform) => boolean): string =>
  `expected none: it runs only with ${waysTo(around, runs)}`;

/**
 * What a platform would have to be, in words: the fewest changes, or each of several.
 *
 * @param wanted whether a platform is one
 * @throws RangeError if none is
 */
export function waysTo(around: Platform, wanted: (platform: Platform) => boolean): string {
  const ways = everyPlatform()
    .filter(wanted)
    .map((other) => KEYS.filter((key) => other[key] !== around[key]).map((key) => `${PATHS[key]}: ${other[key]}`));
  const fewest = Math.min(...ways.map(({ length }) => length));
  if (ways.length === 0) throw new RangeError('a part that no platform has');
  return inWords(
    ways.filter(({ length }) => length === fewest).map((changes) => inWords(changes, 'and')),
    'or',
  );
}

/** Which keys of a profile say it. */
const PATHS = {
  ingress: 'platform.ingress',
  monitoring: 'platform.monitoring',
  logging: 'platform.logging',
  owner: 'platform.owner',
  nodeExporter: 'monitoring.nodeExporter',
} as const;
const KEYS = Object.keys(PATHS) as readonly (keyof typeof PATHS)[];
