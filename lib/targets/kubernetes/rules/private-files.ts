import type { Store } from '../../../model/store';
import { podsOf } from '../../../roles/roles';
import type { ClusterRule } from './rule';

/** Several replicas that each store in a place of their own. */
export const privateFiles: ClusterRule = ({ profile, services }) =>
  services.flatMap((sized) => {
    const { kind } = sized.service;
    const { database, files } = sized.configured;
    if (podsOf(sized).most === 1) return [];
    const shared = ({ instead }: Store): string => (instead === undefined ? '' : `: give services.${kind}.${instead.key} ${instead.value}`);
    const alone = [
      ...(database?.shared === false && database.holds !== undefined ? [`its database is a file of each replica${shared(database)}`] : []),
      ...(files?.shared === false ? [`its files are in a folder of each replica${shared(files)}`] : []),
    ];
    return alone.map((message) => ({
      code: 'replicas-share-nothing',
      severity: 'error' as const,
      subject: kind,
      message: `several replicas, but ${message}`,
      source: profile.sourceAt(['services', kind, 'replicas']),
    }));
  });
