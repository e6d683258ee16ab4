import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ASSETS } from './assets';

/** When a deleted pod is gone: as soon as it is asked to, or when its whole grace has passed, as of a process that ignores SIGTERM. */
export type Termination = 'at once' | 'full grace';

/** A pod's deletionTimestamp is when its grace ends, however the grace was chosen. */
const FULL_GRACE = `apiVersion: kwok.x-k8s.io/v1alpha1
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
    durationMilliseconds: 0
    durationFrom:
      expressionFrom: '.metadata.deletionTimestamp'
  next:
    delete: true
`;

/** How simulated nodes and pods behave, as kwok reads it: kwok's own stages, but for what the test wants otherwise. */
export function stages(termination: Termination): string {
  const folder = join(ASSETS, 'stages');
  return readdirSync(folder)
    .filter((file) => file.endsWith('.yaml'))
    .map((file) => (file === 'pod-delete.yaml' && termination === 'full grace' ? FULL_GRACE : readFileSync(join(folder, file), 'utf8')))
    .join('\n---\n');
}
