import type { Members } from '../../../model/members';
import { disksIn } from '../../../model/pod';
import type { Server } from '../../../model/server';
import type { Service } from '../../../model/service';

/** The disk of a member, by the names of both: so Kubernetes calls what it makes from a template with the name of the disk. */
const claimOfMember = (disk: string, member: string): string => `${disk}-${member}`;

/** The disk of a service whose one replica has a volume. */
export const claimOfReplica = ({ name }: Server): string => name;

/** Whether a claim of that name is one of a service's own, or can become one with more replicas. */
export function isOwnClaim(name: string, { service, members }: { readonly service: Service; readonly members?: Members }): boolean {
  if (members === undefined) return name === claimOfReplica(service);
  return disksIn(members).some((disk) => {
    const start = claimOfMember(disk.name, `${service.name}-`);
    return name.startsWith(start) && /^\d+$/.test(name.slice(start.length));
  });
}
