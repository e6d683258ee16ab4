import { join } from 'node:path';
import { faultmaven } from '../../lib/faultmaven/application';
import { type Application, servicesIn } from '../../lib/model/application';
import type { Service } from '../../lib/model/service';
import type { Plan } from '../../lib/plan/plan';
import { type LoadedProfile, loadProfile } from '../../lib/profile/load';
import { fitted } from '../../lib/targets/compose/fitting';
import type { ComposePlan } from '../../lib/targets/compose/plan/plan';
import type { ComposeProfile, ComposeSize } from '../../lib/targets/compose/schema';
import type { ClusterPlan } from '../../lib/targets/kubernetes/plan/plan';
import { shapesOf, targetNamed } from '../../lib/targets/target';
import { targets } from '../../lib/targets/targets';
import { FIXTURE, shop } from '../fixture/shop';
import { TWO } from '../fixture/targets';
import { ROOT } from './cli';
import { scratch } from './scratch';

/** The services of FaultMaven on a laptop. */
export const services: readonly Service[] = servicesIn(faultmaven, 'laptop');

/** What profiles may say. */
export const shapes = shapesOf(targets, faultmaven);

/** What profiles of the shop may say for a laptop and a cluster. */
export const shopShapes = shapesOf(TWO, shop);

/** A profile as a plan of its target, shrunk if the profile says so. */
export function bind(application: Application, loaded: LoadedProfile): Plan {
  const plan = targetNamed(loaded.values.target, targets).bind(application, loaded);
  const { fit } = plan.profile as Partial<ComposeProfile>;
  return fit === undefined ? plan : fitted(plan as ComposePlan, fit);
}

/** What a laptop's profile loads as. */
export type LoadedLaptop = LoadedProfile<ComposeProfile>;

/** The size that a profile gives a service; undefined if it gives none, or turns it off. */
export function sizeOf(services: ComposeProfile['services'], kind: string): ComposeSize | undefined {
  const size = services[kind];
  return size === 'off' ? undefined : size;
}

/** Three lines that every profile needs before its sizes. */
export const HEAD = ['target: compose', 'machine: { memory: 8Gi, cpus: 4, keep: 2Gi }', ''].join('\n');

/** A profile of nothing but these sizes, on a machine with 8 GiB of which 2 are kept: `services` starts in line 3. */
export const sizes = (lines: string): string => `${HEAD}services:\n${lines}\n`;

/** Sizes that tests look at. */
const NAMED: Readonly<Record<string, string>> = {
  redis: '{ cpu: { limit: 0.25 }, memory: { limit: 512Mi, request: 256Mi } }',
  chromadb: '{ cpu: { limit: 0.5 }, memory: { limit: 1Gi, request: 512Mi } }',
  agent: '{ cpu: { limit: 1 }, memory: { limit: 1536Mi, request: 512Mi } }',
};

/** A size for each service: for all others the least that it works with is reserved, and the limit is twice that. HEAD has no room for the limits. */
export const EVERY_SIZE = sizes(
  services
    .map(({ kind, floor: { memory } }) => `  ${kind}: ${NAMED[kind] ?? `{ memory: { limit: ${memory.times(2)}, request: ${memory} } }`}`)
    .join('\n'),
);

/** Loads the text as `x.yaml`, a laptop's, with what it extends beside it. */
function load(
  text: string | Uint8Array,
  assignments: readonly string[] = [],
  beside: Readonly<Record<string, string | Uint8Array>> = {},
): LoadedLaptop {
  const loaded = loadProfile({ file: 'x.yaml', cwd: scratch({ ...beside, 'x.yaml': text }), shapes, assignments });
  if (loaded.values.target !== 'compose') throw new Error('expected a profile of a laptop');
  return loaded as LoadedLaptop;
}

/** The plan of a shipped profile of a laptop, with values laid over it. */
export const laptopPlan = (name = 'laptop', assignments: readonly string[] = []): ComposePlan =>
  onLaptop(bind(faultmaven, loadProfile({ file: join(ROOT, 'profiles', `${name}.yaml`), cwd: ROOT, shapes, assignments })));

/** The plan of the shop's laptop, with values laid over it. */
export const shopLaptop = (assignments: readonly string[] = []): ComposePlan =>
  onLaptop(bind(shop, loadProfile({ file: join(FIXTURE, 'profiles/laptop.yaml'), cwd: FIXTURE, shapes: shopShapes, assignments })));

/** The plan of a laptop of the shop from the text of a profile, `x.yaml`. */
export const shopLaptopOf = (text: string, assignments: readonly string[] = []): ComposePlan =>
  onLaptop(bind(shop, loadProfile({ file: 'x.yaml', cwd: scratch({ 'x.yaml': text }), shapes: shopShapes, assignments })));

/** A laptop's plan, or the test is wrong. */
export function onLaptop(plan: Plan): ComposePlan {
  if (plan.target !== 'compose') throw new Error('expected the plan of a laptop');
  return plan as ComposePlan;
}

/** A cluster's plan, or the test is wrong. */
export function inCluster(plan: Plan): ClusterPlan {
  if (plan.target !== 'kubernetes') throw new Error('expected the plan of a cluster');
  return plan as ClusterPlan;
}

/** A plan of FaultMaven's services from the text of a profile. */
export const planFrom = (text: string, assignments: readonly string[] = []): ComposePlan =>
  onLaptop(bind(faultmaven, load(text, assignments)));

/** A plan of services of the test's own. */
export function planOver(own: readonly Service[], text: string, assignments: readonly string[] = []): ComposePlan {
  const theirs: Application = { ...faultmaven, services: own };
  return onLaptop(
    bind(theirs, loadProfile({ file: 'x.yaml', cwd: scratch({ 'x.yaml': text }), shapes: shapesOf(targets, theirs), assignments })),
  );
}

/** A cluster's plan of services of the test's own, from a profile that says all of it but its target. */
export function clusterOver(own: readonly Service[], text: string, assignments: readonly string[] = []): ClusterPlan {
  const theirs: Application = { ...faultmaven, services: own };
  const cwd = scratch({ 'x.yaml': `target: kubernetes\n${text}` });
  return inCluster(bind(theirs, loadProfile({ file: 'x.yaml', cwd, shapes: shapesOf(targets, theirs), assignments })));
}
