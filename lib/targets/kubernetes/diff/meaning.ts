import { type EffectOn, type Gained, type Meaning, meaning, REDUNDANCY, type Topic, type Warning } from '../../../diff/meaning';
import { arrow, valueText } from '../../../diff/words';
import { groupedBy } from '../../../grouped';
import { inMessage } from '../../../text';
import type { Memory } from '../../../units/memory';
import type { Changed } from '../../target';
import type { ClusterPlan } from '../plan/plan';
import { nodesOfEach } from '../schema/usable-nodes';
import { commonEffect, commonLabels, withoutCommon } from './alike';
import { derivedIn, sharedSettings } from './derived';
import type { Effect, ObjectChange, PodsOf, Reason } from './effect';
import { effectsOf } from './effects';
import { quotaChanges, reasonText, type Sizes, serviceChange, sizesOf } from './figures';
import { copiesMissing, dataLost } from './kept';
import { deletions, leftNotes } from './left';
import type { Manifest, Ref } from './manifest';
import { redundancyLost } from './redundancy';
import { componentOf, labelOf, type Move, type NameOf, ownerOf, renamed, type Side, sidesOf } from './side';
import { sentencesOf } from './summary';
import { topicsOf } from './topics';
import { plannedMemory, totalsOf } from './totals';

/**
 * What it means to apply a cluster's objects where others have been applied.
 *
 * @param corrected puts what is known in place of what is foretold. @default - nothing is known
 */
export function meaningOf(
  { before, after, application, plan }: Changed<ClusterPlan>,
  corrected: (changes: readonly ObjectChange[]) => readonly ObjectChange[] = (changes) => changes,
): Meaning {
  const sides = sidesOf(before.files, after, before.where);
  const kinds = new Map(application.services.map(({ name, kind }): readonly [string, string] => [name, kind]));
  const nameOf: NameOf = (label) => (label === undefined ? 'the namespace' : (kinds.get(label) ?? label));
  const elsewhere = otherNamespace(sides.before.own, sides.after.own, before.isAnother);
  const all = corrected(effectsOf(sides.before.own, sides.after.own));
  const changes = all.filter(({ change, effects: does }) => change !== 'changed' || does.length > 0);
  const common = commonLabels(changes);
  const told = withoutCommon(changes, common);
  const effects =
    elsewhere === undefined
      ? [...withoutPredecessors(told.flatMap((change) => effectsOn(change, nameOf))), ...commonEffect(changes, common)]
      : [];

  const labels = [...new Set([...sides.after.own, ...sides.before.own].map(labelOf))].filter((label) => label !== undefined);
  const toldOf = groupedBy(told, ({ after }) => (after === undefined ? [] : [labelOf(after)]));
  const order = [...kinds.keys()];
  const nodes = (plan && nodesOfEach(plan.profile)) ?? 1;
  const sized = labels
    .sort((a, b) => order.indexOf(a) - order.indexOf(b))
    .map((label) => {
      const [then, now] = [sides.before, sides.after].map((side) => sizesOf(side, label, nodes)) as [Sizes, Sizes];
      const besides = elsewhere === undefined ? besidesOf(toldOf.get(label)).filter(({ what }) => !common.has(what)) : [];
      return { then, now, change: serviceChange(nameOf(label), then, now, besides) };
    });
  const services = sized
    .map(({ change }) => change)
    .filter(({ change, figures, besides }) => change !== 'changed' || figures.length + besides.length > 0);

  const differing = { before: sized.flatMap(({ then }) => then.workloads), after: sized.flatMap(({ now }) => now.workloads) };
  const totals = [...totalsOf(differing, plan), ...quotaChanges(sides.before, sides.after)];
  const lost = sized.flatMap(({ change, then, now }) => redundancyLost(change, then.workloads, now.workloads));
  const relocated = elsewhere === undefined ? relocation(changes) : undefined;
  const topics: readonly Topic[] = [
    ...(lost.length === 0 ? [] : [{ title: REDUNDANCY, gained: [], lost }]),
    ...topicsOf(sides, nameOf, elsewhere !== undefined, elsewhere ?? relocated),
  ];
  const derived = plan === undefined ? [] : derivedIn(plan, sides, services);
  const settings = plan === undefined ? [] : sharedSettings(plan);
  const whole = before.files.length === 0 ? 'added' : after.length === 0 ? 'removed' : undefined;
  const objects = objectsBetween(changes, sides.after, elsewhere);
  const besides = relocated === undefined ? lostBesides(plan, sides, changes) : [];
  const warnings = elsewhere === undefined ? [...changes.flatMap((change) => warningsOn(change)), ...besides] : [];
  const comparable = plan !== undefined && elsewhere === undefined && relocated === undefined;
  const commands = comparable ? deletions(changes) : [];
  return meaning({
    differs: changes.length > 0,
    services,
    totals,
    effects,
    warnings,
    objects,
    topics,
    derived,
    notes: [
      ...(elsewhere === undefined
        ? []
        : [`another namespace: ${elsewhere.from}→${elsewhere.to}. Applying one leaves the objects of the other alone.`]),
      ...(relocated === undefined
        ? []
        : [
            `the namespace changes: ${relocated.from}→${relocated.to}. Everything is made anew there, its Secrets have to be there first, and what is in ${relocated.from} stays until somebody deletes it.`,
          ]),
      ...(comparable ? leftNotes(changes, sides.after) : []),
      ...(plan === undefined && changes.some(({ ref: { kind } }) => kind === 'DaemonSet')
        ? ['a pod on each node counts once: how many nodes there are, the files do not say.']
        : []),
      ...(plan !== undefined && comparable ? copiesMissing(plan, sides) : []),
    ],
    ...(commands.length === 0 ? {} : { commands }),
    sentences: sentencesOf({ whole, services, totals, effects, warnings, objects, topics, derived, settings }),
    closing: application.resourcePlan === undefined ? [] : plannedSentences(plannedMemory(differing, plan, application.resourcePlan)),
  });
}

