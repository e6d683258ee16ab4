import type { ClusterPlan } from '../plan/plan';
import { nameInStore, secretsOf } from '../plan/secrets';
import { namespaceOf } from '../schema/namespaces';
import { sharedMetadata } from './metadata';
import type { Cluster } from './site';

/** An ExternalSecret for every Secret, if the profile names a store. Its custom resource is not Kubernetes' own. */
export const externalSecrets = (plan: ClusterPlan, cluster: Cluster): readonly object[] => {
  const { externalSecrets: store } = cluster;
  if (store === undefined) return [];
  return secretsOf(plan).map((need) => ({
    apiVersion: 'external-secrets.io/v1',
    kind: 'ExternalSecret',
    metadata: sharedMetadata({ name: namespaceOf(need, cluster), compartment: need.compartment }, cluster, need.name),
    spec: {
      refreshInterval: '1h',
      secretStoreRef: { name: store.store, kind: store.kind },
      target: { name: need.name, creationPolicy: 'Owner' },
      data: need.keys.map(({ key }) => ({ secretKey: key, remoteRef: { key: nameInStore(need, store, cluster), property: key } })),
    },
  }));
};
