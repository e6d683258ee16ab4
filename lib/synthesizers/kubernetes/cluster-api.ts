import * as k8s from 'cdk8s-plus-28/lib/imports/k8s';
import type { ClusterPlan } from '../../plan/plan';
import type { Service } from '../../service/service';
import { metadataOf } from './metadata';

/**
 * What Patroni does with the API: its state is in ConfigMaps, and members are known by their pods. Exactly what it asks for
 * (run with 4.1.0); a right to create cannot be narrowed to names.
 */
const PATRONI: k8s.PolicyRule[] = [
  { apiGroups: [''], resources: ['configmaps'], verbs: ['create', 'get', 'list', 'patch', 'watch'] },
  { apiGroups: [''], resources: ['pods'], verbs: ['list', 'patch', 'watch'] },
];

/** The rights of members that agree on a primary through the API. */
export function rightsOf(service: Service, profile: ClusterPlan['profile']): object[] {
  if (service.replication.kind !== 'patroni') return [];
  const metadata = metadataOf(service, profile);
  return [
    k8s.KubeRole.manifest({ metadata, rules: PATRONI }),
    k8s.KubeRoleBinding.manifest({
      metadata,
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: service.name },
      subjects: [{ kind: 'ServiceAccount', name: service.name, namespace: profile.namespace }],
    }),
  ];
}
