import type { Service, Survived } from '../model/service';
import type { Memory } from '../units/memory';

/** How much data a service that keeps all of it in memory can hold. */
export interface StoredData {
  readonly service: string;
  /** The memory limit of the container that holds it. */
  readonly limit: Memory;
  readonly most: Memory;
  /** In the first releases, under the same limit. */
  readonly formerly: Memory;
  readonly survived: Survived;
}

interface Sized {
  readonly service: Service;
  readonly size: { readonly memory: { readonly limit: Memory } };
}

/** Every service that keeps its data in memory, with what its size, or the profile, lets it hold. */
export const storedIn = (services: readonly Sized[]): readonly StoredData[] =>
  services.flatMap(({ service: { kind, stores }, size }) =>
    stores === undefined
      ? []
      : [
          {
            service: kind,
            limit: size.memory.limit,
            most: stores.most(size),
            formerly: stores.formerly(size),
            survived: stores.survived,
          },
        ],
  );

/** The same in words. */
export const inWords = ({ service, most, formerly }: StoredData): string =>
  most.mebibytes === formerly.mebibytes
    ? `${service} holds at most ${most} of data`
    : `${service} holds at most ${most} of data; in the first releases ${formerly} (docs/runbooks/data-exceeds-memory.md says what to do where more is stored)`;
