import { podsOf } from '../../../roles/roles';
import type { ClusterRule } from './rule';

/** Several copies that store where the others cannot see it. */
export const privateFiles: ClusterRule = ({ profile, services }) =>
  services.flatMap((sized) => {
    const { kind, database, files } = sized.service;
    if (podsOf(sized).most === 1) return [];
    const alone = [
      ...(database?.shared === false && database.holds !== undefined ? ['its database is a file of each copy: backing to postgres'] : []),
      ...(files?.shared === false ? ['its files are in a folder of each copy: backing.files to a bucket'] : []),
    ];
    return alone.map((message) => ({
      code: 'copies-share-nothing',
      severity: 'error' as const,
      subject: kind,
      message: `several copies, but ${message}`,
      source: profile.sourceAt(['services', kind, 'copies']),
    }));
  });
