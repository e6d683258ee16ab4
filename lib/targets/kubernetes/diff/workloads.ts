import { Cpu } from '../../../units/cpu';
import { Memory } from '../../../units/memory';
import { countOf, type Fields, fields, list, textOf } from './fields';
import type { Manifest } from './manifest';
import { cpuOf, memoryOf } from './quantities';

/** The kinds of objects that tell how large a service is. */
export const SIZED = new Set([
  'Deployment',
  'StatefulSet',
  'DaemonSet',
  'HorizontalPodAutoscaler',
  'PodDisruptionBudget',
  'PersistentVolumeClaim',
]);

/** The kinds of objects whose pods serve. */
export const RUNNING: ReadonlySet<string> = new Set(['Deployment', 'StatefulSet', 'DaemonSet']);

/** What containers ask for, and may take. What they do not say is nothing. */
export interface Amounts {
  readonly cpu: { readonly request: Cpu; readonly limit: Cpu };
  readonly memory: { readonly request: Memory; readonly limit: Memory };
}

export interface ContainerSize extends Amounts {
  readonly name: string;
  readonly image: string;
}

/** How many pods a workload has, and what is in each. */
export interface Workload {
  readonly object: Manifest;
  readonly replicas: { readonly least: number; readonly most: number };
  /** Whether an autoscaler decides between the two. */
  readonly scales: boolean;
  readonly containers: readonly ContainerSize[];
}

/**
 * The workloads among the objects of a service.
 *
 * @param nodes how many there are, which a DaemonSet does not say
 */
export function workloadsIn(objects: readonly Manifest[], nodes: number): readonly Workload[] {
  return objects
    .filter(({ kind }) => RUNNING.has(kind))
    .map((object) => {
      const { spec, kind, metadata } = object;
      const autoscaler = objects.find(
        (one) =>
          one.kind === 'HorizontalPodAutoscaler' && scales(one, kind, metadata.name) && one.metadata.namespace === metadata.namespace,
      );
      const { minReplicas, maxReplicas } = fields(autoscaler?.spec);
      const fixed = kind === 'DaemonSet' ? nodes : (countOf(fields(spec).replicas) ?? 1);
      return {
        object,
        scales: autoscaler !== undefined,
        replicas:
          autoscaler === undefined ? { least: fixed, most: fixed } : { least: countOf(minReplicas) ?? 1, most: countOf(maxReplicas) ?? 1 },
        containers: list(fields(spec, 'template', 'spec').containers).map(containerSize),
      };
    });
}

const scales = ({ spec }: Manifest, kind: string, name: string): boolean => {
  const target = fields(spec, 'scaleTargetRef');
  return target.kind === kind && target.name === name;
};

function containerSize(container: Fields): ContainerSize {
  const [requests, limits] = ['requests', 'limits'].map((key) => fields(container, 'resources', key)) as [Fields, Fields];
  const none = { cpu: Cpu.sum([]), memory: Memory.none };
  // The API takes a limit for a request that is not given.
  const limit = { cpu: cpuOf(limits.cpu), memory: memoryOf(limits.memory) };
  return {
    name: textOf(container.name) ?? '',
    image: textOf(container.image) ?? '',
    cpu: { request: cpuOf(requests.cpu) ?? limit.cpu ?? none.cpu, limit: limit.cpu ?? none.cpu },
    memory: { request: memoryOf(requests.memory) ?? limit.memory ?? none.memory, limit: limit.memory ?? none.memory },
  };
}
