import type { Hazard } from '../service/service';
import type { Finding } from './finding';
import type { Rule } from './rule';

/** What is wrong with the released images, whatever the profile says. In a cluster, where many depend on it, some are errors. */
export const hazards: Rule = ({ target, profile, services }) =>
  services.flatMap(({ service }) =>
    service.hazards.map((hazard) => ({
      ...described(hazard),
      severity: target === 'kubernetes' ? (hazard.severity?.cluster ?? 'warning') : 'warning',
      subject: service.kind,
      source: profile.sourceAt(['services', service.kind]),
    })),
  );

/** What a hazard says of itself. */
export const described = ({ code, what, consequence, wayOut, evidence }: Hazard): Pick<Finding, 'code' | 'message' | 'background'> => ({
  code,
  message: what,
  background: { consequence, wayOut, evidence },
});
