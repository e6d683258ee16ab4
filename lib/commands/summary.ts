import { type Finding, open } from '../checks/finding';
import type { Session } from '../session';
import { wrap } from '../wrap';
import { countFindings, findingsText } from './findings-text';
import type { Planned } from './plan-options';

/** What is summed up, and how. */
export interface Summed {
  readonly planned: Pick<Planned, 'plan' | 'target' | 'selection'>;
  readonly findings: readonly Finding[];
  /** Shows what is accepted with its reasons. @default false */
  readonly verbose?: boolean;
}

/** What a plan amounts to, in a few lines: sizes, what is left, and what to know about it. */
export async function summary({ planned, findings, verbose }: Summed, { program, terminal }: Session): Promise<string> {
  const { plan, target, selection } = planned;
  const { errColors: colors, errWidth: width } = terminal;
  const { headline, lines, unknown } = await target.totals(plan);
  const ofProfile = findings.filter(({ background, accepted }) => background === undefined || accepted !== undefined);
  const ofImages = open(findings).filter(({ background }) => background !== undefined);
  const defects = `and ${ofImages.length} known defects of the released images, which no size mends: ${program} check ${selection}`;
  return [
    `${wrap(colors.bold(`${plan.profile.name}: ${headline}`), width, 2)}\n`,
    ...[...lines, ...(unknown === undefined ? [] : [`  not computed  ${unknown}`]), `  findings      ${countFindings(findings)}`].map(
      (line) => `${wrap(line, width, 16)}\n`,
    ),
    findingsText(ofProfile, { colors, width, verbose, indent: 4 }),
    ...(ofImages.length === 0 ? [] : [`${wrap(`    ${defects}`, width, 6)}\n`]),
  ].join('');
}
