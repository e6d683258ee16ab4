import type { Cpu } from '../units/cpu';
import type { Duration } from '../units/duration';
import type { Memory } from '../units/memory';
import type { Command } from './command';
import type { Destination } from './destination';
import type { Environment } from './environment';
import type { Mount } from './pod';
import { portNamed, type Server, type ServicePort } from './server';
import type { Tool } from './tool';

/** Work beside a service: once, or by a schedule. */
export interface Task {
  /** What it is called beside its service: `bootstrap`. */
  readonly name: string;
  /** Once, and again when its content changes; or by a schedule (five fields of cron, UTC). */
  readonly when: 'once' | { readonly schedule: string };
  /** One after the other, with the same folder `/scratch` between them; the next starts when the one before has succeeded. */
  readonly steps: readonly [Step, ...Step[]];
  /** Mounts of each step, besides the shared folder. @default - none */
  readonly mounts?: readonly Mount[];
  /** Servers whose clients' ports it connects to. @default - none */
  readonly calls?: readonly Server[];
  /** Members that it connects to one by one, through any of the given ports. @default - none */
  readonly attends?: readonly Attendance[];
  /** @default - nothing besides */
  readonly reaches?: readonly Destination[];
  /** Variables, of it or of its service, that say where it puts copies of the service's data. @default - it makes none */
  readonly copiesTo?: readonly string[];
  /** Annotations that give its account rights outside the cluster. @default - none */
  readonly accountAnnotations?: Readonly<Record<string, string>>;
  /** How long one attempt may take, of what a schedule starts. All attempts together may take half as long again, but at most half an hour longer than one. @default - that of the target */
  readonly longest?: Duration;
  /** The limits of each step. Its requests are half of them. */
  readonly limits: { readonly cpu: Cpu; readonly memory: Memory };
}

/** Members of a server, each by some of its ports. */
export interface Attendance {
  readonly server: Server;
  readonly ports: readonly ServicePort[];
}

/** Each member of a server, by some of its ports. @throws RangeError if it has no such port */
export const attending = (server: Server, ...ports: readonly string[]): Attendance => ({
  server,
  ports: ports.map((name) => portNamed(server, name)),
});

export interface Step {
  readonly name: string;
  /** @default - the image of the service */
  readonly image?: Tool;
  readonly command: Command;
  readonly environment: Environment;
}
