/** The labels of each metric. */
export type Labels = ReadonlyMap<string, ReadonlySet<string>>;

const SAMPLE = /^(?<name>[A-Za-z_:][\w:]*) ?(?:\{(?<labels>(?:[^"}]|"(?:[^"\\]|\\.)*")*)\})? *-?[\dNI+]/;
const LABEL = /(?<name>[A-Za-z_]\w*)="(?:[^"\\]|\\.)*"/g;

/**
 * The names of the series in texts of the format in which Prometheus reads metrics, each with every label that one of them has: a
 * histogram is three names.
 *
 * @throws Error for a line that is no sample
 */
export function labelsIn(...texts: readonly string[]): Labels {
  const found = new Map<string, Set<string>>();
  for (const line of texts.flatMap((text) => text.split('\n'))) {
    if (line === '' || line.startsWith('#')) continue;
    const { name, labels = '' } = SAMPLE.exec(line)?.groups ?? {};
    if (name === undefined) throw new Error(`no sample of a metric: ${line}`);
    const known = found.get(name) ?? new Set();
    for (const label of labels.matchAll(LABEL)) known.add(label.groups?.name as string);
    found.set(name, known);
  }
  return found;
}
