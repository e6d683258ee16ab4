import * as v from 'valibot';
import { namedObject } from './cluster-values';
import { rule } from './rule';
import { cap, cpu, type Floor, memory, section } from './values';

/* What a cluster gives to a container, and to a pod as its disk. */

type Unit<T> = (description: string) => v.GenericSchema<string | number, T>;

/** A request and a limit, of which the request may not be larger. */
const requestAndLimit = <T extends { exceeds(other: T): boolean; toString(): string }>(
  what: string,
  above: string,
  request: Unit<T>,
  limit: Unit<T>,
) =>
  v.pipe(
    section(
      {
        request: request('Reserved for each pod; the scheduler counts it.'),
        limit: limit(`The most that each pod may use. ${above}`),
      },
      `${what} of each pod.`,
    ),
    rule(['request', 'limit'], (value, at) => {
      const { request: asked, limit: most } = value as { readonly request: T; readonly limit: T };
      if (asked.exceeds(most)) at(`expected at most the limit of ${most}, got ${asked}`, 'request');
    }),
  );

/** CPU and memory of a container. @param floor the least memory that it works with. @default - any */
export const amounts = (floor?: Floor) => ({
  cpu: requestAndLimit('CPUs', 'Above it, a container is throttled.', cpu, cpu),
  memory: requestAndLimit(
    'Memory',
    'A container that takes more is killed.',
    memory,
    floor === undefined ? memory : (description) => cap(floor, description),
  ),
});

/** A disk of a pod. */
export const volume = (description: string) =>
  section(
    { size: memory('How much it holds.'), class: v.optional(namedObject("The StorageClass. Left out: the cluster's default.")) },
    description,
  );
