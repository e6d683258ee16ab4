/** The file of what belongs to no namespace: the Namespace itself, and priorities of pods. */
export const CLUSTER_SCOPED = 'cluster-scoped.yaml';
