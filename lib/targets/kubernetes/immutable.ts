import { join } from 'node:path';
import type { Change } from '../../output/changes';
import { sidesOf } from '../../output/conflict';

/** What an apply over what is in the folder now would not do, each with the way to do it all the same. */
export async function immutableIn(folder: string, changes: readonly Change[]): Promise<readonly string[]> {
  // Only files with an object of Kubernetes are read: reading YAML costs a laptop's start.
  const replaced = changes.flatMap((change) => (change.kind === 'replace' && /^kind: /m.test(change.before) ? [change] : []));
  if (replaced.length === 0) return [];
  const { refusedInPlace } = await import('./render/immutable');
  return replaced.flatMap(({ path, before, content }) => {
    const refused = (sidesOf(before) ?? [before]).flatMap((side) => refusedInPlace(side, content));
    return [...new Set(refused)].map((change) => `${join(folder, path)}: ${change}`);
  });
}
