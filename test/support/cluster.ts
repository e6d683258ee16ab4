import { join } from 'node:path';
import { shippedProfiles } from '../../lib/commands/profiles';
import { faultmaven } from '../../lib/faultmaven/application';
import { loadProfile } from '../../lib/profile/load';
import type { ClusterPlan } from '../../lib/targets/kubernetes/plan/plan';
import { clusterFiles } from '../../lib/targets/kubernetes/render/kubernetes';
import { FIXTURE, shop } from '../fixture/shop';
import { ROOT } from './cli';
import { bind, inCluster, shapes, shopShapes } from './plans';
import { scratch } from './scratch';

// biome-ignore lint/suspicious/noExplicitAny: objects of the Kubernetes API, of which each test looks at another corner
export type Any = any;

/** The shipped profiles of clusters. */
export const CLUSTER_PROFILES = shippedProfiles({ root: ROOT }).filter((name) => name.startsWith('cluster'));

/** The plan of a shipped cluster profile, with values laid over it. */
export const clusterPlan = (name = 'cluster', assignments: readonly string[] = []): ClusterPlan =>
  inCluster(bind(faultmaven, loadProfile({ file: join(ROOT, 'profiles', `${name}.yaml`), cwd: ROOT, shapes, assignments })));

/** The plan of a profile that extends `cluster`, or what lies beside it. */
export function clusterPlanOf(text: string, { extending = join(ROOT, 'profiles/cluster.yaml'), beside = {} }: Extending = {}): ClusterPlan {
  const cwd = scratch({ ...beside, 'x.yaml': `extends: ${extending}\ntarget: kubernetes\n${text}` });
  return inCluster(bind(faultmaven, loadProfile({ file: 'x.yaml', cwd, shapes })));
}

/** The folder of the shop's shipped profiles. */
export const SHOP_PROFILES = join(FIXTURE, 'profiles');
const SHOP_CLUSTER = join(SHOP_PROFILES, 'cluster.yaml');

/** The plan of the shop's cluster, with values laid over it. */
export const shopPlan = (assignments: readonly string[] = []): ClusterPlan =>
  inCluster(bind(shop, loadProfile({ file: SHOP_CLUSTER, cwd: FIXTURE, shapes: shopShapes, assignments, shipped: SHOP_PROFILES })));

/** The plan of a profile, `x.yaml`, that extends the shop's cluster, or what lies beside it: its text starts in line 3. */
export function shopPlanOf(
  text: string,
  { extending = SHOP_CLUSTER, beside = {}, assignments = [] }: Extending & { readonly assignments?: readonly string[] } = {},
): ClusterPlan {
  const cwd = scratch({ ...beside, 'x.yaml': `extends: ${extending}\ntarget: kubernetes\n${text}` });
  return inCluster(bind(shop, loadProfile({ file: 'x.yaml', cwd, shapes: shopShapes, assignments, shipped: SHOP_PROFILES })));
}

/** What a profile of a test extends instead of a shipped one, and the files beside it. */
interface Extending {
  readonly extending?: string;
  readonly beside?: Readonly<Record<string, string>>;
}

/** Every object of a plan as it is written, each with the file that it is in. */
export const objectsOf = (plan: ClusterPlan): readonly Any[] =>
  clusterFiles(plan).flatMap(({ path, manifests }) =>
    JSON.parse(JSON.stringify(manifests)).map((object: Any) => ({ ...object, file: path })),
  );

export const ofKind = (objects: readonly Any[], kind: string): readonly Any[] => objects.filter((object) => object.kind === kind);

/** Everything that makes pods; what a CronJob makes is the Job that it makes, under its own name. */
export const workloads = (objects: readonly Any[]): readonly Any[] => [
  ...['Deployment', 'StatefulSet', 'DaemonSet', 'Job'].flatMap((kind) => ofKind(objects, kind)),
  ...ofKind(objects, 'CronJob').map(({ metadata, spec }) => ({ kind: 'CronJob', metadata, spec: spec.jobTemplate.spec })),
];

/** The pods of all workloads. */
export const podsOf = (objects: readonly Any[]): readonly Any[] => workloads(objects).map(({ spec }) => spec.template);

export const containersOf = (objects: readonly Any[]): readonly Any[] =>
  podsOf(objects).flatMap(({ spec }) => [...(spec.initContainers ?? []), ...spec.containers]);

/** @param name with its digest or without, where it is named by its content */
export const find = (objects: readonly Any[], kind: string, name: string): Any => {
  const found = objects.find(
    ({ kind: one, metadata }) => one === kind && (metadata.name === name || withoutDigest(metadata.name) === name),
  );
  if (found === undefined) throw new Error(`no ${kind} ${name}`);
  return found;
};

export const withoutDigest = (name: string): string => name.replace(/-[0-9a-f]{8}$/, '');

/** Whether labels are what a selector looks for. */
export const selects = ({ matchLabels }: Any, labels: Any): boolean =>
  Object.entries(matchLabels ?? {}).every(([key, value]) => labels[key] === value);
