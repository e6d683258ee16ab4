/** What it costs that a member of a service is lost, as end-to-end tests measured it: the rows are those of docs/failover.md. */
export interface Failover {
  /** The one that leads is killed. */
  readonly leader: MeasuredLoss;
  /** Another one is killed. @default - nobody notices */
  readonly follower?: MeasuredLoss;
  /** Which writes are lost although they were acknowledged. @default - none are */
  readonly lost?: string;
}

export interface MeasuredLoss {
  /** The fault in the table of the service. */
  readonly fault: string;
  /** For how long no write succeeded, in seconds: the measured time, rounded up. */
  readonly seconds: number;
}
