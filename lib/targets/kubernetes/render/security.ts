import type * as k8s from 'cdk8s-plus-28/lib/imports/k8s';

/** Nobody on the node and in no image: file permissions that let this user in let everybody in. */
const USER = 10001;

/** What pod security calls restricted. @param user whom the image's programs insist on. @default - nobody of its own */
export const podSecurity = ({ uid, gid } = { uid: USER, gid: USER }): k8s.PodSecurityContext => ({
  runAsNonRoot: true,
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
