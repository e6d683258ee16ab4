import { Cpu } from '../../../units/cpu';
import { Memory } from '../../../units/memory';

const UNITS: Readonly<Record<string, number>> = {
  ...{ '': 1, k: 1e3, M: 1e6, G: 1e9, T: 1e12, P: 1e15, E: 1e18, m: 1e-3 },
  ...{ Ki: 2 ** 10, Mi: 2 ** 20, Gi: 2 ** 30, Ti: 2 ** 40, Pi: 2 ** 50, Ei: 2 ** 60 },
};

/** A quantity of Kubernetes as a number: of bytes, or of cores. Not a number if it is none. */
export function numberOf(quantity: unknown): number {
  const [, number, unit = ''] = /^([+]?\d+(?:\.\d*)?(?:[eE][+-]?\d+)?)([a-zA-Z]*)$/.exec(String(quantity)) ?? [];
  return Number(number) * (Object.hasOwn(UNITS, unit) ? (UNITS[unit] ?? Number.NaN) : Number.NaN);
}

/** Undefined if it is no quantity, or more than any machine has. */
export function memoryOf(quantity: unknown): Memory | undefined {
  const bytes = numberOf(quantity);
  return Number.isSafeInteger(Math.floor(bytes)) ? Memory.ofBytes(bytes) : undefined;
}

const MOST_CORES = 999_999;

/** Undefined if it is no quantity, or more than any machine has. */
export function cpuOf(quantity: unknown): Cpu | undefined {
  const cores = numberOf(quantity);
  return cores >= 0 && cores <= MOST_CORES ? Cpu.cores(Number(cores.toFixed(3))) : undefined;
}
