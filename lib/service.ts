import { Construct } from 'constructs';
import type { Duration } from './units/duration';
import { ImageRepository } from './units/image';
import { Memory } from './units/memory';
import { type DnsLabel, dnsLabel } from './units/name';
import { type Port, port } from './units/port';

/** What every service says of itself. No size and no target: those belong to a profile and to a synthesizer. */
export interface ServiceProps {
  /** Repository of the image, without a tag. */
  readonly image: string;
  /** @default - the service accepts no connections */
  readonly ports?: Readonly<Record<string, PortProps>>;
  /** The services that the image's code connects to. @default - none */
  readonly calls?: readonly Service[];
  /** Services that it is meant to call, but that today's image never contacts. @default - none */
  readonly declares?: readonly Service[];
  readonly health: HealthCheck;
  /** Folders it writes to, whose content may be lost. @default - none */
  readonly writes?: readonly string[];
  /** Folders whose loss is a loss of the user's data or of a long download. @default - none */
  readonly persists?: readonly PersistentFolder[];
  /** What it needs besides an empty capability set. @default - none */
  readonly capabilities?: readonly Capability[];
  readonly replication: Replication;
  /** What is wrong with today's image. @default - nothing known */
  readonly hazards?: readonly Hazard[];
  readonly floor: Floor;
  /** Where the resource plan's number cannot be true of the image. @default - the plan's number is followed */
  readonly departure?: Departure;
  /** A command that keeps what the process stores below its container's memory limit. @default - the process knows no such bound */
  readonly boundedCommand?: (limit: Memory) => readonly string[];
}

/** One of FaultMaven's containers: what it is, described once for every target. */
export abstract class Service extends Construct {
  /** The short name that a profile uses. A literal in every service, so that one service cannot be passed for another. */
  abstract readonly kind: string;
  /** The name under which other services reach it: the key in the Compose file, the name of the Kubernetes Service. */
  readonly name: DnsLabel;
  readonly image: ImageRepository;
  readonly ports: readonly ServicePort[];
  readonly calls: readonly Service[];
  readonly declares: readonly Service[];
  readonly health: HealthCheck;
  readonly writes: readonly string[];
  readonly persists: readonly PersistentFolder[];
  readonly capabilities: readonly Capability[];
  readonly replication: Replication;
  readonly hazards: readonly Hazard[];
  readonly floor: Floor;
  readonly departure?: Departure;
  readonly boundedCommand?: (limit: Memory) => readonly string[];

  /** @throws UnitError or RangeError if a name, an image or a port is not valid */
  constructor(scope: Construct, name: string, props: ServiceProps) {
    super(scope, name);
    this.name = dnsLabel(name);
    this.image = ImageRepository.parse(props.image);
    this.ports = Object.entries(props.ports ?? {}).map(([id, { container, laptop, opened = true }]) => ({
      name: dnsLabel(id),
      container: port(container),
      laptop: port(laptop),
      opened,
    }));
    this.calls = props.calls ?? [];
    this.declares = props.declares ?? [];
    this.health = props.health;
    this.writes = props.writes ?? [];
    this.persists = props.persists ?? [];
    this.capabilities = props.capabilities ?? [];
    this.replication = props.replication;
    this.hazards = props.hazards ?? [];
    this.floor = props.floor;
    this.departure = props.departure;
    this.boundedCommand = props.boundedCommand;
  }
}

/** A port inside the container, and the one on a laptop that the published Compose file maps to it. */
export interface PortProps {
  readonly container: number;
  readonly laptop: number;
  /** Whether the published file opens it to the whole network. @default - it does */
  readonly opened?: boolean;
}

export interface ServicePort {
  readonly name: DnsLabel;
  readonly container: Port;
  readonly laptop: Port;
  readonly opened: boolean;
}

/** How to ask a service whether it works. `published` says whether FaultMaven's Compose file asks already. */
export type HealthCheck =
  | {
      readonly kind: 'http';
      readonly path: string;
      readonly port: Port;
      /** The program in the image that can make the request. */
      readonly client: 'python' | 'wget' | 'bash';
      readonly startsWithin: Duration;
      readonly published: boolean;
    }
  | {
      readonly kind: 'command';
      readonly command: readonly [string, ...string[]];
      readonly startsWithin: Duration;
      readonly published: boolean;
    };

/** A folder that must outlive its container. */
export interface PersistentFolder {
  /** What is lost with it, in the user's words: `uploads`. */
  readonly holds: string;
  /** Where the image keeps it when nobody says otherwise, inside the container. */
  readonly unset: string;
  /** Where it survives. */
  readonly path: string;
  /** How the image is told: a variable that its code reads, or a volume of the published Compose file mounted at `path`. */
  readonly through: { readonly variable: string } | { readonly volume: string };
}

/** The Linux capabilities that FaultMaven's images need, of those that Docker grants by default. */
export type Capability = 'CHOWN' | 'DAC_OVERRIDE' | 'NET_BIND_SERVICE' | 'SETGID' | 'SETUID';

/** What the image can stand; how many copies run is the profile's choice. */
export type Replication =
  | { readonly kind: 'interchangeable'; readonly onlyWith?: string }
  | { readonly kind: 'exclusive'; readonly because: string }
  | { readonly kind: 'ordinal' }
  | { readonly kind: 'sentinel' };

/** Copies are alike; `onlyWith` names what they must share for that to be true. */
export const interchangeable = (onlyWith?: string): Replication => ({ kind: 'interchangeable', onlyWith });

/** Exactly one may run. */
export const exclusive = (because: string): Replication => ({ kind: 'exclusive', because });

/** The least memory with which the service does its work: a working set with evidence, not advice. */
export interface Floor {
  readonly memory: Memory;
  readonly evidence: string;
}

export const floor = (memory: string, evidence: string): Floor => ({ memory: Memory.parse(memory), evidence });

/** A size of the resource plan that the image cannot live with. */
export interface Departure {
  /** What the plan says. */
  readonly planned: string;
  /** Why it cannot be. */
  readonly because: string;
}

/** Something wrong with a released image that no file of ours can mend. */
export interface Hazard {
  readonly code: string;
  readonly what: string;
  readonly consequence: string;
  readonly wayOut: string;
  readonly evidence: string;
}
