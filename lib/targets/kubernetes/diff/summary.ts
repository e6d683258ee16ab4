import {
  type Derived,
  type EffectOn,
  type Figure,
  type Figures,
  type Gained,
  isChanged,
  REDUNDANCY,
  type ServiceChange,
  type Topic,
  type Warning,
} from '../../../diff/meaning';
import { arrow, difference, figureIn, figureText, some } from '../../../diff/words';
import { capitalized, inWords } from '../../../text';
import { MISSED } from './topics';
import { AT_FULL_LOAD, AT_REST } from './totals';

/** What is summed up. */
export interface Summed {
  /** Where all of a cluster is new or gone. @default - there is one before and after */
  readonly whole: 'added' | 'removed' | undefined;
  readonly services: readonly ServiceChange[];
  readonly totals: readonly Figures[];
  readonly effects: readonly EffectOn[];
  readonly warnings: readonly Warning[];
  readonly objects: Gained;
  readonly topics: readonly Topic[];
  readonly derived: readonly Derived[];
  /** Settings of which it is said that they stay. */
  readonly settings: readonly string[];
}

/** The change in short sentences, without what is said of single services. */
export function sentencesOf(summed: Summed): readonly string[] {
  const { totals, derived } = summed;
  const of = (name: string): Figures | undefined => totals.find((one) => one.of === name);
  const [rest, load, quota] = [AT_REST, AT_FULL_LOAD, 'quota'].map(of);
  return [
    ...(rest === undefined ? [] : [`At rest: ${atRest(rest)}.`]),
    ...(load === undefined ? [] : [`Full load: ${atFullLoad(load)}.`]),
    ...(quota?.figures.some(isChanged) ? [`Quota ${inQuota(quota)}.`] : []),
    ...exposed(summed),
    ...sentenceOf([effectsText(summed), summed.whole === undefined ? unchangedText(summed) : '']),
    ...derivedTexts(derived),
  ];
}

const sentenceOf = (clauses: readonly string[]): readonly string[] => {
  const said = clauses.filter((text) => text !== '');
  return said.length === 0 ? [] : [`${said.join('; ')}.`];
};

/** More of a topic are counted, not told. */
const MOST_OF_TOPIC = 3;

/** What is new for whoever answers for security, which redundancy is lost, and what nobody would miss. Of a cluster that is new, all is. */
function exposed({ whole, topics }: Summed): readonly string[] {
  if (whole === 'added') return [];
  const missed: readonly string[] = whole === 'removed' ? [] : Object.values(MISSED);
  return topics
    .flatMap(({ title, gained, lost }): (readonly [what: string, lines: readonly string[]])[] => [
      title === REDUNDANCY ? [`${capitalized(title)} lost`, byLoss(lost)] : [`New ${title}`, gained],
      ...(missed.includes(title) ? [[`${capitalized(title)} that are gone`, lost] as const] : []),
    ])
    .filter(([, lines]) => lines.length > 0)
    .map(([what, lines]) => `${what}: ${some(lines, MOST_OF_TOPIC, '; ')}.`);
}

/** `one pod at rest instead of 2 (cart, orders)`: services that lose the same stand together. */
function byLoss(lines: readonly string[]): readonly string[] {
  const services = new Map<string, string[]>();
  for (const line of lines) {
    const [, service = '', loss = line] = /^(.*?): (.*)$/s.exec(line) ?? [];
    services.set(loss, [...(services.get(loss) ?? []), service]);
  }
  return [...services].map(([loss, of]) => (of.length === 1 ? `${of[0]}: ${loss}` : `${loss} (${some(of)})`));
}

/** `max_connections 410→455, because evidence may have 9 replicas.`: a sentence for all that have the same cause. */
function derivedTexts(derived: readonly Derived[]): readonly string[] {
  const causes = new Map<string, string[]>();
  for (const { of, figure, because } of derived) {
    const cause =
      because.length === 0
        ? `${of} computes it otherwise`
        : inWords(
            because.map((text) => text.replace(/^its /, `${of}'s `)),
            'and',
          );
    causes.set(cause, [...(causes.get(cause) ?? []), figureText(figure)]);
  }
  return [...causes].map(([cause, figures]) => `${figures.join(', ')}, because ${cause}.`);
}

/** `pods and requests unchanged, limits +3Gi`. */
function atRest(rest: Figures): string {
  const groups: readonly (readonly [string, readonly Figure[]])[] = [
    ['pods', [figureIn(rest, 'pods')]],
    ['requests', [figureIn(rest, 'CPU requests'), figureIn(rest, 'memory requests')]],
    ['limits', [figureIn(rest, 'CPU limits'), figureIn(rest, 'memory limits')]],
  ];
  const same = groups.filter(([, figures]) => !figures.some(isChanged)).map(([name]) => name);
  const changed = groups.flatMap(([name, figures]) => {
    const by = figures.flatMap((figure) => {
      const text = difference(figure);
      return text === undefined ? [] : [figure.what.startsWith('CPU') ? `${text} ${/^[+-]1$/.test(text) ? 'CPU' : 'CPUs'}` : text];
    });
    return by.length === 0 ? [] : [`${name} ${by.join(' and ')}`];
  });
  return [...(same.length === 0 ? [] : [`${inWords(same, 'and')} unchanged`]), ...changed].join(', ');
}

