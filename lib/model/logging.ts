import type { HttpUrl } from '../units/http-url';
import type { Memory } from '../units/memory';

/** What a profile says of the logging, beside the sizes of its parts. */
export interface Logging {
  /** For how many days lines are kept, if the disks of the store hold them. */
  readonly retentionDays: number;
  /** How much all containers write in a day, for the arithmetic of the disks. */
  readonly perDay: Memory;
  /** Where lines go with `platform.logging: existing`. @default - to the store that is written */
  readonly to?: LogStore;
}

/** A store of logs that is there. */
export interface LogStore {
  /** What it speaks. */
  readonly protocol: LogProtocol;
  readonly url: HttpUrl;
  /** Its networks, if it has no public address. @default - none are given */
  readonly networks?: readonly string[];
  /** How the shipper proves who it is: by a user and a password, by a token, or not at all. */
  readonly credentials: 'basic' | 'bearer' | 'none';
  /** Whether its certificate is signed by an authority of one's own, which is in the same Secret. @default - by one that is known everywhere */
  readonly ownAuthority: boolean;
}

export const LOG_PROTOCOLS = ['otlp', 'opensearch', 'elasticsearch'] as const;
export type LogProtocol = (typeof LOG_PROTOCOLS)[number];
