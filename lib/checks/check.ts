import type { Plan } from '../plan';
import { accept } from './acceptance';
import { cpusFit } from './cpus-fit';
import { departures } from './departures';
import { everyServiceCapped } from './every-service-capped';
import { exposure } from './exposure';
import type { Finding } from './finding';
import { hazards } from './hazards';
import { capsFit, reservationsFit } from './memory-fits';
import { persistence } from './persistence';
import { restartsAfterKill } from './restarts';
import type { Rule } from './rule';

/** Every rule, in the order in which its findings are shown. */
const rules: readonly Rule[] = [
  reservationsFit,
  cpusFit,
  capsFit,
  everyServiceCapped,
  restartsAfterKill,
  departures,
  exposure,
  persistence,
  hazards,
];

/** Codes about a base file start with this; without such a file nothing can be said about them. */
const BASE_CODES = 'base-';

/**
 * Everything there is to say about a plan.
 *
 * @param base what was found by comparing it with a base file. @default - it was not compared
 */
export const check = (plan: Plan, base?: readonly Finding[]): readonly Finding[] =>
  accept(
    [...rules.flatMap((rule) => rule(plan)), ...(base ?? [])],
    plan.profile,
    (code) => base === undefined && code.startsWith(BASE_CODES),
  );
