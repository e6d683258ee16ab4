import { join } from 'node:path';
import { PRIORITIES, type Priority } from '../../model/workload';
import type { Session } from '../../session';
import { inMessage, inWords, quoted } from '../../text';
import type { Written } from '../target';
import type { ClusterPlan } from './plan/plan';
import { secretsToCreate } from './plan/secrets';
import { namespacesInWords, spacesOf } from './plan/spaces';
import { NAMESPACE_ITSELF, PRIORITY_CLASSES, serviceFile } from './render/file-names';
import { priorityClass } from './render/priority';
import { clusterRolesMissing } from './render/rights';
import { hostsOf } from './schema/ingress';

/** The names that have to lead to a load balancer of the deployment's own. */
const whereUsersArrive = ({ services, profile: { ingress, namespace, platform } }: ClusterPlan): readonly string[] =>
  ingress === undefined || platform.ingress !== 'direct'
    ? []
    : services
        .filter(({ service }) => service.exposed !== undefined)
        .map(({ service }) => {
          const hosts = inWords(
            hostsOf(ingress).map(({ host }) => host),
            'and',
          );
          return `let ${hosts} lead to the address that kubectl get service ${service.name} --namespace ${namespace} shows`;
        });

/** The namespaces, where somebody else makes them. Pods that look at their node are refused in one whose label does not let them in. */
function namespacesThere(plan: ClusterPlan): string {
  const spaces = spacesOf(plan);
  const [are, them] = spaces.length > 1 ? ['are', 'them'] : ['is', 'it'];
  const privileged = spaces.filter(({ compartment }) => compartment?.pods === 'privileged').map(({ name }) => name);
  const labelled =
    privileged.length === 0 ? '' : `, ${inWords(privileged, 'and')} with the label pod-security.kubernetes.io/enforce: privileged`;
  return `see that ${namespacesInWords(plan)} ${are} there${labelled}: this profile does not make ${them}`;
}

/** What an administrator makes who may do what the profile does not, and how; none of it if the profile makes all. */
function madeByOthers(plan: ClusterPlan): readonly string[] {
  const { application, profile } = plan;
  const { clusterScoped } = profile;
  const classes = (Object.keys(PRIORITIES) as Priority[]).map((priority) => priorityClass(priority, { application, ...profile }));
  const missing = clusterRolesMissing(plan);
  const files = [...(clusterScoped.namespace ? [] : [NAMESPACE_ITSELF]), ...(clusterScoped.priorityClasses ? [] : [PRIORITY_CLASSES])];
  // It takes what gives rights out of a file, and leaves the rest alone.
  const rights = missing.map(({ service }) => serviceFile(service));
  const ways = [
    ...(files.length === 0 ? [] : [`kubectl apply --server-side${files.map((file) => ` -f ${file}`).join('')}`]),
    ...(rights.length === 0 ? [] : [`kubectl auth reconcile${rights.map((file) => ` -f ${file}`).join('')}`]),
  ];
  return [
    ...(clusterScoped.priorityClasses
      ? []
      : [`see that the PriorityClasses ${classes.join(', ')} are there: this profile does not make them`]),
    ...(missing.length === 0
      ? []
      : [
          `see that the ClusterRoles ${missing.map(({ role }) => role).join(', ')} are there, and bound: this profile does not make them (docs/platform.md)`,
        ]),
    ...(ways.length === 0
      ? []
      : [`let an administrator apply what of it is missing, from what --set clusterScoped=true writes: ${ways.join('; ')}`]),
  ];
}

/** Kinds of objects that the API server knows only where somebody has installed them. */
function definitionsNeeded({ profile: { ingress, platform, monitoring, externalSecrets } }: ClusterPlan): readonly string[] {
  const needed = [
    ...(ingress?.gateway === undefined || platform.ingress === 'direct' ? [] : ['the Gateway API (HTTPRoute)']),
    ...(platform.monitoring === 'existing' && monitoring.as === 'objects' ? ['the Prometheus Operator (PodMonitor, PrometheusRule)'] : []),
    ...(externalSecrets === undefined ? [] : ['the External Secrets Operator (ExternalSecret)']),
  ];
  return needed.length === 0 ? [] : [`see that the CRDs of ${inWords(needed, 'and')} are there: without them the apply fails`];
}

/** What has to be created in a new cluster, in this order: the namespace, those of its Secrets that no operator makes, everything else. */
export function nextSteps({ plan, shown, undone, selection }: Written<ClusterPlan>, { program }: Session): string {
  const secrets = secretsToCreate(plan).length === 0 ? [] : [`create the Secrets that ${program} list secrets ${selection} prints`];
  const first = plan.profile.clusterScoped.namespace
    ? `kubectl apply --server-side -f ${quoted(join(shown, NAMESPACE_ITSELF))}`
    : namespacesThere(plan);
  return [
    ...(undone.length > 0 ? ['an apply alone does not do these (docs/runbooks/immutable-fields.md):'] : []),
    ...undone.map((change) => `  ${inMessage(change)}`),
    `next: ${first}`,
    ...[...madeByOthers(plan), ...definitionsNeeded(plan), ...secrets].map((step) => `then: ${step}`),
    `then: kubectl apply --server-side -k ${quoted(shown)}`,
    ...whereUsersArrive(plan).map((step) => `then: ${step}`),
  ]
    .map((line) => `${line}\n`)
    .join('');
}
