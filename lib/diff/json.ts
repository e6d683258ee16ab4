import { changedFiles, isAllowed, type Report } from './report';
import { paragraphs } from './summary';

/** Raised with every change that a reader has to know about. */
const FORMAT_VERSION = 1;

/** For programs. Sizes are texts such as `4Gi`, CPUs and counts are numbers. */
export function asJson(report: Report): string {
  const said = new Map(paragraphs(report).map((one) => [one.first, one]));
  const document = {
    formatVersion: FORMAT_VERSION,
    against: report.against,
    profiles: report.changes.map((one) => {
      const {
        profile,
        change,
        formerly,
        renamed,
        meaning: { closing: _, ...meaning },
        findings,
        files,
      } = one;
      return {
        profile,
        change,
        formerly,
        renamed,
        alsoIn: said.get(one)?.also,
        ...meaning,
        // Of a profile that stands beside another one, that one's sentences are true.
        sentences: said.get(one)?.sentences,
        warnings: meaning.warnings.map((warning) => ({ ...warning, allowed: isAllowed(report, one, warning) })),
        findings,
        files: changedFiles(files).map(({ path }) => path),
      };
    }),
    unaffected: report.unaffected,
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}
