import type { Colors } from 'picocolors/types';
import { inWords } from '../text';
import { columnsOf, wrap } from '../wrap';
import { partsOf, totalsGrid } from './layout';
import { nameOf, verbOf } from './meaning';
import { findingsText, isAllowed, type ProfileChange, type Report } from './report';
import { nothingText, paragraphs, titleOf } from './summary';

/** How a report is shown to people. */
export interface Manner {
  readonly colors: Colors;
  /** Columns of a line. */
  readonly width: number;
}

/** Every change with all that there is to say about it. */
export function asText(report: Report, { colors, width }: Manner): string {
  if (report.changes.length === 0) return nothingText(report);
  const line = (text: string, indent: number): string => `${wrap(`${' '.repeat(indent)}${text}`, width, indent + 2)}\n`;
  const block = (title: string, lines: readonly string[]): string => line(title, 2) + lines.map((text) => line(text, 4)).join('');
  const one = (change: ProfileChange): string => {
    const { meaning, findings } = change;
    const grid = totalsGrid(meaning);
    return [
      ...meaning.warnings.map((warning) => {
        const accepted = isAllowed(report, change, warning);
        const label = (accepted ? colors.dim : colors.red)(verbOf(warning, accepted));
        return `${line(`${label}  ${colors.bold(nameOf(warning))}  ${warning.what}`, 2)}${line(`way: ${warning.way}`, 4)}`;
      }),
      ...partsOf(meaning).map(({ title, lines }) => block(title, lines)),
      ...(grid.rows.length === 0 ? [] : [block('totals', columns([grid.headings, ...grid.rows]))]),
      ...(change.change === 'removed' ? [] : [line(`findings: ${findingsText(findings)}`, 2)]),
      // A command that is broken into lines can no longer be copied.
      ...(meaning.commands === undefined ? [] : [line('when the rollout is over, delete what an apply leaves', 2)]),
      ...(meaning.commands ?? []).map((command) => `    ${command}\n`),
      ...meaning.closing.map((text) => line(text, 2)),
    ].join('');
  };
  const blocks = paragraphs(report).map(
    (group) =>
      `${colors.bold(titleOf(group))}, against ${report.against}\n${one(group.first)}${group.also.length === 0 ? '' : line(`also in ${inWords(group.also, 'and')}`, 2)}`,
  );
  const rest = report.unaffected.length === 0 ? [] : [`unaffected: ${inWords(report.unaffected, 'and')}\n`];
  return [...blocks, ...rest].join('\n');
}

/** Rows of cells, each as wide as the widest of its column. */
function columns(rows: readonly (readonly string[])[]): readonly string[] {
  const widths = (rows[0] ?? []).map((_, n) => Math.max(...rows.map((row) => columnsOf(row[n] ?? ''))));
  return rows.map((row) =>
    row
      .map((cell, n) => `${cell}${' '.repeat((widths[n] ?? 0) - columnsOf(cell) + 2)}`)
      .join('')
      .trimEnd(),
  );
}
