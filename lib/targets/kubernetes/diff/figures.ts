import { changedFigures, type Figures, figuresOf, type ServiceChange, type Value } from '../../../diff/meaning';
import { countOf, fields, list, textOf } from './fields';
import type { Manifest } from './manifest';
import { cpuOf, memoryOf } from './quantities';
import { componentOf, labelOf, type Side } from './side';
import { SIZED, type Workload, workloadsIn } from './workloads';

/** The sizes of a service on one side: its workloads, and everything that has a value. */
export interface Sizes {
  readonly workloads: readonly Workload[];
  readonly values: ReadonlyMap<string, Value>;
}

/** @param nodes how many there are */
export function sizesOf(side: Side, label: string, nodes: number): Sizes {
  const objects = side.ofService(label, SIZED);
  const workloads = workloadsIn(objects, nodes);
  return {
    workloads,
    values: new Map([
      ...workloads.flatMap(ofWorkload),
      ...objects.flatMap(ofObject),
      ...side.own.filter((one) => labelOf(one) === label).flatMap(ofTask),
    ]),
  };
}

type Named = readonly (readonly [what: string, value: Value | undefined])[];

const given = (named: Named): readonly (readonly [string, Value])[] =>
  named.flatMap(([what, value]) => (value === undefined ? [] : [[what, value] as const]));

function ofWorkload({ containers, replicas, scales }: Workload): readonly (readonly [string, Value])[] {
  return given([
    ...containers.flatMap(({ name, image, cpu, memory }, n): Named => {
      // What stands beside the container of the service is named.
      const of = n === 0 ? '' : `${name}: `;
      return [
        [`${of}memory request`, memory.request],
        [`${of}memory limit`, memory.limit],
        [`${of}CPU request`, cpu.request],
        [`${of}CPU limit`, cpu.limit],
        [`${of}image`, image],
      ];
    }),
    ...(scales
      ? ([
          ['min', replicas.least],
          ['max', replicas.most],
        ] as const)
      : ([['replicas', replicas.least]] as const)),
  ]);
}

function ofObject({ kind, metadata: { name }, spec }: Manifest): readonly (readonly [string, Value])[] {
  switch (kind) {
    case 'PodDisruptionBudget': {
      const { minAvailable, maxUnavailable } = fields(spec);
      return given([
        ['min available', countOf(minAvailable) ?? textOf(minAvailable)],
        ['max unavailable', countOf(maxUnavailable) ?? textOf(maxUnavailable)],
      ]);
    }
    case 'PersistentVolumeClaim':
      return given(diskOf(`disk ${name}`, spec));
    case 'HorizontalPodAutoscaler':
      return given(
        list(fields(spec).metrics).map(({ resource }) => {
          const { name: of, target } = fields({ resource }, 'resource');
          const percent = textOf(fields(target).averageUtilization);
          return [`${of === 'cpu' ? 'CPU' : of} target`, percent === undefined ? undefined : `${percent} %`];
        }),
      );
    case 'StatefulSet':
      return given(list(fields(spec).volumeClaimTemplates).flatMap((one) => diskOf(`disk ${fields(one, 'metadata').name}`, one.spec)));
    default:
      return [];
  }
}

const diskOf = (what: string, spec: unknown): Named => [
  [what, memoryOf(fields(spec, 'resources', 'requests').storage)],
  [`${what}: storage class`, textOf(fields(spec).storageClassName)],
];

/** The schedule of a task, which is a part of no workload. */
const ofTask = (object: Manifest): readonly (readonly [string, Value])[] =>
  object.kind === 'CronJob'
    ? given([[`${componentOf(object) ?? object.metadata.name} schedule`, textOf(fields(object.spec).schedule)]])
    : [];

/** What changed of a service. A service that was not there has all of its figures, one that is gone has none. */
export function serviceChange(of: string, before: Sizes, after: Sizes, besides: readonly string[]): ServiceChange {
  const [was, is] = [before.workloads.length > 0, after.workloads.length > 0];
  if (is && !was) return { of, change: 'added', figures: figuresOf(new Map(), after.values), besides: [] };
  if (was && !is) return { of, change: 'removed', figures: figuresOf(before.values, new Map()), besides: [] };
  return { of, change: 'changed', figures: changedFigures(before.values, after.values), besides };
}

const QUOTA = 'ResourceQuota';

/** The quota of the namespace, if either side has another one. */
export function quotaChange(before: Side, after: Side): Figures | undefined {
  const [then, now] = [before, after].map(({ own }) => own.find(({ kind }) => kind === QUOTA));
  if (then === undefined && now === undefined) return undefined;
  const figures = figuresOf(hardOf(then), hardOf(now));
  return figures.length === 0 ? undefined : { of: 'quota', figures };
}

const hardOf = (object: Manifest | undefined): ReadonlyMap<string, Value> =>
  new Map(
    Object.entries(fields(object?.spec, 'hard')).flatMap(([key, value]) => {
      const told = QUOTAS[key];
      const amount = told?.value(value) ?? textOf(value);
      return amount === undefined ? [] : [[told?.what ?? key, amount] as const];
    }),
  );

const QUOTAS: Readonly<Record<string, { readonly what: string; readonly value: (quantity: unknown) => Value | undefined }>> = {
  pods: { what: 'pods', value: (quantity) => countOf(Number(quantity)) },
  'requests.cpu': { what: 'CPU requests', value: cpuOf },
  'requests.memory': { what: 'memory requests', value: memoryOf },
  'limits.cpu': { what: 'CPU limits', value: cpuOf },
  'limits.memory': { what: 'memory limits', value: memoryOf },
  persistentvolumeclaims: { what: 'disks', value: (quantity) => countOf(Number(quantity)) },
  'requests.storage': { what: 'storage', value: memoryOf },
};
