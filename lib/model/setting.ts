import type { InferOutput, ObjectEntries, ObjectSchema } from 'valibot';
import type { HttpUrl } from '../units/http-url';
import type { Memory } from '../units/memory';
import type { Command } from './command';
import type { Destination } from './destination';
import type { ServiceVariables } from './environment';
import type { Hazard } from './hazard';
import type { LoadedModel } from './loaded-model';
import type { Database, Store } from './store';
import type { Stored } from './stored';
import type { Home } from './whereabouts';

/** A setting in a profile that becomes a variable which the image's code reads. */
export type Setting = { readonly says: string } & (
  | { readonly kind: 'one-of'; readonly variable: string; readonly values: readonly string[] }
  | { readonly kind: 'flag'; readonly variable: string }
  | { readonly kind: 'number'; readonly variable: string; readonly least: number; readonly most: number }
  /** In whole MiB. */
  | { readonly kind: 'memory'; readonly variable: string; readonly least: Memory; readonly most: Memory }
  | { readonly kind: 'text'; readonly variable: string; readonly pattern: RegExp; readonly expected: string }
  /** A list; the variable has commas between the texts. */
  | { readonly kind: 'texts'; readonly variable: string; readonly pattern: RegExp; readonly expected: string; readonly what: string }
  /** Without a slash at its end. `example`: one of the right kind, for messages. */
  | { readonly kind: 'url'; readonly variable: string; readonly example: string }
  /** Networks that a cluster's policies have to allow. No image reads them, and a laptop has no policies. */
  | { readonly kind: 'networks' }
  | { readonly kind: 'group'; readonly settings: Settings }
);

export type Settings = Readonly<Record<string, Setting>>;

type ValueOf<One extends Setting> = One extends { readonly kind: 'group'; readonly settings: infer Inner extends Settings }
  ? Values<Inner>
  : One extends { readonly kind: 'one-of'; readonly values: readonly (infer Value)[] }
    ? Value
    : {
        flag: boolean;
        number: number;
        memory: Memory;
        text: string;
        texts: readonly string[];
        url: HttpUrl;
        networks: readonly string[];
      }[Exclude<One['kind'], 'group' | 'one-of'>];

/** The values that a profile has for settings. Each may be left out. */
export type Values<Of extends Settings = Settings> = { readonly [Name in keyof Of]?: ValueOf<Of[Name]> };

/** An error in a profile that shows only when its values are seen together. */
export interface Misconfiguration {
  /** The path of the wrong value, below the service. */
  readonly path: readonly string[];
  readonly message: string;
  /** The path, below the service, of the value that causes the error, if the user wrote that one. @default - `path` */
  readonly askedBy?: readonly string[];
}

/** What follows from a service's section of a profile. */
export interface Consequences {
  /** Variables besides those of the settings. @default - none */
  readonly variables?: ServiceVariables;
  /** @default - it has none */
  readonly database?: Database;
  /** Where it keeps files. @default - it keeps none */
  readonly files?: Store;
  /** @default - it needs none */
  readonly model?: LoadedModel;
  /** Defects that the image has with these settings. @default - only those that it always has */
  readonly hazards?: readonly Hazard[];
  /** @default - nothing besides */
  readonly reaches?: readonly Destination[];
  /** The largest file that it takes. @default - it takes none */
  readonly largestUpload?: Memory;
  /** How many requests a client may make in a minute. @default - no limit */
  readonly requestsPerMinute?: number;
  /** On a laptop: a command that bounds what it stores under a memory limit. @default - the image's own command, which has no bound */
  readonly bounded?: (limit: Memory) => { readonly command: Command; readonly stored: Stored };
  /** On a laptop: whether the override adds a health check that the published file does not have. @default false */
  readonly asked?: boolean;
  /** @default - nothing is */
  readonly wrong?: readonly Misconfiguration[];
}

/** Where a service runs, with what is known of the place. */
export type Surroundings = { readonly where: 'laptop' } | ({ readonly where: 'cluster' } & Home);

/** What a profile may say of a service besides its size, and what follows from that. */
export interface Configurable {
  /** What the image's code reads from variables. */
  readonly settings: Settings;
  /** Further entries of its section in a profile, for a laptop and for a cluster. */
  readonly laptop: ObjectEntries;
  readonly cluster: ObjectEntries;
  readonly follow: (said: Said, around: Surroundings) => Consequences;
}

/** A service's section of a profile. Entries of the other surroundings are missing. */
export type Said<
  Of extends Settings = Settings,
  Laptop extends ObjectEntries = ObjectEntries,
  Cluster extends ObjectEntries = ObjectEntries,
> = {
  readonly settings: Values<Of>;
} & Partial<InferOutput<ObjectSchema<Laptop, undefined>>> &
  Partial<InferOutput<ObjectSchema<Cluster, undefined>>>;

/**
 * What a profile may say of a service. The schema, hints for unknown keys, types and documentation follow from it.
 *
 * @param about.follow what follows from it, with the type of each value. @default - nothing but the variables of the settings
 */
export const configurable = <
  const Of extends Settings = Readonly<Record<never, never>>,
  const Laptop extends ObjectEntries = Readonly<Record<never, never>>,
  const Cluster extends ObjectEntries = Readonly<Record<never, never>>,
>({
  settings,
  laptop,
  cluster,
  follow = () => ({}),
}: {
  readonly settings?: Of;
  readonly laptop?: Laptop;
  readonly cluster?: Cluster;
  readonly follow?: (said: Said<Of, Laptop, Cluster>, around: Surroundings) => Consequences;
}): Configurable => ({
  settings: settings ?? {},
  laptop: laptop ?? {},
  cluster: cluster ?? {},
  follow: follow as Configurable['follow'],
});

/** Every variable that settings can set, with the path of the setting. */
export const variablesIn = (settings: Settings, path: readonly string[] = []): ReadonlyMap<string, readonly string[]> =>
  new Map(
    Object.entries(settings).flatMap(([name, setting]): (readonly [string, readonly string[]])[] => {
      if (setting.kind === 'group') return [...variablesIn(setting.settings, [...path, name])];
      return setting.kind === 'networks' ? [] : [[setting.variable, [...path, name]]];
    }),
  );

/** A variable that a setting sets, and the path of the setting. */
export interface SetVariable {
  readonly variable: string;
  readonly value: string;
  readonly path: readonly string[];
}

/** What the values are as variables, each with the setting that says it. */
export const variablesFrom = (settings: Settings, values: Values, path: readonly string[] = []): readonly SetVariable[] =>
  Object.entries(settings).flatMap(([name, setting]): readonly SetVariable[] => {
    const value: unknown = values[name];
    if (value === undefined || setting.kind === 'networks') return [];
    if (setting.kind === 'group') return variablesFrom(setting.settings, value as Values, [...path, name]);
    return [{ variable: setting.variable, value: textOf(setting.kind, value), path: [...path, name] }];
  });

function textOf(kind: Exclude<Setting['kind'], 'group' | 'networks'>, value: unknown): string {
  switch (kind) {
    case 'memory':
      return String((value as Memory).mebibytes);
    case 'texts':
      return (value as readonly string[]).join(',');
    case 'url':
      return (value as string).replace(/\/+$/, '');
    default:
      return String(value);
  }
}
