import { type Demand, extrasOf, type Range, rangeOf, rangeOfTable } from '../plan/demand';
import type { ClusterPlan, ClusterSized } from '../plan/plan';

/** The budget of a cluster as a table: every service and the totals, at the fewest copies and at the most. */
export async function clusterTable(plan: ClusterPlan, format: 'table' | 'markdown'): Promise<string> {
  const { asMarkdown, asTable } = await import('./table');
  const row = (name: string, sized: readonly ClusterSized[]): readonly string[] => {
    const { least, most } = rangeOf(sized);
    return [name, ...cells(least), ...cells(most)];
  };
  const grid = {
    headings: ['service', ...headings('min'), ...headings('max')],
    numeric: new Set(Array.from({ length: 10 }, (_, column) => column + 1)),
    rows: [...plan.services.map((sized) => row(sized.service.kind, [sized])), row('total', plan.services)],
  };
  const sentences = beside(plan).map((line) => `${line}\n`);
  return format === 'markdown' ? `${asMarkdown(grid)}\n${sentences.join('\n')}` : `${asTable(grid)}\n${sentences.join('')}`;
}

const headings = (when: string): readonly string[] => [`pods ${when}`, 'CPU req', 'CPU lim', 'mem req', 'mem lim'];

const cells = ({ pods, cpu, memory }: Demand): readonly string[] => [
  String(pods),
  String(cpu.requests),
  String(cpu.limits),
  inGibibytes(memory.requests.mebibytes),
  inGibibytes(memory.limits.mebibytes),
];

const inGibibytes = (mebibytes: number): string => `${Number((mebibytes / 1024).toFixed(2))}Gi`;

/** What the resource plan's own table adds up to, and what it says of itself. */
const DOCUMENT = "the resource plan's table adds up to 29 pods, 35 cores, 82 GB; it says of itself ~30 pods, ~40 cores, ~80 GB";

function beside(plan: ClusterPlan): readonly string[] {
  const { pods, ...sums } = rangeOfTable(plan).least;
  return [
    `of these, in the resource plan's table: ${pods} pods, ${limits(sums)} of limits`,
    DOCUMENT,
    'besides, at the minimum:',
    ...extrasOf(plan).map(({ what, because, least }) => `  ${what}: ${because} (${limits(least)})`),
  ];
}

const limits = ({ cpu, memory }: Omit<Demand, 'pods'>): string =>
  `${cpu.limits} ${cpu.limits.cores === 1 ? 'core' : 'cores'}, ${inGibibytes(memory.limits.mebibytes)}`;

/** The budget of a cluster for programs: sizes in MiB and CPUs, as numbers. */
export function clusterJson(plan: ClusterPlan): string {
  const numbers = ({ pods, cpu, memory }: Demand) => ({
    pods,
    cpuRequests: cpu.requests.cores,
    cpuLimits: cpu.limits.cores,
    memoryRequestsMiB: memory.requests.mebibytes,
    memoryLimitsMiB: memory.limits.mebibytes,
  });
  const asNumbers = ({ least, most }: Range) => ({ least: numbers(least), most: numbers(most) });
  const range = (sized: readonly ClusterSized[]) => asNumbers(rangeOf(sized));
  const document = {
    format: 1,
    profile: plan.profile.name,
    services: plan.services.map((sized) => ({ service: sized.service.kind, ...range([sized]) })),
    total: range(plan.services),
    besidesResourcePlan: extrasOf(plan).map(({ what, because, least }) => ({ what, because, least: numbers(least) })),
    inResourcePlan: asNumbers(rangeOfTable(plan)),
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}
