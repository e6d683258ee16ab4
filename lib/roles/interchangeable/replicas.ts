/** How many replicas run: always as many, or as many as the load needs. */
export type ReplicaCount = number | { readonly min: number; readonly max: number; readonly cpu: number };

/** The fewest that run. */
export const fewestReplicas = (replicas: ReplicaCount): number => (typeof replicas === 'number' ? replicas : replicas.min);

/** The most that run. */
export const mostReplicas = (replicas: ReplicaCount): number => (typeof replicas === 'number' ? replicas : replicas.max);
