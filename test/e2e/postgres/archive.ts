import { closeSync, openSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Lab } from '../lab/lab';
import type { Any } from '../support/manifests';

/** The same workload with the folder that the stand-in of WAL-G uses as its bucket. */
export const withArchive = (workload: Any): Any => {
  const changed = structuredClone(workload);
  const { spec } = changed.spec.template;
  spec.volumes = [...(spec.volumes ?? []), { name: 'archive', persistentVolumeClaim: { claimName: 'archive' } }];
  for (const container of spec.containers) {
    container.volumeMounts = [...(container.volumeMounts ?? []), { name: 'archive', mountPath: '/archive' }];
  }
  return changed;
};

const archiveOf = ({ folder }: Lab): string => join(folder, 'claims/archive');

/** The names in that folder. */
export const archivedIn = (lab: Lab): readonly string[] => readdirSync(archiveOf(lab));

/** The base backups in it. */
export const copiesIn = (lab: Lab): readonly string[] =>
  archivedIn(lab)
    .filter((name) => name.startsWith('base_'))
    .sort();

/** Makes the stand-in refuse WAL, but not base backups. */
export const refuseWal = (lab: Lab): void => closeSync(openSync(join(archiveOf(lab), REFUSAL), 'a'));

export const takeWal = (lab: Lab): void => rmSync(join(archiveOf(lab), REFUSAL));

/** While this file is there, the stand-in refuses WAL. */
const REFUSAL = 'takes-no-wal';
