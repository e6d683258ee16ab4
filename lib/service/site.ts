import type { Memory } from '../units/memory';
import type { Server } from './server';

/** What a configuration file may depend on that only the place knows where everything runs. */
export interface Site {
  /** The one host of dashboard and API. */
  readonly host: string;
  /** Asks who a user is before anything else is answered. @default - nobody does: everybody is let in */
  readonly authentication?: ForwardAuthentication;
  /** The largest file that a service takes. */
  readonly largestUpload: Memory;
  /** Networks of those that pass requests on: whom they name as the client is believed. */
  readonly trusts: readonly string[];
  /** Under which names the members of a server are found, each at its own address, in their order. */
  readonly membersOf: (server: Server) => readonly string[];
  /** Names that lead to each of them at an address that stays the same while it moves, in the same order. @returns nothing where there are none */
  readonly memberServicesOf: (server: Server) => readonly string[];
}

export interface ForwardAuthentication {
  readonly url: string;
  /** Which headers of its answer tell who the user is. */
  readonly headers: { readonly id: string; readonly email: string; readonly roles: string };
}

/** Configuration files: where they are, and what is in each. */
export type Configuration = Readonly<Record<string, ConfigurationFile>>;

/** A file, or one that depends on where everything runs. */
export type ConfigurationFile = string | ((site: Site) => string);
