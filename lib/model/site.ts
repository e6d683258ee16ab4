import type { LoginPath } from '../units/login-path';
import type { Memory } from '../units/memory';
import type { Origin } from '../units/origin';
import type { SignInUrl } from '../units/sign-in-url';
import type { Watched } from './alert';
import type { Logging } from './logging';
import type { Monitoring } from './monitoring';
import type { Page } from './page';
import type { Platform } from './platform';
import type { Server } from './server';

/** What a configuration file may need to know of the cluster that it is for. */
export interface Site {
  /** The host name under which users come in, the first one if there are several; empty where nobody comes in from outside. */
  readonly host: string;
  /** All host names under which users come in, in the profile's order, without those of pages. */
  readonly hosts: readonly string[];
  /** Pages of parts of the platform that are shown to users. */
  readonly pages: readonly ShownPage[];
  /** What the exposed service has to know if it ends TLS itself. @default - something in front of it ends TLS */
  readonly direct?: Direct;
  readonly platform: Platform;
  readonly logging: Logging;
  readonly monitoring: Monitoring;
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
  /** The DNS name under which clients reach a server, in full. */
  readonly nameOf: (server: Server) => string;
  /** The command that makes a port of a server answer at the same port of the machine that it is run on. */
  readonly forwarding: (server: Server, port: number) => string;
  /** The namespaces of the deployment, its main one first. */
  readonly namespaces: readonly string[];
  /** Every service that runs, with what there is to watch of it. */
  readonly monitored: readonly Watched[];
  /** The DNS name that resolves to the address of each ready replica of a server. */
  readonly replicasOf: (server: Server) => string;
  /** How many request bodies a replica of the exposed service lets through at once. */
  readonly uploads: { readonly large: number; readonly middling: number };
  /** How many requests a user may make in a minute. */
  readonly requestsPerMinute: number;
}

/** A page of a part of the platform that users who are signed in may see. */
export interface ShownPage extends Omit<Page, 'port'> {
  readonly server: Server;
  /** The host name under which it is shown, which is that of nothing else. */
  readonly host: string;
  /** Name and port under which it answers in the cluster. */
  readonly address: string;
}

/** How the exposed service ends TLS itself. */
export interface Direct {
  /** Each host with the name of the folder that its certificate is in. */
  readonly certificates: readonly { readonly host: string; readonly folder: string }[];
  /** What browsers are told of HTTP without TLS. @default - nothing */
  readonly hsts?: { readonly maxAge: number; readonly subdomains: boolean };
  /** Networks of the load balancer, which says in the PROXY protocol who connects to it. @default - connections come from clients themselves */
  readonly proxyProtocol?: readonly string[];
  /** How many requests of one address a replica works on at once. */
  readonly requestsPerAddress: number;
  /** Name and port under which whoever solves an HTTP-01 challenge is found. @default - nobody solves any */
  readonly solvers?: string;
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
