import type { Hazard } from '../model/hazard';
import type { Plan } from '../plan/plan';
import type { Finding } from './finding';
import type { Rule } from './rule';

/** What is wrong with the released images, whatever the profile says. In a cluster, where many depend on it, some are errors. */
export const hazards: Rule<string> = ({ target, profile, services }) =>
  services.flatMap(({ service }) =>
    service.hazards.map((hazard) => ({
      ...described(hazard, target),
      severity: target === 'kubernetes' ? (hazard.severity?.cluster ?? 'warning') : 'warning',
      subject: service.kind,
      source: profile.sourceAt(['services', service.kind]),
    })),
  );

/** What a hazard says of itself, on its target. */
export function described(hazard: Hazard, target: Plan['target']): Pick<Finding, 'code' | 'message' | 'background'> {
  const { code, what, consequence, wayOut, evidence } = target === 'kubernetes' ? { ...hazard, ...hazard.inCluster } : hazard;
  return { code, message: what, background: { consequence, wayOut, evidence } };
}
