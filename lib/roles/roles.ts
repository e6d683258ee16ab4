import type * as v from 'valibot';
import type { Explanations } from '../model/explanation';
import type { Failover, SilentLoss } from '../model/failover';
import type { Members, SharedDatabase } from '../model/members';
import type { Remark } from '../model/remark';
import type { Service } from '../model/service';
import type { Workload } from '../model/workload';
import { exclusive } from './exclusive/exclusive';
import { interchangeable } from './interchangeable/interchangeable';
import { members } from './members/members';
import { perNode } from './per-node/per-node';
import type { Paired, Role, RoleOf, Sized, SizeOf } from './role';
import type { Spread } from './spread';

const ROLES: { readonly [R in Role]: RoleOf<R> } = { interchangeable, exclusive, members, perNode };

/** The description of a role. A size always belongs to the role of its service, which the type of a union of roles cannot express. */
const roleOf = (role: Role): RoleOf<Role> => ROLES[role] as RoleOf<Role>;

/** The size of a service in a cluster's profile. @param own what the service itself lets a profile say */
export const shapeOf = (service: Pick<Service, 'floor' | 'workload'>, own: v.ObjectEntries): v.GenericSchema<unknown, SizeOf<Role>> =>
  roleOf(service.workload.role).shape(service as never, own);

/** How many pods of a service run when nobody uses it, and at most. */
export const podsOf = (paired: Paired): { readonly least: number; readonly most: number } => roleOf(paired.role).pods(paired as never);

/** The value of a profile that says how many pods of a service run at most. */
export function countedBy({ role, service, size }: Paired): string {
  const path = roleOf(role).countedBy(size as never);
  return path === 'nodes' ? path : ['services', service.kind, ...path].join('.');
}

/** Where the pods of a service run in relation to each other. */
export const spreadOf = ({ role, size }: Paired): Spread => roleOf(role).spread(size as never);

/** How the pods of a workload use nodes. */
export const nodesOf = ({ role }: Workload): RoleOf<Role>['nodes'] => roleOf(role).nodes;

/** The disruption budget of a service; undefined if it has none. A single pod has none, because it would block every drain. */
export const drainingOf = (sized: Sized) => (podsOf(sized).least === 1 ? undefined : roleOf(sized.role).draining(sized.size as never));

/** Whether a rollout of a service starts new pods beside old ones. */
export const startsBeside = (paired: Paired): boolean => roleOf(paired.role).startsBeside?.(paired as never) ?? false;

/** How many pods of a service have to run for the others to work. */
export const workingOf = (paired: Paired): number => roleOf(paired.role).working?.(paired as never) ?? 1;

/** What the loss of a pod costs, as it was measured; undefined if it was not. */
export const failoverOf = (workload: Workload): Failover | undefined => roleOf(workload.role).failover?.(workload as never);

/** What the loss of a machine costs, where the others wait before they give up the pod that was there; undefined where they do not. */
export const silentLossOf = (workload: Workload): SilentLoss | undefined => roleOf(workload.role).silent?.(workload as never);

/** Whether the first pod alone answers, always. */
export const firstLeads = (workload: Workload): boolean => roleOf(workload.role).firstLeads?.(workload as never) ?? false;

/** What it is like while one of several pods is away, as the service says it; undefined if it says nothing. */
export const withoutOne = (workload: Workload): string | undefined => roleOf(workload.role).withoutOne?.(workload as never);

/** Whether the pods elect the one that answers. */
export const elects = (workload: Workload): boolean => roleOf(workload.role).elects?.(workload as never) ?? false;

/** What the role of a service, and the service itself, find in its size. */
export const remarksOf = (sized: Sized): readonly Remark[] => roleOf(sized.role).remarks(sized as never);

/** A service with the parts of its pods, if its workload lists them. @param databases the databases that services have on it */
export function sizedFrom<One extends Paired>(paired: One, databases: readonly SharedDatabase[]): One & { readonly members?: Members } {
  const made = roleOf(paired.role).members?.(paired as never, databases);
  return made === undefined ? paired : { ...paired, members: made };
}

/** The names of the pods of a service, in their order; none if they have no fixed names. */
export const namesOf = (paired: Paired): readonly string[] => roleOf(paired.role).names?.(paired as never) ?? [];

/** The names that need an address which stays when the pod moves. */
export const steadyNamesOf = (paired: Paired): readonly string[] =>
  roleOf(paired.role).steadyAddresses?.(paired.workload as never) ? namesOf(paired) : [];

/** Whether the pods of a workload connect to one another. */
export const areConnected = (workload: Workload): boolean => roleOf(workload.role).connected?.(workload as never) ?? false;

/** Why a second pod would do harm; undefined where it would not. */
export const whyOnlyOne = (workload: Workload): string | undefined => roleOf(workload.role).whyOnlyOne?.(workload as never);

/** The findings that a workload itself can have, explained. */
export const findingsOf = (workload: Workload): Explanations => roleOf(workload.role).findings?.(workload as never) ?? {};
