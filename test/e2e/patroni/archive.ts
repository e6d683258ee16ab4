import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Lab } from '../lab/lab';
import type { Any } from '../support/manifests';

/** A workload whose pods also have the folder that stands for the bucket, for the stand-in of WAL-G. */
export const withArchive = (workload: Any): Any => {
  const changed = structuredClone(workload);
  const { spec } = changed.spec.jobTemplate?.spec.template ?? changed.spec.template;
  spec.volumes = [...(spec.volumes ?? []), { name: 'archive', persistentVolumeClaim: { claimName: 'archive' } }];
  for (const container of spec.containers) {
    container.volumeMounts = [...(container.volumeMounts ?? []), { name: 'archive', mountPath: '/archive' }];
  }
  return changed;
};

/** What is in that folder. */
export const archivedIn = ({ folder }: Lab): readonly string[] => readdirSync(join(folder, 'claims/archive'));
