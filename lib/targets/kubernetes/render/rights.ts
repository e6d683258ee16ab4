import type { Right } from '../../../model/pod';
import type { Service } from '../../../model/service';
import { namesOf } from '../../../roles/roles';
import type { ClusterPlan, ClusterSized } from '../plan/plan';
import { EXTENT } from '../schema/extent';
import { namespaceOf } from '../schema/namespaces';
import { k8s } from './k8s';
import { clusterMetadata, labelsOf, metadataOf } from './metadata';
import { podOf } from './roles';
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
    case 'find-pods':
      return [{ apiGroups: [''], resources: ['pods'], verbs: ['get', 'list', 'watch'] }];
    case 'see-objects':
      return Object.entries(SEEN).map(([group, resources]) => ({
        apiGroups: [group],
        resources: [...resources],
        verbs: ['list', 'watch'],
      }));
    case 'see-events':
      return [{ apiGroups: ['', 'events.k8s.io'], resources: ['events'], verbs: ['get', 'list', 'watch'] }];
    case 'see-nodes':
      return [{ apiGroups: [''], resources: ['nodes', 'persistentvolumes'], verbs: ['list', 'watch'] }];
    case 'read-nodes':
      return [
        { apiGroups: [''], resources: ['nodes'], verbs: ['get', 'list', 'watch'] },
        { apiGroups: [''], resources: ['nodes/metrics'], verbs: ['get'] },
      ];
  }
}

/** Objects by their API groups. What is in Secrets and ConfigMaps is nobody's who only looks. */
const SEEN: Readonly<Record<string, readonly string[]>> = {
  '': ['pods', 'persistentvolumeclaims', 'resourcequotas'],
  apps: ['deployments', 'statefulsets', 'daemonsets', 'replicasets'],
  batch: ['jobs', 'cronjobs'],
  autoscaling: ['horizontalpodautoscalers'],
  policy: ['poddisruptionbudgets'],
};

/** What the pods of a service may do with the API of the cluster. */
export function rightsOf(sized: ClusterSized, cluster: Cluster): object[] {
  const { service } = sized;
  const { rights = [] } = podOf(sized);
  const pods = namesOf(sized);
  const own = namespaceOf(service, cluster);
  const rules = (extents: readonly string[]) =>
    rights.filter(({ kind }) => extents.includes(EXTENT[kind])).flatMap((right) => rulesFor(right, pods));
  const account = { kind: 'ServiceAccount', name: service.name, namespace: own };
  return [
    ...cluster.site.namespaces.flatMap((namespace) =>
      bound('', { ...metadataOf(service, cluster), namespace }, rules(namespace === own ? ['own', 'each'] : ['each']), account),
    ),
    ...(hasClusterRoles(cluster)
      ? bound('Cluster', clusterMetadata(clusterRoleOf(service, cluster), cluster, labelsOf(service, cluster)), rules(['cluster']), account)
      : []),
  ];
}

/** Whether what holds for the whole cluster is written: the deployment owns it, and may. */
const hasClusterRoles = ({ platform, clusterScoped }: Pick<Cluster, 'platform' | 'clusterScoped'>): boolean =>
  platform.owner && clusterScoped.clusterRoles;

/** The name of the rights of a service in the whole cluster, where other deployments may have theirs. */
const clusterRoleOf = ({ name }: Service, { namespace }: Pick<Cluster, 'namespace'>): string => `${namespace}-${name}`;

/** The cluster roles that the pods of an owner need and somebody else has to create, each with the service whose file would have it. */
export const clusterRolesMissing = ({ profile, services }: ClusterPlan): readonly { readonly role: string; readonly service: Service }[] =>
  profile.platform.owner && !profile.clusterScoped.clusterRoles
    ? services
        .filter((sized) => podOf(sized).rights?.some(({ kind }) => EXTENT[kind] === 'cluster'))
        .map(({ service }) => ({ role: clusterRoleOf(service, profile), service }))
    : [];

/** Rules with the account that has them; nothing if there are none. */
function bound(
  prefix: '' | 'Cluster',
  metadata: k8s.ObjectMeta & { readonly name: string },
  rules: k8s.PolicyRule[],
  account: k8s.Subject,
): object[] {
  if (rules.length === 0) return [];
  const binding = {
    metadata,
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: `${prefix}Role`, name: metadata.name },
    subjects: [account],
  };
  return prefix === ''
    ? [k8s.KubeRole.manifest({ metadata, rules }), k8s.KubeRoleBinding.manifest(binding)]
    : [k8s.KubeClusterRole.manifest({ metadata, rules }), k8s.KubeClusterRoleBinding.manifest(binding)];
}
