import type { Colors } from 'picocolors/types';
import { type Finding, open } from '../checks/finding';
import { ExitCode } from '../exit-code';
import { describeSource } from '../problem';
import { inMessage } from '../text';

/** A finding on one line: `warning  caps-exceed-machine  profiles/laptop.yaml:9:19: …` */
export function findingLine({ severity, accepted, code, source, subject, message }: Finding, colors: Colors): string {
  const place = source === undefined ? '' : `${describeSource(source)}: `;
  const label = accepted !== undefined ? colors.dim('accepted') : severity === 'error' ? colors.red('error   ') : colors.yellow('warning ');
  const reason = accepted === undefined ? '' : colors.dim(` [accepted: ${inMessage(accepted)}]`);
  return `${label} ${colors.bold(code)}  ${inMessage(`${place}${subject}: ${message}`)}${reason}`;
}

/** `1 error, 3 warnings, 1 accepted`, or `no findings`. */
export function countFindings(findings: readonly Finding[]): string {
  const unaccepted = open(findings);
  const counts = [
    count(findings.filter(blocking).length, 'error'),
    count(unaccepted.filter(({ severity }) => severity === 'warning').length, 'warning'),
    findings.length > unaccepted.length ? `${findings.length - unaccepted.length} accepted` : undefined,
  ];
  return counts.filter((text) => text !== undefined).join(', ') || 'no findings';
}

const count = (number: number, noun: string): string | undefined =>
  number === 0 ? undefined : `${number} ${noun}${number === 1 ? '' : 's'}`;

/** An error that the profile does not accept. */
export const blocking = ({ severity, accepted }: Finding): boolean => severity === 'error' && accepted === undefined;

/** What the findings mean for the exit of the program; an accepted one means nothing. */
export function verdict(findings: readonly Finding[], strict = false): ExitCode {
  const unaccepted = open(findings);
  if (unaccepted.some(({ tooLarge }) => tooLarge)) return ExitCode.doesNotFit;
  const failing = strict ? unaccepted : findings.filter(blocking);
  return failing.length > 0 ? ExitCode.findings : ExitCode.ok;
}
