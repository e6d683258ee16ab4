import type { SecretKey } from './secret';
import type { Server } from './server';
import type { Site } from './site';
import type { WithVariables } from './with-variables';

/** Variables whose values are literal texts. */
export type Variables = Readonly<Record<string, string>>;

/**
 * Where a service runs. On a laptop it is one container, and the published Compose file sets most variables. In a cluster it has pods on
 * many nodes, and nobody else sets any. A target is for one of the two; the model knows no target.
 */
export type Where = 'laptop' | 'cluster';

/** The variables of a service: each for a laptop and a cluster, or for one of them only. */
export type ServiceVariables = Readonly<Record<string, string | OnlyIn>>;

export type OnlyIn =
  | { readonly onlyIn: 'laptop'; readonly value: string }
  | { readonly onlyIn: 'cluster'; readonly value: EnvironmentValue };

/** Variables that only a laptop or only a cluster needs. On a laptop only literal texts are possible. */
export function onlyIn(where: 'laptop', variables: Variables): ServiceVariables;
export function onlyIn(where: 'cluster', variables: Environment): ServiceVariables;
export function onlyIn(where: Where, variables: Environment): ServiceVariables {
  return Object.fromEntries(Object.entries(variables).map(([name, value]) => [name, { onlyIn: where, value } as OnlyIn]));
}

/** The variables that are for where the service runs. */
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

/** Set in every container of a cluster. `/tmp` is the only folder that each of them can write to. */
export const EVERY_CONTAINER: Variables = { HOME: '/tmp' };

/** Variables that an image's code reads. A variable that no code reads does not belong here: it would promise an effect that it has not. */
export type Environment = Readonly<Record<string, EnvironmentValue>>;

/** A literal, or a value that only a target knows. */
export type EnvironmentValue =
  | string
  | SecretKey
  | WithVariables
  /** The origins that may call the API from a browser, in the notation that this image reads. */
  | { readonly kind: 'allowed-origins'; readonly as: 'json' | 'commas' }
  /** The container's CPU limit in whole CPUs, rounded up. */
  | { readonly kind: 'cpu-limit' }
  /** The name of the pod. */
  | { readonly kind: 'own-name' }
  /** The IP address of the pod. */
  | { readonly kind: 'own-address' }
  /** The name of the node that the pod runs on. */
  | { readonly kind: 'own-node' }
  /** The namespace of the pod. */
  | { readonly kind: 'namespace' }
  /** The names of all members of a server, in their order, with a space between them. */
  | { readonly kind: 'members'; readonly of: Server }
  /** The names of the Services with a stable address for each member, in the same order. */
  | { readonly kind: 'member-services'; readonly of: Server }
  /** What a configuration file could say as well, for programs that read it from nowhere else. */
  | { readonly kind: 'of-site'; readonly text: (site: Site) => string };

export const allowedOrigins = (as: 'json' | 'commas'): EnvironmentValue => ({ kind: 'allowed-origins', as });
export const cpuLimit: EnvironmentValue = { kind: 'cpu-limit' };
export const ownName: EnvironmentValue = { kind: 'own-name' };
export const ownAddress: EnvironmentValue = { kind: 'own-address' };
export const ownNode: EnvironmentValue = { kind: 'own-node' };
export const namespace: EnvironmentValue = { kind: 'namespace' };
export const membersOf = (server: Server): EnvironmentValue => ({ kind: 'members', of: server });
export const memberServicesOf = (server: Server): EnvironmentValue => ({ kind: 'member-services', of: server });
export const ofSite = (text: (site: Site) => string): EnvironmentValue => ({ kind: 'of-site', text });
