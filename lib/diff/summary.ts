import { capitalized, inWords } from '../text';
import { verbOf } from './meaning';
import { type Alike, alike, findingsText, isAccepted, isAllowed, type ProfileChange, type Report } from './report';
import { servicesSentences } from './words';

/** The change of a profile as a paragraph, and the profiles of which the same is to be said. */
export interface Paragraph extends Alike {
  readonly sentences: readonly string[];
}

/** More findings of one sort (new, accepted, gone) are counted in a paragraph, not named. */
const MOST_FINDINGS = 10;

/** A paragraph for each profile that changes otherwise than those before it. */
export function paragraphs(report: Report): readonly Paragraph[] {
  const groups = alike(report);
  return groups.map((group, n) => ({ ...group, sentences: sentencesOf(group, report, n === groups.length - 1) }));
}

function sentencesOf({ first, also }: Alike, report: Report, isLast: boolean): readonly string[] {
  const { change, meaning, findings } = first;
  const unaffected = isLast && report.unaffected.length > 0 ? `${inWords(report.unaffected, 'and')} unaffected` : undefined;
  const others = [
    ...(also.length === 0 ? [] : [`also in ${inWords(also, 'and')}`]),
    ...(unaffected === undefined ? [] : [unaffected]),
  ].join('; ');
  return [
    ...meaning.warnings.map(
      (warning) => `${capitalized(verbOf(warning, isAllowed(report, first, warning)))}: ${warning.subject}: ${warning.what}.`,
    ),
    ...meaning.notes.map(capitalized),
    ...(change === 'changed'
      ? servicesSentences(meaning.services)
      : [
          `${change === 'added' ? 'New' : 'Removed'}: ${inWords(
            meaning.services.map(({ of }) => of),
            'and',
          )}.`,
        ]),
    ...(meaning.differs
      ? meaning.sentences
      : [findings.gained.length + findings.lost.length > 0 ? 'Only findings change.' : 'Nothing else changes.']),
    // A sentence that starts with the name of a profile leaves it as it is.
    ...(others === '' ? [] : [`${also.length === 0 ? others : capitalized(others)}.`]),
    ...(change === 'removed' ? [] : [`Findings: ${findingsSummary(first)}.`]),
    ...meaning.closing,
  ];
}

/** Findings as a paragraph has them. Those of a profile that is new are counted. */
export function findingsSummary({ change, findings }: Pick<ProfileChange, 'change' | 'findings'>): string {
  if (change !== 'added') return findingsText(findings, MOST_FINDINGS);
  const accepted = findings.gained.filter(isAccepted).length;
  return `${findings.now}${accepted === 0 ? '' : `, of which ${accepted} accepted`}`;
}

/** What a profile is called, where another one's output stands beside it. */
export const titleOf = ({ first: { profile, formerly, renamed, change } }: Alike): string =>
  change === 'changed'
    ? `${profile}${formerly === undefined ? '' : `, ${renamed ? 'renamed from' : 'compared with'} ${formerly}`}`
    : `${profile} (${change === 'added' ? 'new' : 'removed'})`;

/** `--summary`: paragraphs alone. */
export const asSummary = (report: Report): string => {
  if (report.changes.length === 0) return nothingText(report);
  return paragraphs(report)
    .map((one) => `${titleOf(one)}\n${one.sentences.join(' ')}\n`)
    .join('\n');
};

export const nothingText = ({ against, unaffected }: Report): string =>
  `nothing changes against ${against}: ${inWords(unaffected, 'and')}\n`;
