import { type Finding, open } from '../checks/finding';
import { budgetOf, type Plan } from '../plan';
import type { Context } from './context';
import { countFindings, findingLine } from './findings-text';

/** What a plan amounts to, in a few lines: sizes, what is left, and what to know about it. `profile` is as the user would type it. */
export function summary(plan: Plan, findings: readonly Finding[], profile: string, { program, terminal: { errColors } }: Context): string {
  const { name, machine } = plan.profile;
  const { available, limits, requests, cpus } = budgetOf(plan);
  const fits = limits.exceeds(available) ? `${limits.over(available)} more than the ${available} available` : `of ${available} available`;
  const ofProfile = findings.filter(({ background, accepted }) => background === undefined || accepted !== undefined);
  const ofImages = open(findings).filter(({ background }) => background !== undefined);
  const lines = [
    errColors.bold(
      `${name}: ${plan.services.length} services on ${machine.memory} and ${machine.cpus} CPUs, ${machine.keep} kept for everything else`,
    ),
    `  caps          ${limits} (${fits})`,
    `  reservations  ${requests}`,
    `  CPUs          ${cpus} limited in all`,
    `  left          ${machine.memory.over(limits)} when every cap is reached, ${machine.memory.over(requests)} at the reservations`,
    `  findings      ${countFindings(findings)}`,
    ...ofProfile.map((finding) => `    ${findingLine(finding, errColors)}`),
    ...(ofImages.length === 0
      ? []
      : [`    and ${ofImages.length} known defects of the released images, which no size mends: ${program} check --profile ${profile}`]),
  ];
  return `${lines.join('\n')}\n`;
}
