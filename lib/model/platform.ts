/** What a profile turns on around an application. */
export interface Platform {
  /** `direct`: the exposed service ends TLS itself, behind a load balancer. `existing`: an ingress controller that is there. */
  readonly ingress: (typeof PLATFORM.ingress)[number];
  /** `full`: all of it is written. `existing`: what a Prometheus that is there needs. */
  readonly monitoring: (typeof PLATFORM.monitoring)[number];
  /** `opensearch` and `elasticsearch`: all of it is written, with that store. `existing`: what ships to a store that is there. */
  readonly logging: (typeof PLATFORM.logging)[number];
  /** Whether parts are written that may exist only once in a cluster: pods on each node, and cluster roles. */
  readonly owner: boolean;
  /** Whether each node is watched by a pod of its own. It is a setting of the monitoring. */
  readonly nodeExporter: boolean;
}

/** What can be turned on. */
export const PLATFORM = {
  ingress: ['direct', 'existing'],
  monitoring: ['full', 'existing', 'none'],
  logging: ['opensearch', 'elasticsearch', 'existing', 'none'],
  owner: [false, true],
  nodeExporter: [true, false],
} as const;

/** Nothing is turned on. It is what a profile without `platform` says. */
export const NO_PLATFORM: Platform = { ingress: 'existing', monitoring: 'none', logging: 'none', owner: false, nodeExporter: true };

/** Every platform that a profile can describe. */
export const everyPlatform = (): readonly Platform[] =>
  PLATFORM.ingress.flatMap((ingress) =>
    PLATFORM.monitoring.flatMap((monitoring) =>
      PLATFORM.logging.flatMap((logging) =>
        PLATFORM.owner.flatMap((owner) =>
          PLATFORM.nodeExporter.map((nodeExporter) => ({ ingress, monitoring, logging, owner, nodeExporter })),
        ),
      ),
    ),
  );
