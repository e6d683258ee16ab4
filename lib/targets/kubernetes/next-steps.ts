import { join } from 'node:path';
import { PRIORITIES } from '../../model/workload';
import type { Session } from '../../session';
import { inMessage, quoted } from '../../text';
import type { Written } from '../target';
import type { ClusterPlan } from './plan/plan';
import { NAMESPACE_ITSELF } from './render/file-names';
import { priorityClass } from './render/priority';

/** What has to be created in a new cluster, in this order: the namespace, its Secrets, everything else. */
export function nextSteps(
  { plan: { application, profile }, shown, undone, selection }: Written<ClusterPlan>,
  { program }: Session,
): string {
  const secrets = `create the Secrets that ${program} list secrets ${selection} prints`;
  const { namespace, clusterScoped } = profile;
  const first = clusterScoped.namespace
    ? `kubectl apply --server-side -f ${quoted(join(shown, NAMESPACE_ITSELF))}`
    : `see that the namespace ${namespace} is there: this profile does not make it`;
  const classes = PRIORITIES.map((priority) => priorityClass(priority, { application, ...profile })).join(', ');
  return [
    ...(undone.length > 0 ? ['an apply alone does not do these (docs/runbooks/immutable-fields.md):'] : []),
    ...undone.map((change) => `  ${inMessage(change)}`),
    `next: ${first}`,
    ...(clusterScoped.priorityClasses ? [] : [`then: see that the PriorityClasses ${classes} are there: this profile does not make them`]),
    `then: ${secrets}`,
    `then: kubectl apply --server-side -k ${quoted(shown)}`,
  ]
    .map((line) => `${line}\n`)
    .join('');
}
