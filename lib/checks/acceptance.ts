import { nearest } from '../nearest';
import type { Plan } from '../plan/plan';
import type { Chapter } from './chapter';
import type { Finding } from './finding';
import { findingCodes } from './finding-code';

/** What a profile accepts: every finding of a code, or only those about one subject and its parts. */
interface Acceptance {
  /** As the profile writes it: `placeholder`, `placeholder:images.agent`. */
  readonly key: string;
  readonly code: string;
  /** @default - whatever it is about */
  readonly subject?: string;
  readonly reason: string;
}

/**
 * Marks what the profile accepts, and adds a warning for every acceptance of its own that matches nothing: one that it inherits it need
 * not know. Where several match, the one that says most gives the reason.
 *
 * @param about.chapters every code that there is
 * @param about.unasked those that nobody looked for, so that their absence says nothing
 */
export function accept(
  findings: readonly Finding[],
  { profile, application }: Pick<Plan, 'profile' | 'application'>,
  { chapters, unasked }: { readonly chapters: readonly Chapter[]; readonly unasked: readonly Chapter[] },
): readonly Finding[] {
  const acceptances = Object.entries(profile.accept)
    .map(([key, reason]) => acceptance(key, reason))
    .sort((a, b) => (b.subject?.length ?? 0) - (a.subject?.length ?? 0));
  const idle = acceptances.filter(
    (one) => !has(unasked, one.code) && !profile.isInherited(['accept', one.key]) && !findings.some((finding) => covers(one, finding)),
  );
  return [
    ...findings.map((finding) => ({
      ...finding,
      accepted: acceptances.find((one) => covers(one, finding))?.reason ?? inherent(finding, profile, chapters),
    })),
    ...idle.map((one) => ({
      code: 'accepts-nothing' as const,
      severity: 'warning' as const,
      subject: 'accept',
      message: `${one.key} is accepted, but ${complaint(one, findings, { codes: findingCodes(application, chapters), chapters })}`,
      source: profile.sourceAt(['accept', one.key]),
    })),
  ];
}

/**
 * The profiles that come with this program hold names of the documentation and tags alone, and would each warn of themselves. They do not
 * say so in their `accept`, because a copy of the file would say it too, and hide what its owner has still to give.
 */
const inherent = ({ code, source }: Finding, { isShipped }: Plan['profile'], chapters: readonly Chapter[]): string | undefined =>
  source?.kind === 'file' && isShipped([]) ? chapters.find((chapter) => has([chapter], code))?.explanations[code]?.shipped : undefined;

const has = (chapters: readonly Chapter[], code: string): boolean => chapters.some(({ explanations }) => Object.hasOwn(explanations, code));

function acceptance(key: string, reason = ''): Acceptance {
  const [code = '', ...subject] = key.split(':');
  return { key, code, reason, subject: subject.length === 0 ? undefined : subject.join(':') };
}

/** The code that one is called by now. @default - it is not a former one */
const renamed = (code: string, chapters: readonly Chapter[]): string | undefined =>
  chapters.flatMap(({ explanations }) => Object.entries(explanations)).find(([, { formerly }]) => formerly === code)?.[0];

const covers = ({ code, subject }: Acceptance, finding: Finding): boolean =>
  code === finding.code && (subject === undefined || finding.subject === subject || finding.subject.startsWith(`${subject}.`));

interface Known {
  readonly codes: readonly string[];
  readonly chapters: readonly Chapter[];
}

function complaint({ key, code, subject }: Acceptance, findings: readonly Finding[], { codes, chapters }: Known): string {
  if (chapters.some(({ gone = [] }) => gone.includes(code))) return 'it had no effect: remove it';
  const now = renamed(code, chapters);
  if (now !== undefined) return `that code is now ${now}: write ${now}${key.slice(code.length)}`;
  const known = codes.includes(code);
  if (known && subject === undefined) return 'nothing in this profile has that code: remove it';
  const here = known ? findings.filter((finding) => finding.code === code) : findings;
  const candidates = subject === undefined ? codes : here.map((finding) => `${finding.code}:${finding.subject}`);
  const guess = nearest(key, candidates) ?? (known ? undefined : nearest(code, codes));
  return `${known ? 'nothing with that code is about it' : 'nothing has that code'}: ${guess === undefined ? 'remove it' : `did you mean ${guess}?`}`;
}
