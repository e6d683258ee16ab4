/** What it costs that a member of a service is lost, as end-to-end tests measured it: the rows are those of docs/failover.md. */
export interface Failover {
  /** The one that leads is killed. */
  readonly leader: MeasuredLoss;
  /** Another one is killed. @default - nobody notices */
  readonly follower?: MeasuredLoss;
  /** Which writes are lost although they were acknowledged. @default - none are */
  readonly lost?: string;
}

/** What it costs that the machine of a member is lost. It closes no connection, so the others hear nothing, and wait before they give it up. */
export interface SilentLoss {
  /** For how long, at most, no write succeeds that a lost member should have had too, in seconds. */
  readonly seconds: number;
  /** The fault in the table of the service. @default - it was not measured: it follows from its settings */
  readonly fault?: string;
}

export interface MeasuredLoss {
  /** The fault in the table of the service. */
  readonly fault: string;
  /** For how long no write succeeded, in seconds: the measured time, rounded up. */
  readonly seconds: number;
}
