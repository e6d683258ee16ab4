import type { Finding } from '../../../checks/finding';
import { described } from '../../../checks/hazards';
import type { ClusterRule } from '../../../checks/rule';
import { remarksOf } from '../../../roles/roles';

/** What the roles of services, and services themselves, say of the sizes that the profile gives them. */
export const remarks: ClusterRule<string> = ({ target, profile, services }) =>
  services.flatMap((sized) =>
    remarksOf(sized).map(({ at, severity, ...says }): Finding => {
      const { kind } = sized.service;
      const said = 'hazard' in says ? described(says.hazard, target) : says;
      return { ...said, severity, subject: kind, source: profile.sourceAt(['services', kind, ...at]) };
    }),
  );
