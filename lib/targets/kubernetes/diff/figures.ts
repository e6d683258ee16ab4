import { changedFigures, type Figure, type Figures, figuresOf, type ServiceChange, type Value } from '../../../diff/meaning';
import { figureText } from '../../../diff/words';
import { inMessage } from '../../../text';
import type { Reason } from './effect';
import { countOf, fields, list, textOf } from './fields';
import type { Manifest } from './manifest';
import { cpuOf, memoryOf } from './quantities';
import { componentOf, type Side } from './side';
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
    values: new Map([...workloads.flatMap(ofWorkload), ...objects.flatMap(ofObject), ...side.ownOf(label).flatMap(ofTask)]),
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

/**
 * What changed of a service. A service that was not there has all of its figures.
 *
 * @param reasons what changed of its objects, of which figures say a part
 */
export function serviceChange(of: string, before: Sizes, after: Sizes, reasons: readonly Reason[]): ServiceChange {
  const [was, is] = [before.workloads.length > 0, after.workloads.length > 0];
  if (is && !was) return { of, change: 'added', figures: figuresOf(new Map(), after.values), besides: [] };
  if (was && !is) return { of, change: 'removed', figures: figuresOf(before.values, new Map()), besides: [] };
  const figures = changedFigures(before.values, after.values).map(withTagsOnly);
  const told = new Set(figures.map(({ what }) => what));
  const besides = reasons.filter((reason) => !told.has(figureOf(reason)) && !HASHED.test(reason.what)).map(reasonText);
  return { of, change: 'changed', figures, besides: [...new Set(besides)] };
}

/** The figure that says the same as a reason. The containers of a pod are named there, if there are several. */
const figureOf = ({ what }: Reason): string =>
  FIGURES[what] ?? what.replace(/^[^:]+: (?=(?:memory|CPU|cpu|image)\b)/, '').replace(/^cpu /, 'CPU ');

const FIGURES: Readonly<Record<string, string>> = {
  maxReplicas: 'max',
  minReplicas: 'min',
  minAvailable: 'min available',
  maxUnavailable: 'max unavailable',
};

/** What only names content that changed, what nothing but people read, or the version that the image has as well. */
const HASHED = /configMap\.name$|^(?:label|annotation) |^pods' label app\.kubernetes\.io\/version$/;

/** An image of the same repository is told by what is new of it. */
function withTagsOnly(figure: Figure): Figure {
  const { what, before, after } = figure;
  if (!/(?:^|: )image$/.test(what)) return figure;
  const [then, now] = [before, after].map((image) => /^(.*?)[:@]([^/]*)$/.exec(String(image)));
  return then?.[1] === undefined || then[1] !== now?.[1] ? figure : { what, before: then[2], after: now[2] };
}

/** `memory limit 4→5Gi`; only the field where a value is not shown: `new volume data`, `no volume data`, `volume data`. */
export function reasonText({ what, change, from, to }: Reason): string {
  if (change === undefined && (from === undefined || to === undefined)) return inLine(what);
  if (from === undefined && to === undefined) return inLine(`${change === 'added' ? 'new' : 'no'} ${what}`);
  const name = what.replace(/\bcpu (?=limit|request)/, 'CPU ');
  const [before, after] = [from, to].map((value) => amountIn(what, value));
  const text = figureText({ what: name, before, after });
  if (text.length <= LONGEST || before === undefined || after === undefined) return inLine(text);
  // Half of the room for each, so that both are seen. What differs further behind is not shown.
  const [then, now] = [before, after].map((value) => clipped(String(value), MOST_OF_VALUE)) as [string, string];
  return inLine(then === now ? name : figureText({ what: name, before: then, after: now }));
}

const LONGEST = 160;

/** Of each of two values, where both are told. */
const MOST_OF_VALUE = 50;

/** Others may have written it. */
const inLine = (text: string): string => inMessage(clipped(text, LONGEST));

const clipped = (text: string, longest: number): string => (text.length > longest ? `${text.slice(0, longest - 1)}…` : text);

const amountIn = (what: string, value: string | undefined): Value | undefined => {
  if (/\bmemory (limit|request)$/.test(what)) return memoryOf(value) ?? value;
  return /\bcpu (limit|request)$/.test(what) ? (cpuOf(value) ?? value) : value;
};

const QUOTA = 'ResourceQuota';

/** The quotas of which either side has another one: that of the application, and those of compartments by their names. */
export function quotaChanges(before: Side, after: Side): readonly Figures[] {
  const [then, now] = [before, after].map(
    ({ own }) => new Map(own.flatMap((object) => (object.kind === QUOTA ? [[componentOf(object), object] as const] : []))),
  ) as readonly Quotas[] as readonly [Quotas, Quotas];
  return [...new Set([...now.keys(), ...then.keys()])].flatMap((compartment) => {
    const figures = figuresOf(hardOf(then.get(compartment)), hardOf(now.get(compartment)));
    return figures.length === 0 ? [] : [{ of: compartment === undefined ? 'quota' : `quota of ${compartment}`, figures }];
  });
}

/** By compartment. */
type Quotas = ReadonlyMap<string | undefined, Manifest>;

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
