import { type BaseNode, hasVariable } from './node';

/** `unknown`: depends on a variable. `wrong`: Compose cannot read it. Compose treats an absent value as zero. */
export type Amount = number | 'unknown' | 'wrong';

const UNITS: Readonly<Record<string, number>> = { k: 1024, m: 1024 ** 2, g: 1024 ** 3, t: 1024 ** 4, p: 1024 ** 5 };

/** A size as Compose reads it, in bytes: `1536m`, `1.5 gb`, plain bytes. */
export function bytesOf(node: BaseNode | undefined): Amount {
  const value = scalarIn(node);
  // A number with a fraction, or in the notation of 1e9, counts as none.
  if (typeof value !== 'string') return typeof value === 'number' && node?.kind === 'scalar' && /^[-+\d_]+$/.test(node.text) ? value : 0;
  if (hasVariable(value)) return 'unknown';
  const [, digits, unit] = /^([-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?) ?([kmgtp]?)(?:(?<=[kmgtp])i?b|b)?$/i.exec(joined(value)) ?? [];
  const amount = Number(digits) * (UNITS[unit?.toLowerCase() ?? ''] ?? 1);
  return digits === undefined || amount < 0 ? 'wrong' : Math.floor(amount);
}

/** A number as Compose reads it: `0.5`, or the same in quotes. */
export function numberOf(node: BaseNode | undefined): Amount {
  const value = scalarIn(node);
  if (typeof value !== 'string') return Number(value);
  if (hasVariable(value)) return 'unknown';
  const digits = joined(value);
  return /^[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?$/.test(digits) ? Number(digits) : 'wrong';
}

/** Without single underscores between digits, which Compose takes in sizes and fractions. */
const joined = (text: string): string => text.replace(/(?<=\d)_(?=\d)/g, '');

/** A whole number as Compose reads it. */
export function countOf(node: BaseNode | undefined): Amount {
  const amount = numberOf(node);
  const parted = node?.kind === 'scalar' && typeof node.value === 'string' && node.value.includes('_');
  return typeof amount === 'number' && (!Number.isInteger(amount) || parted) ? 'wrong' : amount;
}

const WORDS: ReadonlyMap<string, boolean> = new Map([
  ...['true', 'y', 'yes', 'on'].map((word): [string, boolean] => [word, true]),
  ...['false', 'n', 'no', 'off'].map((word): [string, boolean] => [word, false]),
]);

/** Whether something is on, as Compose reads it. */
export function flagOf(node: BaseNode | undefined): boolean | 'unknown' | 'wrong' {
  const value = scalarIn(node);
  if (typeof value !== 'string') return value === true;
  return hasVariable(value) ? 'unknown' : (WORDS.get(value.toLowerCase()) ?? 'wrong');
}

/** Zero for a value that is absent or null, or that is a list or a map, which another rule reports. */
const scalarIn = (node: BaseNode | undefined): string | number | boolean =>
  node?.kind === 'scalar' && node.value !== null ? node.value : 0;

/** A number as Compose holds it while it compares two of them. */
export const asCompared = (cpus: number): number => Math.fround(cpus);
