import * as v from 'valibot';
import { InputError, type Problem } from '../problem';
import type { Parsed } from './parse';
import { type ComposeProfile, composeProfile, type SizedService } from './schema';
import { sourceAt, type Tree, toPlain } from './tree';
import { unknownKeys } from './unknown-keys';

/**
 * Turns what was written into a profile: units read, defaults filled in.
 *
 * @throws InputError with what the files' own problems are, and every value that is missing, unknown, misplaced or not what its unit reads
 */
export function decode({ tree, problems: earlier }: Parsed, services: readonly SizedService[]): ComposeProfile {
  const schema = composeProfile(services);
  const result = v.safeParse(schema, toPlain(tree));
  const problems: readonly Problem[] = [
    ...earlier,
    ...unknownKeys(tree, schema),
    ...(result.issues ?? []).filter((issue) => issue.expected !== 'never').map((issue) => toProblem(issue, tree)),
  ];
  if (!result.success || problems.length > 0) throw new InputError(problems);
  const { extends: _, ...profile } = result.output;
  return profile;
}

function toProblem(issue: v.BaseIssue<unknown>, tree: Tree): Problem {
  const path = (issue.path ?? []).map(({ key }) => String(key));
  return { source: sourceAt(tree, path), path: path.join('.'), message: issue.message };
}
