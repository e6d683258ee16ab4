import { type Any, clusterPlan, objectsOf, withoutDigest } from '../../support/cluster';
import type { ManifestChange } from '../../targets/kubernetes/diff/changes';

/** A change of a shipped profile, and what an apply of it does. Digests in names are left out. */
interface ProfileChange extends Pick<ManifestChange, 'name' | 'expected'> {
  readonly profile: string;
  /** As after `--set`. */
  readonly sets: readonly string[];
  /** What it had before, as after `--set`. @default - as it is shipped */
  readonly from?: readonly string[];
}

const change = (
  name: string,
  profile: string,
  sets: readonly string[],
  expected: readonly string[],
  from?: readonly string[],
): ProfileChange => ({ name, profile, sets, expected, from });

/** What happens where PostgreSQL is configured anew: the tasks that do it are replaced. @param members to its members @param besides to others */
const postgresConfigured = (members: readonly string[] = [], besides: readonly string[] = []): readonly string[] => [
  'ConfigMap postgres-initial: in place',
  'ConfigMap postgres-tasks: created',
  ...members,
  'Job postgres-bootstrap: created',
  'Job postgres-configure: created',
  'CronJob postgres-backup: in place',
  'Job postgres-monitor: created',
  ...besides,
  'ConfigMap postgres-tasks: deleted',
  'Job postgres-bootstrap: deleted',
  'Job postgres-configure: deleted',
  'Job postgres-monitor: deleted',
];

