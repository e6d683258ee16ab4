import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ASSETS } from './assets';

/** When a deleted pod is gone: soon, or at the end of its grace period, as if its process ignored SIGTERM. */
export type Termination = 'soon' | 'full grace';

/**
 * Soon is not at once. A new member has the name of the old one, and a controller that never saw the gap takes it for the old one. The
 * disruption budget then waits two minutes for a deletion that is over (measured: kube-controller-manager 1.34 says `NotDeleted`).
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

/** kwok's stages, which say how simulated nodes and pods behave, with another one for deleted pods. */
export function stages(termination: Termination): string {
  const folder = join(ASSETS, 'stages');
  return readdirSync(folder)
    .filter((file) => file.endsWith('.yaml'))
    .map((file) => (file === 'pod-delete.yaml' ? podDelete(termination) : readFileSync(join(folder, file), 'utf8')))
    .join('\n---\n');
}
