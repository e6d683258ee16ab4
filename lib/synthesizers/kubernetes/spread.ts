import type * as k8s from 'cdk8s-plus-28/lib/imports/k8s';
import type { ClusterPlan } from '../../plan/plan';

type Placement = Pick<k8s.PodSpec, 'affinity' | 'topologySpreadConstraints' | 'tolerations'>;

/** How long a pod stays bound to a node that does not answer; Kubernetes' own default is five minutes. */
const DEAD_NODE_SECONDS = 60;

const HOST = 'kubernetes.io/hostname';
const ZONE = 'topology.kubernetes.io/zone';

/**
 * Where copies run: apart from each other, so that neither a node nor a zone takes all of them. Each rollout is spread by itself
 * (`matchLabelKeys`): counted together, old and new pods on three nodes would leave the new ones no place.
 */
export const placementOf = (selector: Record<string, string>, several: boolean, { nodes }: ClusterPlan['profile']): Placement => ({
  affinity: affinityOf(selector, several, nodes.pool),
  topologySpreadConstraints: several
    ? [constraint(ZONE, 'ScheduleAnyway', selector), constraint(HOST, 'DoNotSchedule', selector)]
    : undefined,
  tolerations: [
    ...['not-ready', 'unreachable'].map((state) => ({
      key: `node.kubernetes.io/${state}`,
      operator: 'Exists',
      effect: 'NoExecute',
      tolerationSeconds: DEAD_NODE_SECONDS,
    })),
    ...(nodes.tolerations ?? []).map(({ key, value, effect }) => ({
      key,
      operator: value === undefined ? 'Exists' : 'Equal',
      value,
      effect,
    })),
  ],
});

const constraint = (topologyKey: string, whenUnsatisfiable: string, matchLabels: Record<string, string>): k8s.TopologySpreadConstraint => ({
  maxSkew: 1,
  topologyKey,
  whenUnsatisfiable,
  nodeTaintsPolicy: 'Honor',
  labelSelector: { matchLabels },
  matchLabelKeys: ['pod-template-hash'],
});

function affinityOf(
  matchLabels: Record<string, string>,
  several: boolean,
  pool: { readonly key: string; readonly value: string } | undefined,
): k8s.Affinity | undefined {
  if (!several && pool === undefined) return undefined;
  return {
    nodeAffinity: pool && {
      preferredDuringSchedulingIgnoredDuringExecution: [
        { weight: 100, preference: { matchExpressions: [{ key: pool.key, operator: 'In', values: [pool.value] }] } },
      ],
    },
    podAntiAffinity: several
      ? {
          preferredDuringSchedulingIgnoredDuringExecution: [
            { weight: 100, podAffinityTerm: { topologyKey: HOST, labelSelector: { matchLabels } } },
          ],
        }
      : undefined,
  };
}
