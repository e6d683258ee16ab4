import * as v from 'valibot';
import { nearest } from '../nearest';
import { describeSource, InputError, type Problem } from '../problem';
import { describe } from '../shape/values';
import { type ComposeProfile, composeProfile } from '../targets/compose/schema';
import { type ClusterProfile, clusterProfile } from '../targets/kubernetes/schema/cluster';
import type { ClusterService } from '../targets/kubernetes/schema/cluster-service';
import type { Parsed } from './parse';
import type { Named, SizedService } from './sized-service';
import { entryAt, sourceAt, type Tree, toPlain, valueAt } from './tree';
import { shownKey, type UnknownKey, unknownKeys } from './unknown-keys';

/** The services that profiles can size, for each target. */
export interface Sizeable {
  readonly application: Named;
  readonly compose: readonly SizedService[];
  readonly kubernetes: readonly ClusterService[];
}

export type ProfileValues = ComposeProfile | ClusterProfile;
type Target = ProfileValues['target'];

/** One of these almost every profile has, and almost nothing else. */
const ALWAYS = ['target', 'extends'];

const TARGETS: readonly Target[] = ['compose', 'kubernetes'];

/**
 * Turns what was written into a profile: units read, defaults filled in.
 *
 * @throws InputError with what the files' own problems are, and every value that is missing, unknown, misplaced or not what
 * its unit reads
 */
export function decode({ tree, problems: earlier }: Parsed, services: Sizeable): ProfileValues {
  const strange = whyNoProfile(tree, services);
  if (strange !== undefined) throw new InputError([...earlier, { source: sourceAt(tree, []), message: strange }]);
  const target = targetOf(tree);
  // Without a target, nothing can be said of what it would have to hold.
  if (target === undefined) throw new InputError([...earlier, withoutTarget(tree)]);
  const schemas = {
    compose: () => composeProfile(services.compose, services.application),
    kubernetes: () => clusterProfile(services.kubernetes, services.application),
  };
  const schema = schemas[target]();
  const other = schemas[target === 'compose' ? 'kubernetes' : 'compose'];
  const result = v.safeParse(schema as v.GenericSchema<unknown, ProfileValues & { readonly extends?: string }>, toPlain(tree));
  const unknown = unknownKeys(tree, schema, { target, other });
  const told = new Set(earlier.map(({ source }) => source && describeSource(source)));
  const problems: readonly Problem[] = [
    ...earlier,
    // What could not be read is no value, of which nothing more is said.
    ...[...unknown.map(({ problem }) => problem), ...valueProblems(result.issues ?? [], tree, unknown)].filter(
      ({ source }) => source === undefined || !told.has(describeSource(source)),
    ),
  ];
  if (!result.success || problems.length > 0) throw new InputError(problems);
  const { extends: _, ...profile } = result.output;
  return profile as ProfileValues;
}

/** Why a file is no profile, without a word of what it holds: it may be another file than was meant. @default - it may be one */
export function whyNoProfile(tree: Tree, services: Sizeable): string | undefined {
  if (tree.kind !== 'map')
    return `expected a profile, a map that starts with target, got ${tree.kind === 'list' ? 'a list' : 'a single value'}`;
  const keys = [...tree.entries.keys()];
  if (keys.length === 0 || keys.some((key) => nearest(key, ALWAYS) !== undefined)) return undefined;
  const known = new Set(
    Object.keys({
      ...composeProfile(services.compose, services.application).entries,
      ...clusterProfile(services.kubernetes, services.application).entries,
    }),
  );
  return keys.some((key) => known.has(key))
    ? undefined
    : 'is no profile: it has none of the keys that one has, such as target and services';
}

/** What a profile becomes. @default - it does not say so, in any way that could be guessed */
function targetOf(tree: Tree): Target | undefined {
  const target = valueAt(tree, ['target']);
  if (target?.kind !== 'scalar' || typeof target.value !== 'string') return undefined;
  return nearest(target.value, TARGETS) as Target | undefined;
}

function withoutTarget(tree: Tree): Problem {
  const found = valueAt(tree, ['target']);
  return {
    source: sourceAt(tree, ['target']),
    path: 'target',
    message: `expected ${TARGETS.join(' or ')}, got ${describe(found && toPlain(found))}`,
  };
}

/** One for each value: a value that is wrong in two ways is told about once. */
function valueProblems(issues: readonly v.BaseIssue<unknown>[], tree: Tree, unknown: readonly UnknownKey[]): readonly Problem[] {
  const meant = new Set(unknown.map((key) => key.meant));
  const around = new Set(unknown.map((key) => key.around));
  const told = new Map<string, Problem>();
  for (const { expected, message, path = [] } of issues) {
    const keys = path.map(({ key }) => String(key));
    const id = keys.join('.');
    // Unknown keys are told about already, and so is what is missing, or not the right map, only because a key is misspelt.
    if (expected === 'never' || told.has(id) || around.has(id) || (meant.has(id) && valueAt(tree, keys) === undefined)) continue;
    const removed = entryAt(tree, keys)?.removed === true;
    told.set(id, {
      source: sourceAt(tree, keys),
      path: keys.map(shownKey).join('.'),
      message: removed && message.startsWith('expected a value for') ? 'null cannot remove this: a profile needs a value here' : message,
    });
  }
  return [...told.values()];
}
