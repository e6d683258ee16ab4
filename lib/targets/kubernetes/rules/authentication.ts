import type { ClusterRule } from '../../../checks/rule';

/** FaultMaven's own login does not work through its gateway, so somebody else has to say who a user is. */
export const authentication: ClusterRule = ({ profile: { ingress, sourceAt } }) =>
  ingress.auth === undefined
    ? [
        {
          code: 'no-authentication',
          severity: 'error',
          subject: 'ingress',
          message: 'without forward authentication everybody who reaches the host is an administrator: give ingress.auth',
          source: sourceAt(['ingress']),
        },
      ]
    : [];
