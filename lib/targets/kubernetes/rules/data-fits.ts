import type { ClusterRule } from '../../../checks/rule';
import { storedIn } from '../../../plan/stored';

/** A service that keeps its data in memory, and may keep more of it than was seen to survive under its memory limit. */
export const dataFits: ClusterRule = ({ profile, services }) =>
  storedIn(services).flatMap(({ service, limit, most, survived }) => {
    const safe = survived.upTo(limit);
    if (!most.exceeds(safe)) return [];
    return [
      {
        code: 'data-exceeds-memory' as const,
        severity: 'warning' as const,
        subject: service,
        message: `it may hold ${most} (maxmemory), and under a memory limit of ${limit} survives with at most ${safe}`,
        background: {
          consequence: survived.otherwise,
          wayOut: `lower maxmemory to ${safe} at most, leave it out, or raise the memory limit`,
          evidence: survived.evidence,
        },
        source: profile.sourceAt(['services', service, 'maxmemory']),
      },
    ];
  });
