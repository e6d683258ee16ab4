import { document, list, table } from '../documents/markdown';
import { capitalized, inMessage } from '../text';
import { partsOf, totalsGrid } from './layout';
import { nameOf, verbOf } from './meaning';
import { findingsText, isAllowed, type ProfileChange, type Report } from './report';
import { findingsSummary, type Paragraph, paragraphs, titleOf } from './summary';

/** The longest comment of GitHub is 65536 characters. Whoever posts this adds a few of their own. */
const LONGEST = 60_000;

/** For a comment on a pull request: what changes in a paragraph, and everything else below a line that unfolds, as far as it fits. */
export function asMarkdown(report: Report): string {
  if (report.changes.length === 0) return `Nothing changes against ${safe(report.against)}.\n`;
  const heads = paragraphs(report).map((one) => ({ one, blocks: headOf(one, report) }));
  let room = LONGEST - document(...heads.map(({ blocks }) => blocks)).length;
  return document(
    ...heads.flatMap(({ one, blocks }) => {
      const rest = details(one.first, report);
      const length = document(rest).length + 1;
      const fits = length <= room;
      if (fits) room -= length;
      return [blocks, fits ? rest : ['The rest is too long for a comment: `diff` without `--format` prints it.']];
    }),
  );
}

const headOf = (paragraph: Paragraph, report: Report): readonly string[] => [
  `**${safe(titleOf(paragraph))}**`,
  safe(paragraph.sentences.join(' ')),
  ...warned(paragraph.first, report),
];

/** What has to be accepted by name, with the way round. */
function warned(change: ProfileChange, report: Report): readonly string[] {
  if (change.meaning.warnings.length === 0) return [];
  return [
    list(
      change.meaning.warnings.map((warning) => {
        const verb = capitalized(verbOf(warning, isAllowed(report, change, warning)));
        return `**${verb}** ${safe(nameOf(warning))}: ${safe(warning.what)}. Way: ${safe(warning.way)}`;
      }),
    ),
  ];
}

function details({ change, meaning, findings }: ProfileChange, { against }: Report): readonly string[] {
  const grid = totalsGrid(meaning);
  const all = findingsText(findings);
  return [
    `<details><summary>Everything that changes against ${safe(against)}</summary>`,
    ...partsOf(meaning).flatMap(({ title, lines }) => [`${capitalized(title)}:`, lines.map((line) => `- ${safe(line)}`).join('\n')]),
    ...(all === findingsSummary({ change, findings }) ? [] : [`Findings: ${safe(all)}`]),
    ...(grid.rows.length === 0
      ? []
      : [
          'Totals:',
          table(
            grid.headings.map(safe),
            grid.rows.map((row) => row.map(safe)),
          ),
        ]),
    '</details>',
  ];
}

/** Text of others: no mark of Markdown or of HTML, no mention of a person or an issue, on one line. */
const safe = (text: string): string =>
  inMessage(text)
    .replaceAll(/[\\`*_<>[\]|~]/g, (mark) => (mark === '<' ? '&lt;' : mark === '>' ? '&gt;' : `\\${mark}`))
    .replaceAll(/[@#](?=\w)/g, (mark) => `${mark}\u2060`);
