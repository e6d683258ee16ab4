import * as k8s from 'cdk8s-plus-28/lib/imports/k8s';
import type { ClusterSized } from '../../plan/plan';
import { Memory } from '../../units/memory';
import { configurationName, fileName } from './configuration';
import { bytes } from './quantity';

/** What one writable folder may hold, unless the profile says otherwise. */
const SCRATCH = Memory.ofMebibytes(512);
/** What logs and the container's own layer may hold besides. */
const OWN = Memory.ofMebibytes(256);

const DATA: string = '/data';

/** The volumes of a pod, and where its containers mount them. */
export interface Volumes {
  readonly volumes: k8s.Volume[];
  readonly mounts: k8s.VolumeMount[];
  /** Names of those that are lost with the pod: the autoscaler may move the pod all the same. */
  readonly scratch: readonly string[];
  /** What the container may take of the node's disk. */
  readonly ephemeral: Memory;
}

/** The root file system is read-only, so everything that is written has a volume. */
export function volumesOf({ service, size }: ClusterSized): Volumes {
  const room = size.scratch ?? SCRATCH;
  const written = [...new Set(['/tmp', ...service.writes])];
  const onDisk = size.volume === undefined ? [] : written.filter((path) => path === DATA);
  const scratch = written.filter((path) => !onDisk.includes(path));
  const files = Object.keys(service.serving?.configuration ?? {});
  const claim = service.model?.claim;
  return {
    volumes: [
      ...scratch.map((path): k8s.Volume => ({ name: nameOf(path), emptyDir: { sizeLimit: bytes(room) } })),
      ...onDisk.map((path): k8s.Volume => ({ name: nameOf(path), persistentVolumeClaim: { claimName: service.name } })),
      ...(claim === undefined ? [] : [{ name: nameOf(claim.path), persistentVolumeClaim: { claimName: claim.name, readOnly: true } }]),
      ...(files.length === 0 ? [] : [{ name: CONFIGURATION, configMap: { name: configurationName(service) } }]),
    ],
    mounts: [
      ...written.map((path) => ({ name: nameOf(path), mountPath: path })),
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

/** The disk of a service with a volume. */
export const claimOf = ({ size }: ClusterSized, metadata: k8s.ObjectMeta): object[] =>
  size.volume === undefined
    ? []
    : [
        k8s.KubePersistentVolumeClaim.manifest({
          metadata,
          spec: {
            accessModes: ['ReadWriteOnce'],
            storageClassName: size.volume.class,
            resources: { requests: { storage: bytes(size.volume.size) } },
          },
        }),
      ];
