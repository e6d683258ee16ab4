import type { OutputFile } from '../../../output/output-file';
import type { Session } from '../../../session';
import type { Live } from '../../target';
import { LABEL, MANAGER } from '../labels';
import type { ClusterPlan } from '../plan/plan';
import { namespacesOf } from '../schema/namespaces';
import { clusterSource } from './cluster';
import { meaningOf } from './meaning';

/** What an apply would change in the cluster of kubectl's context. @throws InputError if it cannot be asked */
export function liveMeaning(plan: ClusterPlan, files: readonly OutputFile[], session: Session): Live {
  const { application, profile } = plan;
  const { before, after, corrected } = clusterSource(
    files,
    {
      namespaces: namespacesOf(
        plan.services.map(({ service }) => service),
        profile,
      ),
      formerly: namespacesOf(plan.off, profile),
      selector: `${LABEL.partOf}=${application.name},${LABEL.managedBy}=${MANAGER}`,
    },
    session,
  );
  const meaning = meaningOf({ application, plan, after, before: { files: before, where: '', isAnother: false } }, corrected);
  return { meaning, files: { before, after } };
}
