/** A line that is read at a glance. */
const WIDTH = 140;

/** JSON with every map and list on one line that fits on one. */
export const printedJson = (value: unknown): string => `${printed(value, '', 0)}\n`;

/** @param taken what stands on the line already */
function printed(value: unknown, indent: string, taken: number): string {
  const line = onOneLine(value);
  if (typeof value !== 'object' || value === null || indent.length + taken + line.length < WIDTH) return line;
  const deeper = `${indent}  `;
  const lines = Array.isArray(value)
    ? value.map((item) => `${deeper}${printed(item, deeper, 0)}`)
    : entriesOf(value).map(([key, inner]) => `${deeper}${JSON.stringify(key)}: ${printed(inner, deeper, key.length + 4)}`);
  const [open, close] = Array.isArray(value) ? '[]' : '{}';
  return `${open}\n${lines.join(',\n')}\n${indent}${close}`;
}

function onOneLine(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(onOneLine).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const entries = entriesOf(value);
  return entries.length === 0 ? '{}' : `{ ${entries.map(([key, inner]) => `${JSON.stringify(key)}: ${onOneLine(inner)}`).join(', ')} }`;
}

const entriesOf = (map: object): readonly (readonly [string, unknown])[] => Object.entries(map).filter(([, inner]) => inner !== undefined);
