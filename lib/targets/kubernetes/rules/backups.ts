import type { Finding } from '../../../checks/finding';
import type { FindingCode } from '../../../checks/finding-code';
import type { ClusterRule } from '../../../checks/rule';
import type { ClusterSized } from '../../../plan/plan';

/** Data of which there is no copy anywhere else. */
export const backups: ClusterRule = ({ profile, services }) =>
  services.flatMap(({ service: { kind }, size }) => {
    const missing = missingIn(size);
    return missing === undefined
      ? []
      : [{ ...missing, severity: 'warning' as const, subject: kind, source: profile.sourceAt(['services', kind]) }];
  });

function missingIn(size: ClusterSized['size']): Pick<Finding<FindingCode>, 'code' | 'message'> | undefined {
  switch (size.kind) {
    case 'copies':
    case 'ordinal':
      return undefined;
    case 'sentinel':
      return size.export === undefined
        ? {
            code: 'no-export',
            message: 'no snapshot of it is kept anywhere else: what somebody deletes, all members delete. Give export a bucket',
          }
        : undefined;
    case 'patroni':
      return size.backup === undefined
        ? {
            code: 'no-point-in-time-recovery',
            message: 'there is no way back to a point in time: what somebody deletes, all members delete. Give backup a bucket',
          }
        : undefined;
  }
}
