import { disksIn, type Mount, mountsIn, type Pod, scratch, type Volume } from '../../../model/pod';
import type { Service } from '../../../model/service';
import type { VolumeSize } from '../../../model/size';
import { Memory } from '../../../units/memory';
import { KEPT } from '../annotations';
import { filesOf } from './configuration';
import { k8s } from './k8s';
import { bytes } from './quantity';
import type { Cluster } from './site';

/** The room for logs and the container's own layer. */
const OWN = Memory.ofMebibytes(256);

/** The root file system is read-only, so every container gets an empty `/tmp`. */
const TEMPORARY = scratch('/tmp');

/** The volumes of a pod. */
export interface Volumes {
  readonly volumes: k8s.Volume[];
  /** What a container has mounted. */
  readonly mounted: (mounts: readonly Mount[]) => k8s.VolumeMount[];
  /** The names of volumes that are lost with the pod. The cluster autoscaler may move the pod nevertheless. */
  readonly scratch: readonly string[];
  /** The limit of a container for the node's disk. */
  readonly ephemeral: Memory;
}

/**
 * @param room the size of each folder that is lost with the pod, unless it has its own
 * @param claim the claim of its disk. @default - its workload has claim templates, so the pod names no claim
 * @throws RangeError if two volumes of the pod have one name
 */
export function volumesOf(
  pod: Pod,
  service: Service,
  { room, claim }: { readonly room: Memory; readonly claim?: string },
  cluster: Cluster,
): Volumes {
  const names = namesIn([TEMPORARY, ...mountsIn(pod)]);
  const nameOf = (volume: Volume): string => names.get(volume) ?? '';
  const all = [...names.keys()].sort((one, other) => rankOf(one) - rankOf(other));
  const lost = all.filter((volume) => volume.kind === 'scratch').filter(({ medium }) => medium === undefined);
  const sourcesOf = (volume: Volume): readonly Omit<k8s.Volume, 'name'>[] => {
    switch (volume.kind) {
      case 'scratch':
        return [{ emptyDir: { medium: volume.medium && 'Memory', sizeLimit: bytes(volume.size ?? room) } }];
      case 'disk':
        return claim === undefined ? [] : [{ persistentVolumeClaim: { claimName: claim } }];
      case 'claim':
        return [{ persistentVolumeClaim: { claimName: volume.name, readOnly: true } }];
      case 'node-folder':
        return [{ hostPath: { path: volume.path, type: volume.own ? 'DirectoryOrCreate' : 'Directory' } }];
      case 'files':
        return [filesOf(volume, service, cluster)];
    }
  };
  return {
    volumes: all.flatMap((volume) => sourcesOf(volume).map((source) => ({ name: nameOf(volume), ...source }))),
    mounted: (mounts) =>
      [TEMPORARY, ...mounts].map(({ at, volume, part }) => ({
        name: nameOf(volume),
        mountPath: at,
        subPath: part,
        readOnly: isReadOnly(volume) ? true : undefined,
        // What the node mounts later is seen as well.
        mountPropagation: volume.kind === 'node-folder' && !volume.own ? 'HostToContainer' : undefined,
      })),
    scratch: lost.map(nameOf),
    ephemeral: lost.reduce((sum, { size = room }) => sum.plus(size), OWN),
  };
}

/** Whether nobody writes to it. */
const isReadOnly = (volume: Volume): boolean =>
  volume.kind === 'files' || volume.kind === 'claim' || (volume.kind === 'node-folder' && !volume.own);

/** The order in which they are listed. */
const rankOf = (volume: Volume): number =>
  volume.kind === 'scratch' ? (volume.medium === undefined ? 0 : 2) : { disk: 1, claim: 3, 'node-folder': 3, files: 4 }[volume.kind];

/** Each volume of some mounts with its name: its own, or one made from the path where it is mounted first. */
function namesIn(mounts: readonly Mount[]): ReadonlyMap<Volume, string> {
  const names = new Map<Volume, string>();
  for (const { at, volume } of mounts)
    if (!names.has(volume)) names.set(volume, volume.kind === 'disk' || volume.kind === 'files' ? volume.name : nameAt(at));
  const twice = [...names.values()].find((name, index, all) => all.indexOf(name) !== index);
  if (twice !== undefined) throw new RangeError(`two volumes of one pod are called ${twice}`);
  return names;
}

/** `/var/cache/nginx` → `var-cache-nginx` */
const nameAt = (path: string): string =>
  path
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');

/** The disk of a service whose one replica has a volume. */
export const claimOf = (pod: Pod, metadata: k8s.ObjectMeta): object[] =>
  disksIn(pod).map((disk) =>
    k8s.KubePersistentVolumeClaim.manifest({ metadata: { ...metadata, annotations: KEPT }, spec: claimSpec(disk) }),
  );

/** The claim templates of members. */
export const claimTemplates = (pod: Pod, labels: Record<string, string>): k8s.KubePersistentVolumeClaimProps[] =>
  disksIn(pod).map((disk) => ({ metadata: { name: disk.name, labels }, spec: claimSpec(disk) }));

const claimSpec = ({ size, class: storageClassName }: VolumeSize): k8s.PersistentVolumeClaimSpec => ({
  accessModes: ['ReadWriteOnce'],
  storageClassName,
  resources: { requests: { storage: bytes(size) } },
});
