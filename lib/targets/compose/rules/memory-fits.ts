import { budgetOf } from '../plan/plan';
import type { ComposeRule } from './rule';

/** The sum of all caps leaves what the profile keeps for the rest of the machine: only then can the services not freeze it. */
export const capsFit: ComposeRule = (plan) => {
  const { machine, sourceAt } = plan.profile;
  const { available, limits } = budgetOf(plan);
  if (!limits.exceeds(available)) return [];
  const over = limits.over(available);
  return [
    {
      code: 'caps-exceed-machine',
      severity: 'warning',
      subject: 'machine',
      message: `the caps add up to ${limits}, ${over} more than the ${available} left of ${machine.memory} when ${machine.keep} are kept: it can still freeze; --fit ${machine.memory} shrinks them`,
      source: sourceAt(['machine', 'memory']),
    },
  ];
};

/** The machine has the memory that is reserved for services and kept for the rest. */
export const reservationsFit: ComposeRule = (plan) => {
  const { machine, sourceAt } = plan.profile;
  const { requests } = budgetOf(plan);
  const promised = requests.plus(machine.keep);
  if (!promised.exceeds(machine.memory)) return [];
  return [
    {
      code: 'reservations-exceed-machine',
      severity: 'error',
      tooLarge: true,
      subject: 'machine',
      message: `reservations of ${requests} and the ${machine.keep} that are kept need ${promised}, ${promised.over(machine.memory)} more than the machine's ${machine.memory}`,
      source: sourceAt(['machine', 'memory']),
    },
  ];
};
