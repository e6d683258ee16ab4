import { EVERY_CONTAINER, type Variables } from '../model/environment';
import type { Members } from '../model/members';
import type { Service } from '../model/service';
import { type Consequences, type Surroundings, variablesFrom, variablesIn } from '../model/setting';
import type { Problem, Source } from '../problem';
import type { Configuration } from '../profile/settings';
import { Memory } from '../units/memory';

interface Sized {
  readonly service: Service;
  readonly size: Configuration;
}

/** Variables that the profile sets, by settings and by their own names. */
export const variablesSet = ({ service, size: { settings = {}, environment } }: Sized): Variables => ({
  ...variablesFrom(service.configurable.settings, settings),
  ...environment,
});

/** What follows from the settings of a service. @param around for what depends on it: destinations, and what is wrong */
export const consequencesOf = ({ service, size: { settings = {} } }: Sized, around: Surroundings = { target: 'laptop' }): Consequences =>
  service.configurable.follow(settings, around);

/** The largest file that any of the services takes; nothing if none takes any. */
export const largestUpload = (services: readonly Sized[]): Memory =>
  services
    .map((sized) => consequencesOf(sized).largestUpload ?? Memory.none)
    .reduce((most, one) => (one.exceeds(most) ? one : most), Memory.none);

/** How many requests a client may make in a minute: as few as any service says. */
export const requestsPerMinute = (services: readonly Sized[]): number =>
  services.reduce((least, sized) => Math.min(least, consequencesOf(sized).requestsPerMinute ?? least), MOST_REQUESTS);

/** What nginx can count, where no service says anything. */
const MOST_REQUESTS = 1_000_000;

/** Floors of services that hold uploads were measured with files of this size. */
const MEASURED = Memory.parse('50Mi');

/** How often such a service holds a file: what gateway and evidence took at 50 MB was 4.6 and 4.9 times that, measured. */
const TIMES_HELD = 5;

/** The least memory with which each service works beside the others, which may let larger files through than its floor was measured with. */
export function leastMemory(services: readonly Sized[]): (service: Service) => Memory {
  const more = largestUpload(services).over(MEASURED).times(TIMES_HELD);
  return ({ floor, bodies }) => (bodies !== undefined ? floor.memory.plus(more) : floor.memory);
}

interface Placed extends Sized {
  readonly size: Configuration & { readonly memory: { readonly limit: Memory } };
  readonly members?: Members;
}

/** What is wrong with what a profile says of the services' images, which shows only beside everything else. */
export function misconfigurations(
  services: readonly Placed[],
  around: Surroundings,
  sourceAt: (path: readonly string[]) => Source,
): readonly Problem[] {
  const least = leastMemory(services);
  const upload = largestUpload(services);
  return services.flatMap((sized) => {
    const { service, size } = sized;
    const at = (path: readonly string[], message: string, askedBy?: readonly string[]): Problem => {
      const whole = ['services', service.kind, ...path];
      return { source: sourceAt(askedBy ?? whole), path: whole.join('.'), message };
    };
    const settings = [...variablesIn(service.configurable.settings)];
    const own = around.target === 'cluster' ? inCluster(sized) : onLaptop(service);
    const needs = least(service);
    return [
      ...(consequencesOf(sized, around).wrong ?? []).map(({ path, message, askedBy }) => at(['settings', ...path], message, askedBy)),
      ...Object.keys(size.environment ?? {}).flatMap((name) => {
        const [, setting] = settings.find(([variable]) => isOne(variable, name)) ?? [];
        if (setting !== undefined) return [at(['environment', name], `expected none: settings.${setting.join('.')} says it`)];
        const same = own.has(name) ? name : [...own].find((variable) => isOne(variable, name));
        if (same === undefined) return [];
        const which = same === name ? 'this one itself' : `${same} itself, and to the code both are one`;
        return [at(['environment', name], `expected another variable: the program sets ${which}`)];
      }),
      ...(needs.exceeds(size.memory.limit)
        ? [at(['memory', 'limit'], `expected at least ${needs}, because it holds files of up to ${upload}, got ${size.memory.limit}`)]
        : []),
    ];
  });
}

/** Most images read their variables with Pydantic, which tells no cases apart and prefers the name in lower case. */
const isOne = (variable: string, other: string): boolean => variable.toUpperCase() === other.toUpperCase();

/** Variables of a service's own containers that a cluster sets. */
const inCluster = ({ service, members }: Placed): ReadonlySet<string> =>
  new Set(
    [EVERY_CONTAINER, service.environment, ...(members?.containers ?? []).map(({ environment }) => environment)].flatMap((variables) =>
      Object.keys(variables),
    ),
  );

/** Variables that an override sets, or sets once a switch is on. */
const onLaptop = ({ everywhere, persists }: Service): ReadonlySet<string> =>
  new Set([...Object.keys(everywhere), ...persists.flatMap(({ through }) => ('variable' in through ? [through.variable] : []))]);
