import { Construct } from 'constructs';
import type { Duration } from '../units/duration';
import { ImageRepository } from '../units/image';
import { Memory } from '../units/memory';
import { type DnsLabel, dnsLabel } from '../units/name';
import { type Port, port } from '../units/port';
import type { HeldBodies } from './bodies';
import type { Command } from './command';
import type { Destination } from './destination';
import type { ServiceVariables, Where } from './environment';
import type { Hazard } from './hazard';
import type { Release } from './release';
import type { Server, ServicePort } from './server';
import { type Configurable, configurable } from './setting';
import type { Tool } from './tool';
import type { Workload } from './workload';

/** What every service says of itself. No size and no target: those belong to a profile and to a synthesizer. */
export interface ServiceProps {
  /** Repository of the image, without a tag. */
  readonly image: string;
  /** The build that its pipeline pushed last. @default - the base file's, or the profile's, matters alone */
  readonly release?: Release;
  /** @default - the service accepts no connections */
  readonly ports?: Readonly<Record<string, PortProps>>;
  /** The services that the image's code connects to. @default - none, but what it stores in may be one */
  readonly calls?: readonly Service[];
  /** Services that it is meant to call, but that today's image never contacts. @default - none */
  readonly declares?: readonly Service[];
  /** The service whose members it looks after, one by one, and in whose name it answers. @default - none */
  readonly proxiesFor?: Service;
  readonly health: HealthCheck;
  /** Folders it writes to, whose content may be lost. @default - none */
  readonly writes?: readonly string[];
  /** Folders whose loss is a loss of the user's data or of a long download. @default - none */
  readonly persists?: readonly PersistentFolder[];
  /** What it needs besides an empty capability set. @default - none */
  readonly capabilities?: readonly Capability[];
  readonly workload: Workload;
  /** The only surroundings that it is meant for. @default - all */
  readonly onlyIn?: Where;
  /** What is wrong with today's image. @default - nothing known */
  readonly hazards?: readonly Hazard[];
  readonly floor: Floor;
  /** Why it runs although the resource plan's tables do not have it. @default - they have it */
  readonly beyondPlan?: string;
  /** Why there is more to each replica than the resource plan counts, where `sidecar` gives it a size. @default - there is not */
  readonly sidecar?: string;
  /** Where the resource plan's number cannot be true of the image. @default - the plan's number is followed */
  readonly departure?: Departure;
  /** Images that do something for it. @default - none */
  readonly tools?: readonly Tool[];
  /** What is known of it where it is where users come in. @default - it is not */
  readonly exposed?: Exposed;
  /** What it costs it that it holds the bodies of requests whole. @default - it does not */
  readonly bodies?: HeldBodies;
  /** Variables that its image needs. @default - none */
  readonly variables?: ServiceVariables;
  /** What a profile can say of it besides its size, and what follows. @default - nothing */
  readonly configurable?: Configurable;
  /** What it connects to besides services and stores. @default - nothing */
  readonly reaches?: readonly Destination[];
  /** How much of its memory limit its data can take. @default - it keeps no data in memory */
  readonly stores?: Stored;
}

/** One of an application's services: what it is, described once for every target. */
export abstract class Service extends Construct implements Server {
  /** The short name that a profile uses. A literal in every service, so that one service cannot be passed for another. */
  abstract readonly kind: string;
  /** The name under which other services reach it: the key in the Compose file, the name of the Kubernetes Service. */
  readonly name: DnsLabel;
  readonly image: ImageRepository;
  readonly release?: Release;
  readonly ports: readonly ServicePort[];
  readonly calls: readonly Server[];
  readonly declares: readonly Service[];
  readonly proxiesFor?: Service;
  readonly health: HealthCheck;
  readonly writes: readonly string[];
  readonly persists: readonly PersistentFolder[];
  readonly capabilities: readonly Capability[];
  readonly workload: Workload;
  readonly onlyIn?: Where;
  readonly hazards: readonly Hazard[];
  readonly floor: Floor;
  readonly departure?: Departure;
  readonly stores?: Stored;
  readonly tools: readonly Tool[];
  readonly exposed?: Exposed;
  readonly bodies?: HeldBodies;
  readonly beyondPlan?: string;
  readonly sidecar?: string;
  readonly variables: ServiceVariables;
  readonly configurable: Configurable;
  readonly reaches: readonly Destination[];

  /** @throws UnitError or RangeError if a name, an image or a port is not valid */
  constructor(scope: Construct, name: string, props: ServiceProps) {
    super(scope, name);
    this.name = dnsLabel(name);
    this.image = ImageRepository.parse(props.image);
    this.release = props.release;
    this.ports = Object.entries(props.ports ?? {}).map(
      ([id, { container, laptop, opened = true, inner = false, cluster = container }]) => ({
        name: dnsLabel(id),
        container: port(container),
        laptop: laptop === undefined ? undefined : port(laptop),
        cluster: port(cluster),
        opened,
        inner,
      }),
    );
    this.calls = props.calls ?? [];
    this.declares = props.declares ?? [];
    this.proxiesFor = props.proxiesFor;
    this.health = props.health;
    this.writes = props.writes ?? [];
    this.persists = props.persists ?? [];
    this.capabilities = props.capabilities ?? [];
    this.workload = props.workload;
    this.onlyIn = props.onlyIn;
    this.hazards = props.hazards ?? [];
    this.floor = props.floor;
    this.departure = props.departure;
    this.stores = props.stores;
    this.exposed = props.exposed;
    this.bodies = props.bodies;
    this.beyondPlan = props.beyondPlan;
    this.sidecar = props.sidecar;
    this.tools = props.tools ?? [];
    this.configurable = props.configurable ?? configurable({});
    this.variables = props.variables ?? {};
    this.reaches = props.reaches ?? [];
  }