/** `Resource plan's memory: 85 instead of 82Gi.` */
function plannedSentences({ before, after }: { readonly before: Memory; readonly after: Memory }): readonly string[] {
  if (String(before) === String(after)) return [];
  if (before.mebibytes === 0) return [`Resource plan's memory: ${valueText(after)}.`];
  if (after.mebibytes === 0) return [`Resource plan's memory: none instead of ${valueText(before)}.`];
  const [now = '', then = ''] = arrow({ before: after, after: before }).split('→');
  return [`Resource plan's memory: ${now} instead of ${then}.`];
}

/** What changed of a service's workloads that no figure says. */
const besidesOf = (changes: readonly ObjectChange[] = []): readonly Reason[] =>
  changes
    .filter(({ ref: { kind }, after }) => !TOLD_ELSEWHERE.has(kind) && after !== undefined && isServing(after))
    .flatMap(({ effects }) => effects.flatMap((effect) => ('why' in effect ? effect.why : [])));

/** Named from what is in them, or told among the rights and the network edges. */
const TOLD_ELSEWHERE: ReadonlySet<string> = new Set([
  'ConfigMap',
  'Job',
  'NetworkPolicy',
  'Role',
  'RoleBinding',
  'ClusterRole',
  'ClusterRoleBinding',
]);

const isServing = (object: Manifest): boolean => (componentOf(object) ?? 'service') === 'service';

/** Two profiles with a namespace each: neither is what becomes of the other. */
function otherNamespace(before: readonly Manifest[], after: readonly Manifest[], isAnother: boolean): Move | undefined {
  if (!isAnother) return undefined;
  const [from, to] = [before, after].map(mainNamespace);
  return from === undefined || to === undefined || from === to ? undefined : { from, to };
}

/** The main namespace of objects that differ: that of the quota that is of no compartment, where there are quotas. */
function mainNamespace(objects: readonly Manifest[]): string | undefined {
  const quotas = objects.filter(({ kind }) => kind === 'ResourceQuota');
  const main =
    quotas.length === 0
      ? objects.filter(({ metadata }) => metadata.namespace !== undefined)
      : quotas.filter((one) => componentOf(one) === undefined);
  return main[0]?.metadata.namespace;
}

/** Where one deployment goes to another namespace. */
function relocation(changes: readonly ObjectChange[]): Move | undefined {
  const key = ({ kind, name }: Ref): string => JSON.stringify([kind, name]);
  const added = new Map(changes.flatMap(({ change, ref }) => (change === 'added' ? [[key(ref), ref.namespace] as const] : [])));
  return changes
    .filter(({ change }) => change === 'removed')
    .flatMap(({ ref }) => {
      const to = added.get(key(ref));
      return ref.namespace === undefined || to === undefined ? [] : [{ from: ref.namespace, to }];
    })[0];
}

