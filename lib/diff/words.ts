import { counted } from '../text';
import { Memory } from '../units/memory';
import type { Figure, Figures, ServiceChange, Value } from './meaning';

const MIB_PER_GIB = 1024;

/** From here on a tenth of a GiB is near enough. */
const LARGE = Memory.parse('10Gi');

const isMemory = (value: Value | undefined): value is Memory => value instanceof Memory;

/** A value in words. */
export const valueText = (value: Value): string => (isMemory(value) && LARGE.exceeds(value) ? value.toString() : inGibibytes(value));

const inGibibytes = (value: Value): string => (isMemory(value) ? `${Number((value.mebibytes / MIB_PER_GIB).toFixed(1))}Gi` : String(value));

/** `4→5Gi`, `512Mi→1Gi`, `none→3`. */
export function arrow({ before, after }: Pick<Figure, 'before' | 'after'>): string {
  const text = isMemory(before) && isMemory(after) && !(LARGE.exceeds(before) && LARGE.exceeds(after)) ? inGibibytes : valueText;
  const [then, now] = [before, after].map((value) => (value === undefined ? 'none' : text(value))) as [string, string];
  // What differs by less than what is shown is shown whole.
  if (then === now && isMemory(before) && isMemory(after)) return `${before.mebibytes}→${after.mebibytes}Mi`;
  const unit = /(?<=\d)(Mi|Gi)$/.exec(now)?.[0];
  return `${unit !== undefined && isMemory(before) && then.endsWith(unit) ? then.slice(0, -unit.length) : then}→${now}`;
}

/** `memory limit 4→5Gi`; of what is new or gone, its value. */
export function figureText(figure: Figure): string {
  const { what, before, after } = figure;
  if (before === undefined && after !== undefined) return `${what} ${valueText(after)}`;
  if (after === undefined) return before === undefined ? what : `no ${what} (was ${valueText(before)})`;
  return `${what} ${arrow(figure)}`;
}

/** `+3Gi`, `-0.5`; undefined if the figure stays, or is no number. */
export function difference({ before, after }: Figure): string | undefined {
  if (isMemory(before) && isMemory(after)) {
    const more = after.exceeds(before);
    const by = more ? after.over(before) : before.over(after);
    return by.mebibytes === 0 ? undefined : `${more ? '+' : '-'}${valueText(by)}`;
  }
  const by = Number(after) - Number(before);
  return Number.isNaN(by) || by === 0 ? undefined : `${by > 0 ? '+' : ''}${Number(by.toFixed(3))}`;
}

/** More are counted, not told. */
const MOST_TOLD = 6;

/** The first of a list, and how many there are besides. @param most how many are told at most, the rest as one. @default 6 */
export const some = (texts: readonly string[], most = MOST_TOLD, separator = ', '): string =>
  texts.length > most ? `${texts.slice(0, most - 1).join(separator)} and ${texts.length - most + 1} more` : texts.join(separator);

/** What changed of a service, in a few words. */
export function changeText({ change, figures, besides }: ServiceChange, most = MOST_TOLD): string {
  switch (change) {
    case 'added':
      return figures.length === 0 ? 'new' : `new (${some(figures.map(figureText), most)})`;
    case 'removed':
      return 'gone';
    case 'changed':
      return some([...figures.map(figureText), ...besides], most);
  }
}

/** Where more services change, nobody reads all of it in a paragraph. */
const MOST_SERVICES = 6;

/**
 * `agent: memory limit 4→5Gi, max 10→12.`: a sentence for all services of which the same is to be said. Of more than a handful of services
 * only the first sentences are said, and of these only what has a value: sizes and images. The rest is counted.
 */
export function servicesSentences(services: readonly ServiceChange[]): readonly string[] {
  if (services.length <= MOST_SERVICES) return grouped(services).map(sentence);
  const sized = grouped(services.map((service) => ({ ...service, besides: [] })));
  const untold = sized.slice(MOST_SERVICES).flatMap(({ names }) => names).length;
  const others = services.map(({ besides }) => besides.length).filter((count) => count > 0);
  return [
    ...sized.slice(0, MOST_SERVICES).map(sentence),
    ...(untold === 0 ? [] : [`Sizes or images of ${counted(untold, 'more service')} change.`]),
    ...(others.length === 0
      ? []
      : [`${counted(sum(others), sized.length === 0 ? 'field' : 'other field')} of ${counted(others.length, 'service')} change.`]),
  ];
}

/** Services of which the same is to be said. */
interface Group {
  readonly names: readonly string[];
  readonly text: string;
}

/** Without those of which there is nothing to say. */
function grouped(services: readonly ServiceChange[]): readonly Group[] {
  const said = new Map<string, string[]>();
  for (const service of services) {
    const text = changeText(service);
    if (text !== '') said.set(text, [...(said.get(text) ?? []), service.of]);
  }
  return [...said].map(([text, names]) => ({ names, text }));
}

const sentence = ({ names, text }: Group): string => `${names.join(', ')}: ${text}.`;

const sum = (numbers: readonly number[]): number => numbers.reduce((all, number) => all + number, 0);

/** The figure of that name. */
export const figureIn = ({ figures }: Pick<Figures, 'figures'>, what: string): Figure =>
  figures.find((figure) => figure.what === what) ?? { what };
