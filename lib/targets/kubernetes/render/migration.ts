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

/** The component label of a migration's pods. */
export const MIGRATION = 'migration';

/**
 * How often a failed migration is retried. A migration waits for a server that does not answer, and fails after ten minutes in which its
 * role is refused. So a wrong password fails the Job within an hour and a half. A password that is set or corrected before that does not.
 */
const RETRIES = 6;

/**
 * What a pod does before it serves: it waits until its schema is migrated, or migrates its own file. So objects may be created in any
 * order.
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

/** A migration uses no files, so it gets no keys of the file store. */
const withoutKeysOfFiles = (sized: Replicated): Environment =>
  Object.fromEntries(
    Object.entries(environmentIn(sized)).filter(
      ([name, value]) => typeof value === 'string' || value !== sized.configured.files?.environment[name],
    ),
  );
