import type { Server } from '../../../model/server';
import type { Service } from '../../../model/service';

/** The disk of a member, by the names of both: Kubernetes makes it from a template that is called data. */
export const claimOfMember = (member: string): string => `data-${member}`;

/** The disk of a service whose one copy has a volume. */
export const claimOfCopy = ({ name }: Server): string => name;

/** Whether a claim of that name is one of a service's own, or can become one with more copies. */
export function isOwnClaim(name: string, { name: service, workload }: Service): boolean {
  const members = claimOfMember(`${service}-`);
  return workload.role === 'members' ? name.startsWith(members) && /^\d+$/.test(name.slice(members.length)) : name === service;
}
