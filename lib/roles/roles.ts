import type * as v from 'valibot';
import type { Remark } from '../model/remark';
import type { Service } from '../model/service';
import { exclusive } from './exclusive/exclusive';
import { interchangeable } from './interchangeable/interchangeable';
import { members } from './members/members';
import { perNode } from './per-node/per-node';
import type { Paired, Role, RoleOf, Sized, SizeOf } from './role';

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

/** What stays up while nodes are drained; undefined where nothing has to. A single pod never has to: it could never be moved. */
export const drainingOf = (sized: Sized) => (podsOf(sized).least === 1 ? undefined : roleOf(sized.role).draining(sized.size as never));

/** What the role of a service, and the service itself, say of its size. */
export const remarksOf = (sized: Sized): readonly Remark[] => roleOf(sized.role).remarks(sized as never);
