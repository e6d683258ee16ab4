import {
  changedFigures,
  type EffectOn,
  type Figure,
  type Figures,
  figuresOf,
  isChanged,
  type Meaning,
  meaning,
  type ServiceChange,
  type Value,
  type Warning,
} from '../../../diff/meaning';
import { figureText, valueText } from '../../../diff/words';
import { capitalized, inWords } from '../../../text';
import { Cpu } from '../../../units/cpu';
import { Memory } from '../../../units/memory';
import type { Changed } from '../../target';
import { OVERRIDE } from '../names';
import type { ComposePlan } from '../plan/plan';
import type { ComposeChange } from './codes';
import { type Lost, lostBetween } from './lost';
import { type Said, saidIn } from './override';

/** What it means when an override takes the place of another: sizes, sums, and which containers Compose recreates. */
export function meaningOf({ application, before, after, plan }: Changed<ComposePlan>): Meaning {
  const [then, now] = [before.files, after].map((files) => files.find(({ path }) => path === OVERRIDE)?.content);
  const [was, is] = [saidIn(then, `${before.where}${OVERRIDE}`), saidIn(now, OVERRIDE)];
  const kinds = new Map(application.services.map(({ name, kind }): readonly [string, string] => [name, kind]));
  const names = new Set([...kinds.keys(), ...was.keys(), ...is.keys()]);
  const services = [...names].flatMap((name) => changeOf(kinds.get(name) ?? name, was.get(name), is.get(name)));

  const lost = then === undefined || now === undefined ? [] : lostBetween(then, now, application.services, plan);
  const comparable = then !== undefined && !before.isAnother;
  const totals = [sumsOf(was, is), ...(plan === undefined ? [] : [leftOf(comparable ? was : is, is, plan)])];
  // Whoever removes a profile leaves the override where it was written, and what runs with it.
  const effects = now === undefined ? [] : services.map((service) => effectOn(service, lost, then === undefined));
  return meaning({
    differs: services.length > 0,
    services,
    totals,
    effects,
    warnings: lost.map(warningOf),
    sentences: [
      ...sumSentences(totals, comparable),
      ...recreatedSentences(
        effects,
        lost.flatMap(({ holds }) => holds),
      ),
      ...(now === undefined ? ['The override stays where it was written, and so do its limits, until somebody removes it.'] : []),
    ],
  });
}

/**
 * What Compose does with the container of a service. The base file has it whether the override names it or not, so it is recreated as
 * soon as the override begins or ceases to.
 *
 * @param isFirst whether there was no override
 */
function effectOn({ of, change, figures, besides }: ServiceChange, lost: readonly Lost[], isFirst: boolean): EffectOn {
  const loses = lost.filter(({ service }) => service.kind === of).flatMap(({ holds }) => holds);
  const on = { subject: of, object: `container/${of}`, ...(loses.length > 0 && { loses }) };
  switch (change) {
    case 'added':
      return isFirst
        ? { ...on, does: 'starts', why: [] }
        : { ...on, does: 'restarts', how: 'recreated', why: ['the override names it now'] };
    case 'removed':
      return { ...on, does: 'restarts', how: 'recreated', why: ['the override no longer names it'] };
    case 'changed':
      return { ...on, does: 'restarts', how: 'recreated', why: [...figures.map(figureText), ...besides] };
  }
}

const warningOf = ({ service, what, ways }: Lost): Warning & { readonly code: ComposeChange } => ({
  code: 'container-data-lost',
  subject: service.kind,
  kind: 'destroys',
  what: what.join('; '),
  way: ways.join('; '),
});

function changeOf(of: string, was: Said | undefined, is: Said | undefined): readonly ServiceChange[] {
  if (was === undefined && is === undefined) return [];
  if (was === undefined) return [{ of, change: 'added', figures: figuresOf(new Map(), is?.figures ?? new Map()), besides: [] }];
  if (is === undefined) return [{ of, change: 'removed', figures: figuresOf(was.figures, new Map()), besides: [] }];
  const figures = changedFigures(was.figures, is.figures);
  const besides = changedFigures(was.others, is.others).map(figureText);
  return figures.length + besides.length === 0 ? [] : [{ of, change: 'changed', figures, besides }];
}

type All = ReadonlyMap<string, Said>;

const sumOfMemory = (all: All, what: string): Memory =>
  Memory.sum([...all.values()].flatMap(({ figures }) => (figures.get(what) as Memory | undefined) ?? []));

const sumsOf = (was: All, is: All): Figures => ({
  of: 'in all',
  figures: figuresOf(sums(was), sums(is)),
});

const sums = (all: All): ReadonlyMap<string, Value> =>
  new Map<string, Value>([
    ['services', all.size],
    ['memory limits', sumOfMemory(all, 'memory limit')],
    ['memory reservations', sumOfMemory(all, 'memory reservation')],
    ['CPU limits', Cpu.sum([...all.values()].flatMap(({ figures }) => (figures.get('CPU limit') as Cpu | undefined) ?? []))],
  ]);

/** What is left of the machine that the profile has now: a file does not say for which one it was made. */
const leftOf = (was: All, is: All, { profile: { machine } }: ComposePlan): Figures => {
  const left = (all: All): ReadonlyMap<string, Value> =>
    new Map([
      ['at every limit', leftAfter(machine.memory, sumOfMemory(all, 'memory limit'))],
      ['at the reservations', leftAfter(machine.memory, sumOfMemory(all, 'memory reservation'))],
    ]);
  return { of: `left of ${machine.memory}`, figures: figuresOf(left(was), left(is)) };
};

/** A memory is never less than nothing, so what is missing is a text: `-896Mi`. */
const leftAfter = (all: Memory, taken: Memory): Value => (taken.exceeds(all) ? `-${valueText(taken.over(all))}` : all.over(taken));

/**
 * `In all: memory limits 3328→3584Mi. Left of 8Gi: at every limit 4864→4608Mi.`
 *
 * @param comparable whether what is left has a before. Without one, it is said as it is.
 */
const sumSentences = ([all, left]: readonly Figures[], comparable: boolean): readonly string[] => [
  ...sumSentence(all, isChanged),
  ...sumSentence(left, (figure) => !comparable || isChanged(figure)),
];

function sumSentence(sum: Figures | undefined, isTold: (figure: Figure) => boolean): readonly string[] {
  const told = (sum?.figures ?? []).filter(isTold);
  if (sum === undefined || told.length === 0) return [];
  const texts = told.map((figure) => figureText(isChanged(figure) ? figure : { ...figure, before: undefined }));
  return [`${capitalized(sum.of)}: ${texts.join(', ')}.`];
}

/** What is in volumes of the published file is not known here. So it is not said that nothing is lost. */
function recreatedSentences(effects: readonly EffectOn[], lost: readonly string[]): readonly string[] {
  const names = effects.filter(({ does }) => does === 'restarts').map(({ subject }) => subject);
  if (names.length === 0) return [];
  return [
    `Compose recreates ${inWords(names, 'and')}; ${lost.length === 0 ? 'no loss of data is known' : `lost or no longer found: ${inWords(lost, 'and')}`}.`,
  ];
}
