import type { Duration } from '../units/duration';
import type { Memory } from '../units/memory';
import type { ObjectName } from '../units/name';
import type { Command } from './command';
import type { Environment } from './environment';
import type { SecretKey } from './secret';
import type { Configuration } from './site';
import type { Amounts, VolumeSize } from './size';
import type { Tool } from './tool';

/** What one pod is made of. */
export interface Pod {
  readonly containers: readonly [Container, ...Container[]];
  /** Run one after the other, each to its end, before the containers start. @default - none */
  readonly before?: readonly InitContainer[];
  /** What every container has in its file system, besides its own mounts and an empty `/tmp`. @default - nothing */
  readonly mounts?: readonly Mount[];
  /** How long it may take to hand over and to end. @default - what the target allows */
  readonly grace?: Duration;
  /** As whom the image's programs have to run. @default - as anybody */
  readonly user?: { readonly uid: number; readonly gid: number; readonly because: string };
  /** Labels that its programs look for. @default - none besides those that every pod has */
  readonly labels?: Readonly<Record<string, string>>;
  /** What its programs may do with the API of the cluster. @default - nothing */
  readonly rights?: readonly Right[];
}

export interface InitContainer {
  readonly name: string;
  /** @default - the image of the service */
  readonly image?: Tool;
  readonly command: Command;
  readonly environment: Environment;
  /** What it asks for and may take. @default - the size of the service */
  readonly size?: Amounts;
  /** What it has in its file system besides what all have. @default - nothing */
  readonly mounts?: readonly Mount[];
}

export interface Container extends InitContainer {
  /** Names of the service's ports on which it listens. @default - none */
  readonly ports?: readonly string[];
  readonly probes: Probes;
  /** Run before the container is told to stop; it is told when this has ended. @default - it is told at once */
  readonly preStop?: Command;
}

/** What a container is asked again and again. */
export interface Probes {
  /** Whether it has started: nothing else is asked before. @default - it has at once */
  readonly startup?: Probe;
  /** Whether it works: if not, it is started again. @default - as long as its process runs */
  readonly liveness?: Probe;
  /** Whether it can serve: if not, it is sent no requests. @default - as soon as it has started */
  readonly readiness?: Probe;
}

export interface Probe {
  readonly ask: { readonly command: Command } | { readonly path: string; readonly port: string };
  readonly every: Duration;
  readonly timeout: Duration;
  /** How often in a row it may fail before something is done. */
  readonly failures: number;
}

/** Something in the file system of a container that is not of its image. */
export interface Mount {
  /** An absolute path. */
  readonly at: string;
  readonly volume: Volume;
  /** A file or a folder of the volume that stands at the path. @default - all of it */
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
  /** A read-only folder of files. */
  | { readonly kind: 'files'; readonly name: string; readonly sources: readonly [FilesSource, ...FilesSource[]] };

/** Where files come from, by their names in the folder. */
export type FilesSource =
  | {
      readonly kind: 'configuration';
      /** What they are called beside their service: `configuration`. */
      readonly name: string;
      readonly files: Configuration;
      /** Whether a change leaves running pods alone, because nobody reads the files again. @default - pods are replaced with every change */
      readonly readOnce?: true;
    }
  | { readonly kind: 'secret'; readonly files: Readonly<Record<string, SecretKey>> };

/** What programs of a pod may do with the API of the cluster that they run in, and nothing else. */
export type Right =
  /** See the pods of the namespace, and change those of their own workload. */
  | { readonly kind: 'own-pods' }
  /** Make objects of the kind that holds locks and shared state, see them all, and change those of these names. */
  | { readonly kind: 'lock-objects'; readonly names: readonly string[] };

/** An empty folder. */
export const scratch = (at: string, size?: Memory): Mount => ({ at, volume: { kind: 'scratch', size } });

/** A disk with the size that a profile gives it. */
export const disk = (name: string, size: VolumeSize): Volume => ({ kind: 'disk', name, ...size });

/** Files of the service's own. */
export const files = (name: string, configuration: Configuration) =>
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
