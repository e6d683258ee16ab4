import type { Server } from './server';

/** Where metrics of a service are, in the text format of Prometheus. */
export type Metrics =
  /** Each of its pods answers. */
  | {
      readonly kind: 'pods';
      /** The name of the port that answers. */
      readonly port: string;
      /** @default - /metrics */
      readonly path?: string;
      /** `own`: each series says itself which namespace, pod and container it is about. @default - all are about the pod that answers */
      readonly labels?: 'own';
    }
  /** It is an exporter: it answers for each pod of another service, which it is asked about by the parameter `target`. */
  | {
      readonly kind: 'asked';
      /** The service that it answers for. */
      readonly about: Server;
      /** The names of the ports of that service that it asks. */
      readonly ports: readonly [string, ...string[]];
      /** The name of its own port that answers. */
      readonly port: string;
      readonly path: string;
      /** What stands before the address of the pod in `target`: `tcp://`. @default - nothing */
      readonly prefix?: string;
      /** Further parameters of each request. @default - none */
      readonly parameters?: Readonly<Record<string, string>>;
    };
