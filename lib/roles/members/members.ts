import * as v from 'valibot';
import { amounts, volume } from '../../shape/amounts';
import { type At, rule, type Sound } from '../../shape/rule';
import { lacking, oneOf, replicaCount, section, wholeNumber } from '../../shape/values';
import { majorityOf } from '../../units/majority';
import { drainable, draining, scratch } from '../entries';
import type { RoleOf, SizeOf } from '../role';

/**
 * The most members of a service. Each one watches all others, so this work grows with the square of their number. Nine members survive the
 * loss of four.
 */
export const MOST_MEMBERS = 9;

/** The number of members in a profile. */
export const memberCount = wholeNumber(1, MOST_MEMBERS, 'How many members run. Members are never autoscaled.');

const entries = ({ floor }: Parameters<RoleOf<'members'>['shape']>[0], own: v.ObjectEntries) => ({
  replicas: replicaCount(memberCount),
  ...amounts(floor),
  ...(own as Record<never, never>),
  ...draining,
  scratch,
  volume: volume('The disk of each member. It outlives the pod, and also the StatefulSet.'),
  zones: v.optional(
    oneOf(
      ['preferred', 'required'],
      'Whether members may share a zone. preferred: only where there is no other place. required: never among the first three, so a member that finds no zone of its own waits.',
    ),
    'preferred',
  ),
});

/** Rules for all members. A node that runs short of memory first evicts pods that use more memory than they request. */
const rules = (size: SizeOf<'members'>, at: At, sound: Sound): void => {
  if (sound('memory') && String(size.memory.request) !== String(size.memory.limit))
    at(`expected the limit of ${size.memory.limit}, or a node may evict the member, got ${size.memory.request}`, 'memory', 'request');
  if (sound('replicas') && sound('minAvailable') && size.replicas > 1) drainable(size.replicas, size, at);
};

/** Members: each pod has its own name, address and disk. */
export const members: RoleOf<'members'> = {
  shape: (service, own) => {
    const { options, says, rules: theirs } = service.workload;
    return lacking(
      { scaling: 'members are never autoscaled: remove it' },
      v.pipe(
        section({ ...entries(service, own), ...(options as Record<never, never>) }, says),
        rule([], rules),
        ...(theirs as unknown as readonly v.RawCheckAction<SizeOf<'members'>>[]),
      ),
    );
  },
  pods: ({ size }) => ({ least: size.replicas, most: size.replicas }),
  countedBy: () => ['replicas'],
  spread: ({ zones, replicas }) => ({ kind: 'never together', zones, replicas }),
  nodes: 'one for each pod',
  // A member that still copies its data must not be evicted while others are missing.
  draining: ({ replicas, minAvailable, unhealthy = 'keep' }) => ({
    minAvailable: minAvailable ?? Math.min(majorityOf(replicas), replicas - 1),
    unhealthy,
  }),
  remarks: ({ workload: { leader }, size, members: { remarks = [] } }) => [
    ...remarks,
    ...(leader.by === 'first' && size.replicas > 1 ? [{ hazard: leader.hazard, severity: 'warning' as const, at: ['replicas'] }] : []),
  ],
  members: ({ workload, size, around }, databases) => workload.of(size, databases, around),
  failover: ({ failover }) => failover,
  silent: ({ silent }) => silent,
  withoutOne: ({ withoutOne }) => withoutOne,
  firstLeads: ({ leader }) => leader.by === 'first',
  elects: ({ leader }) => leader.by === 'label' || leader.by === 'proxy',
  working: ({ workload: { working }, size }) => working?.(size) ?? 1,
  names: ({ service, size }) => Array.from({ length: size.replicas }, (_, ordinal) => `${service.name}-${ordinal}`),
  steadyAddresses: ({ addresses }) => addresses === 'each',
  // If the first member always leads, there is nothing to agree on.
  connected: ({ leader }) => (leader.by === 'nobody' ? leader.connected : leader.by !== 'first'),
  findings: ({ findings }) => findings,
};
