import type { Any } from '../support/manifests';

/** The user of a container's processes. */
export interface Identity {
  readonly user: number;
  readonly group: number;
  /** The same as flags of setpriv. */
  readonly flags: readonly string[];
}

/** The user by the security contexts of container and pod. @throws Error if `runAsNonRoot` is set and the user is root */
export function identityOf({ securityContext = {} }: Any, { securityContext: ofPod = {} }: Any): Identity {
  const user: number = securityContext.runAsUser ?? ofPod.runAsUser ?? 0;
  const group: number = securityContext.runAsGroup ?? ofPod.runAsGroup ?? 0;
  if ((securityContext.runAsNonRoot ?? ofPod.runAsNonRoot) === true && user === 0) throw new Error('runAsNonRoot, and the user is root');
  const groups = [ofPod.fsGroup, ...(ofPod.supplementalGroups ?? [])].filter((one) => one !== undefined);
  const flags = [
    `--reuid=${user}`,
    `--regid=${group}`,
    groups.length > 0 ? `--groups=${groups}` : '--clear-groups',
    '--inh-caps=-all',
    ...(securityContext.capabilities?.drop?.includes('ALL') ? ['--bounding-set=-all'] : []),
    ...(securityContext.allowPrivilegeEscalation === false ? ['--no-new-privs'] : []),
  ];
  return { user, group, flags };
}
