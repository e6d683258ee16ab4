import type { HttpUrl } from '../units/http-url';
import type { Memory } from '../units/memory';
import type { Destination } from './destination';
import type { Variables } from './environment';
import type { Home } from './whereabouts';

/** Something that an image's code reads from a variable, as a profile says it. */
export type Setting = { readonly says: string } & (
  | { readonly kind: 'one-of'; readonly variable: string; readonly values: readonly string[] }
  | { readonly kind: 'flag'; readonly variable: string }
  | { readonly kind: 'number'; readonly variable: string; readonly least: number; readonly most: number }
  /** In whole MiB. */
  | { readonly kind: 'memory'; readonly variable: string; readonly least: Memory; readonly most: Memory }
  | { readonly kind: 'text'; readonly variable: string; readonly pattern: RegExp; readonly expected: string }
  /** With commas between them. */
  | { readonly kind: 'texts'; readonly variable: string; readonly pattern: RegExp; readonly expected: string; readonly what: string }
  /** Without a slash at its end. */
  | { readonly kind: 'url'; readonly variable: string }
  /** Where something is that a cluster's policies have to let through. No image reads it, and a laptop has no policies. */
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

/** What a profile says of settings: any of them, or none. */
export type Values<Of extends Settings = Settings> = { readonly [Name in keyof Of]?: ValueOf<Of[Name]> };

/** What cannot be, and where. */
export interface Misconfiguration {
  /** The path of the setting, from the settings of the service on. */
  readonly path: readonly string[];
  readonly message: string;
  /** The path in the profile of what asks for the setting, where that is what somebody wrote. @default - the setting itself */
  readonly askedBy?: readonly string[];
}

/** What follows from settings besides the variables themselves. */
export interface Consequences {
  /** @default - nothing besides */
  readonly reaches?: readonly Destination[];
  /** The largest file that it takes. @default - it takes none */
  readonly largestUpload?: Memory;
  /** How many requests a client may make in a minute. @default - as many as it likes */
  readonly requestsPerMinute?: number;
  /** @default - nothing is */
  readonly wrong?: readonly Misconfiguration[];
}

/** Where a service runs. */
export type Surroundings = { readonly target: 'laptop' } | ({ readonly target: 'cluster' } & Home);

/** The settings of a service, and what follows from their values. */
export interface Configurable {
  readonly settings: Settings;
  readonly follow: (values: Values, around: Surroundings) => Consequences;
}

/** Settings whose values have their own types where consequences are drawn. */
export const configurable = <const Of extends Settings>(
  settings: Of,
  follow: (values: Values<Of>, around: Surroundings) => Consequences = () => ({}),
): Configurable => ({ settings, follow: follow as Configurable['follow'] });

/** Every variable that settings can set, with the path of the setting. */
export const variablesIn = (settings: Settings, path: readonly string[] = []): ReadonlyMap<string, readonly string[]> =>
  new Map(
    Object.entries(settings).flatMap(([name, setting]): (readonly [string, readonly string[]])[] => {
      if (setting.kind === 'group') return [...variablesIn(setting.settings, [...path, name])];
      return setting.kind === 'networks' ? [] : [[setting.variable, [...path, name]]];
    }),
  );

/** What the values are as variables. */
export const variablesFrom = (settings: Settings, values: Values): Variables =>
  Object.fromEntries(
    Object.entries(settings).flatMap(([name, setting]): (readonly [string, string])[] => {
      const value: unknown = values[name];
      if (value === undefined || setting.kind === 'networks') return [];
      if (setting.kind === 'group') return Object.entries(variablesFrom(setting.settings, value as Values));
      return [[setting.variable, textOf(setting.kind, value)]];
    }),
  );

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
