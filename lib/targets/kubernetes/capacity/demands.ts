import type { Amounts } from '../../../model/size';
import { PRIORITIES, type Priority } from '../../../model/workload';
import { drainingOf, firstLeads, nodesOf, podsOf, spreadOf, startsBeside, workingOf } from '../../../roles/roles';
import { containersOf, sumOf } from '../plan/demand';
import type { ClusterPlan, ClusterSized } from '../plan/plan';
import { priorityOf } from '../plan/priority';
import { replicasInRollout } from '../plan/rollout';
import { SOLVER_SIZE } from '../plan/solver';
import { amountsOf } from '../plan/task-size';
import { hostsOf } from '../schema/ingress';

/** Pods that are alike to the scheduler. */
export interface Demand {
  /** What they are called in messages: `orders`, `orders-migrate`. */
  readonly name: string;
  /** The service in a profile that they belong to. */
  readonly service: string;
  /** 0 is the highest priority: pods of a lower one are put out to make room. */
  readonly rank: number;
  /** Millicores that each requests. */
  readonly cpu: number;
  /** MiB that each requests. */
  readonly memory: number;
  /** How many there are at rest and at most. Of pods on each node, none are counted here. */
  readonly least: number;
  readonly most: number;
  /** How many more there are during a rollout: one that starts before others end, and those that hold their requests until they have ended. */
  readonly surge: number;
  /** How they use nodes. */
  readonly nodes: ReturnType<typeof nodesOf>;
  /** How members use zones. @default - they are no members */
  readonly zones?: 'preferred' | 'required';
  /** How many have to stay up. @default - there is no disruption budget */
  readonly budget?: number;
  /** How many have to run for the others to work, and no more than there are. */
  readonly working: number;
  /** Whether it is the first one alone that answers, always. @default - it is another one after a loss */
  readonly firstLeads?: true;
  /** Whether each has a disk, which stays in the zone that it was made in. */
  readonly keepsDisk: boolean;
}

/** Ranks of priorities, the highest first. */
export const rankOf = (priority: Priority): number => Object.keys(PRIORITIES).indexOf(priority);

/** Every rank. */
export const RANKS: readonly number[] = Object.keys(PRIORITIES).map((_, rank) => rank);

/** The pods with which cert-manager answers challenges, which have no priority: one for each name, all at the same time. */
function solvers(ingress: ClusterPlan['profile']['ingress']): readonly Demand[] {
  if (!ingress?.http01Solvers) return [];
  const solver = once({ name: 'an HTTP-01 solver', service: 'ingress', rank: rankOf('batch'), ...requests([SOLVER_SIZE]) });
  const count = hostsOf(ingress).length;
  return [{ ...solver, least: count, most: count }];
}

/** Every pod of a plan: of its services, of their migrations and of their tasks. */
export const demandsOf = ({ services, profile }: Pick<ClusterPlan, 'services' | 'profile'>): readonly Demand[] => [
  ...services.flatMap((sized) => [serving(sized), ...beside(sized)]),
  ...solvers(profile.ingress),
];

function serving(sized: ClusterSized): Demand {
  const { service, workload, members, size } = sized;
  const spread = spreadOf(sized);
  const nodes = nodesOf(workload);
  const { least, most } = nodes === 'one pod on each' ? { least: 0, most: 0 } : podsOf(sized);
  return {
    name: service.kind,
    service: service.kind,
    rank: rankOf(priorityOf(sized)),
    // Init containers run one after the other before the others, and the scheduler counts the larger of both.
    ...larger([requests(containersOf(sized)), ...(members?.before ?? []).map((container) => requests([container.size ?? size]))]),
    least,
    most,
    surge: startsBeside(sized) ? replicasInRollout(sized) - most : 0,
    nodes,
    zones: spread.kind === 'never together' ? spread.zones : undefined,
    budget: drainingOf(sized)?.minAvailable,
    working: Math.min(most, workingOf(sized)),
    ...(firstLeads(workload) ? { firstLeads: true } : {}),
    keepsDisk: size.volume !== undefined,
  };
}

/** A pod that runs to its end. One can run at any time: a schedule never starts a second one beside the first. */
function once(pod: Pick<Demand, 'name' | 'service' | 'rank' | 'cpu' | 'memory'>): Demand {
  return { ...pod, least: 1, most: 1, surge: 0, nodes: 'shared', working: 0, keepsDisk: false };
}

/** The pods of a service that run to their end. */
const beside = (sized: ClusterSized): readonly Demand[] => {
  const { service, members, configured, size } = sized;
  const task = (name: string, rank: number, amounts: Amounts): Demand =>
    once({ name: `${service.kind}-${name}`, service: service.kind, rank, ...requests([amounts]) });
  return [
    ...(configured.database?.migrates.by === 'owner' ? [task('migrate', rankOf(priorityOf(sized)), size)] : []),
    ...(members?.tasks ?? []).map((one) => task(one.name, rankOf('data'), amountsOf(one))),
  ];
};

function requests(containers: readonly Amounts[]): Pick<Demand, 'cpu' | 'memory'> {
  const { cpu, memory } = sumOf(containers);
  return { cpu: cpu.requests.millicores, memory: memory.requests.mebibytes };
}

const larger = (all: readonly Pick<Demand, 'cpu' | 'memory'>[]): Pick<Demand, 'cpu' | 'memory'> => ({
  cpu: Math.max(...all.map(({ cpu }) => cpu)),
  memory: Math.max(...all.map(({ memory }) => memory)),
});
