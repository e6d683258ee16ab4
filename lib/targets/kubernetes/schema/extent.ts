import type { Right } from '../../../model/pod';

/** Where a right holds: in the service's own namespace, in each of the deployment, or in the whole cluster. */
export const EXTENT: Readonly<Record<Right['kind'], 'own' | 'each' | 'cluster'>> = {
  'own-pods': 'own',
  'lock-objects': 'own',
  'find-pods': 'each',
  'see-objects': 'each',
  'see-events': 'each',
  'see-nodes': 'cluster',
  'read-nodes': 'cluster',
};
