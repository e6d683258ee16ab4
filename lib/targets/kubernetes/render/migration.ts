import type * as k8s from 'cdk8s-plus-28/lib/imports/k8s';
import type { Environment } from '../../../model/environment';
import { asEnvironment } from '../../../model/store';
import { runsOf } from '../../../model/workload';
import type { ClusterSized } from '../../../plan/plan';
import { containerOf, podBasics } from './container';
import { environmentIn } from './environment';
import { jobOf } from './job';
import { labelsOf, metadataOf, selectorOf } from './metadata';
import { priorityClass } from './priority';
import type { Cluster } from './site';
import { placementOf } from './spread';
import { type Volumes, volumesOf } from './volumes';
import { PULL_POLICY, secretsWaiver, waived } from './waivers';

/** What the pods of a migration are there for. */
export const MIGRATION = 'migration';

/**
 * How often a failed migration is tried again. One waits by itself for a server that is away, and ends after ten minutes in which its role is
 * refused: so a wrong password has failed the Job within an hour and a half, and one that is mended before, or made late, has not.
 */
const RETRIES = 6;

/**
 * What a pod does about its schema before it serves: waits until somebody has migrated it, or migrates a file of its own.
 * Nothing then depends on the order in which objects are created.
 */
export function schemaContainers(sized: ClusterSized, cluster: Cluster, volumes: Volumes): k8s.Container[] | undefined {
  const { service, size } = sized;
  const { database, workload } = service;
  const runs = runsOf(workload);
  if (database === undefined || runs?.migration === undefined) return undefined;
  const { upgrade, wait } = runs.migration;
  const named = database.migrates.by === 'each-copy' ? { name: 'migrate', command: upgrade } : { name: 'wait-for-schema', command: wait };
  return [containerOf({ ...named, image: service, environment: environmentIn(sized), amounts: size }, cluster, volumes)];
}

/** The Job that migrates a database on a server, as its owner. */
export function migrationJobOf(sized: ClusterSized, cluster: Cluster): object[] {
  const { service, size } = sized;
  const { database, workload } = service;
  const runs = runsOf(workload);
  if (database?.migrates.by !== 'owner' || runs?.migration === undefined) return [];
  const { upgrade: command } = runs.migration;
  const volumes = volumesOf(sized, cluster, false);
  const environment = { ...withoutKeysOfFiles(sized), ...asEnvironment(database.migrates.owner) };
  return [
    jobOf(
      {
        ...metadataOf(service, cluster, `${service.name}-migrate`, MIGRATION),
        annotations: waived([PULL_POLICY, ...secretsWaiver([environment])]),
      },
      {
        metadata: {
          labels: labelsOf(service, cluster, MIGRATION),
          annotations: { 'cluster-autoscaler.kubernetes.io/safe-to-evict': 'false' },
        },
        spec: {
          ...podBasics(service.name, cluster),
          priorityClassName: priorityClass(runs.priority, cluster),
          ...placementOf(selectorOf(service, MIGRATION), { kind: 'anywhere' }, cluster),
          containers: [containerOf({ name: 'migrate', image: service, command, environment, amounts: size }, cluster, volumes)],
          volumes: volumes.volumes,
        },
      },
      RETRIES,
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
