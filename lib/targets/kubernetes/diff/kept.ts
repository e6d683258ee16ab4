import { ownFilesOf } from '../../../roles/lost-with-pod';
import { inMessage, inWords } from '../../../text';
import type { ClusterPlan, ClusterSized } from '../plan/plan';
import type { ObjectChange, Warned } from './effect';
import { countOf, fields, list, textOf } from './fields';
import type { Manifest, Ref } from './manifest';
import { containersIn, podSpecOf } from './pods';
import { componentOf, type Side } from './side';
import { RUNNING } from './workloads';

interface Sides {
  readonly before: Side;
  readonly after: Side;
}

/** What is lost besides the disks of the objects themselves. */
export interface Losing extends Warned {
  readonly ref: Ref;
}

/** Data that a service no longer finds, because it looks elsewhere, and data that goes with its pods. */
export function dataLost(services: readonly ClusterSized[], sides: Sides, changes: readonly ObjectChange[]): readonly Losing[] {
  return services.flatMap((sized) => {
    const label = sized.service.name;
    const workloadsIn = ({ ownOf }: Side): readonly Manifest[] => ownOf(label).filter(({ kind }) => RUNNING.has(kind));
    const [old, now] = [workloadsIn(sides.before), workloadsIn(sides.after)];
    const [was, is] = [variablesIn(old), variablesIn(now)];
    const ownFiles = ownFilesOf(sized);
    const inMemory = sized.configured.hazards.flatMap((hazard) => hazard.inMemory ?? []);
    const moved = [...storesOf(sized, inMemory), ...ownFiles].flatMap(({ holds, where }) => {
      const goes = movesOf(where, was, is);
      return goes.length === 0 ? [] : [{ holds, goes }];
    });
    const [ref] = now.map(refOf);
    const elsewhere = new Set(moved.map(({ holds }) => holds));
    return [
      ...(ref === undefined
        ? []
        : [...new Map(moved.map((one) => [one.holds, one])).values()].map(({ holds, goes }) => leftBehind(ref, holds, goes))),
      ...old.flatMap((workload) => {
        if (!losesPods(workload, changes)) return [];
        const disks = diskPaths(workload);
        const inFolders = ownFiles.filter(({ where }) => !where.some((name) => disks.some((path) => was.get(name)?.includes(path))));
        const lost = [...inMemory, ...inFolders.map(({ holds }) => holds)].filter((holds) => !elsewhere.has(holds));
        return lost.length === 0 ? [] : [withPods(refOf(workload), lost, sized)];
      }),
    ];
  });
}

/** Where the stores are that the user has data in. What a process keeps in memory, it would have kept in its database. */
const storesOf = ({ configured: { database, files } }: ClusterSized, inMemory: readonly string[]) =>
  [database, files].flatMap((store) => {
    const holds = store?.holds ?? (store === database ? inMemory[0] : undefined);
    return store?.where === undefined || holds === undefined ? [] : [{ holds, where: store.where }];
  });

function leftBehind(ref: Ref, holds: string, goes: readonly string[]): Losing {
  return {
    ref,
    code: 'data-left-behind',
    what: `it looks elsewhere for ${holds}: ${goes.join(', ')}`,
    way: `copy ${holds} to the new place before anybody uses it; what the old one holds stays there, and nobody reads it`,
  };
}

function withPods(ref: Ref, lost: readonly string[], { service: { kind }, configured: { database, files } }: ClusterSized): Losing {
  const instead = [database, files].flatMap((store) =>
    store?.instead === undefined ? [] : [`services.${kind}.${store.instead.key}: ${store.instead.value}`],
  );
  return {
    ref,
    code: 'data-in-pods-lost',
    what: `pods of it end, and no disk holds ${inWords(lost, 'and')}, which go with them`,
    way: `apply when ${inWords(lost, 'and')} may go${instead.length === 0 ? '' : `, or copy them out of the pods first; from then on ${inWords(instead, 'and')} keeps them`}`,
  };
}

/** Whether pods of it end: they are replaced, there are fewer, or it is no longer among the manifests. */
const losesPods = (workload: Manifest, changes: readonly ObjectChange[]): boolean =>
  changes.some(
    ({ before, after, effects }) =>
      before?.kind === workload.kind &&
      before.metadata.name === workload.metadata.name &&
      (effects.some(({ kind }) => kind === 'restart' || kind === 'deleted') || replicasOf(before) > replicasOf(after)),
  );

/** An autoscaler's are not stated. */
const replicasOf = (workload: Manifest | undefined): number => countOf(fields(workload?.spec).replicas) ?? 0;

const refOf = ({ kind, metadata: { name } }: Manifest): Ref => ({ kind, name });

/** Where the pods of a workload mount disks. */
function diskPaths({ kind, spec }: Manifest): readonly string[] {
  const pod = podSpecOf(kind, spec);
  const disks = new Set([
    ...list(pod.volumes).flatMap((volume) => (volume.persistentVolumeClaim === undefined ? [] : [textOf(volume.name)])),
    ...list(fields(spec).volumeClaimTemplates).map((template) => textOf(fields(template, 'metadata').name)),
  ]);
  const mounts = containersIn(pod).flatMap(({ volumeMounts }) => list(volumeMounts));
  return mounts.flatMap(({ name, mountPath }) => (disks.has(textOf(name)) ? (textOf(mountPath) ?? []) : []));
}

type Told = ReadonlyMap<string, string>;

/** The variables of containers whose values are texts. */
const variablesIn = (objects: readonly Manifest[]): Told =>
  new Map(
    objects
      .flatMap(({ kind, spec }) => containersIn(podSpecOf(kind, spec)))
      .flatMap(({ env }) => list(env))
      .flatMap(({ name, value }): (readonly [string, string])[] => {
        const [key, text] = [name, value].map(textOf);
        return key === undefined || text === undefined ? [] : [[key, text]];
      }),
  );

/** Variables with other values, if there were any: `S3_BUCKET_NAME a→b`. */
function movesOf(where: readonly string[], was: Told, is: Told): readonly string[] {
  if (!where.some((name) => was.has(name))) return [];
  return where
    .filter((name) => was.get(name) !== is.get(name))
    .map((name) => inMessage(`${name} ${was.get(name) ?? 'none'}→${is.get(name) ?? 'none'}`));
}

/** Where copies go from now on, and none is yet: a sentence for each. */
export function copiesMissing({ services }: ClusterPlan, { before, after }: Sides): readonly string[] {
  return services.flatMap(({ service: { name, kind }, members }) =>
    (members?.tasks ?? []).flatMap(({ copiesTo = [], name: task }) => {
      const [was, is] = [before, after].map(({ ownOf }) =>
        variablesIn(ownOf(name).filter(({ kind: one }) => RUNNING.has(one) || one === 'CronJob')),
      ) as [Told, Told];
      const isNew = before.ofService(name, RUNNING).length === 0;
      const goes = copiesTo.filter((variable) => is.has(variable) && is.get(variable) !== was.get(variable));
      const job = after.ofService(name, new Set(['CronJob'])).find((one) => componentOf(one) === task)?.metadata.name;
      if (isNew || goes.length === 0 || job === undefined) return [];
      const old = copiesTo.some((variable) => was.has(variable)) ? '. What is in the old place stays there' : '';
      const place = goes.map((variable) => `${variable} ${is.get(variable)}`).join(', ');
      return [
        inMessage(
          `there is no ${task} of ${kind} yet where it goes from now on (${place}): make one right after the apply: kubectl create job --from=cronjob/${job} ${job}-$(date +%s)${old}.`,
        ),
      ];
    }),
  );
}
