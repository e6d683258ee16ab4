import type { Memory } from '../units/memory';
import type { DnsLabel } from '../units/name';
import type { Where } from './environment';
import type { Hazard } from './hazard';
import type { Platform } from './platform';
import type { Service } from './service';

/** What is deployed as one: its services, and the names that everything written for them carries. */
export interface Application {
  /** The name in labels, of shared objects and of the default namespace. */
  readonly name: DnsLabel;
  /** Its name in sentences. */
  readonly title: string;
  /** In the order of every output. A service that is only for a laptop or only for a cluster says so (`onlyIn`). */
  readonly services: readonly Service[];
  /** Every hazard that one of its services can have, for suggestions and documents. @default - none has any */
  readonly hazards?: readonly Hazard[];
  /** Which of its shipped profiles stand in examples. */
  readonly examples: Examples;
  /** The document that its sizes come from. @default - there is none */
  readonly resourcePlan?: ResourcePlan;
  /** What is known of the folder that its Compose file is published in. @default - nothing */
  readonly published?: Published;
}

/** The names of shipped profiles and what else of the application `--help` shows. */
export interface Examples extends Readonly<Record<Where, string>> {
  /** One of a laptop whose sizes are to be shrunk to a machine. */
  readonly toFit: string;
  /** A value of the profile of a cluster that is another one there, as `--set` takes it. */
  readonly change: string;
}

/** The services that are for a laptop, or for a cluster. */
export const servicesIn = ({ services }: Pick<Application, 'services'>, where: Where): readonly Service[] =>
  services.filter(({ onlyIn = where }) => onlyIn === where);

/** A document that plans a cluster: how many pods, and what they may take at most. */
export interface ResourcePlan {
  /** What the rows of its own table add up to. */
  readonly table: PlannedTotals;
  /** The totals that its text names. They may differ from those of its table. */
  readonly ofItself: PlannedTotals;
  /** The services that its table lists. */
  readonly lists: readonly Service[];
  /** Why others run all the same. @default - the table does not list them */
  readonly besides: ReadonlyMap<Service, string>;
  /** Why services have sidecars that it does not count. */
  readonly sidecars: ReadonlyMap<Service, string>;
  /** What it gives to the parts around its services. @default - it says nothing of them */
  readonly around?: readonly PlannedPart[];
  /** What its text says that everything takes, and what its rows add up to, in GB. @default - it says nothing */
  readonly inAll?: { readonly saidGB: number; readonly rowsGB: number };
  /** Where an image needs another memory limit than it has. */
  readonly departures: ReadonlyMap<Service, Departure>;
}

/** A part around the services, as a resource plan gives it memory. */
export interface PlannedPart {
  readonly what: string;
  readonly memoryGB: number;
  readonly services: readonly Service[];
  /** With which platform these are that part. */
  readonly onlyWith: (platform: Platform) => boolean;
}

/** A size of a resource plan that is too small for an image. */
export interface Departure {
  /** The memory in the plan. */
  readonly planned: Memory;
  /** Why that is too little. */
  readonly because: string;
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
  /** @default - people start it without one */
  readonly wrapper?: Wrapper;
}

/** A program that starts a published Compose file. It always passes `-f`, so Compose does not load an override by itself. */
export interface Wrapper {
  /** Its name in the folder. */
  readonly file: string;
  /** The variable in `.env` that replaces the `-f` options which it passes. */
  readonly variable: string;
}
