import { type EffectOn, isChanged, type Meaning, REDUNDANCY } from './meaning';
import { arrow, changeText, figureIn, figureText, some, valueText } from './words';

/** A part of what is shown of a change: a heading and lines. */
export interface Part {
  readonly title: string;
  readonly lines: readonly string[];
}

/** More lines are counted, not shown: a comment on a pull request has a longest. */
const MOST_LINES = 40;

/** Everything of a meaning but its warnings, its totals and its sentences. Empty parts are left out. */
export function partsOf({ services, effects, derived, topics, objects, notes }: Meaning): readonly Part[] {
  const doing = (does: EffectOn['does']): readonly string[] => together(effects.filter((effect) => effect.does === does));
  const parts: readonly Part[] = [
    { title: 'notes', lines: notes },
    { title: 'services', lines: services.map((service) => `${service.of}: ${changeText(service, MOST_CHANGES)}`) },
    { title: 'restarts', lines: doing('restarts') },
    { title: 'changes in place', lines: doing('changes in place') },
    { title: 'starts', lines: doing('starts') },
    { title: 'stops', lines: doing('stops') },
    {
      title: 'follows from that',
      lines: derived.map(
        ({ of, figure, because }) => `${of}: ${figureText(figure)}${because.length === 0 ? '' : `, because ${because.join(', ')}`}`,
      ),
    },
    ...topics.flatMap(({ title, gained, lost }) => gainedAndLost(title, gained, lost)),
    ...(objects === undefined ? [] : gainedAndLost('objects', objects.gained, objects.lost)),
  ];
  return parts.filter(({ lines }) => lines.length > 0).map(({ title, lines }) => ({ title, lines: shortened(lines) }));
}

const gainedAndLost = (title: string, gained: readonly string[], lost: readonly string[]): readonly Part[] => [
  { title: `new ${title}`, lines: gained },
  { title: title === REDUNDANCY ? `${REDUNDANCY} lost` : `${title} that are gone`, lines: lost },
];

const shortened = (lines: readonly string[]): readonly string[] =>
  lines.length > MOST_LINES ? [...lines.slice(0, MOST_LINES - 1), `and ${lines.length - MOST_LINES + 1} more`] : lines;

/** More changes of one service are counted, not shown. */
const MOST_CHANGES = 16;

/** The same of the reasons of one effect. */
const MOST_REASONS = 8;

/** Effects as lines: those that differ in nothing but whom they meet are one line. */
function together(effects: readonly EffectOn[]): readonly string[] {
  const lines = new Map<string, Map<string, Set<string>>>();
  for (const { object, subject, how, why, loses = [] } of effects) {
    const text = [how, some(why, MOST_REASONS) || undefined, loses.length === 0 ? undefined : `loses ${loses.join(', ')}`]
      .filter((part) => part !== undefined)
      .join(': ');
    const kinds = lines.get(text) ?? new Map<string, Set<string>>();
    lines.set(text, kinds.set(subject, (kinds.get(subject) ?? new Set()).add(object.split('/')[0] ?? object)));
  }
  return [...lines].map(([text, subjects]) => {
    const names = [...subjects].map(([subject, kinds]) => `${subject} (${[...kinds].join(', ')})`);
    return `${names.join(', ')}${text === '' ? '' : `: ${text}`}`;
  });
}

/** The totals: a row for each figure, a column for each group. What stays is shown once. */
export function totalsGrid({ totals }: Meaning): { readonly headings: readonly string[]; readonly rows: readonly (readonly string[])[] } {
  const shown = totals.filter(({ figures }) => figures.length > 0);
  const names = [...new Set(shown.flatMap(({ figures }) => figures.map(({ what }) => what)))];
  return {
    headings: ['', ...shown.map(({ of }) => of)],
    rows: names.map((what) => [
      what,
      ...shown.map((group) => {
        const figure = figureIn(group, what);
        if (isChanged(figure)) return arrow(figure);
        return figure.after === undefined ? '' : valueText(figure.after);
      }),
    ]),
  };
}
