import * as v from 'valibot';
import { nearest } from '../nearest';
import { InputError, type Problem } from '../problem';
import type { Parsed } from './parse';
import { type ClusterProfile, clusterProfile } from './schema/cluster';
import type { ClusterService } from './schema/cluster-size';
import { type ComposeProfile, composeProfile } from './schema/compose';
import { describe, type SizedService } from './schema/values';
import { sourceAt, type Tree, toPlain, valueAt } from './tree';
import { shownKey, unknownKeys } from './unknown-keys';

/** The services that profiles can size, for each target. */
export interface Sizeable {
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
  const target = targetOf(tree);
  // Without a target, nothing can be said of what it would have to hold.
  if (target === undefined) throw new InputError([...earlier, withoutTarget(tree)]);
  const schemas = {
    compose: () => composeProfile(services.compose),
    kubernetes: () => clusterProfile(services.kubernetes),
  };
  const schema = schemas[target]();
  const other = schemas[target === 'compose' ? 'kubernetes' : 'compose'];
  const result = v.safeParse(schema as v.GenericSchema<unknown, ProfileValues & { readonly extends?: string }>, toPlain(tree));
  const unknown = unknownKeys(tree, schema, { target, other });
  const problems: readonly Problem[] = [
    ...earlier,
    ...unknown.map(({ problem }) => problem),
    ...valueProblems(result.issues ?? [], tree, new Set(unknown.map(({ meant }) => meant))),
  ];
  if (!result.success || problems.length > 0) throw new InputError(problems);
  const { extends: _, ...profile } = result.output;
  return profile as ProfileValues;
}

/** Whether a map is something else: it has no key of a profile, nor one that could be meant for one. */
export function isNoProfile(tree: Tree, services: Sizeable): boolean {
  if (tree.kind !== 'map' || ALWAYS.some((key) => tree.entries.has(key))) return false;
  const keys = [...tree.entries.keys()];
  const known = Object.keys({ ...composeProfile(services.compose).entries, ...clusterProfile(services.kubernetes).entries });
  return keys.length > 0 && !keys.some((key) => known.includes(key) || nearest(key, known) !== undefined);
}

/** What a profile becomes. @default - it does not say so, in any way that could be guessed */
function targetOf(tree: Tree): Target | undefined {
  const target = valueAt(tree, ['target']);
  if (target?.kind !== 'scalar' || typeof target.value !== 'string') return undefined;
  return nearest(target.value, TARGETS) as Target | undefined;
}

function withoutTarget(tree: Tree): Problem {
  const source = sourceAt(tree, ['target']);
  if (tree.kind !== 'map') return { source, message: `expected a profile, a map that starts with target, got ${whole(tree)}` };
  const found = valueAt(tree, ['target']);
  return { source, path: 'target', message: `expected ${TARGETS.join(' or ')}, got ${describe(found && toPlain(found))}` };
}

/** What a whole file is. Its content is not told: it may be another file than was meant. */
const whole = (tree: Tree): string => (tree.kind === 'list' ? 'a list' : 'a single value');

/** One for each value: a value that is wrong in two ways is told about once. */
function valueProblems(issues: readonly v.BaseIssue<unknown>[], tree: Tree, meant: ReadonlySet<string | undefined>): readonly Problem[] {
  const told = new Map<string, Problem>();
  for (const { expected, message, path = [] } of issues) {
    const keys = path.map(({ key }) => String(key));
    const id = keys.join('.');
    // Unknown keys are told about already, and so is what is missing only because its key is misspelt.
    if (expected === 'never' || told.has(id) || (meant.has(id) && valueAt(tree, keys) === undefined)) continue;
    told.set(id, { source: sourceAt(tree, keys), path: keys.map(shownKey).join('.'), message });
  }
  return [...told.values()];
}
