import { Cpu } from '../../../units/cpu';
import { Memory } from '../../../units/memory';
import { amountOf } from './effects/quantity';

/** Undefined if it is no quantity, or more than any machine has. */
export function memoryOf(quantity: unknown): Memory | undefined {
  const bytes = amountOf(String(quantity));
  return Number.isSafeInteger(Math.floor(bytes)) ? Memory.ofBytes(bytes) : undefined;
}

const MOST_CORES = 999_999;

/** Undefined if it is no quantity, or more than any machine has. */
export function cpuOf(quantity: unknown): Cpu | undefined {
  const cores = amountOf(String(quantity));
  return cores <= MOST_CORES ? Cpu.cores(Number(cores.toFixed(3))) : undefined;
}
