import type * as v from 'valibot';
import type { Explanations } from '../model/explanation';
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

/** What is known of the role of a service. The role of a size is that of its service, which no type can say of all roles at once. */
const roleOf = (role: Role): RoleOf<Role> => ROLES[role] as RoleOf<Role>;

/** The size of a service in a cluster's profile. @param own what the service itself lets a profile say */
export const shapeOf = (
  service: Pick<Service, 'floor' | 'writes' | 'workload'>,
  own: v.ObjectEntries,
): v.GenericSchema<unknown, SizeOf<Role>> => roleOf(service.workload.role).shape(service as never, own);

/** How many pods of a service run when nobody uses it, and at most. */
export const podsOf = (paired: Paired): { readonly least: number; readonly most: number } => roleOf(paired.role).pods(paired as never);

/** The value of a profile that says how many pods of a service run at most. */
export function countedBy({ role, service, size }: Paired): string {
  const path = roleOf(role).countedBy(size as never);
  return path === 'nodes' ? 'nodes.count' : ['services', service.kind, ...path].join('.');
}

/** Where the pods of a service run in relation to each other. */
export const spreadOf = ({ role, size }: Paired): Spread => roleOf(role).spread(size as never);

/** How the pods of a workload use nodes. */
export const nodesOf = ({ role }: Workload): RoleOf<Role>['nodes'] => roleOf(role).nodes;

/** What stays up while nodes are drained; undefined where nothing has to. A single pod never has to: it could never be moved. */
export const drainingOf = (sized: Sized) => (podsOf(sized).least === 1 ? undefined : roleOf(sized.role).draining(sized.size as never));

/** What the role of a service, and the service itself, say of its size. */
export const remarksOf = (sized: Sized): readonly Remark[] => roleOf(sized.role).remarks(sized as never);

/** A service with what its pods are made of, where its workload says that. @param databases those that services keep on it */
export function sizedFrom<One extends Paired>(paired: One, databases: readonly SharedDatabase[]): One & { readonly members?: Members } {
  const made = roleOf(paired.role).members?.(paired as never, databases);
  return made === undefined ? paired : { ...paired, members: made };
}

/** What the pods of a service are called, in their order; none where nobody tells them apart. */
export const namesOf = (paired: Paired): readonly string[] => roleOf(paired.role).names?.(paired as never) ?? [];

/** Those of the names that need an address that stays the same while the pod moves. */
export const steadyNamesOf = (paired: Paired): readonly string[] =>
  roleOf(paired.role).steadyAddresses?.(paired.workload as never) ? namesOf(paired) : [];

/** Whether the pods of a workload connect to one another. */
export const areConnected = (workload: Workload): boolean => roleOf(workload.role).connected?.(workload as never) ?? false;

/** Why a second pod would do harm; undefined where it would not. */
export const whyOnlyOne = (workload: Workload): string | undefined => roleOf(workload.role).whyOnlyOne?.(workload as never);

/** What a workload can find in the size that a profile gives it, explained. */
export const findingsOf = (workload: Workload): Explanations => roleOf(workload.role).findings?.(workload as never) ?? {};
