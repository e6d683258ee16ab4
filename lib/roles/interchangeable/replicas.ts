/** How many replicas run: a fixed number, or a range for the autoscaler. */
export type ReplicaCount = number | { readonly min: number; readonly max: number; readonly cpu: number };

/** The fewest that run. */
export const fewestReplicas = (replicas: ReplicaCount): number => (typeof replicas === 'number' ? replicas : replicas.min);

/** The most that run. */
export const mostReplicas = (replicas: ReplicaCount): number => (typeof replicas === 'number' ? replicas : replicas.max);
