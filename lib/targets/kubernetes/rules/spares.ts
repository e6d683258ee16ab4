import { described } from '../../../checks/hazards';
import type { ClusterRule } from '../../../checks/rule';

/** Several members of which only the first is ever asked. */
export const spares: ClusterRule<string> = ({ target, profile, services }) =>
  services.flatMap(({ service: { kind, workload }, size }) =>
    workload.role === 'members' && workload.kind === 'ordinal' && size.kind === 'ordinal' && size.copies > 1
      ? [
          {
            ...described(workload.hazard, target),
            severity: 'warning' as const,
            subject: kind,
            source: profile.sourceAt(['services', kind, 'copies']),
          },
        ]
      : [],
  );
