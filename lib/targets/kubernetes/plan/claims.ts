import type { Members } from '../../../model/members';
import { disksIn } from '../../../model/pod';
import type { Server } from '../../../model/server';
import type { Service } from '../../../model/service';

/** The name of a member's claim, as Kubernetes forms it from the name of the claim template and of the pod. */
export const claimOfMember = (disk: string, member: string): string => `${disk}-${member}`;

/** The name of the claim of a service whose one replica has a volume. */
export const claimOfReplica = ({ name }: Server): string => name;

/** Whether a service has a claim of that name, or would have it with more replicas. */
export function isOwnClaim(name: string, { service, members }: { readonly service: Service; readonly members?: Members }): boolean {
  if (members === undefined) return name === claimOfReplica(service);
  return disksIn(members).some((disk) => {
    const start = claimOfMember(disk.name, `${service.name}-`);
    return name.startsWith(start) && /^\d+$/.test(name.slice(start.length));
  });
}
