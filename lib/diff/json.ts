import { nameOf } from './meaning';
import type { Report } from './report';
import { paragraphs } from './summary';

/** Raised with every change that a reader has to know about. */
const FORMAT_VERSION = 1;

/** For programs. Sizes are texts such as `4Gi`, CPUs and counts are numbers. */
export function asJson(report: Report): string {
  const said = new Map(paragraphs(report).map(({ first, also, sentences }) => [first.profile, { sentences, alsoIn: also }]));
  const document = {
    formatVersion: FORMAT_VERSION,
    against: report.against,
    profiles: report.changes.map(({ profile, change, formerly, meaning, findings, files }) => ({
      profile,
      change,
      formerly,
      ...said.get(profile),
      ...meaning,
      sentences: said.get(profile)?.sentences,
      closing: undefined,
      warnings: meaning.warnings.map((warning) => ({ ...warning, allowed: report.allowed.has(nameOf(warning)) })),
      findings,
      files: namesOf(files),
    })),
    unaffected: report.unaffected,
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}

function namesOf({ before, after }: Report['changes'][number]['files']): readonly string[] {
  const texts = (files: typeof before): ReadonlyMap<string, string> => new Map(files.map(({ path, content }) => [path, content]));
  const [then, now] = [texts(before), texts(after)];
  return [...new Set([...then.keys(), ...now.keys()])].filter((path) => then.get(path) !== now.get(path)).sort();
}
