import type * as k8s from 'cdk8s-plus-28/lib/imports/k8s';
import type { ClusterPlan } from '../../plan/plan';

type Placement = Pick<k8s.PodSpec, 'affinity' | 'topologySpreadConstraints' | 'tolerations'>;

/** How long a pod stays bound to a node that does not answer; Kubernetes' own default is five minutes. */
const DEAD_NODE_SECONDS = 60;

const HOST = 'kubernetes.io/hostname';
const ZONE = 'topology.kubernetes.io/zone';

/** Whether copies may share a node: never, only if there is no other place, or there is but one. */
type Spread = 'always apart' | 'apart if possible' | 'anywhere';

/** Where copies run: apart from each other, so that neither a node nor a zone takes all of them. */
export const placementOf = (selector: Record<string, string>, spread: Spread, { nodes }: ClusterPlan['profile']): Placement => ({
  affinity: affinityOf(selector, spread, nodes.pool),
  topologySpreadConstraints: constraintsOf(selector, spread),
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

function constraintsOf(matchLabels: Record<string, string>, spread: Spread): k8s.TopologySpreadConstraint[] | undefined {
  const constraint = { maxSkew: 1, nodeTaintsPolicy: 'Honor', labelSelector: { matchLabels } };
  const overZones = { topologyKey: ZONE, whenUnsatisfiable: 'ScheduleAnyway', ...constraint };
  switch (spread) {
    case 'anywhere':
      return undefined;
    case 'always apart':
      return [overZones];
    case 'apart if possible': {
      // Each rollout by itself: counted together, old and new pods on three nodes would leave the new ones no place.
      const matchLabelKeys = ['pod-template-hash'];
      return [
        { ...overZones, matchLabelKeys },
        { topologyKey: HOST, whenUnsatisfiable: 'DoNotSchedule', ...constraint, matchLabelKeys },
      ];
    }
  }
}

function affinityOf(
  matchLabels: Record<string, string>,
  spread: Spread,
  pool: { readonly key: string; readonly value: string } | undefined,
): k8s.Affinity | undefined {
  if (spread === 'anywhere' && pool === undefined) return undefined;
  const others: k8s.PodAffinityTerm = { topologyKey: HOST, labelSelector: { matchLabels } };
  return {
    nodeAffinity: pool && {
      preferredDuringSchedulingIgnoredDuringExecution: [
        { weight: 100, preference: { matchExpressions: [{ key: pool.key, operator: 'In', values: [pool.value] }] } },
      ],
    },
    podAntiAffinity: apart(others, spread),
  };
}

function apart(others: k8s.PodAffinityTerm, spread: Spread): k8s.PodAntiAffinity | undefined {
  switch (spread) {
    case 'anywhere':
      return undefined;
    case 'apart if possible':
      return { preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 100, podAffinityTerm: others }] };
    case 'always apart':
      return { requiredDuringSchedulingIgnoredDuringExecution: [others] };
  }
}

/** By which a StatefulSet's pods are told apart (Kubernetes sets it). */
export const POD_NAME = 'statefulset.kubernetes.io/pod-name';

/** Where a member is: a disk that one node at a time can mount is mounted by all pods there. */
export const sameNodeAs = (member: string): k8s.Affinity => ({
  podAffinity: {
    requiredDuringSchedulingIgnoredDuringExecution: [{ topologyKey: HOST, labelSelector: { matchLabels: { [POD_NAME]: member } } }],
  },
});
