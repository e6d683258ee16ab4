/** Fields of objects that somebody may have edited: whatever has another type than expected is as if it were missing. */
export type Fields = Readonly<Record<string, unknown>>;

export const fields = (value: unknown, ...path: readonly string[]): Fields => {
  const found = path.reduce<unknown>((inner, key) => record(inner)[key], value);
  return record(found);
};

const NOTHING: Fields = Object.freeze(Object.create(null));

const record = (value: unknown): Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : NOTHING;

export const list = (value: unknown): readonly Fields[] => (Array.isArray(value) ? value.map(record) : []);

export const texts = (value: unknown): readonly string[] => (Array.isArray(value) ? value.map(String) : []);

export const textOf = (value: unknown): string | undefined =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;

/** More pods than any cluster has. */
const MOST = 1_000_000;

export const countOf = (value: unknown): number | undefined =>
  typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= MOST ? value : undefined;
