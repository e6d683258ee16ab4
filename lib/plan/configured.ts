import type { Configuration, Configured, Has, Telling } from '../model/configured';
import { EVERY_CONTAINER, type Variables } from '../model/environment';
import type { Members } from '../model/members';
import { clashesBetween } from '../model/merged';
import type { Service } from '../model/service';
import { type Surroundings, variablesIn } from '../model/setting';
import type { Problem, Source } from '../problem';
import { Memory } from '../units/memory';

/** The largest file that any of the services takes; nothing if none takes any. */
export const largestUpload = (services: readonly Has<'largestUpload'>[]): Memory =>
  services
    .map(({ configured: { largestUpload: most = Memory.none } }) => most)
    .reduce((most, one) => (one.exceeds(most) ? one : most), Memory.none);

/** How many requests a client may make in a minute: as few as any service says. */
export const requestsPerMinute = (services: readonly Has<'requestsPerMinute'>[]): number =>
  services.reduce((least, { configured: { requestsPerMinute: most = least } }) => Math.min(least, most), MOST_REQUESTS);

/** What nginx can count, where no service says anything. */
const MOST_REQUESTS = 1_000_000;

/** The least memory with which each service works beside the others, which may let larger files through than its floor was measured with. */
export function leastMemory(services: readonly Has<'largestUpload'>[]): (service: Service) => Memory {
  const upload = largestUpload(services);
  return ({ floor, bodies }) =>
    bodies === undefined ? floor.memory : floor.memory.plus(upload.over(bodies.measured.with).times(bodies.measured.times));
}

interface Placed {
  readonly service: Service;
  readonly configured: Configured;
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
    const at = (path: readonly string[], message: string, askedBy = path): Problem => {
      const whole = (from: readonly string[]): readonly string[] => ['services', service.kind, ...from];
      return { source: sourceAt(whole(askedBy)), path: whole(path).join('.'), message };
    };
    const { configured: ours } = sized;
    const settings = [...variablesIn(service.configurable.settings)];
    const members = membersIn(sized, around);
    // On a laptop they are set once its data is to be kept.
    const folders = around.where === 'laptop' ? [{ says: foldersOf(service) }] : [];
    const own = new Set([...ours.parts, ...members, ...folders].flatMap(({ says }) => Object.keys(says)));
    const needs = least(service);
    return [
      ...(ours.wrong ?? []).map(({ path, message, askedBy }) => at(path, message, askedBy)),
      ...differences([...members, ...ours.parts, ...ours.told.filter(({ path }) => path?.[2] === 'settings')]).map(
        ({ path, message }): Problem => ({ source: sourceAt(path), path: path.join('.'), message }),
      ),
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

/** Variables of which two tell different things, each at the place in the profile that asks for the second one, or else for the first. */
const differences = (parts: readonly Telling<unknown>[]): readonly { readonly path: readonly string[]; readonly message: string }[] =>
  clashesBetween(parts).flatMap(({ key, first, second }) => {
    const [asked, other] = second.path === undefined ? [first, second] : [second, first];
    return asked.path === undefined
      ? []
      : [{ path: asked.path, message: `expected none beside ${other.by}, which sets ${key} to another value` }];
  });

/** What containers of a cluster are told besides: all of them, and those of members. */
const membersIn = ({ members }: Placed, { where }: Surroundings): readonly Telling<unknown>[] =>
  where === 'laptop'
    ? []
    : [EVERY_CONTAINER, ...(members?.containers ?? []).map(({ environment }) => environment)].map((says) => ({ by: 'the service', says }));

/** The variables that tell an image to keep folders where they outlive its container. */
export const foldersOf = ({ persists }: Service): Variables =>
  Object.fromEntries(persists.flatMap(({ through, path }) => ('variable' in through ? [[through.variable, path] as const] : [])));
