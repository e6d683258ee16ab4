import type { ClusterPlan, ClusterSized } from '../../plan/plan';
import type { Service } from '../../service/service';
import type { OutputFile, SynthesizerOf } from '../synthesizer';
import { autoscalerOf } from './autoscaler';
import { clusterScoped } from './cluster-scoped';
import { configurationOf } from './configuration';
import { deploymentOf } from './deployment';
import { disruptionBudgetOf } from './disruption-budget';
import { externalSecrets } from './external-secrets';
import { ingressOf } from './ingress';
import { type Manifest, stream } from './manifest';
import { metadataOf } from './metadata';
import { migrationJobOf } from './migration';
import { namespacePolicies, policiesOf } from './network-policy';
import { limitRange, quotaOf } from './quota';
import { serviceAccountOf, serviceOf } from './service';
import { claimOf } from './volumes';

/** The cluster: a file for each service, files for what they share, and a kustomization of all. */
export const kubernetes: SynthesizerOf<ClusterPlan> = (plan, header): readonly OutputFile[] => {
  const files = clusterFiles(plan);
  return [
    ...files.map(({ path, manifests, service }) => ({ path, content: stream(header, manifests), objects: listed(manifests, service) })),
    { path: 'kustomization.yaml', content: stream(header, [kustomization(files.map(({ path }) => path))]) },
  ];
};

/** Every file with its objects, in the order in which they are written. */
export function clusterFiles(plan: ClusterPlan): readonly ClusterFile[] {
  const callers = callersIn(plan);
  const files: readonly ClusterFile[] = [
    ...(plan.profile.clusterScoped ? [{ path: 'cluster-scoped.yaml', manifests: clusterScoped(plan.profile) }] : []),
    { path: 'namespace.yaml', manifests: [quotaOf(plan), limitRange(plan.profile), ...namespacePolicies(plan.profile)] },
    { path: 'external-secrets.yaml', manifests: externalSecrets(plan) },
    ...plan.services.map((sized) => ({
      path: `${sized.service.name}.yaml`,
      manifests: objectsOf(sized, plan, callers.get(sized.service) ?? []),
      service: sized.service.kind,
    })),
  ];
  return files.filter(({ manifests }) => manifests.length > 0);
}

/** Everything of one service: its own objects, and the other ends of the edges that lead to it. */
function objectsOf(sized: ClusterSized, { profile }: ClusterPlan, callers: readonly Service[]): readonly object[] {
  const { service } = sized;
  return [
    serviceAccountOf(service, profile),
    ...configurationOf(service, profile),
    ...claimOf(sized, metadataOf(service, profile)),
    ...serviceOf(service, profile),
    ...policiesOf(service, callers, profile),
    ...migrationJobOf(sized, profile),
    deploymentOf(sized, profile),
    ...autoscalerOf(sized, profile),
    ...disruptionBudgetOf(sized, profile),
    ...ingressOf(service, profile),
  ];
}

/** Who calls whom, or is meant to, from the other end. */
function callersIn({ services, unsized }: ClusterPlan): ReadonlyMap<Service, readonly Service[]> {
  const callers = new Map<Service, Service[]>();
  for (const caller of [...services.map(({ service }) => service), ...unsized]) {
    for (const called of [...caller.calls, ...caller.declares]) callers.set(called, [...(callers.get(called) ?? []), caller]);
  }
  return callers;
}

/** A file of the cluster, before it is written. */
export interface ClusterFile {
  readonly path: string;
  readonly manifests: readonly object[];
  /** Whose objects they are. @default - they belong to all */
  readonly service?: string;
}

const listed = (manifests: readonly object[], service?: string) =>
  (manifests as readonly Manifest[]).map(({ kind, metadata: { name } }) => ({ kind, name, service }));

const kustomization = (resources: readonly string[]): object => ({
  apiVersion: 'kustomize.config.k8s.io/v1beta1',
  kind: 'Kustomization',
  resources,
});
