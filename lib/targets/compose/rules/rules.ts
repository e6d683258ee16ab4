import { hazards } from '../../../checks/hazards';
import { callsAnswered } from './calls-answered';
import { cpusFit } from './cpus-fit';
import { departures } from './departures';
import { everyServiceCapped } from './every-service-capped';
import { exposure } from './exposure';
import { capsFit, reservationsFit } from './memory-fits';
import { persistence } from './persistence';
import { restartsAfterKill } from './restarts';
import type { ComposeRule } from './rule';

/** Every rule of a laptop, in the order in which its findings are shown. */
export const rules: readonly ComposeRule<string>[] = [
  reservationsFit,
  cpusFit,
  capsFit,
  everyServiceCapped,
  callsAnswered,
  restartsAfterKill,
  departures,
  exposure,
  persistence,
  hazards('laptop'),
];
