import * as v from 'valibot';
import { nearest } from '../nearest';
import { describeSource, InputError, type Problem } from '../problem';
import { describe } from '../shape/values';
import { inWords } from '../text';
import { entryAt, valueAt } from '../yaml-value';
import type { Parsed } from './parse';
import type { ProfileShape, ProfileValues } from './profile-shape';
import { sourceAt, type Tree, toPlain } from './tree';
import { entriesOf, type Shapes, schemaAt, shownKey, type UnknownKey, unknownKeys } from './unknown-keys';

/** One of these almost every profile has, and almost nothing else. */
const ALWAYS = ['target', 'extends'];

/**
 * Turns what was written into a profile: units read, defaults filled in.
 *
 * @param shapes of every target that a profile can be for
 * @throws InputError with what the files' own problems are, and every value that is missing, unknown, misplaced or not what
 * its unit reads
 */
export function decode({ tree, problems: earlier }: Parsed, shapes: readonly ProfileShape[]): ProfileValues {
  const strange = whyNoProfile(tree, shapes);
  if (strange !== undefined) throw new InputError([...earlier, { source: sourceAt(tree, []), message: strange }]);
  const shape = shapeOf(tree, shapes);
  // Without a target, nothing can be said of what it would have to hold.
  if (shape === undefined) throw new InputError([...earlier, withoutTarget(tree, shapes)]);
  const schema = shape.schema();
  const result = v.safeParse(schema as v.GenericSchema<unknown, ProfileValues & { readonly extends?: string }>, toPlain(tree));
  // Of the target itself, all that there are can be told.
  const [ofTarget, issues] = [withoutTarget(tree, shapes), (result.issues ?? []).filter((issue) => v.getDotPath(issue) !== 'target')];
  const misspelt = issues.length < (result.issues ?? []).length ? [ofTarget] : [];
  const others = shapes.filter((other) => other !== shape);
  const unknown = unknownKeys(tree, schema, { shape, others });
  const idle = needlessIn(tree, shape);
  const told = new Set(earlier.map(({ source }) => source && describeSource(source)));
  const problems: readonly Problem[] = [
    ...earlier,
    // What could not be read is no value, of which nothing more is said.
    ...[
      ...unknown.map(({ problem }) => problem),
      ...misspelt,
      ...valueProblems(issues, tree, unknown, { shape, others }).filter(({ path = '' }) => !idle.some((one) => isWithin(path, one.path))),
      ...idle,
    ].filter(({ source }) => source === undefined || !told.has(describeSource(source))),
  ];
  if (!result.success || problems.length > 0) throw new InputError(problems);
  const { extends: _, ...profile } = result.output;
  return profile as ProfileValues;
}

/** What is said of each value that has no effect. Whatever else is wrong with it, it has to go. */
const needlessIn = (tree: Tree, { needless }: ProfileShape): readonly (Problem & { readonly path: string })[] =>
  (needless?.(toPlain(tree)) ?? []).flatMap(({ path, why }) => {
    const entry = entryAt(tree, path);
    return why === undefined || entry === undefined || entry.removed
      ? []
      : [{ source: sourceAt(tree, path), path: path.join('.'), message: why() }];
  });

const isWithin = (path: string, around: string): boolean => path === around || path.startsWith(`${around}.`);

/** Why a file is no profile, without a word of what it holds: it may be another file than was meant. @default - it may be one */
export function whyNoProfile(tree: Tree, shapes: readonly ProfileShape[]): string | undefined {
  if (tree.kind !== 'map')
    return `expected a profile, a map that starts with target, got ${tree.kind === 'list' ? 'a list' : 'a single value'}`;
  const keys = [...tree.entries.keys()];
  if (keys.length === 0 || keys.some((key) => nearest(key, ALWAYS) !== undefined)) return undefined;
  const known = new Set(shapes.flatMap((shape) => Object.keys(entriesOf(shape.schema()) ?? {})));
  return keys.some((key) => known.has(key))
    ? undefined
    : 'is no profile: it has none of the keys that one has, such as target and services';
}

/** What a profile becomes. @default - it does not say so, in any way that could be guessed */
function shapeOf(tree: Tree, shapes: readonly ProfileShape[]): ProfileShape | undefined {
  const target = valueAt(tree, ['target']);
  if (target?.kind !== 'scalar' || typeof target.value !== 'string') return undefined;
  const name = nearest(target.value, namesOf(shapes));
  return shapes.find((shape) => shape.name === name);
}

const namesOf = (shapes: readonly ProfileShape[]): readonly string[] => shapes.map(({ name }) => name);

function withoutTarget(tree: Tree, shapes: readonly ProfileShape[]): Problem {
  const found = valueAt(tree, ['target']);
  return {
    source: sourceAt(tree, ['target']),
    path: 'target',
    message: `expected ${inWords(namesOf(shapes), 'or')}, got ${describe(found && toPlain(found))}`,
  };
}

/** One for each value: a value that is wrong in two ways is told about once. */
function valueProblems(
  issues: readonly v.BaseIssue<unknown>[],
  tree: Tree,
  unknown: readonly UnknownKey[],
  shapes: Shapes,
): readonly Problem[] {
  const meant = new Set(unknown.map((key) => key.meant));
  const around = new Set(unknown.map((key) => key.around));
  const found = new Map<string, Problem>();
  for (const issue of issues) {
    const { expected, path = [] } = issue;
    const keys = path.map(({ key }) => String(key));
    const id = keys.join('.');
    // Unknown keys are told about already, and so is what is missing, or not the right map, only because a key is misspelt.
    if (expected === 'never' || found.has(id) || around.has(id) || (meant.has(id) && valueAt(tree, keys) === undefined)) continue;
    found.set(id, {
      source: sourceAt(tree, keys),
      path: keys.map(shownKey).join('.'),
      message: saidOf(issue, tree, keys, shapes),
    });
  }
  return [...found.values()];
}

/** What is said of one value: a null took it away, or it is what a profile for another target has there. */
function saidOf({ kind, message }: v.BaseIssue<unknown>, tree: Tree, keys: readonly string[], { shape, others }: Shapes): string {
  const entry = entryAt(tree, keys);
  if (entry?.removed) return message.replace(/, got nothing$/, ', got null: it removes the inherited value, and a profile needs one');
  if (kind !== 'schema' || entry === undefined) return message;
  const value = toPlain(entry.value);
  const words = others.flatMap((other) => {
    const there = schemaAt(other.schema(), keys);
    return there !== undefined && v.safeParse(there as unknown as v.GenericSchema, value).success ? [other.word] : [];
  });
  const { refuses = {} } = shape;
  const notes = [
    ...(words.length === 0 ? [] : [`a ${inWords(words, 'or')} profile takes that here`]),
    ...(typeof value === 'string' && Object.hasOwn(refuses, value) ? [refuses[value]] : []),
  ];
  return notes.length === 0 ? message : `${message} (${notes.join(': ')})`;
}
