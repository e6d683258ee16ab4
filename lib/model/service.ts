import { Construct } from 'constructs';
import type { Duration } from '../units/duration';
import { ImageRepository } from '../units/image';
import { Memory } from '../units/memory';
import { type DnsLabel, dnsLabel } from '../units/name';
import { type Port, port } from '../units/port';
import type { AccessLog } from './access-log';
import type { Caching, Dashboard, Monitored, Rules } from './alert';
import type { HeldBodies } from './bodies';
import type { Command } from './command';
import type { Compartment } from './compartment';
import type { Destination } from './destination';
import type { ServiceVariables, Where } from './environment';
import type { Hazard } from './hazard';
import type { Metrics } from './metrics';
import type { Page } from './page';
import type { Platform } from './platform';
import type { Release } from './release';
import type { Server, ServicePort } from './server';
import { type Configurable, configurable } from './setting';
import type { Tool } from './tool';
import { type Around, runsOf, type Workload } from './workload';

/** What every service says of itself. Its size is in profiles, and how it runs on a target is that target's. */
export type ServiceProps = About & (Restricted | Privileged);

/** A service whose pods see nothing of their node. */
interface Restricted {
  readonly workload: Workload & { readonly reads?: never; readonly keeps?: never };
  /** Set if it is a part of the platform. @default - it is a service of the application: it always runs, and profiles say its size */
  readonly platform?: PlatformPartProps;
}

/** A service whose pods may read folders of their node, and keep one there. */
interface Privileged {
  readonly workload: Workload;
  readonly platform: PlatformPartProps & { readonly compartment: { readonly pods: 'privileged' } };
}

/** What any service says. */
interface About {
  /** Repository of the image, without a tag. */
  readonly image: string;
  /** The build that its pipeline pushed last. @default - only the base file or the profile names one */
  readonly release?: Release;
  /** @default - the service accepts no connections */
  readonly ports?: Readonly<Record<string, PortProps>>;
  /** The services that the image's code connects to. @default - none, but what it stores in may be one */
  readonly calls?: readonly Service[];
  /** Services that it is meant to call, but that its released image never contacts. @default - none */
  readonly declares?: readonly Service[];
  /** The service that it is the proxy of: it connects to each of its members, and clients reach it under that service's name. @default - none */
  readonly proxiesFor?: Service;
  readonly health: HealthCheck;
  /** Folders with the user's data, or with a long download. @default - none */
  readonly persists?: readonly PersistentFolder[];
  /** The Linux capabilities that it needs; all others are dropped. @default - none */
  readonly capabilities?: readonly Capability[];
  /** Set if it is only for a laptop, or only for a cluster. @default - it is for both */
  readonly onlyIn?: Where;
  /** How it is watched. @default - as every service */
  readonly watched?: WatchedProps;
  /** What it asks of every service, because it watches them. @default - it watches nobody */
  readonly watches?: Watching;
  /** Defects of its released image. @default - none are known */
  readonly hazards?: readonly Hazard[];
  /** What of it no test has run. @default - nothing that matters */
  readonly unproved?: Unproved;
  readonly floor: Floor;
  /** Further images that it needs, for example for backups. @default - none */
  readonly tools?: readonly Tool[];
  /** Set if it takes requests from outside of the cluster. @default - it takes none */
  readonly exposed?: Exposed;
  /** Set if it holds whole request bodies, with what they cost. @default - it holds none */
  readonly bodies?: HeldBodies;
  /** Variables that its image needs. @default - none */
  readonly variables?: ServiceVariables;
  /** What a profile can say of it besides its size, and what follows. @default - nothing */
  readonly configurable?: Configurable;
  /** What it connects to besides services and stores. @default - nothing else */
  readonly reaches?: readonly Destination[];
}

/** What no test of this project has run, and why, as the end of a sentence: always, or with what is around it. */
export type Unproved = string | ((around: Around) => string | undefined);

