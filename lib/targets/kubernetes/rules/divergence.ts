import { described } from '../../../checks/hazards';
import type { ClusterRule } from '../../../checks/rule';
import { mostCopies } from '../plan/copies';

/** Several copies of a service each of which keeps data of its own. */
export const divergence: ClusterRule<string> = ({ target, profile, services }) =>
  services.flatMap(({ service: { kind, workload }, size }) =>
    workload.role === 'interchangeable' && workload.divergent !== undefined && mostCopies(size.copies) > 1
      ? [
          {
            ...described(workload.divergent, target),
            severity: 'error' as const,
            subject: kind,
            source: profile.sourceAt(['services', kind, 'copies']),
          },
        ]
      : [],
  );
