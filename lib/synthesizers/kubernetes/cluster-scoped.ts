import * as k8s from 'cdk8s-plus-28/lib/imports/k8s';
import type { ClusterPlan } from '../../plan/plan';
import { clusterMetadata } from './metadata';

/** Who goes first when not everything can run. */
const PRIORITIES = [
  { name: 'data', value: 1_000_000, about: 'what everything else keeps its data in' },
  { name: 'edge', value: 900_000, about: 'the way in, logins and sessions' },
  { name: 'core', value: 800_000, about: 'the services behind it' },
  { name: 'batch', value: 100_000, about: 'background work, which takes nobody else away', preemptionPolicy: 'Never' },
] as const;

/** What belongs to no namespace: the namespace itself, with what its pods may be, and the priorities. */
export const clusterScoped = ({ namespace, version }: ClusterPlan['profile']): readonly object[] => [
  k8s.KubeNamespace.manifest({
    metadata: clusterMetadata(
      namespace,
      Object.assign(
        {},
        ...['enforce', 'audit', 'warn'].map((mode) => ({
          [`pod-security.kubernetes.io/${mode}`]: 'restricted',
          [`pod-security.kubernetes.io/${mode}-version`]: `v${version}`,
        })),
      ),
    ),
  }),
  ...PRIORITIES.map(({ name, value, about, ...rest }) =>
    k8s.KubePriorityClass.manifest({
      metadata: clusterMetadata(`faultmaven-${name}`),
      value,
      globalDefault: false,
      description: about,
      ...rest,
    }),
  ),
];