/** Those that are new and gone. Of two namespaces, what is named after them or after what it holds is the same object. */
function objectsBetween(changes: readonly ObjectChange[], side: Side, elsewhere: Move | undefined): Gained {
  const refs = (which: ObjectChange['change']): readonly Ref[] => changes.filter(({ change }) => change === which).map(({ ref }) => ref);
  const beyond = (all: readonly Ref[], others: readonly Ref[], main = '', theirs = ''): readonly string[] => {
    const known = new Set(elsewhere === undefined ? [] : others.map((ref) => neutral(ref, theirs, elsewhere)));
    return all.filter((ref) => elsewhere === undefined || !known.has(neutral(ref, main, elsewhere))).map((ref) => placed(ref, side));
  };
  const [added, removed] = [refs('added'), refs('removed')];
  const { from, to } = elsewhere ?? {};
  return { gained: beyond(added, removed, to, from), lost: beyond(removed, added, from, to) };
}

/**
 * A name and a namespace in which neither of two main namespaces stands. Those of compartments are named after their main one.
 *
 * @param main the main namespace of the object's own deployment
 */
function neutral(ref: Ref, main: string, { from, to }: Move): string {
  const { kind, name, namespace = main } = ref;
  if (kind === 'Namespace' && (name === main || name.startsWith(`${main}-`))) return `${kind}/${to}${name.slice(main.length)}`;
  const own = nameOfRef(ref)
    .replace(/-[0-9a-f]{8}$/, '')
    .replace(`-${to}-`, '-')
    .replace(`-${from}-`, '-');
  return `${own} in ${renamed(namespace, { from: main, to })}`;
}

const nameOfRef = ({ kind, name }: Ref): string => inMessage(`${kind}/${name}`);

/** With its namespace, where another one has an object of that kind and name. */
const placed = (ref: Ref, side: Side): string =>
  ref.namespace !== undefined && side.isInSeveral(ref) ? `${nameOfRef(ref)} in ${inMessage(ref.namespace)}` : nameOfRef(ref);

function effectsOn(change: ObjectChange, nameOf: NameOf): readonly EffectOn[] {
  const object = change.after ?? change.before;
  const subject = object === undefined ? nameOf(undefined) : ownerOf(object, nameOf);
  return change.effects.flatMap((effect) => effectOn(effect, subject, nameOfRef(change.ref)));
}

/** A Job that takes the place of one of another name: only the new one is worth a word. */
function withoutPredecessors(effects: readonly EffectOn[]): readonly EffectOn[] {
  const kindOf = ({ object, subject }: EffectOn): string => `${object.split('/')[0]} ${subject}`;
  const started = new Set(effects.filter(({ does }) => does === 'starts').map(kindOf));
  return effects.filter((effect) => effect.does !== 'stops' || !started.has(kindOf(effect)));
}

function effectOn(effect: Effect, subject: string, object: string): readonly EffectOn[] {
  switch (effect.kind) {
    case 'created':
      return effect.pods === undefined ? [] : [{ subject, object, does: 'starts', why: [] }];
    case 'deleted':
      return effect.pods === undefined ? [] : [{ subject, object, does: 'stops', why: [] }];
    case 'in-place':
      // The totals have the quota in the same words as the plan.
      return [{ subject, object, does: 'changes in place', why: object.startsWith('ResourceQuota/') ? [] : effect.why.map(reasonText) }];
    case 'restart':
      return [{ subject, object, does: 'restarts', how: `${effect.how}${fromOrdinal(effect.pods)}`, why: effect.why.map(reasonText) }];
    default:
      return [];
  }
}

const fromOrdinal = ({ from }: PodsOf): string => (from === undefined ? '' : `, from pod ${from} on`);

/** Data of which the objects alone do not tell. */
const lostBesides = (
  plan: ClusterPlan | undefined,
  sides: ReturnType<typeof sidesOf>,
  changes: readonly ObjectChange[],
): readonly Warning[] =>
  dataLost(plan?.services ?? [], sides, changes).map(({ ref, code, what, way }) => ({
    code,
    subject: nameOfRef(ref),
    kind: 'destroys',
    what: inMessage(what),
    way,
  }));

const warningsOn = ({ ref, effects }: ObjectChange): readonly Warning[] =>
  effects.flatMap((effect) =>
    effect.kind === 'refused' || effect.kind === 'destroys'
      ? [{ code: effect.code, subject: nameOfRef(ref), kind: effect.kind, what: inMessage(effect.what), way: effect.way }]
      : [],
  );
