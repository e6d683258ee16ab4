import type { DnsLabel } from '../units/name';
import type { Where } from './environment';
import type { Hazard } from './hazard';
import type { Service } from './service';

/** What is deployed as one: its services, and the names and words that everything which is written for them carries. */
export interface Application {
  /** What labels, shared objects and the usual namespace are called. */
  readonly name: DnsLabel;
  /** What sentences call it. */
  readonly title: string;
  /** In the order of every output. A service says itself if it runs in one kind of surroundings alone. */
  readonly services: readonly Service[];
  /** Every hazard that one of its services can have, for suggestions and documents. @default - none has any */
  readonly hazards?: readonly Hazard[];
  /** The document that its sizes come from. @default - there is none */
  readonly resourcePlan?: ResourcePlan;
  /** What is known of the folder that its Compose file is published in. @default - nothing */
  readonly published?: Published;
}

/** The services that are meant for where they would run. */
export const servicesIn = ({ services }: Pick<Application, 'services'>, where: Where): readonly Service[] =>
  services.filter(({ onlyIn = where }) => onlyIn === where);

/** A document that plans a cluster: how many pods, and what they may take at most. */
export interface ResourcePlan {
  /** What the rows of its own table add up to. */
  readonly table: PlannedTotals;
  /** What it says of itself. */
  readonly ofItself: PlannedTotals;
}

export interface PlannedTotals {
  readonly pods: number;
  readonly cores: number;
  readonly memoryGB: number;
}

/** The folder that a Compose file is published in. */
export interface Published {
  /** Where it usually is, from the folder of this project. */
  readonly folder: string;
  /** @default - people start it with docker compose */
  readonly wrapper?: Wrapper;
}

/** A program that starts a published Compose file. It always passes `-f`, with which Compose loads no override by itself. */
export interface Wrapper {
  /** Its name in the folder. */
  readonly file: string;
  /** A variable of `.env` with the `-f` that it passes instead. */
  readonly variable: string;
}
