import type { ClusterPlan } from '../../../plan/plan';
import { nameInStore, secretsOf } from '../plan/secrets';
import { sharedMetadata } from './metadata';

/** An ExternalSecret for every Secret, if the profile names a store. Its custom resource is not Kubernetes' own. */
export const externalSecrets = (plan: ClusterPlan): readonly object[] => {
  const { externalSecrets: store } = plan.profile;
  if (store === undefined) return [];
  return secretsOf(plan).map(({ name, keys }) => ({
    apiVersion: 'external-secrets.io/v1',
    kind: 'ExternalSecret',
    metadata: sharedMetadata(plan.profile, name),
    spec: {
      refreshInterval: '1h',
      secretStoreRef: { name: store.store, kind: store.kind },
      target: { name, creationPolicy: 'Owner' },
      data: keys.map(({ key }) => ({ secretKey: key, remoteRef: { key: nameInStore(name, store, plan.profile), property: key } })),
    },
  }));
};
