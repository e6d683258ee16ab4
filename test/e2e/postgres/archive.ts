import { closeSync, openSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Lab } from '../lab/lab';
import type { Any } from '../support/manifests';

/** A workload whose pods also have the folder that stands for the bucket, for the stand-in of WAL-G. */
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

/** What is in that folder. */
export const archivedIn = (lab: Lab): readonly string[] => readdirSync(archiveOf(lab));

/** The full copies in it. */
export const copiesIn = (lab: Lab): readonly string[] =>
  archivedIn(lab)
    .filter((name) => name.startsWith('base_'))
    .sort();

/** From now on it takes no WAL; full copies it takes. */
export const refuseWal = (lab: Lab): void => closeSync(openSync(join(archiveOf(lab), REFUSAL), 'a'));

export const takeWal = (lab: Lab): void => rmSync(join(archiveOf(lab), REFUSAL));

/** A file that the stand-in looks for. */
const REFUSAL = 'takes-no-wal';
