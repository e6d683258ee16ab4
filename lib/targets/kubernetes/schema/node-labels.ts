/* Labels that the kubelet and the cloud give to nodes, each with its former name: https://kubernetes.io/docs/reference/labels-annotations-taints */
const ZONE = ['topology.kubernetes.io/zone', 'failure-domain.beta.kubernetes.io/zone'] as const;
const SYSTEM = ['kubernetes.io/os', 'beta.kubernetes.io/os'] as const;
const PROCESSOR = ['kubernetes.io/arch', 'beta.kubernetes.io/arch'] as const;

/** What all images are made for. */
const LINUX = 'linux';

/** What there are images for. Whoever has nodes of both builds images for both. */
const PROCESSORS: readonly string[] = ['amd64', 'arm64'];

interface Labelled {
  readonly labels: Readonly<Record<string, string>>;
  readonly zones?: readonly string[] | undefined;
}

/** The labels of each node of a group: those of the profile, and those that follow from what it says otherwise. */
export function labelsOf({ labels, zones = [] }: Labelled): Readonly<Record<string, string>> {
  const [zone, ...others] = zones;
  const of = (keys: readonly string[], value: string) => Object.fromEntries(keys.map((key) => [key, value]));
  return { ...of(SYSTEM, LINUX), ...(zone === undefined || others.length > 0 ? {} : of(ZONE, zone)), ...labels };
}

const LEAVE_OUT = 'leave these nodes out, and keep pods from them by a taint of theirs or by placement.pool with required: true';

/** What is wrong with a label of a group: its zone is said elsewhere, or no pod can run there. @default - nothing */
export function whyNotLabel(key: string, value: string, { zones }: Pick<Labelled, 'zones'>): string | undefined {
  const is = (keys: readonly string[]): boolean => keys.includes(key);
  if (is(ZONE)) {
    const wayOut =
      zones === undefined
        ? `: remove the label, and write zones: [${value}]`
        : ' beside zones: remove the label, and make a group of nodes that differ';
    return `expected the zone of nodes in zones, from which losses are computed, got ${value}${wayOut}`;
  }
  if (is(SYSTEM) && value !== LINUX) return `expected ${LINUX}, for which all images are made, got ${value}: ${LEAVE_OUT}`;
  if (is(PROCESSOR) && !PROCESSORS.includes(value))
    return `expected ${PROCESSORS.join(' or ')}, for which there are images, got ${value}: ${LEAVE_OUT}`;
  return undefined;
}
