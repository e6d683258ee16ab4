import {
  changedFigures,
  type EffectOn,
  type Figures,
  figuresOf,
  isChanged,
  type Meaning,
  meaning,
  type ServiceChange,
  type Value,
  type Warning,
} from '../../../diff/meaning';
import { figureText } from '../../../diff/words';
import { capitalized, inWords } from '../../../text';
import { Cpu } from '../../../units/cpu';
import { Memory } from '../../../units/memory';
import type { Changed } from '../../target';
import { type LostFolder, lostFolders } from '../base-file/recreated';
import { OVERRIDE } from '../names';
import type { ComposePlan } from '../plan/plan';
import type { ComposeChange } from './codes';
import { type Said, saidIn } from './override';

/** What it means when an override takes the place of another: sizes, sums, and which containers Compose recreates. */
export function meaningOf({ application, before, after, plan }: Changed<ComposePlan>): Meaning {
  const [then, now] = [before.files, after].map((files) => files.find(({ path }) => path === OVERRIDE)?.content);
  const [was, is] = [saidIn(then, `${before.where}${OVERRIDE}`), saidIn(now, OVERRIDE)];
  const kinds = new Map(application.services.map(({ name, kind }): readonly [string, string] => [name, kind]));
  const names = new Set([...kinds.keys(), ...was.keys(), ...is.keys()]);
  const services = [...names].flatMap((name) => changeOf(kinds.get(name) ?? name, was.get(name), is.get(name)));

  const lost = then === undefined || now === undefined ? [] : lostFolders(application.services, then, now);
  const totals = [sumsOf(was, is), ...(plan === undefined ? [] : [leftOf(was, is, plan)])];
  return meaning({
    differs: services.length > 0,
    services,
    totals,
    effects: services.map((service) => effectOn(service, lost)),
    warnings: warningsOf(lost),
    sentences: sentencesOf(
      totals,
      services,
      lost.map(({ folder }) => folder.holds),
    ),
  });
}

/** What Compose does with the container of a service. One that the override no longer names is recreated as the base file has it. */
function effectOn({ of, change, figures, besides }: ServiceChange, lost: readonly LostFolder[]): EffectOn {
  const loses = lost.filter(({ service }) => service.kind === of).map(({ folder }) => folder.holds);
  const on = { subject: of, object: `container/${of}`, ...(loses.length > 0 && { loses }) };
  switch (change) {
    case 'added':
      return { ...on, does: 'starts', why: [] };
    case 'removed':
      return { ...on, does: 'restarts', how: 'recreated', why: ['the override no longer names it'] };
    case 'changed':
      return { ...on, does: 'restarts', how: 'recreated', why: [...figures.map(figureText), ...besides] };
  }
}

/** One for each service, whatever it keeps. */
const warningsOf = (lost: readonly LostFolder[]): readonly Warning[] =>
  [...new Set(lost.map(({ service }) => service))].map((service): Warning & { readonly code: ComposeChange } => {
    const folders = lost.filter((one) => one.service === service).map(({ folder }) => folder);
    const copies = folders.map(({ unset, path }) => `docker compose cp ${service.name}:${unset}/. .${path}`);
    return {
      code: 'container-data-lost',
      subject: service.kind,
      kind: 'destroys',
      what: `its container is recreated, which destroys what it keeps inside: ${folders.map(({ holds }) => holds).join(', ')}`,
      way: `copy it out first: ${copies.join(' && ')}; with switches.persist it stays from then on`,
    };
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
      ['at every limit', machine.memory.over(sumOfMemory(all, 'memory limit'))],
      ['at the reservations', machine.memory.over(sumOfMemory(all, 'memory reservation'))],
    ]);
  return { of: `left of ${machine.memory}`, figures: figuresOf(left(was), left(is)) };
};

function sentencesOf([all, left]: readonly Figures[], services: readonly ServiceChange[], lost: readonly string[]): readonly string[] {
  const recreated = services.filter(({ change }) => change === 'changed').map(({ of }) => of);
  const [sum, rest] = [all, left].map((one) => one && figuresText(one)) as [string | undefined, string | undefined];
  return [
    ...(sum === undefined ? [] : [`In all: ${sum}.`]),
    ...(rest === undefined || left === undefined ? [] : [`${capitalized(left.of)}: ${rest}.`]),
    ...(recreated.length === 0
      ? []
      : [
          `Compose recreates ${inWords(recreated, 'and')}; ${lost.length === 0 ? 'nothing is lost' : `lost with it: ${inWords(lost, 'and')}`}.`,
        ]),
  ];
}

/** Those that change; undefined if none does. */
function figuresText({ figures }: Figures): string | undefined {
  const changed = figures.filter(isChanged);
  return changed.length === 0 ? undefined : changed.map(figureText).join(', ');
}
