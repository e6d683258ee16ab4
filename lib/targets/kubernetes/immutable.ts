import { join } from 'node:path';
import type { Change } from '../../output/changes';
import { sidesOf } from '../../output/conflict';

/** The changes that `kubectl apply` would not make to what was generated before, each with the way to make it. */
export async function immutableIn(folder: string, changes: readonly Change[]): Promise<readonly string[]> {
  const replaced = changes.filter((change) => change.kind === 'replace');
  // The YAML parser is loaded only where a file changes.
  if (replaced.length === 0) return [];
  const { undoneByApply } = await import('./diff/undone');
  return replaced.flatMap(({ path, before, content }) => {
    const undone = (sidesOf(before) ?? [before]).flatMap((side) => undoneByApply(side, content));
    return [...new Set(undone)].map((change) => `${join(folder, path)}: ${change}`);
  });
}
