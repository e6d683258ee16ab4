import type { Claim, KubeObject } from './objects';

/** The default class. Nothing provisions it. */
export const STORAGE_CLASS = {
  apiVersion: 'storage.k8s.io/v1',
  kind: 'StorageClass',
  metadata: { name: 'standard', annotations: { 'storageclass.kubernetes.io/is-default-class': 'true' } },
  provisioner: 'kubernetes.io/no-provisioner',
  volumeBindingMode: 'Immediate',
};

/** The volume that a provisioner would have made for a claim. */
export function volumeFor({ metadata: { name, namespace, uid }, spec }: Claim): KubeObject {
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
    },
  };
  return volume;
}
