import { type Finding, open } from '../checks/finding';
import { type Demand, rangeOf } from '../plan/demand';
import { budgetOf, type ClusterPlan, type ComposePlan, type Plan } from '../plan/plan';
import type { Context } from './context';
import { countFindings, findingLine } from './findings-text';

/** What a plan amounts to, in a few lines: sizes, what is left, and what to know about it. `selection` are the flags that led to it. */
export function summary(
  plan: Plan,
  findings: readonly Finding[],
  selection: string,
  { program, terminal: { errColors } }: Context,
): string {
  const [headline, ...amounts] = plan.target === 'compose' ? onLaptop(plan) : inCluster(plan);
  const ofProfile = findings.filter(({ background, accepted }) => background === undefined || accepted !== undefined);
  const ofImages = open(findings).filter(({ background }) => background !== undefined);
  const lines = [
    errColors.bold(`${plan.profile.name}: ${headline}`),
    ...amounts,
    `  findings      ${countFindings(findings)}`,
    ...ofProfile.map((finding) => `    ${findingLine(finding, errColors)}`),
    ...(ofImages.length === 0
      ? []
      : [`    and ${ofImages.length} known defects of the released images, which no size mends: ${program} check ${selection}`]),
  ];
  return `${lines.join('\n')}\n`;
}

function onLaptop(plan: ComposePlan): readonly string[] {
  const { machine } = plan.profile;
  const { available, limits, requests, cpus } = budgetOf(plan);
  const fits = limits.exceeds(available) ? `${limits.over(available)} more than the ${available} available` : `of ${available} available`;
  return [
    `${plan.services.length} services on ${machine.memory} and ${machine.cpus.inWords()}, ${machine.keep} kept for everything else`,
    `  caps          ${limits} (${fits})`,
    `  reservations  ${requests}`,
    `  CPUs          ${cpus} limited in all`,
    `  left          ${machine.memory.over(limits)} when every cap is reached, ${machine.memory.over(requests)} at the reservations`,
  ];
}

function inCluster(plan: ClusterPlan): readonly string[] {
  const { least, most } = rangeOf(plan.services);
  const asks = ({ pods, cpu, memory }: Demand): string =>
    `${pods} pods, ${cpu.requests.inWords()} and ${memory.requests} requested, ${cpu.limits.inWords()} and ${memory.limits} at most`;
  return [
    `${plan.services.length} services in the namespace ${plan.profile.namespace} of Kubernetes ${plan.profile.version}`,
    `  at rest       ${asks(least)}`,
    `  at full load  ${asks(most)}`,
  ];
}
