import type { Plan } from '../plan/plan';
import { BASE_FINDINGS } from '../targets/compose/rules/base-codes';
import { callsAnswered } from '../targets/compose/rules/calls-answered';
import { cpusFit } from '../targets/compose/rules/cpus-fit';
import { departures } from '../targets/compose/rules/departures';
import { everyServiceCapped } from '../targets/compose/rules/every-service-capped';
import { exposure } from '../targets/compose/rules/exposure';
import { capsFit, reservationsFit } from '../targets/compose/rules/memory-fits';
import { persistence } from '../targets/compose/rules/persistence';
import { restartsAfterKill } from '../targets/compose/rules/restarts';
import { apiServerBehindCilium } from '../targets/kubernetes/rules/api-server-behind-cilium';
import { authentication } from '../targets/kubernetes/rules/authentication';
import { imagesWithoutDigest } from '../targets/kubernetes/rules/images-without-digest';
import { ingressRetired } from '../targets/kubernetes/rules/ingress-retired';
import { modelFetched } from '../targets/kubernetes/rules/model-fetched';
import { placeholders } from '../targets/kubernetes/rules/placeholders';
import { privateFiles } from '../targets/kubernetes/rules/private-files';
import { remarks } from '../targets/kubernetes/rules/remarks';
import { uploadsFit } from '../targets/kubernetes/rules/uploads-fit';
import { accept } from './acceptance';
import type { Finding } from './finding';

import { hazards } from './hazards';
import type { ClusterRule, ComposeRule } from './rule';

/** Every rule of a target, in the order in which its findings are shown. */
const composeRules: readonly ComposeRule<string>[] = [
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

const clusterRules: readonly ClusterRule<string>[] = [
  placeholders,
  authentication,
  ingressRetired,
  apiServerBehindCilium,
  imagesWithoutDigest,
  remarks,
  privateFiles,
  modelFetched,
  uploadsFit,
  hazards,
];

/**
 * Everything there is to say about a plan.
 *
 * @param base what was found by comparing it with a base file. @default - it was not compared
 */
export const check = (plan: Plan, base?: readonly Finding[]): readonly Finding[] =>
  accept([...found(plan), ...(base ?? [])], plan, (code) => base === undefined && Object.hasOwn(BASE_FINDINGS, code));

function found(plan: Plan): readonly Finding[] {
  switch (plan.target) {
    case 'compose':
      return composeRules.flatMap((rule) => rule(plan));
    case 'kubernetes':
      return clusterRules.flatMap((rule) => rule(plan));
  }
}
