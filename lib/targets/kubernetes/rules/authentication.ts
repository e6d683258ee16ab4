import type { ClusterRule } from './rule';

/** The services behind the exposed one trust every caller, so a forward authentication has to say who the user is. */
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
