import { type Spread, zonesNeeded } from '../../../roles/spread';
import type { ClusterPlan } from '../plan/plan';
import { DEAD_NODE_SECONDS } from '../plan/rollout';
import type { k8s } from './k8s';

type Placement = Pick<k8s.PodSpec, 'affinity' | 'topologySpreadConstraints' | 'tolerations'>;

const HOST = 'kubernetes.io/hostname';
const ZONE = 'topology.kubernetes.io/zone';

/** The placement of pods: apart, so that the loss of a node or a zone does not stop all of them. */
export const placementOf = (
  selector: Record<string, string>,
  spread: Spread,
  { placement, nodes = [] }: Pick<ClusterPlan['profile'], 'placement' | 'nodes'>,
): Placement => ({
  affinity: affinityOf(selector, spread, placement.pool),
  topologySpreadConstraints: constraintsOf(selector, spread),
  tolerations: [
    // The pods of a DaemonSet stay on a node that does not answer: Kubernetes adds tolerations for that itself.
    ...(spread.kind === 'every node' ? [] : ['not-ready', 'unreachable']).map((state) => ({
      key: `node.kubernetes.io/${state}`,
      operator: 'Exists',
      effect: 'NoExecute',
      tolerationSeconds: DEAD_NODE_SECONDS,
    })),
    // Pods on each node tolerate the taints of the nodes that the profile lists, and not every taint there is: the quota and the arithmetic
    // hold one pod for each of these. Pods on others, such as those of the control plane, would take the places of ours.
    ...distinct([
      ...(placement.tolerations ?? []),
      ...(spread.kind === 'every node' ? nodes.flatMap(({ taints = [] }) => taints) : []),
    ]).map(({ key, value, effect }) => ({ key, operator: value === undefined ? 'Exists' : 'Equal', value, effect })),
  ],
});

const distinct = <One>(all: readonly One[]): readonly One[] => [...new Map(all.map((one) => [JSON.stringify(one), one])).values()];

function constraintsOf(matchLabels: Record<string, string>, spread: Spread): k8s.TopologySpreadConstraint[] | undefined {
  const preferred = { maxSkew: 1, whenUnsatisfiable: 'ScheduleAnyway', nodeTaintsPolicy: 'Honor', labelSelector: { matchLabels } };
  switch (spread.kind) {
    case 'anywhere':
    case 'every node':
      return undefined;
    case 'never together':
      return [
        spread.zones === 'preferred'
          ? { topologyKey: ZONE, ...preferred }
          : { topologyKey: ZONE, ...preferred, whenUnsatisfiable: 'DoNotSchedule', minDomains: zonesNeeded(spread.replicas) },
      ];
    case 'apart if possible': {
      // Each rollout is spread by itself: with old and new pods counted together, the new ones would end up on few nodes. It is never
      // required: with one node that is full or too small, every other node would get two replicas at most (kubernetes#116978).
      const matchLabelKeys = ['pod-template-hash'];
      return [ZONE, HOST].map((topologyKey) => ({ topologyKey, ...preferred, matchLabelKeys }));
    }
  }
}

function affinityOf(matchLabels: Record<string, string>, spread: Spread, pool: Pool | undefined): k8s.Affinity | undefined {
  // A DaemonSet has a pod on each node, so it prefers none.
  const chosen = spread.kind === 'every node' && pool?.required === false ? undefined : pool;
  if (chosen === undefined && (spread.kind === 'anywhere' || spread.kind === 'every node')) return undefined;
  return { nodeAffinity: chosen && within(chosen), podAntiAffinity: apart({ topologyKey: HOST, labelSelector: { matchLabels } }, spread) };
}

type Pool = NonNullable<ClusterPlan['profile']['placement']['pool']>;

/** Nodes outside of a required pool are not counted when replicas are spread (nodeAffinityPolicy is Honor by default). */
const within = ({ key, value, required }: Pool): k8s.NodeAffinity => {
  const matchExpressions = [{ key, operator: 'In', values: [value] }];
  return required
    ? { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [{ matchExpressions }] } }
    : { preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 100, preference: { matchExpressions } }] };
};

function apart(others: k8s.PodAffinityTerm, { kind }: Spread): k8s.PodAntiAffinity | undefined {
  switch (kind) {
    case 'anywhere':
    case 'every node':
      return undefined;
    case 'apart if possible':
      return { preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 100, podAffinityTerm: others }] };
    case 'never together':
      return { requiredDuringSchedulingIgnoredDuringExecution: [others] };
  }
}