  /** Under which URL others in the cluster reach it. @throws RangeError if it accepts no connections */
  get url(): string {
    const [first] = this.ports;
    if (first === undefined) throw new RangeError(`${this.name} accepts no connections`);
    return `http://${this.name}:${first.cluster}`;
  }
}

/** How much data a service that keeps all of it in memory can hold under a memory limit: who upgrades has to know both. */
export interface Stored {
  readonly most: (size: { readonly memory: { readonly limit: Memory } }) => Memory;
  /** The same in the releases before that was changed. */
  readonly formerly: (size: { readonly memory: { readonly limit: Memory } }) => Memory;
  readonly survived: Survived;
}

/** With how much data a service was seen to survive the worst that its memory limit has to bear. */
export interface Survived {
  /** The most of it. */
  readonly upTo: (limit: Memory) => Memory;
  /** What becomes of the service with more. */
  readonly otherwise: string;
  /** What was run, and what was seen. */
  readonly evidence: string;
}

/** A service that takes requests from outside. */
export interface Exposed {
  /** First parts of the paths that it, or a service behind it, answers itself, in lower case. No login may be below one of them. */
  readonly ownPaths: readonly string[];
}

/** A port inside the container, and the one on a laptop that the published Compose file maps to it. */
export interface PortProps {
  readonly container: number;
  /** What the published Compose file maps to it. @default - nothing: it is in no Compose file */
  readonly laptop?: number;
  /** Whether the published file opens it to the whole network. @default - it does */
  readonly opened?: boolean;
  /** Where a cluster's command listens, if that is elsewhere than the image by itself. @default - the container's */
  readonly cluster?: number;
  /** Whether it is for its own members, and for whoever looks after them, only. @default - it is for clients */
  readonly inner?: boolean;
}

/** How to ask a service whether it works. `published` says whether the published Compose file asks already. */
export type HealthCheck =
  | {
      readonly kind: 'http';
      readonly path: string;
      readonly port: Port;
      /** The program in the image that can make the request. */
      readonly client: 'python' | 'wget' | 'bash';
      /** Where a cluster asks whether it can serve, if that is another question than whether it works. @default - the same question */
      readonly ready?: { readonly path: string; readonly every: Duration; readonly failures: number };
      /** On a CPU of its own. */
      readonly startsWithin: Duration;
      /** For how long a sound process may answer nobody, on a CPU of its own: it computes. @default - it always answers */
      readonly busyFor?: Duration;
      readonly published: boolean;
    }
  | {
      readonly kind: 'command';
      readonly command: Command;
      /** Where a cluster asks in another way. @default - with the same command, every half minute */
      readonly inCluster?: CommandProbe & {
        /** How it asks until it has the first answer. @default - in the same way */
        readonly starting?: Omit<CommandProbe, 'failures'>;
      };
      readonly startsWithin: Duration;
      readonly published: boolean;
    };

/** A command that a cluster asks again and again. */
export interface CommandProbe {
  readonly command: Command;
  readonly every: Duration;
  readonly timeout: Duration;
  readonly failures: number;
}

/** A folder that must outlive its container. */
export interface PersistentFolder {
  /** What is lost with it, in the user's words: `uploads`. */
  readonly holds: string;
  /** Where the image keeps it when nobody says otherwise, inside the container. */
  readonly unset: string;
  /** Where it survives. */
  readonly path: string;
  /** How the image is told: a variable that its code reads, or a volume of the published Compose file mounted at `path`. */
  readonly through: { readonly variable: string } | { readonly volume: string; readonly told?: OtherFolder };
}

/** How an image is told to store elsewhere than in the folder that a volume is mounted at. */
export interface OtherFolder {
  /** A variable that names another folder. */
  readonly variable: string;
  /** An argument of its command that does. */
  readonly argument: string;
  /** A variable that, if it is false, lets it store nothing. */
  readonly stores: string;
}

/** The Linux capabilities that images need, of those that Docker grants by default. */
export type Capability = 'CHOWN' | 'DAC_OVERRIDE' | 'NET_BIND_SERVICE' | 'SETGID' | 'SETUID';

/** The least memory with which the service does its work: a working set with evidence, not advice. */
export interface Floor {
  readonly memory: Memory;
  readonly evidence: string;
}

export const floor = (memory: string, evidence: string): Floor => ({ memory: Memory.parse(memory), evidence });

/** A size of the resource plan that the image cannot live with. */
export interface Departure {
  /** What the plan says, of memory. */
  readonly planned: Memory;
  /** Why it cannot be. */
  readonly because: string;
}
