import { KEPT } from '../annotations';
import { k8s } from './k8s';
import { clusterMetadata } from './metadata';
import { priorityClass } from './priority';
import type { Cluster } from './site';

/** The PriorityClasses: which pods run first when there is no room for all. */
const CLASSES = [
  { priority: 'data', value: 1_000_000, about: 'what everything else keeps its data in' },
  { priority: 'edge', value: 900_000, about: 'the way in, logins and sessions' },
  { priority: 'core', value: 800_000, about: 'the services behind it' },
  { priority: 'batch', value: 100_000, about: 'background work; never preempts other pods', preemptionPolicy: 'Never' },
] as const;

/** All of a deployment that yields are below the least of one that does not. */
const YIELDS_BY = 20;

/** The namespace itself, with what its pods may be. */
export const namespaceItself = (cluster: Cluster): object =>
  k8s.KubeNamespace.manifest({
    metadata: {
      ...clusterMetadata(
        cluster.namespace,
        cluster,
        Object.assign(
          {},
          ...['enforce', 'audit', 'warn'].map((mode) => ({
            [`pod-security.kubernetes.io/${mode}`]: 'restricted',
            [`pod-security.kubernetes.io/${mode}-version`]: `v${cluster.version}`,
          })),
        ),
      ),
      annotations: KEPT,
    },
  });

export const priorityClasses = (cluster: Cluster): readonly object[] =>
  CLASSES.map(({ priority, value, about, ...rest }) =>
    k8s.KubePriorityClass.manifest({
      metadata: clusterMetadata(priorityClass(priority, cluster), cluster),
      value: cluster.priorities.yields ? value / YIELDS_BY : value,
      globalDefault: false,
      description: about,
      ...rest,
    }),
  );
