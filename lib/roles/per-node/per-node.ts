import { amounts } from '../../shape/amounts';
import { lacking, section } from '../../shape/values';
import { scratch } from '../entries';
import { lostWithPod } from '../lost-with-pod';
import type { RoleOf } from '../role';

const ON_EACH = 'one pod runs on each node: remove it';

/** One pod on each node. A profile says only the size of each pod: their number is that of the nodes. */
export const perNode: RoleOf<'perNode'> = {
  shape: ({ floor }, own) =>
    lacking(
      { replicas: ON_EACH, minAvailable: ON_EACH, unhealthy: ON_EACH, scaling: ON_EACH },
      section({ ...amounts(floor), ...(own as Record<never, never>), scratch }, 'Size of the pod on each node.'),
    ),
  pods: ({ nodes }) => ({ least: nodes, most: nodes }),
  countedBy: () => 'nodes',
  spread: () => ({ kind: 'every node' }),
  nodes: 'one pod on each',
  // The pod belongs to its node: a drain deletes it and starts it nowhere else.
  draining: () => undefined,
  remarks: (sized) => lostWithPod(sized),
};
