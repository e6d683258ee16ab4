import type { Memory } from '../../../units/memory';
import type { Concern } from './compose-service';

/**
 * The limits of a service. Without `memswap_limit` Docker allows as much again in swap, which thrashes instead of killing;
 * equal to `mem_limit` it allows none.
 */
export const limits: Concern = ({ size: { memory, cpu } }) => ({
  mem_limit: inMebibytes(memory.limit),
  mem_reservation: memory.request && inMebibytes(memory.request),
  memswap_limit: inMebibytes(memory.limit),
  cpus: cpu?.limit.cores,
});

/** `1536m`: mebibytes, whatever the letter suggests. */
const inMebibytes = (memory: Memory): string => `${memory.mebibytes}m`;
