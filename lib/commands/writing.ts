import { join } from 'node:path';
import { type Finding, indexed } from '../checks/finding';
import { type Change, type Comparison, compare, pending, refusals } from '../output/changes';
import type { Output } from '../output/index-file';
import { headerOf } from '../output/seal';
import { backupOf, write } from '../output/write';
import { InputError } from '../problem';
import type { Target } from '../targets/target';
import { inMessage } from '../text';
import type { Context } from './context';
import type { Planned } from './plan-options';

/**
 * What a plan is written as. Its files say which profile they come from, and neither where it lies nor with which flags: those would change
 * every file.
 *
 * @param findings those of the plan alone, without what a base file has to do with it
 */
export const outputOf = async (
  { plan, target }: Pick<Planned, 'plan' | 'target'>,
  findings: readonly Finding[],
  { targets }: Context,
): Promise<Output> => ({
  profile: plan.profile.name,
  target: target.name,
  files: await target.files(plan, headerOf(plan.profile.name)),
  findings: findings.map(indexed),
  writers: targets,
});

/** Where an output goes. */
export interface Destination {
  readonly folder: string;
  /** The folder as the user would type it. */
  readonly shown: string;
  /** Replaces also what is not ours, and what an apply would not do. */
  readonly force?: boolean;
  /** What the user types to have that. @default --force */
  readonly forceFlag?: string;
}

/** What is about to be written, after everything that could refuse it. */
export interface Prepared extends Comparison {
  /** What an apply alone does not do, each with the way. */
  readonly undone: readonly string[];
}

const REFUSED = 'An apply alone does not do this (docs/runbooks/immutable-fields.md); give';

/** @throws InputError if something in the folder must not be replaced without being asked, or cannot be read */
export async function prepare(
  output: Output,
  { undone: undoneBy }: Pick<Target, 'undone'>,
  { folder, shown, force, forceFlag = '--force' }: Destination,
): Promise<Prepared> {
  const comparison = compare(folder, output);
  const undone = (await undoneBy?.(shown, comparison.changes)) ?? [];
  // How to go from one profile's files to another's by hand is no advice to somebody who has named the wrong folder.
  const byHand = comparison.heldBy === undefined ? undone : [];
  if (!force)
    refuse([
      ...refusals(comparison, shown, output.profile, forceFlag),
      ...byHand.map((change) => `${change}. ${REFUSED} ${forceFlag} to write it`),
    ]);
  return { ...comparison, undone };
}

/**
 * Writes an output that was prepared. Where nothing changes, nothing is touched: the folder may be read-only then.
 *
 * @throws InputError if the folder cannot be written, or holds what it did not hold before
 */
export async function carryOut(output: Output, { changes }: Prepared, { folder, shown, force, forceFlag }: Destination): Promise<void> {
  if (pending(changes).length === 0) return;
  const { locked } = await import('../output/lock');
  const act = (): void => {
    const now = compare(folder, output);
    if (!force) refuse(refusals(now, shown, output.profile, forceFlag));
    write(folder, now.changes);
  };
  locked(folder, act, (name) => output.writers.some((writer) => writer.renders(name)));
}

/** What to say of each kind of change. */
export interface Verbs extends Record<Exclude<Change['kind'], 'same'>, string> {
  /** Whether the files that it is about are kept when they are not ours. */
  readonly keeps: boolean;
}

/** @throws InputError if there is anything */
function refuse(messages: readonly string[]): void {
  if (messages.length > 0) throw new InputError(messages.map((message) => ({ message })));
}

/**
 * A line for each file that is not the same already: what happens to it, where it is, and under which name the old one is kept, if
 * something is said of that. To be asked before anything is written.
 */
export function listing(changes: readonly Change[], { folder, shown }: Destination, verbs: Verbs): readonly string[] {
  return changes.flatMap((change) => {
    if (change.kind === 'same') return [];
    const backup = verbs.keeps ? backupOf(folder, change) : undefined;
    const kept = backup === undefined ? '' : `, keeping the old one as ${backup}`;
    return [`${verbs[change.kind]} ${inMessage(join(shown, change.path))}${kept}`];
  });
}

export const DONE: Verbs = { add: 'wrote', replace: 'wrote', remove: 'removed', keeps: true };
