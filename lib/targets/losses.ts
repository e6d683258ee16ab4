import type { Configured } from '../model/configured';
import { asMarkdown, asTable, type Grid } from '../table';
import { inWords } from '../text';
import { DOCUMENT_WIDTH, wrap } from '../wrap';
import type { BudgetManner } from './target';

/** What becomes of services when something fails. */
export interface Effect {
  readonly state: 'down' | 'degraded' | 'works';
  /** What that is like: `the other replicas answer`. */
  readonly means: string;
  /** For how long. */
  readonly lasts: string;
  /** How that is known: from a test that did it, or from settings. */
  readonly known: 'measured' | 'computed';
  /** What is gone for good. @default - nothing is */
  readonly lost?: string;
  /** What somebody has to do. @default - nothing */
  readonly byHand?: string;
}

/** Something that fails. */
export interface Failing {
  /** `a node of apps`. */
  readonly what: string;
  /** What becomes of each service, by its name; of one that is not named nothing does. */
  readonly effects: readonly (readonly [service: string, effect: Effect])[];
}

/** What there is to say of failures. */
export interface Losses {
  readonly profile: string;
  readonly failing: readonly Failing[];
  /** Further tables, such as an order. */
  readonly tables?: readonly { readonly title: string; readonly grid: Grid; readonly key: string }[];
  readonly notes: readonly string[];
}

/** What a failing service loses that somebody asks. */
export const IN_FLIGHT = 'requests that it was answering';

/** What a service keeps in memory alone, because of a defect of its image. */
export const inMemoryOf = ({ hazards }: Pick<Configured<string>, 'hazards'>): readonly string[] =>
  hazards.flatMap(({ inMemory }) => inMemory ?? []);

/** Services that something does the same to. */
interface Together extends Effect {
  readonly services: readonly string[];
}

/** Losses as a text, as Markdown, or for programs. */
export function lossesAs(
  { profile, failing, tables = [], notes }: Losses,
  { format, colors }: Pick<BudgetManner, 'format' | 'colors'>,
): string {
  const all = merged(failing);
  if (format === 'json')
    return `${JSON.stringify({ format: 1, profile, losses: all, ...Object.fromEntries(tables.map(({ key, grid }) => [key, recordsOf(grid)])), notes }, null, 2)}\n`;
  const markdown = format === 'markdown';
  return [
    ...all.map(({ what, effects }) =>
      markdown ? `**${what}**\n\n${asMarkdown(gridOf(effects))}` : `${colors.bold(what)}\n${effects.map(asText).join('')}`,
    ),
    ...tables.map(({ title, grid }) => (markdown ? `**${title}**\n\n${asMarkdown(grid)}` : `${colors.bold(title)}\n${asTable(grid)}`)),
    ...notes.map((note) => (markdown ? `${note}\n` : `${wrap(note, DOCUMENT_WIDTH, 2)}\n`)),
  ].join('\n');
}

/** Services with the same effect together, and failures with the same effects. */
function merged(failing: readonly Failing[]): readonly { readonly what: string; readonly effects: readonly Together[] }[] {
  const found = new Map<string, { readonly what: string[]; readonly effects: readonly Together[] }>();
  for (const { what, effects } of failing) {
    const together = new Map<string, Effect & { services: string[] }>();
    for (const [service, effect] of effects) {
      const key = JSON.stringify(effect);
      const one = together.get(key) ?? { services: [], ...effect };
      one.services.push(service);
      together.set(key, one);
    }
    const all = [...together.values()].sort((a, b) => STATES.indexOf(a.state) - STATES.indexOf(b.state));
    const key = JSON.stringify(all);
    const one = found.get(key) ?? { what: [], effects: all };
    one.what.push(what);
    found.set(key, one);
  }
  return [...found.values()].map(({ what, effects }) => ({ what: inWords(what, 'or'), effects }));
}

/** The worst first. */
const STATES = ['down', 'degraded', 'works'] as const;

function asText({ services, state, means, lasts, known, lost, byHand }: Together): string {
  const line = (text: string, indent: number): string => `${wrap(`${' '.repeat(indent)}${text}`, DOCUMENT_WIDTH, indent + 2)}\n`;
  return [
    line(`${state}: ${services.join(', ')}`, 2),
    line(`${means}; ${lasts} (${known})`, 4),
    ...(lost === undefined ? [] : [line(`lost: ${lost}`, 4)]),
    ...(byHand === undefined ? [] : [line(`by hand: ${byHand}`, 4)]),
  ].join('');
}

const gridOf = (effects: readonly Together[]): Grid => ({
  headings: ['services', 'are', 'what that means', 'for how long', 'known', 'lost', 'by hand'],
  rows: effects.map(({ services, state, means, lasts, known, lost, byHand }) => [
    services.join(', '),
    state,
    means,
    lasts,
    known,
    lost ?? 'nothing',
    byHand ?? 'nothing',
  ]),
});

/** Rows by their headings. */
const recordsOf = ({ headings, rows }: Grid): readonly object[] =>
  rows.map((row) => Object.fromEntries(row.map((cell, column) => [headings[column], cell])));
