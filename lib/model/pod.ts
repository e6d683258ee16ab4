import { type Duration, seconds } from '../units/duration';
import type { Memory } from '../units/memory';
import type { ObjectName } from '../units/name';
import type { Command, ContainerCommand } from './command';
import type { Destination } from './destination';
import type { Environment } from './environment';
import type { SecretKey } from './secret';
import type { Configuration, Site } from './site';
import type { Amounts, VolumeSize } from './size';
import type { Tool } from './tool';

/** The parts of a pod. */
export interface Pod {
  readonly containers: readonly [Container, ...Container[]];
  /** Run one after the other, each to its end, before the containers start. @default - none */
  readonly before?: readonly InitContainer[];
  /** Mounts of every container, besides its own and an empty `/tmp`. @default - none */
  readonly mounts?: readonly Mount[];
  /** How long it may take to stop (the termination grace period). @default - that of the target */
  readonly grace?: Duration;
  /** The user and group that the image's programs need. @default - those of the target */
  readonly user?: PodUser;
  /** Labels that its programs look for. @default - none besides those that every pod has */
  readonly labels?: Readonly<Record<string, string>>;
  /** What its programs may do with the API of the cluster. @default - nothing */
  readonly rights?: readonly Right[];
}

/** A user and a group, and why no other will do. */
export interface PodUser {
  /** 0 is root, who may read every folder of a node. Only where pods may do anything. */
  readonly uid: number;
  readonly gid: number;
  readonly because: string;
}

export interface InitContainer {
  readonly name: string;
  /** @default - the image of the service */
  readonly image?: Tool;
  readonly command: ContainerCommand;
  readonly environment: Environment;
  /** Its requests and limits. @default - those of the service */
  readonly size?: Amounts;
  /** Its own mounts, besides those of all containers of the pod. @default - none */
  readonly mounts?: readonly Mount[];
}

export interface Container extends InitContainer {
  /** Names of the service's ports on which it listens. @default - none */
  readonly ports?: readonly string[];
  readonly probes: Probes;
  /** Run before the container gets SIGTERM, which it gets when this command has ended. @default - it gets SIGTERM immediately */
  readonly preStop?: Command;
}

/** The probes of a container. */
export interface Probes {
  /** Whether it has started. The other probes begin afterwards. @default - it counts as started immediately */
  readonly startup?: Probe;
  /** Whether it works. It is restarted if not. @default - it works as long as its process runs */
  readonly liveness?: Probe;
  /** Whether it can serve. It gets no requests if not. @default - it can as soon as it has started */
  readonly readiness?: Probe;
}

export interface Probe {
  /** A command, or a path. `tls`: whether the port speaks TLS, whose certificate is not looked at. @default tls - it speaks plain HTTP */
  readonly ask: { readonly command: Command } | { readonly path: string; readonly port: string; readonly tls?: true };
  readonly every: Duration;
  readonly timeout: Duration;
  /** After how many failures in a row the probe has failed. */
  readonly failures: number;
}

/** Probes that ask paths of one port. Each has five seconds for its answer. */
export const askedAt =
  (port: string) =>
  (path: string, every: number, failures: number): Probe => ({
    ask: { path, port },
    every: seconds(every),
    timeout: seconds(5),
    failures,
  });

/** A volume, or a part of one, at a path of a container. */
export interface Mount {
  /** An absolute path. */
  readonly at: string;
  readonly volume: Volume;
  /** The file or folder of the volume that is mounted. @default - the whole volume */
  readonly part?: string;
}

