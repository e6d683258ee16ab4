import type { OutputFile } from '../output/output-file';
import { unsealed } from '../output/seal';
import { type Gained, gained, type Meaning, nameOf, type Warning } from './meaning';
import { some } from './words';

/** What changes, of one profile or of all. */
export interface Report {
  /** As the user names it: `git:main`. */
  readonly against: string;
  readonly changes: readonly ProfileChange[];
  /** Profiles of which nothing changes. */
  readonly unaffected: readonly string[];
  /** The names of the warnings that are accepted: `code:subject`, or `profile/code:subject` of one profile alone. */
  readonly allowed: ReadonlySet<string>;
}

export interface ProfileChange {
  readonly profile: string;
  readonly change: 'added' | 'removed' | 'changed';
  /** Which other profile's output it is compared with. @default - its own */
  readonly formerly?: string;
  /** Whether that is what this profile was called. @default false */
  readonly renamed?: boolean;
  readonly meaning: Meaning;
  readonly findings: FindingsChange;
  readonly files: FilesChange;
}

/** All files of an output, before and after. */
export interface FilesChange {
  readonly before: readonly OutputFile[];
  readonly after: readonly OutputFile[];
}

/** A file of which the text differs. */
export interface ChangedFile {
  readonly path: string;
  /** @default - it is new */
  readonly was?: string;
  /** @default - it is gone */
  readonly is?: string;
}

/** The files of a change, in the order of their names. */
export function changedFiles({ before, after }: FilesChange): readonly ChangedFile[] {
  const [then, now] = [textsOf(before), textsOf(after)];
  return [...new Set([...then.keys(), ...now.keys()])]
    .sort()
    .map((path) => ({ path, was: then.get(path), is: now.get(path) }))
    .filter(({ was, is }) => was !== is);
}

const textsOf = (files: readonly OutputFile[]): ReadonlyMap<string, string> => new Map(files.map(({ path, content }) => [path, content]));

/** What is said of a profile, a line each as in an index. */
export interface FindingsChange extends Gained {
  /** How many there are. */
  readonly now: number;
  /** Whether the base says which it had. Then nothing is gained or lost as far as can be told. */
  readonly known: boolean;
}

/** @param before undefined if the base does not list them */
export const findingsChange = (before: readonly string[] | undefined, after: readonly string[]): FindingsChange => ({
  now: after.length,
  known: before !== undefined,
  ...gained(before ?? after, after),
});

/** The names under which a warning of a profile can be accepted. */
export const namesOf = ({ profile }: Pick<ProfileChange, 'profile'>, warning: Warning): readonly string[] => [
  nameOf(warning),
  `${profile}/${nameOf(warning)}`,
];

export const isAllowed = ({ allowed }: Pick<Report, 'allowed'>, change: Pick<ProfileChange, 'profile'>, warning: Warning): boolean =>
  namesOf(change, warning).some((name) => allowed.has(name));

/**
 * `none new, 2 gone (warning a b, warning c d)`. A finding that is there before and after is neither: only what is thought of it changed.
 *
 * @param most more of one sort are counted, not named. @default - all are named
 */
export function findingsText({ known, now, gained: more, lost }: FindingsChange, most = Number.POSITIVE_INFINITY): string {
  if (!known) return `${now} now; the base does not list its own`;
  const before = new Map(lost.map((line) => [whichOf(line), line]));
  const after = new Set(more.map(whichOf));
  const counted = (what: string, lines: readonly string[]): readonly string[] =>
    lines.length === 0 ? [] : [`${lines.length} ${what} (${some(lines, most)})`];
  const of = (fits: (line: string, was: string | undefined) => boolean): readonly string[] =>
    more.filter((line) => fits(line, before.get(whichOf(line))));
  const wasAccepted = (was: string | undefined): boolean => was !== undefined && isAccepted(was);
  const open = counted(
    'new',
    of((line, was) => !isAccepted(line) && was === undefined),
  );
  return [
    ...(open.length === 0 ? ['none new'] : open),
    ...counted(
      'no longer accepted',
      of((line, was) => !isAccepted(line) && wasAccepted(was)),
    ),
    ...counted(
      'more accepted',
      of((line, was) => isAccepted(line) && !wasAccepted(was)).map((line) => line.replace(ACCEPTED, '')),
    ),
    ...counted(
      'of another severity',
      of((line, was) => was !== undefined && isAccepted(line) === wasAccepted(was)),
    ),
    ...counted(
      'gone',
      lost.filter((line) => !after.has(whichOf(line))),
    ),
  ].join(', ');
}

const ACCEPTED = /^accepted /;

/** Whether a line of an index says that its finding is accepted. */
export const isAccepted = (line: string): boolean => ACCEPTED.test(line);

/** Which finding a line of an index is about: its code and its subject, without whether it is accepted and how grave it is. */
const whichOf = (line: string): string => line.replace(ACCEPTED, '').replace(/^\w+ /, '');

/** Profiles of which the same is to be said: the first, and those that stand beside it. Totals may differ: profiles have their own sizes. */
export interface Alike {
  readonly first: ProfileChange;
  readonly also: readonly string[];
}

/** Puts together what is to be said once. What is new, gone or renamed stands alone. */
export function alike(report: Report): readonly Alike[] {
  const groups = new Map<string, { readonly first: ProfileChange; readonly also: string[] }>();
  for (const one of report.changes) {
    const { change, formerly, meaning, findings, profile } = one;
    const { services, effects, warnings, topics, derived } = meaning;
    const what = change === 'changed' && formerly === undefined ? [] : [profile];
    const accepted = warnings.map((warning) => isAllowed(report, one, warning));
    const same = JSON.stringify([
      what,
      services,
      effects,
      warnings,
      accepted,
      topics,
      derived,
      findings.known,
      findings.gained,
      findings.lost,
    ]);
    const group = groups.get(same);
    if (group === undefined) groups.set(same, { first: one, also: [] });
    else group.also.push(profile);
  }
  return [...groups.values()];
}

/** Whether two outputs differ in more than their headers and digests. */
export function isChangedInText(before: readonly OutputFile[], after: readonly OutputFile[]): boolean {
  const texts = textsOf(before);
  const isSame = (one: string | undefined, other: string): boolean =>
    one === other || (one !== undefined && unsealed(one) === unsealed(other));
  return texts.size !== after.length || after.some(({ path, content }) => !isSame(texts.get(path), content));
}
