import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ASSETS } from './assets';

/** When a deleted pod is gone: soon after it is asked to, or when its whole grace has passed, as of a process that ignores SIGTERM. */
export type Termination = 'soon' | 'full grace';

/**
 * Soon is not at once: a member's successor has its name, and a controller that never saw the two apart takes the new one for the
 * old. Its disruption budget then waits two minutes for the deletion of a pod that is gone (measured: kube-controller-manager 1.34
 * says `NotDeleted`).
 */
const DELAY: Readonly<Record<Termination, string>> = {
  soon: 'durationMilliseconds: 1000',
  // A pod's deletionTimestamp is when its grace ends, however the grace was chosen.
  'full grace': "durationMilliseconds: 0\n    durationFrom:\n      expressionFrom: '.metadata.deletionTimestamp'",
};

const podDelete = (termination: Termination): string => `apiVersion: kwok.x-k8s.io/v1alpha1
kind: Stage
metadata:
  name: pod-delete
spec:
  resourceRef:
    apiGroup: v1
    kind: Pod
  selector:
    matchExpressions:
    - key: '.metadata.deletionTimestamp'
      operator: 'Exists'
  delay:
    ${DELAY[termination]}
  next:
    delete: true
`;

/** How simulated nodes and pods behave, as kwok reads it: kwok's own stages, but for when pods are gone. */
export function stages(termination: Termination): string {
  const folder = join(ASSETS, 'stages');
  return readdirSync(folder)
    .filter((file) => file.endsWith('.yaml'))
    .map((file) => (file === 'pod-delete.yaml' ? podDelete(termination) : readFileSync(join(folder, file), 'utf8')))
    .join('\n---\n');
}
