/**
 * What a record in a store says: `@timestamp`, `body`, `severity` (`text` and `number`), `attributes` and `resource`, whose keys are those of
 * OpenTelemetry's semantic conventions. Shipper, template, searches and pages share it.
 */

/** Where records of containers and of events go: data streams. */
export const LOGS = 'logs-containers';
export const EVENTS = 'logs-events';

/** What each record says of where it comes from, below `resource`. */
export const RESOURCE = {
  namespace: 'k8s.namespace.name',
  pod: 'k8s.pod.name',
  podId: 'k8s.pod.uid',
  container: 'k8s.container.name',
  restarts: 'k8s.container.restart_count',
  node: 'k8s.node.name',
  /** The name of the workload that the pod is of. */
  service: 'service.name',
} as const;

/** What a record may say besides, below `attributes`. */
export const ATTRIBUTES = {
  /** `stdout` or `stderr`. */
  stream: 'log.iostream',
  /** What all records of one request have in common. */
  correlation: 'correlation_id',
  /** The part of a program that has written it. */
  logger: 'logger',
} as const;
