import Table from 'cli-table3';

/** Rows of text under headings; the first column is left-aligned, the others as given. */
export interface Grid {
  readonly headings: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** Columns of numbers. @default - none */
  readonly numeric?: ReadonlySet<number>;
}

/** For a terminal, without lines, so that it can be cut and sorted. */
export function asTable({ headings, rows, numeric }: Grid): string {
  const table = new Table({
    head: [...headings],
    colAligns: headings.map((_, column) => (numeric?.has(column) ? 'right' : 'left')),
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 2 },
    chars: Object.fromEntries(LINES.map((line) => [line, ''])),
  });
  table.push(...rows.map((row) => [...row]));
  return `${table.toString().replaceAll(/ +$/gm, '')}\n`;
}

const LINES = [
  'top',
  'top-mid',
  'top-left',
  'top-right',
  'bottom',
  'bottom-mid',
  'bottom-left',
  'bottom-right',
  'left',
  'left-mid',
  'mid',
  'mid-mid',
  'right',
  'right-mid',
  'middle',
] as const;

/** For a pull request or a README. */
export function asMarkdown({ headings, rows, numeric }: Grid): string {
  const line = (cells: readonly string[]): string => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |\n`;
  const rule = `|${headings.map((_, column) => (numeric?.has(column) ? '--:' : '---')).join('|')}|\n`;
  return [line(headings), rule, ...rows.map(line)].join('');
}
