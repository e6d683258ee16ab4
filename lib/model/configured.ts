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

/** A service as a profile has it, beside its size: what is in its file, and what follows from what the profile says of it. */
export interface Configured<Value = Environment[string]> extends Consequences {
  /** What the program tells its image, by whom. */
  readonly parts: readonly Telling<Value>[];
  /** What the profile tells its image, by settings and by the names of variables: as it stands. */
  readonly told: readonly Telling<string>[];
  readonly calls: readonly Server[];
  readonly reaches: readonly Destination[];
  readonly hazards: readonly Hazard[];
}

/** What somebody tells an image. */
export interface Telling<Value> extends Part<Value> {
  /** Where the profile asks for it. @default - nobody asks for it: it is so in any case */
  readonly path?: readonly string[];
}

/**
 * What a profile makes of a service.
 *
 * @param more variables that the target sets besides, for whoever says so. @default - none
 */
export function configured(
  sized: Sized,
  around: Surroundings & { readonly target: 'laptop' },
  more?: readonly Telling<string>[],
): Configured<string>;
export function configured(sized: Sized, around: Surroundings): Configured;
export function configured({ service, size }: Sized, around: Surroundings, more: readonly Telling<string>[] = []): Configured {
  const { configurable, calls, reaches, hazards, variables } = service;
  const { settings = {}, environment } = size;
  const followed = configurable.follow({ ...saidIn(size, configurable[around.target]), settings } as Said, around);
  const { database, files, model } = followed;
  const stores = [database, files, model].filter((store) => store !== undefined);
  const own = placeOf(service);
  return {
    ...followed,
    parts: [
      { by: 'the service', says: meantFor(around.target, variables) },
      { ...own, by: `what follows from ${own.by}`, says: meantFor(around.target, followed.variables ?? {}) },
      ...(around.target === 'cluster' ? stores.map(({ environment: says }) => ({ ...own, by: 'what it stores in', says })) : []),
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

/** Of a size what the service itself has an entry for: of a key that only another target has, it is told nothing. */
const saidIn = (size: Configuration, entries: object): object =>
  Object.fromEntries(Object.entries(size).filter(([key]) => Object.hasOwn(entries, key)));

/** Something of which this is known. */
export interface Has<Key extends keyof Configured> {
  readonly configured: Pick<Configured, Key>;
}

/** What the program tells the image of a service. @throws RangeError if two parts of it tell different things, which `misconfigurations` refuses */
export const programTells = ({ configured: { parts } }: Has<'parts'>): Environment => merged(parts);

/** What the profile tells it. @throws RangeError if two settings tell it different things, which `misconfigurations` refuses */
export const profileTells = ({ configured: { told } }: Has<'told'>): Variables => merged(told);
