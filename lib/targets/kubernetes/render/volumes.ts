import * as k8s from 'cdk8s-plus-28/lib/imports/k8s';
import { runsOf } from '../../../model/workload';
import type { ClusterSized } from '../../../plan/plan';
import { Memory } from '../../../units/memory';
import { claimOfCopy } from '../plan/claims';
import { scratchOf } from '../plan/scratch';
import { choresSource, configurationSource, fileName } from './configuration';
import { bytes } from './quantity';
import type { Cluster } from './site';

/** A whole snapshot has to go into it. */
const CHORE_SCRATCH = Memory.ofMebibytes(2048);
/** What logs and the container's own layer may hold besides. */
const OWN = Memory.ofMebibytes(256);

const DATA: string = '/data';
const SHARED_MEMORY = '/dev/shm';
/** A kubelet mounts its own file here only where a container mounts none. */
const HOSTS = '/etc/hosts';

/** Mounts over the names that a container knows without asking, where its pod has a file of them. */
export const hostsMount = ({ members }: ClusterSized): readonly k8s.VolumeMount[] =>
  members?.hosts === undefined ? [] : [{ name: nameOf(DATA), mountPath: HOSTS, subPath: members.hosts.file }];

/** The volumes of a pod, and where its containers mount them. */
export interface Volumes {
  readonly volumes: k8s.Volume[];
  readonly mounts: k8s.VolumeMount[];
  /** Names of those that are lost with the pod: the autoscaler may move the pod all the same. */
  readonly scratch: readonly string[];
  /** What the container may take of the node's disk. */
  readonly ephemeral: Memory;
}

/**
 * The root file system is read-only, so everything that is written has a volume.
 *
 * @param disk whether it has its disk. @default - where the profile gives it one
 */
export function volumesOf(sized: ClusterSized, cluster: Cluster, disk = sized.size.volume !== undefined): Volumes {
  const { service, size, members } = sized;
  const room = scratchOf(size);
  const written = [...new Set(['/tmp', ...service.writes])];
  const onDisk = disk ? written.filter((path) => path === DATA) : [];
  const scratch = written.filter((path) => !onDisk.includes(path));
  const files = Object.keys(runsOf(service.workload)?.configuration ?? {});
  const claim = service.model?.claim;
  const memory = members?.sharedMemory;
  const configuration = configurationSource(sized, cluster);
  return {
    volumes: [
      ...scratch.map((path): k8s.Volume => ({ name: nameOf(path), emptyDir: { sizeLimit: bytes(room) } })),
      // The disk of a member is its workload's to claim.
      ...(members === undefined ? onDisk : []).map(
        (path): k8s.Volume => ({ name: nameOf(path), persistentVolumeClaim: { claimName: claimOfCopy(service) } }),
      ),
      ...(memory === undefined ? [] : [{ name: nameOf(SHARED_MEMORY), emptyDir: { medium: 'Memory', sizeLimit: bytes(memory) } }]),
      ...(claim === undefined ? [] : [{ name: nameOf(claim.path), persistentVolumeClaim: { claimName: claim.name, readOnly: true } }]),
      ...(configuration === undefined ? [] : [{ name: CONFIGURATION, ...configuration }]),
    ],
    mounts: [
      ...written.map((path) => ({ name: nameOf(path), mountPath: path })),
      ...(memory === undefined ? [] : [{ name: nameOf(SHARED_MEMORY), mountPath: SHARED_MEMORY }]),
      ...(members === undefined ? [] : [{ name: CONFIGURATION, mountPath: members.configuration.folder, readOnly: true }]),
      ...(claim === undefined ? [] : [{ name: nameOf(claim.path), mountPath: claim.path, readOnly: true }]),
      ...files.map((path) => ({ name: CONFIGURATION, mountPath: path, subPath: fileName(path), readOnly: true })),
    ],
    scratch: scratch.map(nameOf),
    ephemeral: scratch.reduce((sum) => sum.plus(room), OWN),
  };
}

const CONFIGURATION = 'configuration';

/** `/var/cache/nginx` → `var-cache-nginx` */
const nameOf = (path: string): string => path.slice(1).replaceAll('/', '-');

/** The disk of a service whose one copy has a volume. */
export const claimOf = ({ size }: ClusterSized, metadata: k8s.ObjectMeta): object[] =>
  claimSpec(size).map((spec) => k8s.KubePersistentVolumeClaim.manifest({ metadata, spec }));

/** What each member claims for itself. */
export const claimTemplates = ({ size }: ClusterSized, labels: Record<string, string>): k8s.KubePersistentVolumeClaimProps[] =>
  claimSpec(size).map((spec) => ({ metadata: { name: nameOf(DATA), labels }, spec }));

const claimSpec = ({ volume }: ClusterSized['size']): k8s.PersistentVolumeClaimSpec[] =>
  volume === undefined
    ? []
    : [
        {
          accessModes: ['ReadWriteOnce'],
          storageClassName: volume.class,
          resources: { requests: { storage: bytes(volume.size) } },
        },
      ];

const WORK = '/scratch';

/** What a chore writes to, and the files of its service's members. */
export function choreVolumesOf(sized: ClusterSized, cluster: Cluster): Volumes {
  const written = ['/tmp', WORK];
  const files = choresSource(sized, cluster);
  const folder = sized.members?.configuration.folder;
  return {
    volumes: [
      ...written.map((path): k8s.Volume => ({ name: nameOf(path), emptyDir: { sizeLimit: bytes(CHORE_SCRATCH) } })),
      ...(files === undefined ? [] : [{ name: CONFIGURATION, ...files }]),
    ],
    mounts: [
      ...written.map((path) => ({ name: nameOf(path), mountPath: path })),
      ...(files === undefined || folder === undefined ? [] : [{ name: CONFIGURATION, mountPath: folder, readOnly: true }]),
    ],
    scratch: written.map(nameOf),
    ephemeral: written.reduce((sum) => sum.plus(CHORE_SCRATCH), OWN),
  };
}
