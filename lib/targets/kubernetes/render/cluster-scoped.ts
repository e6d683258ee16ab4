import { disksIn } from '../../../model/pod';
import { PRIORITIES, type Priority } from '../../../model/workload';
import { KEPT } from '../annotations';
import type { Space } from '../plan/spaces';
import { k8s } from './k8s';
import { clusterMetadata } from './metadata';
import { priorityClass } from './priority';
import { podOf } from './roles';
import type { Cluster } from './site';

interface Class {
  readonly priority: Priority;
  readonly value: number;
  /** @default - its pods preempt those of a lower priority */
  readonly preemptionPolicy?: 'Never';
}

/** The PriorityClasses: which pods run first when there is no room for all. */
const CLASSES: readonly Class[] = [
  { priority: 'data', value: 1_000_000 },
  { priority: 'edge', value: 900_000 },
  { priority: 'core', value: 800_000 },
  { priority: 'batch', value: 100_000, preemptionPolicy: 'Never' },
];

/** All of a deployment that yields are below the least of one that does not. */
const YIELDS_BY = 20;

/** The namespace itself, with what its pods may be. Whoever deletes it deletes the disks in it. */
export const namespaceItself = ({ name, compartment, services }: Space, cluster: Cluster): object =>
  k8s.KubeNamespace.manifest({
    metadata: {
      ...clusterMetadata(
        name,
        cluster,
        Object.assign(
          {},
          ...['enforce', 'audit', 'warn'].map((mode) => ({
            [`pod-security.kubernetes.io/${mode}`]: compartment?.pods ?? 'restricted',
            [`pod-security.kubernetes.io/${mode}-version`]: `v${cluster.version}`,
          })),
        ),
      ),
      annotations: compartment === undefined || services.some((sized) => disksIn(podOf(sized)).length > 0) ? KEPT : undefined,
    },
  });

export const priorityClasses = (cluster: Cluster): readonly object[] =>
  CLASSES.map(({ priority, value, preemptionPolicy }) =>
    k8s.KubePriorityClass.manifest({
      metadata: clusterMetadata(priorityClass(priority, cluster), cluster),
      value: cluster.priorities.yields ? value / YIELDS_BY : value,
      globalDefault: false,
      description: `${PRIORITIES[priority]}${preemptionPolicy === undefined ? '' : '; never preempts other pods'}`,
      preemptionPolicy,
    }),
  );
