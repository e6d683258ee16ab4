import { readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parse } from 'yaml';

/** The labels of each series. */
type Labels = Readonly<Record<string, readonly string[]>>;

/** What an exporter shows: a file of test/platform/metrics. */
export interface MetricsFile {
  readonly name: string;
  readonly version: string;
  /** `measured` where a test runs the exporter and compares, `documented` where it cannot be had. */
  readonly state: 'measured' | 'documented';
  /** How it was run, or where it is documented. */
  readonly source: string;
  /** What the version that a cluster runs has otherwise, where the one that can be had for tests is older. @default - it is the same version */
  readonly deployed?: {
    readonly version: string;
    readonly source: string;
    /** Series that it does not have. */
    readonly without?: readonly string[];
    /** Labels that it gives no series. */
    readonly withoutLabels?: readonly string[];
    /** Series that only it has. */
    readonly also?: Labels;
  };
  /** The labels of each series, without those that Prometheus adds for the target. */
  readonly metrics: Labels;
}

export const METRICS = resolve(__dirname, '../platform/metrics');

export const readMetrics = (name: string): MetricsFile => parse(readFileSync(resolve(METRICS, `${name}.yaml`), 'utf8'));

/** All files. */
export const metricsFiles = (): readonly MetricsFile[] =>
  readdirSync(METRICS)
    .filter((file) => file.endsWith('.yaml'))
    .map((file) => readMetrics(file.replace(/\.yaml$/, '')));

/**
 * The labels of every series that a cluster has. One that several exporters have (`up`, `process_*`) has the labels of all of them. Series
 * and labels that only the older exporter of the tests has are not among them.
 */
export function knownMetrics(): ReadonlyMap<string, ReadonlySet<string>> {
  const known = new Map<string, Set<string>>();
  for (const [name, labels] of metricsFiles().flatMap(deployedSeries)) known.set(name, new Set([...(known.get(name) ?? []), ...labels]));
  return known;
}

/** The names of the series that an exporter shows in a cluster. */
export const deployedMetrics = (name: string): ReadonlySet<string> => new Set(deployedSeries(readMetrics(name)).map(([metric]) => metric));

function deployedSeries({ metrics, deployed: { without = [], withoutLabels = [], also = {} } = { version: '', source: '' } }: MetricsFile) {
  return Object.entries({ ...metrics, ...also })
    .filter(([name]) => !without.includes(name))
    .map(([name, labels]) => [name, labels.filter((label) => !withoutLabels.includes(label))] as const);
}