/** What a part of the platform says besides. */
export interface PlatformPartProps {
  /** Its size and the number of its pods where a profile says nothing of them, as a profile of a cluster says it. */
  readonly usual: Readonly<Record<string, unknown>>;
  /** With which platform it runs. @default - with any */
  readonly with?: (platform: Platform) => boolean;
  /** Where it runs. @default - beside the services of the application */
  readonly compartment?: Compartment;
  /** Its web page, which a profile may show to users. @default - it has none */
  readonly page?: Page;
}

/** What is watched of a service, besides what is watched of every one. */
export interface WatchedProps {
  /** Where its metrics are. @default - it shows none */
  readonly metrics?: readonly Metrics[];
  /** Its alerts, besides those of any service. @default - none */
  readonly rules?: (about: Monitored) => Rules;
  /** What shows how it is, besides what shows it of any service. @default - nothing */
  readonly dashboards?: readonly Dashboard[];
  /** How it logs the requests that it answers. @default - they are not counted from its log */
  readonly accessLog?: AccessLog;
  /** Set if its memory is mostly cache of files. @default - it is not */
  readonly caches?: Caching;
}

/** A service of an application, described once for every target. */
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
  readonly persists: readonly PersistentFolder[];
  readonly capabilities: readonly Capability[];
  readonly workload: Workload;
  readonly onlyIn?: Where;
  readonly onlyWith: (platform: Platform) => boolean;
  readonly compartment?: Compartment;
  readonly page?: Page;
  readonly usual?: Readonly<Record<string, unknown>>;
  readonly metrics: readonly Metrics[];
  readonly watches?: Watching;
  readonly rules: (about: Monitored) => Rules;
  readonly dashboards: readonly Dashboard[];
  readonly accessLog?: AccessLog;
  readonly caches?: Caching;
  readonly hazards: readonly Hazard[];
  readonly unproved?: Unproved;
  readonly floor: Floor;
  readonly tools: readonly Tool[];
  readonly exposed?: Exposed;
  readonly bodies?: HeldBodies;
  readonly variables: ServiceVariables;
  readonly configurable: Configurable;
  readonly reaches: readonly Destination[];

  /** @throws UnitError or RangeError if a name, an image or a port is not valid, or if pods run as root that may not */
  constructor(scope: Construct, name: string, props: ServiceProps) {
    super(scope, name);
    if (runsOf(props.workload)?.user?.uid === 0 && props.platform?.compartment?.pods !== 'privileged')
      throw new RangeError(`${name} runs as root, which only pods of a privileged compartment may`);
    this.name = dnsLabel(name);
    this.image = ImageRepository.parse(props.image);
    this.release = props.release;
    this.ports = Object.entries(props.ports ?? {}).map(
      ([id, { container, laptop, opened = true, inner = false, datagrams = false, cluster = container, onlyWith }]) => ({
        name: dnsLabel(id),
        container: port(container),
        laptop: laptop === undefined ? undefined : port(laptop),
        cluster: port(cluster),
        opened,
        inner,
        onlyWith,
        datagrams,
      }),
    );
    this.calls = props.calls ?? [];
    this.declares = props.declares ?? [];
    this.proxiesFor = props.proxiesFor;
    this.health = props.health;
    this.persists = props.persists ?? [];
    this.capabilities = props.capabilities ?? [];
    this.workload = props.workload;
    this.onlyIn = props.onlyIn;
    this.onlyWith = props.platform?.with ?? (() => true);
    this.compartment = props.platform?.compartment;
    this.page = props.platform?.page;
    this.usual = props.platform?.usual;
    this.metrics = props.watched?.metrics ?? [];
    this.watches = props.watches;
    this.rules = props.watched?.rules ?? (() => ({ alerts: [] }));
    this.dashboards = props.watched?.dashboards ?? [];
    this.accessLog = props.watched?.accessLog;
    this.caches = props.watched?.caches;
    this.hazards = props.hazards ?? [];
    this.unproved = props.unproved;
    this.floor = props.floor;
    this.exposed = props.exposed;
    this.bodies = props.bodies;
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

/** What is asked of services by whoever watches them: their metrics, or whether they answer clients. */
export type Watching = 'metrics' | 'health';

/** A service that takes requests from outside. */
export interface Exposed {
  /** First parts of the paths that it, or a service behind it, answers itself, in lower case. No login may be below one of them. */
  readonly ownPaths: readonly string[];
  /** How it ends TLS itself, where a platform asks for that. @default - it cannot */
  readonly direct?: EndsTls;
  /** Whether it leads to pages of parts of the platform, as its site lists them. @default false */
  readonly pages?: boolean;
  /** Where whoever watches asks for the services behind it. @default - nowhere */
  readonly routes?: AskedRoutes;
}

/** The routes of an exposed service, as whoever watches asks for them: at a port of their own, where nobody has to be signed in. */
export interface AskedRoutes {
  /** The name of the port. */
  readonly port: string;
  readonly of: readonly Route[];
}

/**
 * The way to a service. It is asked with GET, at a path where the service takes other methods only. The service then refuses (405) before it
 * does anything, and nobody on the way gives that answer: so the service is there, and everything on the way works.
 */
export interface Route {
  readonly path: string;
  /** The service that answers. */
  readonly to: Server;
}

/** How a service ends TLS itself. */
export interface EndsTls {
  /** The names of its ports for HTTP and for HTTPS. */
  readonly ports: { readonly http: string; readonly https: string };
  /**
   * The folder in which it looks for certificates: each is `tls.crt` with its key `tls.key` in a folder of its own. It reads them anew when
   * they change. A certificate may be missing when it starts.
   */
  readonly certificates: string;
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
  /** With which platform it listens there. @default - with any */
  readonly onlyWith?: (platform: Platform) => boolean;
  /** Whether it takes datagrams (UDP) as well as connections. @default false */
  readonly datagrams?: boolean;
}

/** How to ask a service whether it works. `published`: whether the published Compose file has a health check. */
export type HealthCheck =
  | {
      readonly kind: 'http';
      readonly path: string;
      readonly port: Port;
      /** The command of a cluster's startup and liveness probes, if `path` also fails while something is away that it depends on. @default - they ask `path` */
      readonly alive?: Command;
      /** The program in the image that can make the request. */
      readonly client: 'python' | 'wget' | 'bash';
      /** The readiness probe of a cluster, if it differs from the liveness probe. @default - the same path */
      readonly ready?: { readonly path: string; readonly every: Duration; readonly failures: number };
      /** How long its start takes with one CPU. */
      readonly startsWithin: Duration;
      /** How long a healthy process may not answer because it computes, with one CPU. @default - it always answers */
      readonly busyFor?: Duration;
      readonly published: boolean;
    }
  | {
      readonly kind: 'command';
      readonly command: Command;
      /** The probe of a cluster, if it differs. @default - the same command, every 30 seconds */
      readonly inCluster?: CommandProbe & {
        /** The startup probe, if it differs. @default - it does not */
        readonly starting?: Omit<CommandProbe, 'failures'>;
      };
      readonly startsWithin: Duration;
      readonly published: boolean;
    };

/** A probe that runs a command. */
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
  /** The image's own default path, inside the container. */
  readonly unset: string;
  /** The path that survives. */
  readonly path: string;
  /** How the data gets to `path`: by a variable that the code reads, or by a volume of the published Compose file that is mounted there. */
  readonly through: { readonly variable: string } | { readonly volume: string; readonly told?: OtherFolder };
}

/** How a base file can make an image store elsewhere than in the folder of the volume. */
export interface OtherFolder {
  /** A variable that names another folder. */
  readonly variable: string;
  /** An argument of its command that does. */
  readonly argument: string;
  /** A variable that turns storing off if it is false. */
  readonly stores: string;
}

/** The Linux capabilities that images need. Docker grants all of them by default. */
export type Capability = 'CHOWN' | 'DAC_OVERRIDE' | 'NET_BIND_SERVICE' | 'SETGID' | 'SETUID';

/** The least memory with which the service works: a measured or estimated working set, with its evidence. */
export interface Floor {
  readonly memory: Memory;
  readonly evidence: string;
}

export const floor = (memory: string, evidence: string): Floor => ({ memory: Memory.parse(memory), evidence });
