import { Memory } from '../../../units/memory';
import { budgetOf, type ComposePlan } from '../plan/plan';
import { type Amount, bytesOf } from './amount';
import type { BaseNode } from './node';
import { type BaseFile, type BaseService, said } from './parse';
import type { BaseFinding } from './rules/codes';
import { replicasOf } from './rules/replicas';

/** A memory limit that a service of the base file has of its own. */
export interface OwnCap {
  /** Where it stands, such as `mem_limit`. */
  readonly path: string;
  readonly node: BaseNode;
  /** In bytes, more than zero. */
  readonly bytes: Exclude<Amount, 'wrong'>;
}

/** The memory limit in the base file of a service that the override does not cap; undefined if it has none, or zero. */
export function ownCapOf(base: BaseService): OwnCap | undefined {
  return [['deploy', 'resources', 'limits', 'memory'], ['mem_limit']]
    .flatMap((keys): OwnCap[] => {
      const node = said(base, ...keys);
      const bytes = bytesOf(node);
      return node === undefined || bytes === 'wrong' || (bytes !== 'unknown' && bytes <= 0) ? [] : [{ path: keys.join('.'), node, bytes }];
    })
    .at(0);
}

/** More than any machine has. Larger limits count as this one, so that a sum stays exact. */
const MOST = Memory.parse('99999999Mi').bytes;

const memoryOf = (bytes: number, replicas: number): Memory => Memory.ofBytes(Math.min(bytes * replicas, MOST));

/**
 * The sum of the profile's caps and of those of services that only the base file has, replicas included. Limits that depend on a variable,
 * and services with Compose profiles, are left out.
 *
 * @param others services of the base file that have no size in the profile
 */
export function capsTogether(plan: ComposePlan, file: BaseFile, others: readonly BaseService[]): readonly BaseFinding[] {
  const { available, limits } = budgetOf(plan);
  const runs = (base: BaseService): boolean => base.profiles.length === 0 && said(base, 'provider') === undefined;
  const replicasIn = (base: BaseService): number => {
    const replicas = replicasOf(base);
    return typeof replicas === 'number' && replicas >= 0 ? replicas : 1;
  };
  const besides = others.filter(runs).flatMap((base) => {
    const cap = ownCapOf(base);
    return typeof cap?.bytes === 'number' ? [memoryOf(cap.bytes, replicasIn(base))] : [];
  });
  const repeated = plan.services.flatMap(({ service, size }) => {
    const base = file.services.get(service.name);
    return base && runs(base) ? [memoryOf(size.memory.limit.bytes, Math.max(0, replicasIn(base) - 1))] : [];
  });
  const beyond = Memory.sum([...besides, ...repeated]);
  const total = limits.plus(beyond);
  if (beyond.mebibytes === 0 || !total.exceeds(available)) return [];
  const { memory, keep } = plan.profile.machine;
  return [
    {
      code: 'base-caps-exceed-machine',
      severity: 'warning',
      subject: 'base file',
      message: `the caps of the profile add up to ${limits}, and the base file adds ${beyond} for more services and replicas: ${total} together, more than the ${available} that a machine of ${memory} has once ${keep} are kept; lower the caps in the base file, or let fewer services run`,
      source: file.source,
    },
  ];
}
