import type { Environment } from '../../../model/environment';
import type { InitContainer, Pod } from '../../../model/pod';
import { scratchOf } from '../plan/scratch';
import { environmentIn } from './environment';
import { jobOf } from './job';
import { metadataOf } from './metadata';
import { podTemplateOf } from './pod';
import { mountsOf, type Replicated } from './replicated';
import type { Cluster } from './site';
import { podWaivers, waived } from './waivers';

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
export function schemaContainers(sized: Replicated): readonly InitContainer[] {
  const { database } = sized.configured;
  const { migration } = sized.workload;
  if (database === undefined || migration === undefined) return [];
  const named =
    database.migrates.by === 'each-replica'
      ? { name: 'migrate', command: migration.upgrade }
      : { name: 'wait-for-schema', command: migration.wait };
  return [{ ...named, environment: environmentIn(sized) }];
}

/** The pod that migrates a database on a server, as its owner. */
export function migrationPod(sized: Replicated): Pod | undefined {
  const { database } = sized.configured;
  const { migration } = sized.workload;
  if (database?.migrates.by !== 'owner' || migration === undefined) return undefined;
  const environment = { ...withoutKeysOfFiles(sized), ...database.migrates.environment };
  return { mounts: mountsOf(sized), containers: [{ name: 'migrate', command: migration.upgrade, environment, probes: {} }] };
}

/** The Job of that pod. */
export function migrationJobOf(sized: Replicated, cluster: Cluster): object[] {
  const pod = migrationPod(sized);
  if (pod === undefined) return [];
  const { service, size, workload } = sized;
  const place = {
    service,
    component: MIGRATION,
    account: service.name,
    size,
    scratch: scratchOf(size),
    priority: workload.priority,
    spread: { kind: 'anywhere' },
  } as const;
  return [
    jobOf(
      { ...metadataOf(service, cluster, `${service.name}-migrate`, MIGRATION), annotations: waived(podWaivers(pod)) },
      podTemplateOf(pod, place, cluster),
      RETRIES,
    ),
  ];
}

/** Who migrates a schema touches no files, so it gets no key to them. */
const withoutKeysOfFiles = (sized: Replicated): Environment =>
  Object.fromEntries(
    Object.entries(environmentIn(sized)).filter(
      ([name, value]) => typeof value === 'string' || value !== sized.configured.files?.environment[name],
    ),
  );
