import type { LoginPath } from '../units/login-path';
import type { Memory } from '../units/memory';
import type { Origin } from '../units/origin';
import type { SignInUrl } from '../units/sign-in-url';
import type { Server } from './server';

/** What a configuration file may depend on that only the place knows where everything runs. */
export interface Site {
  /** The one host name under which users come in; empty where nobody comes in from outside. */
  readonly host: string;
  /** Asks who a user is before anything else is answered. @default - nobody does: everybody is let in */
  readonly authentication?: ForwardAuthentication;
  /** The largest file that a service takes. */
  readonly largestUpload: Memory;
  /** Networks of all proxies that a request passes: whom these name as the client is believed. @default - only the last one's word is */
  readonly trusts?: readonly string[];
  /** Origins whose pages may call the API, its own host's among them. */
  readonly origins: readonly (Origin | `https://${string}`)[];
  /** Under which names the members of a server are found, each at its own address, in their order. */
  readonly membersOf: (server: Server) => readonly string[];
  /** Names that lead to each of them at an address that stays the same while it moves, in the same order. @returns nothing where there are none */
  readonly memberServicesOf: (server: Server) => readonly string[];
  /** Under which name all replicas of a server that are ready are found, each at its own address. */
  readonly replicasOf: (server: Server) => string;
  /** How many request bodies a replica of the exposed service lets through at once. */
  readonly uploads: { readonly large: number; readonly middling: number };
  /** How many requests a user may make in a minute. */
  readonly requestsPerMinute: number;
}

export interface ForwardAuthentication {
  readonly url: string;
  /** Which headers of its answer tell who the user is. */
  readonly headers: { readonly id: string; readonly email: string; readonly roles: string };
  /** Where a browser is sent that is not signed in. @default - it is answered 401 */
  readonly signIn?: SignInUrl;
  /** What of the host belongs to the login, and leads to the server of `url`. @default - nothing */
  readonly path?: LoginPath;
}

/** Configuration files: where they are, and what is in each. */
export type Configuration = Readonly<Record<string, ConfigurationFile>>;

/** A file, or one that depends on where everything runs. */
export type ConfigurationFile = string | ((site: Site) => string);
