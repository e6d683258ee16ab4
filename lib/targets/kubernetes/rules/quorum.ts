import type { ClusterRule } from '../../../checks/rule';

/** As many Sentinels have to agree as there are: with the primary's pod its own is gone, so they never do. */
export const quorum: ClusterRule = ({ profile, services }) =>
  services.flatMap(({ service: { kind }, size }) =>
    size.kind === 'sentinel' && size.quorum !== undefined && size.quorum >= size.copies
      ? [
          {
            code: 'no-failover',
            severity: 'error' as const,
            subject: kind,
            message: `all ${size.copies} Sentinels have to agree that the primary is gone, and one of them goes with it: nobody takes over; leave quorum out, or make it ${size.copies - 1} at most`,
            source: profile.sourceAt(['services', kind, 'quorum']),
          },
        ]
      : [],
  );
