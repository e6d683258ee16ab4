import { effectsOf } from '../../../../lib/targets/kubernetes/diff/effects';
import { labelOf, type NameOf, type Side } from '../../../../lib/targets/kubernetes/diff/side';
import type { ClusterPlan, ClusterSized } from '../../../../lib/targets/kubernetes/plan/plan';
import { Cpu } from '../../../../lib/units/cpu';
import { Memory } from '../../../../lib/units/memory';
import type { Any } from '../../../support/cluster';

/** A small object of the API. */
export const object = (kind: string, name = 'x', rest: Any = {}): Any => ({ apiVersion: 'v1', kind, metadata: { name }, ...rest });

/** All that is said of what is refused or destroyed when an object takes the place of another: `code`, `field` if any, `what` and `way`. */
export const warningsOf = (before: readonly Any[], after: readonly Any[]): readonly (readonly string[])[] =>
  effectsOf(before, after).flatMap(({ effects }) =>
    effects.flatMap((effect) => {
      if (effect.kind !== 'refused' && effect.kind !== 'destroys') return [];
      const { code, what, way } = effect;
      return [[`${effect.kind} ${code}`, effect.kind === 'refused' ? effect.field : '', what, way]];
    }),
  );

/** An object that belongs to a service, and to a part of it that is no service. */
export const labelled = (one: Any, name: string, component?: string): Any => ({
  ...one,
  metadata: {
    ...one.metadata,
    labels: { 'app.kubernetes.io/name': name, ...(component === undefined ? {} : { 'app.kubernetes.io/component': component }) },
  },
});

/** A side that has these objects of its own, and shares texts of services with the other one. */
export const sideOf = (own: readonly Any[], shared: Readonly<Record<string, readonly string[]>> = {}): Side => ({
  own,
  ownOf: (label) => own.filter((one) => labelOf(one) === label),
  ofService: (label, kinds) => own.filter((one) => kinds.has(one.kind) && labelOf(one) === label),
  named: (kind, name) => own.find((one) => one.kind === kind && one.metadata.name === name),
  sharedSays: (label, words) => words.every((word) => shared[label]?.includes(word)),
  isInSeveral: ({ kind, name }) => {
    const spaces = own.filter((one) => one.kind === kind && one.metadata.name === name).map(({ metadata }) => metadata.namespace);
    return new Set(spaces).size > 1;
  },
});

/** Services are called what their labels are without `shop-`. */
export const nameOf: NameOf = (label) => label?.replace(/^shop-/, '') ?? 'the namespace';

/** Half of what it may take, a pod of a service asks for: `1` CPU and `2Gi`. */
const SIZE = {
  replicas: 1,
  cpu: { request: Cpu.parse('0.5'), limit: Cpu.parse('1') },
  memory: { request: Memory.parse('1Gi'), limit: Memory.parse('2Gi') },
};

/** A service of a plan, of which only what a test is about has to be said. @param parts null in the place of members: it has none */
export const sizedOf = (kind: string, { service, size, configured, members, ...more }: Any = {}): ClusterSized =>
  ({
    role: 'members',
    service: { name: `shop-${kind}`, kind, persists: [], ...service },
    size: { ...SIZE, ...size },
    configured: { hazards: [], parts: [], ...configured },
    members: members === null ? undefined : { containers: [{}], ...members },
    ...more,
  }) as unknown as ClusterSized;

/** A plan of these services, and nothing else. */
export const planOf = (...services: readonly ClusterSized[]): ClusterPlan => ({ services, off: [], profile: {} }) as unknown as ClusterPlan;
