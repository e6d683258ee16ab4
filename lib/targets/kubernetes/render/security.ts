import type { k8s } from './k8s';

/** A user that exists on no node and in no image, so that it can read only files that everybody can read. */
const USER = 10001;

/** The security context of the Pod Security Standard restricted, but for a pod of root. @param user the user that the image needs. @default - the one above */
export const podSecurity = ({ uid, gid } = { uid: USER, gid: USER }): k8s.PodSecurityContext => ({
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
