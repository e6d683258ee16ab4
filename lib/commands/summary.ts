import { type Finding, open } from '../checks/finding';
import { budgetOf, type ClusterPlan, type ComposePlan, type Plan } from '../plan/plan';
import { type Demand, rangeOf } from '../targets/kubernetes/plan/demand';
import { inOneUnit } from '../units/memory';
import { wrap } from '../wrap';
import type { Context } from './context';
import { countFindings, findingsText } from './findings-text';

/** What is summed up, and how. */
export interface Summed {
  readonly plan: Plan;
  readonly findings: readonly Finding[];
  /** The flags that led to the plan, as the user would type them. */
  readonly selection: string;
  /** Shows what is accepted with its reasons. @default false */
  readonly verbose?: boolean;
}

/** What a plan amounts to, in a few lines: sizes, what is left, and what to know about it. */
export function summary({ plan, findings, selection, verbose }: Summed, { program, terminal }: Context): string {
  const { errColors: colors, errWidth: width } = terminal;
  const [headline, ...amounts] = plan.target === 'compose' ? onLaptop(plan) : inCluster(plan);
  const ofProfile = findings.filter(({ background, accepted }) => background === undefined || accepted !== undefined);
  const ofImages = open(findings).filter(({ background }) => background !== undefined);
  const defects = `and ${ofImages.length} known defects of the released images, which no size mends: ${program} check ${selection}`;
  return [
    `${wrap(colors.bold(`${plan.profile.name}: ${headline}`), width, 2)}\n`,
    ...[...amounts, `  findings      ${countFindings(findings)}`].map((line) => `${wrap(line, width, 16)}\n`),
    findingsText(ofProfile, { colors, width, verbose, indent: 4 }),
    ...(ofImages.length === 0 ? [] : [`${wrap(`    ${defects}`, width, 6)}\n`]),
  ].join('');
}

function onLaptop(plan: ComposePlan): readonly string[] {
  const { machine } = plan.profile;
  const { available, limits, requests, cpus } = budgetOf(plan);
  const [caps, there] = inOneUnit(limits, available);
  const [atCaps, atRequests] = inOneUnit(machine.memory.over(limits), machine.memory.over(requests));
  const fits = limits.exceeds(available) ? `${limits.over(available)} more than the ${there} available` : `of ${there} available`;
  return [
    `${plan.services.length} services${plan.off.length === 0 ? '' : ` (${plan.off.length} off)`} on ${machine.memory} and ${machine.cpus.inWords()}, ${machine.keep} kept for everything else`,
    `  caps          ${caps} (${fits})`,
    `  reservations  ${requests}`,
    `  CPUs          ${cpus} limited in all`,
    `  left          ${atCaps} when every cap is reached, ${atRequests} at the reservations`,
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
