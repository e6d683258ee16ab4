import type { Plan } from '../plan/plan';
import { accept } from './acceptance';
import { callsAnswered } from './compose/calls-answered';
import { cpusFit } from './compose/cpus-fit';
import { departures } from './compose/departures';
import { everyServiceCapped } from './compose/every-service-capped';
import { exposure } from './compose/exposure';
import { capsFit, reservationsFit } from './compose/memory-fits';
import { persistence } from './compose/persistence';
import { restartsAfterKill } from './compose/restarts';
import type { Finding } from './finding';
import { BASE_CODES } from './finding-code';
import { hazards } from './hazards';
import { apiServerBehindCilium } from './kubernetes/api-server-behind-cilium';
import { authentication } from './kubernetes/authentication';
import { backups } from './kubernetes/backups';
import { connectionsFit } from './kubernetes/connections-fit';
import { dataFits } from './kubernetes/data-fits';
import { divergence } from './kubernetes/divergence';
import { imagesWithoutDigest } from './kubernetes/images-without-digest';
import { ingressRetired } from './kubernetes/ingress-retired';
import { lostWithPod } from './kubernetes/lost-with-pod';
import { modelFetched } from './kubernetes/model-fetched';
import { placeholders } from './kubernetes/placeholders';
import { privateFiles } from './kubernetes/private-files';
import { quorum } from './kubernetes/quorum';
import { spares } from './kubernetes/spares';
import { uploadsFit } from './kubernetes/uploads-fit';
import type { ClusterRule, ComposeRule } from './rule';

/** Every rule of a target, in the order in which its findings are shown. */
const composeRules: readonly ComposeRule[] = [
  reservationsFit,
  cpusFit,
  capsFit,
  everyServiceCapped,
  callsAnswered,
  restartsAfterKill,
  departures,
  exposure,
  persistence,
  hazards,
];

const clusterRules: readonly ClusterRule[] = [
  placeholders,
  authentication,
  ingressRetired,
  apiServerBehindCilium,
  imagesWithoutDigest,
  divergence,
  privateFiles,
  lostWithPod,
  modelFetched,
  connectionsFit,
  uploadsFit,
  dataFits,
  quorum,
  backups,
  spares,
  hazards,
];

/**
 * Everything there is to say about a plan.
 *
 * @param base what was found by comparing it with a base file. @default - it was not compared
 */
export const check = (plan: Plan, base?: readonly Finding[]): readonly Finding[] =>
  accept([...found(plan), ...(base ?? [])], plan.profile, (code) => base === undefined && BASE_CODES.some((known) => known === code));

function found(plan: Plan): readonly Finding[] {
  switch (plan.target) {
    case 'compose':
      return composeRules.flatMap((rule) => rule(plan));
    case 'kubernetes':
      return clusterRules.flatMap((rule) => rule(plan));
  }
}
