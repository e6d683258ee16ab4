import * as v from 'valibot';
import { InputError, type Problem } from '../problem';
import type { Parsed } from './parse';
import { type ClusterProfile, clusterProfile } from './schema/cluster';
import type { ClusterService } from './schema/cluster-size';
import { type ComposeProfile, composeProfile } from './schema/compose';
import type { SizedService } from './schema/values';
import { sourceAt, type Tree, toPlain, valueAt } from './tree';
import { unknownKeys } from './unknown-keys';

/** The services that profiles can size, for each target. */
export interface Sizeable {
  readonly compose: readonly SizedService[];
  readonly kubernetes: readonly ClusterService[];
}

export type ProfileValues = ComposeProfile | ClusterProfile;

/**
 * Turns what was written into a profile: units read, defaults filled in.
 *
 * @throws InputError with what the files' own problems are, and every value that is missing, unknown, misplaced or not what
 * its unit reads
 */
export function decode({ tree, problems: earlier }: Parsed, services: Sizeable): ProfileValues {
  const schema = isForCluster(tree) ? clusterProfile(services.kubernetes) : composeProfile(services.compose);
  const result = v.safeParse(schema as v.GenericSchema<unknown, ProfileValues & { readonly extends?: string }>, toPlain(tree));
  const problems: readonly Problem[] = [
    ...earlier,
    ...unknownKeys(tree, schema),
    ...(result.issues ?? []).filter((issue) => issue.expected !== 'never').map((issue) => toProblem(issue, tree)),
  ];
  if (!result.success || problems.length > 0) throw new InputError(problems);
  const { extends: _, ...profile } = result.output;
  return profile as ProfileValues;
}

function isForCluster(tree: Tree): boolean {
  const target = valueAt(tree, ['target']);
  return target?.kind === 'scalar' && target.value === 'kubernetes';
}

function toProblem(issue: v.BaseIssue<unknown>, tree: Tree): Problem {
  const path = (issue.path ?? []).map(({ key }) => String(key));
  return { source: sourceAt(tree, path), path: path.join('.'), message: issue.message };
}
