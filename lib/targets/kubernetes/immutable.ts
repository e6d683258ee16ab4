import { join } from 'node:path';
import type { Change } from '../../output/changes';
import { sidesOf } from '../../output/conflict';

/** The changes that `kubectl apply` would not make to what was generated before, each with the way to make it. */
export async function immutableIn(folder: string, changes: readonly Change[]): Promise<readonly string[]> {
  // The YAML parser is loaded only where a manifest changes, so that a laptop starts without it.
  const replaced = changes.flatMap((change) => (change.kind === 'replace' && /^kind: /m.test(change.before) ? [change] : []));
  if (replaced.length === 0) return [];
  const { undoneByApply } = await import('./diff/undone');
  return replaced.flatMap(({ path, before, content }) => {
    const undone = (sidesOf(before) ?? [before]).flatMap((side) => undoneByApply(side, content));
    return [...new Set(undone)].map((change) => `${join(folder, path)}: ${change}`);
  });
}
