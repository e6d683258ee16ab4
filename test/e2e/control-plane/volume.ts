import type { Claim, KubeObject } from './objects';

/** The label of a node with its zone. */
export const ZONE = 'topology.kubernetes.io/zone';

/** The default class. Nothing provisions it. */
export const STORAGE_CLASS = {
  apiVersion: 'storage.k8s.io/v1',
  kind: 'StorageClass',
  metadata: { name: 'standard', annotations: { 'storageclass.kubernetes.io/is-default-class': 'true' } },
  provisioner: 'kubernetes.io/no-provisioner',
  volumeBindingMode: 'Immediate',
};

/**
 * A class as clouds have it: a disk is made in the zone of the node that the scheduler has chosen for its pod, and only nodes of that zone
 * reach it. The provisioner is the test.
 */
export const ZONAL_CLASS = {
  apiVersion: 'storage.k8s.io/v1',
  kind: 'StorageClass',
  metadata: { name: 'zonal' },
  provisioner: 'test.example.com/zonal',
  volumeBindingMode: 'WaitForFirstConsumer',
};

/** The node that the scheduler has chosen for the pod of a claim whose disk has to be made. @default - it has chosen none, or need not */
export const nodeChosenFor = ({ metadata: { annotations = {} } }: Claim): string | undefined =>
  annotations['volume.kubernetes.io/selected-node'];

/** Whether a disk can be made for a claim. */
export const isAwaited = (claim: Claim): boolean =>
  claim.spec.storageClassName !== ZONAL_CLASS.metadata.name || nodeChosenFor(claim) !== undefined;

/** The volume that a provisioner would have made for a claim. @param zone the only one whose nodes reach it. @default - all nodes do */
export function volumeFor({ metadata: { name, namespace, uid }, spec }: Claim, zone?: string): KubeObject {
  const volume = {
    apiVersion: 'v1',
    kind: 'PersistentVolume',
    // Named by UID: a claim that is deleted and created again gets a new volume.
    metadata: { name: `volume-${uid}` },
    spec: {
      storageClassName: spec.storageClassName ?? '',
      capacity: spec.resources.requests,
      accessModes: spec.accessModes,
      persistentVolumeReclaimPolicy: 'Retain',
      claimRef: { apiVersion: 'v1', kind: 'PersistentVolumeClaim', name, namespace, uid },
      hostPath: { path: `/volumes/${uid}` },
      nodeAffinity:
        zone === undefined
          ? undefined
          : { required: { nodeSelectorTerms: [{ matchExpressions: [{ key: ZONE, operator: 'In', values: [zone] }] }] } },
    },
  };
  return volume;
}
