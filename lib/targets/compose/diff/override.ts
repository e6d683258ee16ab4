import type { Value } from '../../../diff/meaning';
import { Cpu } from '../../../units/cpu';
import { Memory } from '../../../units/memory';
import { bytesOf, numberOf } from '../base-file/amount';
import { type BaseNode, type MapNode, nodeAt } from '../base-file/node';
import { parseBaseFile } from '../base-file/parse';
import { shown } from '../base-file/shown';

/** What a service's part of an override says. */
export interface Said {
  readonly figures: ReadonlyMap<string, Value>;
  /** Everything else, by its key. */
  readonly others: ReadonlyMap<string, string>;
}

/** What an override says of each service; of none if there is no override. @throws InputError if it cannot be read */
export function saidIn(text: string | undefined, file: string): ReadonlyMap<string, Said> {
  if (text === undefined) return new Map();
  return new Map([...parseBaseFile(text, file).services].map(([name, { keys }]) => [name, saidOf(keys)]));
}

/** Memory and swap in one: the override sets both alike. */
const SIZES = new Set(['mem_limit', 'memswap_limit', 'mem_reservation', 'cpus']);

function saidOf(keys: MapNode): Said {
  const memory = (key: string): Memory | undefined => {
    const bytes = bytesOf(nodeAt(keys, key));
    return typeof bytes === 'number' && bytes > 0 ? Memory.ofBytes(bytes) : undefined;
  };
  // What is no number becomes NaN, which is not more than zero.
  const cpus = Number(Number(numberOf(nodeAt(keys, 'cpus'))).toFixed(3));
  const figures: readonly (readonly [string, Value | undefined])[] = [
    ['memory limit', memory('mem_limit')],
    ['memory reservation', memory('mem_reservation')],
    ['CPU limit', cpus > 0 && cpus < MOST_CPUS ? Cpu.cores(cpus) : undefined],
  ];
  return {
    figures: new Map(figures.flatMap(([what, value]) => (value === undefined ? [] : [[what, value] as const]))),
    others: new Map([...keys.entries].flatMap(([key, { value }]) => (SIZES.has(key) ? [] : flattened(key, value)))),
  };
}

const MOST_CPUS = 1_000_000;

/** A map by its keys, as the environment is; everything else whole. */
const flattened = (key: string, node: BaseNode): readonly (readonly [string, string])[] =>
  node.kind === 'map' ? [...node.entries].map(([inner, { value }]) => [`${key}.${inner}`, shown(value)] as const) : [[key, shown(node)]];
