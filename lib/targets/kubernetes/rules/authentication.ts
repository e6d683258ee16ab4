import type { ClusterRule } from './rule';

/** What is served behind the exposed service trusts whoever calls it, so somebody in front has to say who a user is. */
export const authentication: ClusterRule = ({ profile: { ingress, sourceAt } }) =>
  ingress !== undefined && ingress.auth === undefined
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