/** `73→75 pods, CPU requests 44.7→46.7, memory limits 168.4→188.4Gi`: of CPU what pods have to find, of memory what they may take. */
function atFullLoad(load: Figures): string {
  const pods = figureIn(load, 'pods');
  const first = (...names: readonly string[]): readonly Figure[] =>
    names
      .map((name) => figureIn(load, name))
      .filter(isChanged)
      .slice(0, 1);
  const sizes = [...first('CPU requests', 'CPU limits'), ...first('memory limits', 'memory requests')];
  const parts = [...(isChanged(pods) ? [`${arrow(pods)} pods`] : []), ...sizes.map(figureText)];
  return parts.length === 0 ? 'unchanged' : parts.join(', ');
}

/** `155→159 pods`; what else changes follows from the same sizes, but for disks. */
function inQuota({ figures }: Figures): string {
  const changed = figures.filter(isChanged);
  const pods = changed.filter(({ what }) => what === 'pods');
  const disks = changed.filter(({ what }) => what === 'disks' || what === 'storage');
  const told = [...pods, ...disks];
  return (told.length === 0 ? changed : told)
    .map((figure) => (figure.what === 'pods' ? `${arrow(figure)} pods` : figureText(figure)))
    .join(', ');
}

const VERBS: Readonly<Record<string, string>> = { rolling: 'rolls', recreate: 'recreates' };

/** More names than people take in are counted. */
const MOST_NAMED = 8;

const named = (names: ReadonlySet<string>): string => (names.size > MOST_NAMED ? some([...names]) : inWords([...names], 'and'));

function effectsText({ whole, effects }: Summed): string {
  const restarts = effects.filter(({ does }) => does === 'restarts');
  const byWay = new Map<string, Set<string>>();
  for (const { how = '', subject } of restarts) byWay.set(how, (byWay.get(how) ?? new Set()).add(subject));
  const rolls = [...byWay].map(([how, subjects]) => {
    const names = named(subjects);
    const only = byWay.size === 1 && subjects.size === 1 ? ' only' : '';
    const verb = VERBS[how];
    return verb === undefined ? `restarts ${names}${only}, ${how}` : `${verb} ${names}${only}`;
  });
  const isJob = ({ object }: EffectOn): boolean => object.startsWith('Job/');
  const starting = effects.filter(({ does }) => does === 'starts');
  const started = new Set(starting.filter((one) => !isJob(one)).map(({ subject }) => subject));
  const run = new Set(starting.filter(isJob).map(({ subject }) => subject));
  const stopped = new Set(effects.filter(({ does }) => does === 'stops').map(({ subject }) => subject));
  const kinds = new Set(
    effects.flatMap(({ does, object, why }) => (does === 'changes in place' && !why.every(isLabel) ? shortKind(object) : [])),
  );
  const parts = [
    // Of what is wholly new or gone, the first sentence has the names.
    ...(rolls.length === 0 && whole === undefined ? ['no pod restarts'] : rolls),
    ...(started.size === 0 || whole !== undefined ? [] : [`starts ${named(started)}`]),
    ...(run.size === 0 ? [] : [`runs ${named(run)}`]),
    ...(stopped.size === 0 || whole !== undefined ? [] : [`no longer has ${named(stopped)}`]),
    ...(kinds.size === 0 ? [] : [`${inWords([...kinds], 'and')} in place`]),
  ];
  return capitalized(parts.join(parts.some((part) => part.includes(', ')) ? '; ' : ', '));
}

/** What nothing but people read. */
const isLabel = (reason: string): boolean => /^(?:no |new )?(?:label|annotation) /.test(reason);

/** As people call them. The quota has a sentence of its own. */
const shortKind = (object: string): readonly string[] => {
  const kind = object.split('/')[0] ?? '';
  return kind === 'ResourceQuota' ? [] : [SHORT[kind] ?? kind];
};

const SHORT: Readonly<Record<string, string>> = {
  HorizontalPodAutoscaler: 'HPA',
  PodDisruptionBudget: 'PDB',
  PersistentVolumeClaim: 'PVC',
};

/** The codes of what happens to disks and what is on them. */
const OF_DATA = /^(claim|data|disks?|fewer|members|namespace)-/;

/** `no disk, Secret, Job or max_connections change`. */
function unchangedText({ services, totals, topics, effects, warnings, objects, derived, settings }: Summed): string {
  const figures = [...services, ...totals.filter(({ of }) => of === 'quota')].flatMap((one) => one.figures);
  // What is refused has no effect, and what is new or gone may have none.
  const touched = [...effects.map(({ object }) => object), ...warnings.map(({ subject }) => subject), ...objects.gained, ...objects.lost];
  const isTouched = (kind: RegExp): boolean => touched.some((object) => kind.test(object));
  const changed = new Set([
    ...(figures.some((figure) => /^disk(s$| )|^storage$/.test(figure.what) && isChanged(figure)) ||
    warnings.some(({ code }) => OF_DATA.test(code)) ||
    effects.some(({ why }) => why.some((reason) => reason.includes('persistentVolumeClaimRetentionPolicy'))) ||
    isTouched(/^PersistentVolumeClaim\//)
      ? ['disk']
      : []),
    ...(topics.some(({ title }) => title === 'Secrets read') || isTouched(/^(External)?Secret\//) ? ['Secret'] : []),
    ...(isTouched(/^(Cron)?Job\//) ? ['Job'] : []),
    ...derived.map(({ figure }) => figure.what),
  ]);
  const same = ['disk', 'Secret', 'Job', ...settings].filter((what) => !changed.has(what));
  return same.length === 0 ? '' : `no ${inWords(same, 'or')} change`;
}
