import type { Colors } from 'picocolors/types';
import { type Finding, open } from '../checks/finding';
import { ExitCode } from '../exit-code';
import { describeSource } from '../problem';
import { counted, inMessage } from '../text';
import { wrap } from '../wrap';

/** How findings are shown to people. */
export interface Manner {
  readonly colors: Colors;
  /** Columns of a line; infinite where nobody reads it on a terminal, so that each finding stays on one line. */
  readonly width: number;
  /** Spaces before every line. @default 0 */
  readonly indent?: number;
  /** Shows what is accepted with its reasons. @default false: it is counted by code, in one line */
  readonly verbose?: boolean;
  /** Shows why each matters and what to do about it. @default false */
  readonly background?: boolean;
}

/** Findings for people: errors first, what is said of several subjects once, and what is accepted at the end. */
export function findingsText(findings: readonly Finding[], manner: Manner): string {
  const accepted = findings.filter((finding) => finding.accepted !== undefined);
  const unaccepted = open(findings);
  const shown = [
    ...unaccepted.filter(({ severity }) => severity === 'error'),
    ...unaccepted.filter(({ severity }) => severity === 'warning'),
    ...(manner.verbose ? accepted : []),
  ];
  const lines = groupsOf(shown).flatMap((group) => [groupLine(group, manner.colors), ...(manner.background ? background(group[0]) : [])]);
  const folded = manner.verbose || accepted.length === 0 ? [] : [{ text: manner.colors.dim(fold(accepted)), hang: 2 }];
  const { indent = 0, width } = manner;
  return [...lines, ...folded].map(({ text, hang }) => `${wrap(' '.repeat(indent) + text, width, indent + hang)}\n`).join('');
}

interface Line {
  readonly text: string;
  /** How far the lines that follow are indented where it is too long for one. */
  readonly hang: number;
}

type Group = readonly [Finding, ...Finding[]];

/** Those of which the same is to be said, at the place of the first of them. */
function groupsOf(findings: readonly Finding[]): readonly Group[] {
  const groups = new Map<string, [Finding, ...Finding[]]>();
  for (const finding of findings) {
    const { code, severity, message, alike, background: known, accepted, source } = finding;
    const file = source?.kind === 'file' ? source.file : source?.flag;
    const id = JSON.stringify([severity, code, alike?.message ?? message, known, accepted, file]);
    const group = groups.get(id);
    if (group === undefined) groups.set(id, [finding]);
    else group.push(finding);
  }
  return [...groups.values()];
}

const CODE_COLUMN = 9;

/** `warning  caps-exceed-machine  profiles/laptop.yaml:9:19: machine: …` */
function groupLine(group: Group, colors: Colors): Line {
  const [{ severity, accepted, code, source, subject, message, alike }] = group;
  const place = source === undefined ? '' : `${describeSource(source)}: `;
  const label = accepted !== undefined ? colors.dim('accepted') : severity === 'error' ? colors.red('error   ') : colors.yellow('warning ');
  const what = group.length === 1 ? `${subject}: ${message}` : `${subjectsOf(group)}: ${alike?.message ?? message}`;
  const reason = accepted === undefined ? '' : ` ${colors.dim(`[accepted: ${inMessage(accepted)}]`)}`;
  return { text: `${label} ${colors.bold(code)}  ${inMessage(place + what)}${reason}`, hang: CODE_COLUMN };
}

const subjectsOf = (group: Group): string =>
  group.map(({ subject, alike }) => (alike?.particular === undefined ? subject : `${subject} (${alike.particular})`)).join(', ');

const background = ({ background: known }: Finding): readonly Line[] =>
  known === undefined
    ? []
    : Object.entries({ so: known.consequence, 'way out': known.wayOut, 'known from': known.evidence }).map(([label, text]) => ({
        text: `           ${label}: ${text}`,
        hang: 13,
      }));

/** `28 accepted: placeholder (22), cases-split; --verbose shows them` */
function fold(accepted: readonly Finding[]): string {
  const counts = new Map<string, number>();
  for (const { code } of accepted) counts.set(code, (counts.get(code) ?? 0) + 1);
  const codes = [...counts].map(([code, times]) => (times === 1 ? code : `${code} (${times})`));
  return `${accepted.length} accepted: ${codes.join(', ')}; --verbose shows ${accepted.length === 1 ? 'it' : 'them'}`;
}

/** `1 error, 3 warnings for 30 subjects, 1 accepted`, or `no findings`: errors and warnings are counted as the lines that are shown. */
export function countFindings(findings: readonly Finding[]): string {
  const unaccepted = open(findings);
  const counts = [
    countLines(findings.filter(blocking), 'error'),
    countLines(
      unaccepted.filter(({ severity }) => severity === 'warning'),
      'warning',
    ),
    findings.length > unaccepted.length ? `${findings.length - unaccepted.length} accepted` : undefined,
  ];
  return counts.filter((text) => text !== undefined).join(', ') || 'no findings';
}

function countLines(findings: readonly Finding[], noun: string): string | undefined {
  const lines = groupsOf(findings).length;
  return lines === findings.length ? count(lines, noun) : `${count(lines, noun)} for ${count(findings.length, 'subject')}`;
}

const count = (number: number, noun: string): string | undefined => (number === 0 ? undefined : counted(number, noun));

/** An error that the profile does not accept. */
export const blocking = ({ severity, accepted }: Finding): boolean => severity === 'error' && accepted === undefined;

/** What the findings mean for the exit of the program; an accepted one means nothing. */
export function verdict(findings: readonly Finding[], strict = false): ExitCode {
  const unaccepted = open(findings);
  if (unaccepted.some(({ tooLarge }) => tooLarge)) return ExitCode.doesNotFit;
  const failing = strict ? unaccepted : findings.filter(blocking);
  return failing.length > 0 ? ExitCode.findings : ExitCode.ok;
}
