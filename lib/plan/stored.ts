import type { Service } from '../service/service';
import type { Memory } from '../units/memory';

/** How much data a service that keeps all of it in memory can hold. */
export interface StoredData {
  readonly service: string;
  readonly most: Memory;
  /** In the first releases, under the same limit. */
  readonly formerly: Memory;
}

interface Sized {
  readonly service: Service;
  readonly size: { readonly memory: { readonly limit: Memory }; readonly maxmemory?: Memory };
}

/** Every service that keeps its data in memory, with what its size, or the profile, lets it hold. */
export const storedIn = (services: readonly Sized[]): readonly StoredData[] =>
  services.flatMap(({ service: { kind, stores }, size: { memory, maxmemory } }) =>
    stores === undefined
      ? []
      : [
          {
            service: kind,
            most: maxmemory ?? stores.most(memory.limit),
            formerly: maxmemory ?? stores.formerly(memory.limit),
          },
        ],
  );

/** The same in words. */
export const inWords = ({ service, most, formerly }: StoredData): string =>
  most.mebibytes === formerly.mebibytes
    ? `${service} holds at most ${most} of data`
    : `${service} holds at most ${most} of data; in the first releases ${formerly} (docs/runbooks.md says what to do where more is stored)`;
