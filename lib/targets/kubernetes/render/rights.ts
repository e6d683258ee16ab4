import type { Right } from '../../../model/pod';
import { namesOf } from '../../../roles/roles';
import type { ClusterSized } from '../plan/plan';
import { k8s } from './k8s';
import { metadataOf } from './metadata';
import type { Cluster } from './site';

/**
 * Rules of a Role, limited to names where Kubernetes allows that, because other pods run scripts from ConfigMaps of this namespace. The
 * rights to create, list and watch cannot be limited to names.
 */
function rulesFor(right: Right, pods: readonly string[]): k8s.PolicyRule[] {
  switch (right.kind) {
    case 'lock-objects':
      return [
        { apiGroups: [''], resources: ['configmaps'], verbs: ['create', 'list', 'watch'] },
        { apiGroups: [''], resources: ['configmaps'], resourceNames: [...right.names], verbs: ['get', 'patch'] },
      ];
    case 'own-pods':
      return [
        { apiGroups: [''], resources: ['pods'], verbs: ['list', 'watch'] },
        { apiGroups: [''], resources: ['pods'], resourceNames: [...pods], verbs: ['patch'] },
      ];
  }
}

/** What the pods of a service may do with the API of the cluster. */
export function rightsOf(sized: ClusterSized, cluster: Cluster): object[] {
  const { service } = sized;
  const { rights } = sized.members ?? {};
  if (rights === undefined) return [];
  const metadata = metadataOf(service, cluster);
  const pods = namesOf(sized);
  return [
    k8s.KubeRole.manifest({ metadata, rules: rights.flatMap((right) => rulesFor(right, pods)) }),
    k8s.KubeRoleBinding.manifest({
      metadata,
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: service.name },
      subjects: [{ kind: 'ServiceAccount', name: service.name, namespace: cluster.namespace }],
    }),
  ];
}