/** Changes of profiles. */
export const PROFILE_CHANGES: readonly ProfileChange[] = [
  change(
    'the memory limit of a service',
    'cluster',
    ['services.agent.memory.limit=5121Mi'],
    ['ResourceQuota faultmaven: in place', 'Deployment fm-agent-service: restart rolling'],
  ),
  change(
    'the most replicas of a service',
    'cluster',
    ['services.agent.replicas.max=12'],
    ['ResourceQuota faultmaven: in place', 'HorizontalPodAutoscaler fm-agent-service: in place'],
  ),
  change(
    'the most replicas of a service with a database',
    'cluster',
    ['services.evidence.replicas.max=9'],
    ['ResourceQuota faultmaven: in place', ...postgresConfigured([], ['HorizontalPodAutoscaler fm-evidence-service: in place'])],
  ),
  change(
    'another build of a service',
    'cluster',
    ['images.evidence=1.2.3'],
    [
      'ServiceAccount fm-evidence-service: in place',
      'Service fm-evidence-service: in place',
      'NetworkPolicy fm-evidence-service: in place',
      'NetworkPolicy fm-evidence-service-migrate: in place',
      'Job fm-evidence-service-migrate: created',
      'Deployment fm-evidence-service: restart rolling',
      'Deployment fm-evidence-service: in place',
      'HorizontalPodAutoscaler fm-evidence-service: in place',
      'PodDisruptionBudget fm-evidence-service: in place',
      'Job fm-evidence-service-migrate: deleted',
    ],
  ),
  change('a level of logging', 'cluster', ['services.agent.settings.logLevel=DEBUG'], ['Deployment fm-agent-service: restart rolling']),
  change(
    'another host',
    'cluster',
    ['ingress.host=shop.example.org'],
    [
      'Deployment fm-auth-service: restart rolling',
      'Deployment fm-session-service: restart rolling',
      'Job fm-evidence-service-migrate: created',
      'Deployment fm-evidence-service: restart rolling',
      'ConfigMap fm-dashboard-configuration: created',
      'Deployment fm-dashboard: restart rolling',
      'Deployment fm-api-gateway: restart rolling',
      'ConfigMap fm-edge-configuration: created',
      'Deployment fm-edge: restart rolling',
      'ConfigMap prometheus-configuration: in place',
      'Job fm-evidence-service-migrate: deleted',
      'ConfigMap fm-dashboard-configuration: deleted',
      'ConfigMap fm-edge-configuration: deleted',
    ],
  ),
  change('another class of ingress', 'cluster-small', ['ingress.className=other'], ['Ingress fm-edge: in place']),
  change(
    'larger disks of members',
    'cluster',
    ['services.postgres.volume.size=200Gi'],
    ['ResourceQuota faultmaven: in place', ...postgresConfigured(['StatefulSet postgres: refused disk-grows'])],
  ),
  change(
    'smaller disks of members',
    'cluster',
    ['services.redis.volume.size=4Gi'],
    ['ResourceQuota faultmaven: in place', 'StatefulSet redis: refused disk-shrinks'],
  ),
  change(
    'disks of members in another class',
    'cluster',
    ['services.chromadb.volume.class=fast'],
    ['StatefulSet chromadb: refused disk-class-is-fixed'],
  ),
  change(
    'fewer members of a profile',
    'cluster',
    ['services.chromadb.replicas=1'],
    [
      'ResourceQuota faultmaven: in place',
      'StatefulSet chromadb: destroys fewer-members',
      // Its pods are no longer spread over zones.
      'StatefulSet chromadb: restart one by one',
      'StatefulSet chromadb: in place',
      'PodDisruptionBudget chromadb: deleted',
    ],
  ),
  change(
    'another schedule of copies',
    'cluster',
    ['services.redis.export.schedule=0 4 * * *'],
    ['CronJob redis-export: in place', 'ConfigMap prometheus-configuration: in place'],
  ),
  change('the lock of members', 'cluster', ['services.postgres.loopWait=6'], postgresConfigured()),
  change(
    'what members may store',
    'cluster',
    ['services.redis.maxmemory=256Mi'],
    ['ConfigMap redis-configuration: created', 'StatefulSet redis: restart one by one', 'ConfigMap redis-configuration: deleted'],
  ),
  change(
    'a fixed number instead of bounds',
    'cluster',
    ['services.auth.replicas=4'],
    ['ResourceQuota faultmaven: in place', 'Deployment fm-auth-service: in place', 'HorizontalPodAutoscaler fm-auth-service: deleted'],
  ),
  change(
    'priorities below those of others',
    'cluster',
    ['priorities.yields=true'],
    [
      'PriorityClass faultmaven-data: refused priority-is-fixed',
      'PriorityClass faultmaven-edge: refused priority-is-fixed',
      'PriorityClass faultmaven-core: refused priority-is-fixed',
      'PriorityClass faultmaven-batch: refused priority-is-fixed',
    ],
  ),
  change(
    'a larger disk of a service',
    'cluster-released-images',
    ['services.knowledge.volume.size=30Gi', 'services.knowledge.volume.class=growing'],
    ['ResourceQuota faultmaven: in place', 'PersistentVolumeClaim fm-knowledge-service: in place'],
    ['services.knowledge.volume.class=growing'],
  ),
  change(
    'a smaller disk of a service',
    'cluster-released-images',
    ['services.knowledge.volume.size=10Gi'],
    ['ResourceQuota faultmaven: in place', 'PersistentVolumeClaim fm-knowledge-service: refused disk-shrinks'],
  ),
  change(
    'a disk that a service has no longer',
    'cluster-released-images',
    ['services.case.volume=null'],
    [
      'ResourceQuota faultmaven: in place',
      'Deployment fm-case-service: destroys data-left-behind',
      'Deployment fm-case-service: restart recreate',
      'PersistentVolumeClaim fm-case-service: destroys disk-removed',
      'PersistentVolumeClaim fm-case-service: deleted',
    ],
  ),
  change('who reads metrics', 'cluster', ['monitoring.namespace=metrics'], ['NetworkPolicy fm-edge: in place']),
  change(
    'a newer Kubernetes',
    'cluster',
    ['version="1.29"'],
    ['faultmaven', 'faultmaven-monitoring', 'faultmaven-node', 'faultmaven-logging'].map((name) => `Namespace ${name}: in place`),
  ),
];

/** What differs between two plans, without what only this program reads. */
export function manifestsOf({ name, profile, sets, expected, from }: ProfileChange): ManifestChange {
  const [then, now] = [textsOf(profile, from), textsOf(profile, sets)];
  const only = (some: ReadonlySet<string>, others: ReadonlySet<string>): readonly Any[] =>
    [...some].filter((text) => !others.has(text)).map((text) => JSON.parse(text));
  const [before, after] = [only(then, now), only(now, then)];
  const needed = JSON.stringify([...before, ...after]);
  const accounts = [...now].map((text) => JSON.parse(text)).filter(({ kind }) => kind === 'ServiceAccount');
  const around = accounts.filter(({ metadata }) => needed.includes(`"serviceAccountName":"${metadata.name}"`));
  return { name, expected, before, after, around };
}

const textsOf = (profile: string, sets: readonly string[] = []): ReadonlySet<string> =>
  new Set(objectsOf(clusterPlan(profile, sets)).map(({ file: _, ...object }) => JSON.stringify(object)));

/** Of `ConfigMap redis-files-1a2b3c4d: created`, without the digest. */
export const undigested = (outcome: string): string => {
  const [object = '', word] = outcome.split(': ');
  return `${withoutDigest(object)}: ${word}`;
};
