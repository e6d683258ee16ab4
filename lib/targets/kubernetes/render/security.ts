import type { k8s } from './k8s';

/** A user that exists on no node and in no image, so that it can read only files that everybody can read. */
const USER = 10001;

/**
 * The type with which SELinux lets a container have what is on its node. Where a node enforces it, the usual type may have nothing but the
 * container's own files. A runtime without SELinux ignores it.
 */
const OF_NODE = { type: 'spc_t' };

/**
 * The security context of the Pod Security Standard restricted, but for a pod of root, or with folders of its node.
 *
 * @param user the user that the image needs. @default - the one above
 * @param ofNode whether it has folders of its node
 */
export const podSecurity = ({ uid, gid } = { uid: USER, gid: USER }, ofNode = false): k8s.PodSecurityContext => ({
  seLinuxOptions: ofNode ? OF_NODE : undefined,
  runAsNonRoot: uid !== 0,
  runAsUser: uid,
  runAsGroup: gid,
  fsGroup: gid,
  fsGroupChangePolicy: 'OnRootMismatch',
  seccompProfile: { type: 'RuntimeDefault' },
});

export const containerSecurity: k8s.SecurityContext = {
  allowPrivilegeEscalation: false,
  privileged: false,
  readOnlyRootFilesystem: true,
  capabilities: { drop: ['ALL'] },
};
