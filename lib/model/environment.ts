import type { SecretKey } from './secret';
import type { Server } from './server';

/** Variables of which everything is known. */
export type Variables = Readonly<Record<string, string>>;

/** Where a service runs, which decides who tells its image what: on a laptop the published Compose file tells most of it. */
export type Where = 'laptop' | 'cluster';

/** The variables of a service: each for every target, or for those in one surrounding alone. */
export type ServiceVariables = Readonly<Record<string, string | OnlyIn>>;

export type OnlyIn =
  | { readonly onlyIn: 'laptop'; readonly value: string }
  | { readonly onlyIn: 'cluster'; readonly value: EnvironmentValue };

/** Variables that only one surrounding needs. A laptop knows nothing but texts. */
export function onlyIn(where: 'laptop', variables: Variables): ServiceVariables;
export function onlyIn(where: 'cluster', variables: Environment): ServiceVariables;
export function onlyIn(where: Where, variables: Environment): ServiceVariables {
  return Object.fromEntries(Object.entries(variables).map(([name, value]) => [name, { onlyIn: where, value } as OnlyIn]));
}

/** Those of the variables that are meant for where the service runs. */
export function meantFor(where: 'laptop', variables: ServiceVariables): Variables;
export function meantFor(where: Where, variables: ServiceVariables): Environment;
export function meantFor(where: Where, variables: ServiceVariables): Environment {
  return Object.fromEntries(
    Object.entries(variables).flatMap(([name, value]): (readonly [string, EnvironmentValue])[] => {
      if (typeof value === 'string') return [[name, value]];
      return value.onlyIn === where ? [[name, value.value]] : [];
    }),
  );
}

/** What every container of a cluster gets: `/tmp` is the only folder that each may write to. */
export const EVERY_CONTAINER: Variables = { HOME: '/tmp' };

/** The variables that an image's code reads. Nothing else belongs here: a variable that nobody reads is a false promise. */
export type Environment = Readonly<Record<string, EnvironmentValue>>;

/** A literal, or something that only a target can tell. */
export type EnvironmentValue =
  | string
  | SecretKey
  /** Where browsers come from, in the notation that this image reads: a JSON list or a list with commas. */
  | { readonly kind: 'allowed-origins'; readonly as: 'json' | 'commas' }
  /** The container's CPU limit in whole CPUs, rounded up. */
  | { readonly kind: 'cpu-limit' }
  /** The name under which the container knows itself. */
  | { readonly kind: 'own-name' }
  /** The address at which others reach it. */
  | { readonly kind: 'own-address' }
  /** The part of the cluster that it runs in. */
  | { readonly kind: 'namespace' }
  /** The names of all members of a server, in their order, with a space between them. */
  | { readonly kind: 'members'; readonly of: Server }
  /** Names that lead to each of them at an address that stays the same while it moves, in the same order. */
  | { readonly kind: 'member-services'; readonly of: Server };

export const allowedOrigins = (as: 'json' | 'commas'): EnvironmentValue => ({ kind: 'allowed-origins', as });
export const cpuLimit: EnvironmentValue = { kind: 'cpu-limit' };
export const ownName: EnvironmentValue = { kind: 'own-name' };
export const ownAddress: EnvironmentValue = { kind: 'own-address' };
export const namespace: EnvironmentValue = { kind: 'namespace' };
export const membersOf = (server: Server): EnvironmentValue => ({ kind: 'members', of: server });
export const memberServicesOf = (server: Server): EnvironmentValue => ({ kind: 'member-services', of: server });
