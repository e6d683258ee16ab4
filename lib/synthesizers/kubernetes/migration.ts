import type * as k8s from 'cdk8s-plus-28/lib/imports/k8s';
import type { ClusterSized } from '../../plan/plan';
import type { Environment } from '../../service/environment';
import { asEnvironment } from '../../service/store';
import { containerOf, podBasics } from './container';
import { environmentIn } from './environment';
import { jobOf } from './job';
import { labelsOf, metadataOf, selectorOf } from './metadata';
import { priorityClass } from './priority';
import type { Cluster } from './site';
import { placementOf } from './spread';
import { type Volumes, volumesOf } from './volumes';
import { PULL_POLICY, waived } from './waivers';

/** What the pods of a migration are there for. */
export const MIGRATION = 'migration';

/**
 * What a pod does about its schema before it serves: waits until somebody has migrated it, or migrates a file of its own.
 * Nothing then depends on the order in which objects are created.
 */
export function schemaContainers(sized: ClusterSized, cluster: Cluster, volumes: Volumes): k8s.Container[] | undefined {
  const { service, size } = sized;
  const { database, serving } = service;
  if (database === undefined || serving?.migration === undefined) return undefined;
  const { upgrade, isCurrent } = serving.migration;
  const basics = { image: service, environment: environmentIn(sized), amounts: size };
  return [
    database.migrates.by === 'each-copy'
      ? containerOf({ ...basics, name: 'migrate', command: upgrade }, cluster, volumes)
      : containerOf(
          { ...basics, name: 'wait-for-schema', command: ['sh', '-c', waitUntil(isCurrent, 'a Job to migrate the schema')] },
          cluster,
          volumes,
        ),
  ];
}

/** The Job that migrates a database on a server, as its owner. */
export function migrationJobOf(sized: ClusterSized, cluster: Cluster): object[] {
  const { service, size } = sized;
  const { database, serving } = service;
  if (database?.migrates.by !== 'owner' || serving?.migration === undefined) return [];
  const { upgrade, isReachable } = serving.migration;
  const volumes = volumesOf(sized, false);
  const command = `${waitUntil(isReachable, 'the database and its owner')}; exec ${upgrade.join(' ')}`;
  const environment = { ...withoutKeysOfFiles(sized), ...asEnvironment(database.migrates.owner) };
  return [
    jobOf(
      { ...metadataOf(service, cluster, `${service.name}-migrate`, MIGRATION), annotations: waived([PULL_POLICY]) },
      {
        metadata: {
          labels: labelsOf(service, cluster, MIGRATION),
          annotations: { 'cluster-autoscaler.kubernetes.io/safe-to-evict': 'false' },
        },
        spec: {
          ...podBasics(service.name, cluster),
          priorityClassName: priorityClass(serving.priority, cluster),
          ...placementOf(selectorOf(service, MIGRATION), { kind: 'anywhere' }, cluster),
          restartPolicy: 'OnFailure',
          containers: [
            containerOf({ name: 'migrate', image: service, command: ['sh', '-c', command], environment, amounts: size }, cluster, volumes),
          ],
          volumes: volumes.volumes,
        },
      },
    ),
  ];
}

/** Who migrates a schema touches no files, so it gets no key to them. */
const withoutKeysOfFiles = (sized: ClusterSized): Environment =>
  Object.fromEntries(
    Object.entries(environmentIn(sized)).filter(
      ([name, value]) => typeof value === 'string' || value !== sized.service.files?.environment[name],
    ),
  );

/**
 * Shell that waits until a condition holds, and says now and then what for. The databases and roles of a new cluster are made while
 * this runs already, by another Job: to fail meanwhile would use up the retries.
 */
const waitUntil = (condition: string, what: string): string =>
  `n=0; until ${condition}; do [ $((n % 20)) -ne 0 ] || echo 'waiting for ${what}'; n=$((n + 1)); sleep 3; done`;
