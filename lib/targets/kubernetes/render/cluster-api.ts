import * as k8s from 'cdk8s-plus-28/lib/imports/k8s';
import type { ClusterSized } from '../../../plan/plan';
import { memberOf } from '../../../roles/members/members';
import { metadataOf } from './metadata';
import type { Cluster } from './site';

/** The ConfigMaps in which Patroni keeps its state, after its scope (4.1.0: `status` and `failsafe` are in `leader`, `history` is in `config`). */
const STATE = ['config', 'failover', 'leader', 'sync'];

/**
 * What Patroni does with the API: its state is in ConfigMaps, and members are known by their pods. Exactly what it asks for
 * (run with 4.1.0). By name where that can be: other pods run scripts from ConfigMaps of this namespace. Rights to create, list and watch
 * cannot be narrowed to names.
 */
const rulesFor = (state: readonly string[], pods: readonly string[]): k8s.PolicyRule[] => [
  { apiGroups: [''], resources: ['configmaps'], verbs: ['create', 'list', 'watch'] },
  { apiGroups: [''], resources: ['configmaps'], resourceNames: [...state], verbs: ['get', 'patch'] },
  { apiGroups: [''], resources: ['pods'], verbs: ['list', 'watch'] },
  { apiGroups: [''], resources: ['pods'], resourceNames: [...pods], verbs: ['patch'] },
];

/** The rights of members that agree on a primary through the API. */
export function rightsOf({ service, role, workload, size }: ClusterSized, cluster: Cluster): object[] {
  if (role !== 'members' || workload.leader.by !== 'label') return [];
  const metadata = metadataOf(service, cluster);
  const pods = Array.from({ length: size.copies }, (_, ordinal) => memberOf(service, ordinal));
  const rules = rulesFor(
    STATE.map((what) => `${service.name}-${what}`),
    pods,
  );
  return [
    k8s.KubeRole.manifest({ metadata, rules }),
    k8s.KubeRoleBinding.manifest({
      metadata,
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: service.name },
      subjects: [{ kind: 'ServiceAccount', name: service.name, namespace: cluster.namespace }],
    }),
  ];
}