/** What can be mounted. The same object at several places, or in several containers, is one volume. */
export type Volume =
  /** An empty folder, lost with the pod. In memory it counts as the container's memory. @default size - what the profile says of such folders */
  | { readonly kind: 'scratch'; readonly size?: Memory; readonly medium?: 'memory' }
  /** A disk of the pod's own, which outlives it. */
  | ({ readonly kind: 'disk'; readonly name: string } & VolumeSize)
  /** A claim of the operator's, read-only. */
  | { readonly kind: 'claim'; readonly name: ObjectName }
  /**
   * A folder of the node that the pod runs on. Only where pods may do anything. `own`: it is the pod's own, which may write there and makes it
   * if it is missing. @default own - it is there, and may only be read
   */
  | { readonly kind: 'node-folder'; readonly path: string; readonly own?: true }
  /** A read-only folder of files. */
  | { readonly kind: 'files'; readonly name: string; readonly sources: readonly [FilesSource, ...FilesSource[]] };

/** Where files come from, by their names in the folder. */
export type FilesSource =
  | {
      readonly kind: 'configuration';
      /** What they are called beside their service: `configuration`. */
      readonly name: string;
      /** The files by their names, or a function of the site that returns their texts where the site says which files there are. */
      readonly files: Configuration | ((site: Site) => Readonly<Record<string, string>>);
      /**
       * Why running pods stay when the files change: nothing reads them again, or a program watches them and reads them again by itself.
       *
       * @default - pods are replaced with every change
       */
      readonly stays?: 'read once' | 'read again';
    }
  | {
      readonly kind: 'secret';
      readonly files: Readonly<Record<string, SecretKey>>;
      /** Whether a pod starts without them, and gets them when they are there. @default - it waits for them */
      readonly mayBeMissing?: boolean;
    };

/** What the programs of a pod may do with the API of their cluster. They may do nothing else. */
export type Right =
  /** See the pods of the namespace, and change those of their own workload. */
  | { readonly kind: 'own-pods' }
  /** Create objects for locks and shared state, see all of that kind, and change those with these names. */
  | { readonly kind: 'lock-objects'; readonly names: readonly string[] }
  /** Find the pods of the deployment, in each of its namespaces. */
  | { readonly kind: 'find-pods' }
  /** See the objects of the deployment, in each of its namespaces: not what is in its Secrets and its configuration files. */
  | { readonly kind: 'see-objects' }
  /** See what the cluster says has happened to the objects of the deployment, in each of its namespaces. */
  | { readonly kind: 'see-events' }
  /** See the nodes of the cluster and its disks. Only the deployment that owns the cluster may. */
  | { readonly kind: 'see-nodes' }
  /** Read on each node how much its containers and its disks take. Only the deployment that owns the cluster may. */
  | { readonly kind: 'read-nodes' };

/** What programs with these rights connect to. */
export const reachedWith = (rights: readonly Right[]): readonly Destination[] => [
  ...(rights.length === 0 ? [] : [{ kind: 'cluster-api' } as const]),
  ...(rights.some(({ kind }) => kind === 'read-nodes') ? [{ kind: 'nodes' } as const] : []),
];

/** An empty folder. */
export const scratch = (at: string, size?: Memory): Mount => ({ at, volume: { kind: 'scratch', size } });

/** A disk with the size that a profile gives it. */
export const disk = (name: string, size: VolumeSize): Volume => ({ kind: 'disk', name, ...size });

/** Files of the service's own. */
export const files = (name: string, configuration: Extract<FilesSource, { kind: 'configuration' }>['files']) =>
  ({ kind: 'configuration', name, files: configuration }) as const satisfies FilesSource;

/** Everything that the containers of a pod have mounted, in their order. */
export const mountsIn = ({ mounts = [], before = [], containers }: Pod): readonly Mount[] => [
  ...mounts,
  ...[...before, ...containers].flatMap((container) => container.mounts ?? []),
];

/** The volumes of a pod, each once. */
export const volumesIn = (pod: Pod): readonly Volume[] => [...new Set(mountsIn(pod).map(({ volume }) => volume))];

/** Its disks. */
export const disksIn = (pod: Pod): readonly Extract<Volume, { readonly kind: 'disk' }>[] =>
  volumesIn(pod).filter((volume) => volume.kind === 'disk');
