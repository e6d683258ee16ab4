import type { ComposeRule } from './rule';

/** A killed container comes back only if Docker is told to restart it; the published file says nothing, which means no. */
export const restartsAfterKill: ComposeRule = ({ profile }) =>
  profile.restart === 'no'
    ? [
        {
          code: 'never-restarted',
          severity: 'warning',
          subject: 'restart',
          message: 'a container that is killed at its cap stays down until somebody starts it',
          source: profile.sourceAt(['restart']),
        },
      ]
    : [];
