import type { HttpUrl } from '../units/http-url';

/** What a profile says of the monitoring, beside the sizes of its parts. */
export interface Monitoring {
  /** For how many days series are kept, if the disk holds them. */
  readonly retentionDays: number;
  /** Where series are sent besides. @default - nowhere */
  readonly remoteWrite?: RemoteWrite;
  /** Networks of the nodes. @default - all private ones */
  readonly nodeNetworks?: readonly string[];
  /** Whether node-exporter runs on each node, where the deployment owns the cluster. */
  readonly nodeExporter: boolean;
  /** How the hosts under which users come in are asked. */
  readonly frontDoor: FrontDoorChecks;
  /** Who is notified of alerts. @default - nobody */
  readonly receivers?: Receivers;
}

/** Whether the certificate of a host is checked as a browser does, only its end is looked at, or the host is not asked at all. */
export type FrontDoorChecks = (typeof FRONT_DOOR_CHECKS)[number];
export const FRONT_DOOR_CHECKS = ['trusted', 'any', 'none'] as const;

/** What a recipient is told of: what wakes somebody up, what waits for the morning, and that alerts work at all. */
export type Recipient = 'critical' | 'warning' | 'watchdog';

/** The channel of each recipient. */
export interface Receivers {
  /** @default - nobody is told */
  readonly critical?: Receiver;
  /** @default - the channel of `critical` */
  readonly warning?: Receiver;
  /** Whoever notices when it hears nothing. @default - nobody */
  readonly watchdog?: Receiver;
}

/** A channel. What proves who notifies is in a Secret, URLs with a secret in them too. */
export type Receiver =
  /** A URL that is posted to. @default port - that of HTTPS */
  | { readonly webhook: { readonly port?: number; readonly networks?: readonly string[]; readonly namespace?: string } }
  | { readonly slack: { readonly channel: string } }
  | { readonly pagerduty: Readonly<Record<never, never>> }
  | { readonly email: Mail };

/** How mail is sent, as a user if there is one. */
export interface Mail {
  readonly to: string;
  readonly from: string;
  readonly server: string;
  /** @default 587 */
  readonly port?: number;
  /** @default - the server asks for none */
  readonly username?: string;
  /** Whether it is sent without TLS if the server offers none. @default - it is not sent then */
  readonly unencrypted?: boolean;
  /** Networks of the server, if it has no public address. @default - none are given */
  readonly networks?: readonly string[];
}

/** A store that takes series by Prometheus' remote write. */
export interface RemoteWrite {
  readonly url: HttpUrl;
  /** Its networks, if it has no public address. @default - none are given */
  readonly networks?: readonly string[];
  /** How Prometheus proves who it is: by a user and a password, by a token, or not at all. */
  readonly credentials: 'basic' | 'bearer' | 'none';
}
