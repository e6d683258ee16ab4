import type { ClusterPlan } from '../plan/plan';
import { nameInStore, secretsOf } from '../plan/secrets';
import { sharedMetadata } from './metadata';
import type { Cluster } from './site';

/** An ExternalSecret for every Secret, if the profile names a store. Its custom resource is not Kubernetes' own. */
export const externalSecrets = (plan: ClusterPlan, cluster: Cluster): readonly object[] => {
  const { externalSecrets: store } = cluster;
  if (store === undefined) return [];
  return secretsOf(plan).map(({ name, keys }) => ({
    apiVersion: 'external-secrets.io/v1',
    kind: 'ExternalSecret',
    metadata: sharedMetadata(cluster, name),
    spec: {
      refreshInterval: '1h',
      secretStoreRef: { name: store.store, kind: store.kind },
      target: { name, creationPolicy: 'Owner' },
      data: keys.map(({ key }) => ({ secretKey: key, remoteRef: { key: nameInStore(name, store, cluster), property: key } })),
    },
  }));
};
