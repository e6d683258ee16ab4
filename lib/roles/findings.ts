import type { Explanations } from '../model/explanation';

/** What a role can find in the size of a service. */
export const ROLE_FINDINGS = {
  'lost-with-its-pod': {
    means: 'A service keeps data in a folder that is empty in every new pod.',
    matters: 'The data is lost when the pod is replaced: at a node failure, an upgrade or a change of its size.',
    wayOut: 'Run one replica with a `volume`, or let the service store in a database or in a bucket.',
  },
} as const satisfies Explanations;

/** The code of such a finding. */
export type RoleCode = keyof typeof ROLE_FINDINGS;
