import { amounts } from '../../shape/amounts';
import { section } from '../../shape/values';
import { scratch } from '../entries';
import { lostWithPod } from '../lost-with-pod';
import type { RoleOf } from '../role';

/** One pod on each node. How many there are, the nodes say, so a profile says only what each may take. */
export const perNode: RoleOf<'perNode'> = {
  shape: ({ floor }, own) => section({ ...amounts(floor), ...(own as Record<never, never>), scratch }, 'Size of the pod on each node.'),
  pods: ({ nodes }) => ({ least: nodes, most: nodes }),
  countedBy: () => 'nodes',
  spread: () => ({ kind: 'every node' }),
  nodes: 'one pod on each',
  // The pod of a drained node has nowhere else to go.
  draining: () => undefined,
  remarks: (sized) => lostWithPod(sized),
};
