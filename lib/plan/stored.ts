import type { Stored } from '../model/stored';

/** How much data a service can hold, in words. */
export const storedInWords = (service: string, { most, formerly }: Stored): string =>
  most.mebibytes === formerly.mebibytes
    ? `${service} holds at most ${most} of data`
    : `${service} holds at most ${most} of data; in the first releases ${formerly} (docs/runbooks/data-exceeds-memory.md says what to do where more is stored)`;
