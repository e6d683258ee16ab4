import * as k8s from 'cdk8s-plus-28/lib/imports/k8s';

/** An identity of its own, that can do nothing here. @param annotations by which it has rights elsewhere */
export const accountOf = (metadata: k8s.ObjectMeta, annotations: Readonly<Record<string, string>> | undefined): object =>
  k8s.KubeServiceAccount.manifest({ metadata: { ...metadata, annotations }, automountServiceAccountToken: false });
