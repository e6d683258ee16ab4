import type { LoginPath } from '../units/login-path';
import type { Memory } from '../units/memory';
import type { Origin } from '../units/origin';
import type { SignInUrl } from '../units/sign-in-url';
import type { Server } from './server';

/** What a configuration file may need to know of the cluster that it is for. */
export interface Site {
  /** The one host name under which users come in; empty where nobody comes in from outside. */
  readonly host: string;
  /** The forward authentication. @default - there is none: everybody is let in */
  readonly authentication?: ForwardAuthentication;
  /** The largest file that a service takes. */
  readonly largestUpload: Memory;
  /** Networks of the proxies whose word on the client's address is trusted. @default - only the last proxy is trusted */
  readonly trusts?: readonly string[];
  /** Origins whose pages may call the API, its own host's among them. */
  readonly origins: readonly (Origin | `https://${string}`)[];
  /** The DNS names of the members of a server, in their order. */
  readonly membersOf: (server: Server) => readonly string[];
  /** The DNS names of the Services with a stable address for each member, in the same order; none if the members have no such Services. */
  readonly memberServicesOf: (server: Server) => readonly string[];
  /** The DNS name that resolves to the address of each ready replica of a server. */
  readonly replicasOf: (server: Server) => string;
  /** How many request bodies a replica of the exposed service lets through at once. */
  readonly uploads: { readonly large: number; readonly middling: number };
  /** How many requests a user may make in a minute. */
  readonly requestsPerMinute: number;
}

export interface ForwardAuthentication {
  readonly url: string;
  /** The headers of its answer that say who the user is. */
  readonly headers: { readonly id: string; readonly email: string; readonly roles: string };
  /** The page that a browser is sent to if its user is not signed in. @default - it gets 401 */
  readonly signIn?: SignInUrl;
  /** The path of the host that leads to the login, on the server of `url`. @default - none */
  readonly path?: LoginPath;
}

/** Configuration files, by their paths. */
export type Configuration = Readonly<Record<string, ConfigurationFile>>;

/** The text of a file, or a function of the site that returns it. */
export type ConfigurationFile = string | ((site: Site) => string);
