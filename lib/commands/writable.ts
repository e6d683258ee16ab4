import type { Finding } from '../checks/finding';
import { ExitCode } from '../exit-code';
import { Refusal } from '../failure';
import { checked } from './checked';
import type { Context } from './context';
import { blocking, findingsText, verdict } from './findings-text';
import type { Planned } from './plan-options';

/**
 * The gate that every way to write a plan goes through, whichever program starts it.
 *
 * @param base what was found by comparing it with a base file. @default - it was not compared
 * @returns the plan's findings, of which none blocks
 * @throws Refusal if one does
 */
export async function writable(
  planned: Pick<Planned, 'plan' | 'target'>,
  { targets, terminal: { errColors, errWidth } }: Pick<Context, 'targets' | 'terminal'>,
  base?: readonly Finding[],
): Promise<readonly Finding[]> {
  const findings = await checked(planned, { targets }, base);
  const code = verdict(findings);
  if (code === ExitCode.ok) return findings;
  const shown = findingsText(findings.filter(blocking), { colors: errColors, width: errWidth });
  throw new Refusal(code, [
    shown.trimEnd(),
    'nothing was written: mend the profile or what else is named, or name the code with a reason under its accept',
  ]);
}
