import type { Application } from '../model/application';
import type { Where } from '../model/environment';
import type { Explanation, Explanations } from '../model/explanation';
import type { Hazard } from '../model/hazard';
import type { Finding } from './finding';
import type { Rule } from './rule';

/** What is wrong with the released images, whatever the profile says. In a cluster, where many depend on it, some are errors. */
export const hazards =
  (where: Where): Rule =>
  ({ profile, services }) =>
    services.flatMap(({ service, configured }) =>
      configured.hazards.map((hazard) => ({
        ...described(hazard, where),
        severity: where === 'cluster' ? (hazard.severity?.cluster ?? 'warning') : 'warning',
        subject: service.kind,
        source: profile.sourceAt(['services', service.kind]),
      })),
    );

/** What a hazard says of itself, where the service runs. */
export function described(hazard: Hazard, where: Where): Pick<Finding, 'code' | 'message' | 'background'> {
  const { code, what, consequence, wayOut, evidence } = where === 'cluster' ? { ...hazard, ...hazard.inCluster } : hazard;
  return { code, message: what, background: { consequence, wayOut, evidence } };
}

/** What the hazards of an application's services say, by their codes. */
export const explanationsOf = ({ hazards: known = [] }: Pick<Application, 'hazards'>): Explanations =>
  Object.fromEntries(known.map((hazard) => [hazard.code, explanationOf(hazard)]));

function explanationOf({ what, consequence, wayOut, inCluster }: Hazard): Explanation {
  const both = (text: string, other = text): string => (other === text ? `${text}.` : `On a laptop: ${text}. In a cluster: ${other}.`);
  return {
    means: both(what, inCluster?.what),
    matters: both(consequence, inCluster?.consequence),
    wayOut: both(wayOut, inCluster?.wayOut),
  };
}
