/**
 * A configuration file with its `{{placeholders}}` filled in.
 *
 * @throws RangeError if the file has a placeholder without a value, or lacks one that has a value
 */
export function fill(file: string, values: Readonly<Record<string, string | number>>): string {
  const unused = new Set(Object.keys(values));
  const filled = file.replaceAll(/\{\{(\w+)\}\}/g, (_, name: string) => {
    const value = values[name];
    if (value === undefined) throw new RangeError(`nothing is given for {{${name}}}`);
    unused.delete(name);
    return String(value);
  });
  if (unused.size > 0) throw new RangeError(`the file has no {{${[...unused].join('}}, {{')}}}`);
  return filled;
}
