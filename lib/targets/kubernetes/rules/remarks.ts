import type { Finding } from '../../../checks/finding';
import { described } from '../../../checks/hazards';
import { remarksOf } from '../../../roles/roles';
import type { ClusterRule } from './rule';

/** What roles and services find in the sizes that the profile gives them. */
export const remarks: ClusterRule<string> = ({ profile, services }) =>
  services.flatMap((sized) =>
    remarksOf(sized).map(({ at, severity, ...says }): Finding => {
      const { kind } = sized.service;
      const said = 'hazard' in says ? described(says.hazard, 'cluster') : says;
      return { ...said, severity, subject: kind, source: profile.sourceAt(['services', kind, ...at]) };
    }),
  );
