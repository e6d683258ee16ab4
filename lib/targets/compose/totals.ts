import { inOneUnit, type Memory } from '../../units/memory';
import type { Totals } from '../target';
import { budgetOf, type ComposePlan } from './plan/plan';

/** What a laptop's plan takes, and what is left of the machine. */
export function totals(plan: ComposePlan): Totals {
  const { machine } = plan.profile;
  const { available, limits, requests, cpus } = budgetOf(plan);
  const [caps, there] = inOneUnit(limits, available);
  const [atCaps, atRequests] = inOneUnit(machine.memory.over(limits), machine.memory.over(requests));
  const fits = limits.exceeds(available) ? `${limits.over(available)} more than the ${there} available` : `of ${there} available`;
  const guaranteed = !limits.exceeds(available) && plan.unsized.length === 0;
  return {
    headline: `${plan.services.length} services${plan.off.length === 0 ? '' : ` (${plan.off.length} off)`} on ${machine.memory} and ${machine.cpus.inWords()}, ${machine.keep} kept for everything else`,
    lines: [
      `  caps          ${caps} (${fits})`,
      `  reservations  ${requests}`,
      `  CPUs          ${cpus} limited in all`,
      `  left          ${atCaps} when every cap is reached, ${atRequests} at the reservations`,
    ],
    inShort: {
      takes: `at most ${gibibytes(limits)} GiB`,
      leaves: `${gibibytes(machine.memory.over(limits))} GiB of ${gibibytes(machine.memory)}${guaranteed ? ', guaranteed' : ': **it can still freeze**'}`,
    },
  };
}

/** With one digit behind the point, if there is any. */
const gibibytes = ({ mebibytes }: Memory): number => Math.round((mebibytes / 1024) * 10) / 10;
