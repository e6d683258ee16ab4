import type { Destination } from './destination';
import { type Environment, meantFor, type Variables } from './environment';
import type { Hazard } from './hazard';
import { merged, type Part } from './merged';
import type { Server } from './server';
import type { Service } from './service';
import { type Consequences, type Said, type Surroundings, type Values, variablesFrom } from './setting';

/** What a profile says of a service's image, beside its size. */
export interface Configuration {
  readonly settings?: Values;
  readonly environment?: Variables;
}

interface Sized {
  readonly service: Service;
  readonly size: Configuration;
}

/** What is known of a service besides its size: what its file says, and what follows from its section of the profile. */
export interface Configured<Value = Environment[string]> extends Consequences {
  /** The variables that the program sets, by who sets them. */
  readonly parts: readonly Telling<Value>[];
  /** The variables that the profile sets, by settings or by name, with the values as they are written. */
  readonly told: readonly Telling<string>[];
  readonly calls: readonly Server[];
  readonly reaches: readonly Destination[];
  readonly hazards: readonly Hazard[];
}

/** Variables of an image, from one source. */
export interface Telling<Value> extends Part<Value> {
  /** The path in the profile that asks for it. @default - no profile asks for it: it is always set */
  readonly path?: readonly string[];
}

/**
 * What a profile makes of a service.
 *
 * @param more further variables that the target sets, each with its source. @default - none
 */
export function configured(
  sized: Sized,
  around: Surroundings & { readonly where: 'laptop' },
  more?: readonly Telling<string>[],
): Configured<string>;
export function configured(sized: Sized, around: Surroundings): Configured;
export function configured({ service, size }: Sized, around: Surroundings, more: readonly Telling<string>[] = []): Configured {
  const { configurable, calls, reaches, hazards, variables } = service;
  const { settings = {}, environment } = size;
  const followed = configurable.follow({ ...saidIn(size, configurable[around.where]), settings } as Said, around);
  const { database, files, model } = followed;
  const stores = [database, files, model].filter((store) => store !== undefined);
  const own = placeOf(service);
  return {
    ...followed,
    parts: [
      { by: 'the service', says: meantFor(around.where, variables) },
      { ...own, by: `what follows from ${own.by}`, says: meantFor(around.where, followed.variables ?? {}) },
      ...(around.where === 'cluster' ? stores.map(({ environment: says }) => ({ ...own, by: 'what it stores in', says })) : []),
      ...more,
    ],
    told: [
      ...variablesFrom(configurable.settings, settings).map(({ variable, value, path }) => ({
        ...placeOf(service, 'settings', ...path),
        says: { [variable]: value },
      })),
      ...(environment === undefined ? [] : [{ ...placeOf(service, 'environment'), says: environment }]),
    ],
    calls: [...calls, ...(database?.migrates.by === 'owner' ? [database.migrates.server] : [])],
    reaches: [...reaches, ...stores.flatMap((store) => store.reaches), ...(followed.reaches ?? [])],
    hazards: [...(followed.hazards ?? []), ...hazards],
  };
}

const placeOf = ({ kind }: Service, ...below: readonly string[]) => {
  const path = ['services', kind, ...below];
  return { by: path.join('.'), path };
};

/** The part of a size that the service has entries for. Keys of the other surroundings are left out. */
const saidIn = (size: Configuration, entries: object): object =>
  Object.fromEntries(Object.entries(size).filter(([key]) => Object.hasOwn(entries, key)));

/** Anything that has these parts of `Configured`. */
export interface Has<Key extends keyof Configured> {
  readonly configured: Pick<Configured, Key>;
}

/** The variables that the program sets. @throws RangeError if two sources set different values, which `misconfigurations` refuses */
export const programTells = ({ configured: { parts } }: Has<'parts'>): Environment => merged(parts);

/** The variables that the profile sets. @throws RangeError if two settings set different values, which `misconfigurations` refuses */
export const profileTells = ({ configured: { told } }: Has<'told'>): Variables => merged(told);
