import { join } from 'node:path';
import type { Change } from '../output/changes';
import { InputError } from '../problem';

/**
 * Refuses what Kubernetes would refuse when it is applied over what is in the folder now, each with the way to do it all the same.
 *
 * @throws InputError naming every such change
 */
export async function refuseImmutable(folder: string, changes: readonly Change[]): Promise<void> {
  const replaced = changes.flatMap((change) =>
    change.kind === 'replace' && /^kind: (StatefulSet|Deployment|PersistentVolumeClaim)$/m.test(change.before) ? [change] : [],
  );
  if (replaced.length === 0) return;
  const { refusedInPlace } = await import('../synthesizers/kubernetes/immutable');
  const refused = replaced.flatMap(({ path, before, content }) =>
    refusedInPlace(before, content).map((change) => ({
      message: `${join(folder, path)}: ${change}. Kubernetes refuses this in place; give --force to write it`,
    })),
  );
  if (refused.length > 0) throw new InputError(refused);
}
