import type { ClusterRule } from './rule';

/** A service of which no test could run what its files ask for. */
export const unproved: ClusterRule = ({ profile, services }) =>
  services.flatMap(({ service: { kind, unproved } }) => {
    const what = typeof unproved === 'function' ? unproved(profile) : unproved;
    if (what === undefined) return [];
    const source = profile.sourceAt(['services', kind]);
    return [{ code: 'unproved', severity: 'warning' as const, subject: kind, message: `no test has run ${what}`, source }];
  });
