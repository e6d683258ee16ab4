import { k8s } from './k8s';

/** A service account without rights in the cluster. @param annotations give it rights outside the cluster */
export const accountOf = (metadata: k8s.ObjectMeta, annotations: Readonly<Record<string, string>> | undefined): object =>
  k8s.KubeServiceAccount.manifest({ metadata: { ...metadata, annotations }, automountServiceAccountToken: false });
