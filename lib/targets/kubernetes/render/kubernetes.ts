import type { Pod } from '../../../model/pod';
import type { OutputFile } from '../../../output/output-file';
import type { ClusterPlan, ClusterSized } from '../plan/plan';
import { spacesOf } from '../plan/spaces';
import { clusterOf } from './cluster';
import { namespaceItself, priorityClasses } from './cluster-scoped';
import { configurationOf } from './configuration';
import { disruptionBudgetOf } from './disruption-budget';
import { existingMonitoring } from './existing-monitoring';
import { externalSecrets } from './external-secrets';
import { NAMESPACE_ITSELF, PRIORITY_CLASSES, serviceFile } from './file-names';
import { ingressOf } from './ingress';
import { stream } from './manifest';
import { metadataOf } from './metadata';
import { migrationJobOf } from './migration';
import { edgesOf, namespacePolicies, policiesOf } from './network-policy';
import { limitRange, quotaOf } from './quota';
import { isReplicated } from './replicated';
import { rightsOf } from './rights';
import { podOf, servicesOf, workloadOf } from './roles';
import { accountOf } from './service-account';
import type { Cluster } from './site';
import { taskObjects, taskPod } from './task';
import { claimOf } from './volumes';

/** The cluster: a file for each service, files for what they share, and a kustomization of all. */
export const kubernetes = (plan: ClusterPlan, header: string): readonly OutputFile[] => {
  const files = clusterFiles(plan);
  return [
    ...files.map(({ path, manifests }) => ({ path, content: stream(header, manifests), documents: manifests })),
    { path: 'kustomization.yaml', content: stream(header, [kustomization(files.map(({ path }) => path))]) },
  ];
};

/** Every file with its objects, in the order in which they are written. */
export function clusterFiles(plan: ClusterPlan): readonly ClusterFile[] {
  const cluster = clusterOf(plan);
  const edges = edgesOf(plan);
  const { clusterScoped: written } = cluster;
  const spaces = spacesOf(plan);
  const files: readonly ClusterFile[] = [
    { path: NAMESPACE_ITSELF, manifests: written.namespace ? spaces.map((space) => namespaceItself(space, cluster)) : [] },
    { path: PRIORITY_CLASSES, manifests: written.priorityClasses ? priorityClasses(cluster) : [] },
    ...spaces.map((space) => ({
      path: `${['namespace', ...(space.compartment === undefined ? [] : [space.compartment.name])].join('-')}.yaml`,
      manifests: [quotaOf(space, cluster), limitRange(space, cluster), ...namespacePolicies(space, cluster)],
    })),
    { path: 'external-secrets.yaml', manifests: externalSecrets(plan, cluster) },
    { path: 'existing-monitoring.yaml', manifests: existingMonitoring(plan, cluster) },
    ...plan.services.map((sized) => ({
      path: serviceFile(sized.service),
      manifests: objectsOf(sized, policiesOf(sized.service, edges, cluster), cluster),
    })),
  ];
  return files.filter(({ manifests }) => manifests.length > 0);
}

/** All objects of one service, with the network policies of its pods. */
function objectsOf(sized: ClusterSized, policies: readonly object[], cluster: Cluster): readonly object[] {
  const { service, configured, members } = sized;
  return [
    accountOf(metadataOf(service, cluster), members?.accountAnnotations ?? configured.files?.accountAnnotations),
    ...rightsOf(sized, cluster),
    ...configurationOf(service, podsIn(sized), cluster),
    ...(isReplicated(sized) ? claimOf(podOf(sized), metadataOf(service, cluster)) : []),
    ...servicesOf(sized, cluster),
    ...policies,
    ...workloadsOf(sized, cluster),
    ...disruptionBudgetOf(sized, cluster),
    ...ingressOf(service, cluster),
  ];
}

/** The pods that serve, and those that work beside them. */
const podsIn = (sized: ClusterSized): readonly Pod[] => [podOf(sized), ...(sized.members?.tasks ?? []).map(taskPod)];

/** The workload of a service, its migration and its tasks. */
const workloadsOf = (sized: ClusterSized, cluster: Cluster): readonly object[] => [
  ...(isReplicated(sized) ? migrationJobOf(sized, cluster) : []),
  ...workloadOf(sized, cluster),
  ...(sized.members?.tasks ?? []).flatMap((task) => taskObjects(sized, task, cluster)),
];

/** A file of the cluster, before it is written. */
export interface ClusterFile {
  readonly path: string;
  readonly manifests: readonly object[];
}

const kustomization = (resources: readonly string[]): object => ({
  apiVersion: 'kustomize.config.k8s.io/v1beta1',
  kind: 'Kustomization',
  resources,
});
