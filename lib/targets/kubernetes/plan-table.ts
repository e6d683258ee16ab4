import type { Colors } from 'picocolors/types';
import type { ResourcePlan } from '../../model/application';
import type { Stored } from '../../model/stored';
import { storedInWords } from '../../plan/stored';
import { asMarkdown, asTable, type Grid } from '../../table';
import { DOCUMENT_WIDTH, wrap } from '../../wrap';
import type { BudgetManner } from '../target';
import { type Demand, extrasOf, type Part, partsOf, type Range, rangeOf, rangeOfTable } from './plan/demand';
import type { ClusterPlan, ClusterSized } from './plan/plan';

/** The budget of a cluster: tables, or numbers for programs. */
export const budget = (plan: ClusterPlan, { format, colors }: BudgetManner<ClusterPlan>): string =>
  format === 'json' ? asJson(plan) : asText(plan, format === 'markdown', colors);

/** Every service at the fewest replicas and at the most, and the totals beside the resource plan's, where there is one. */
function asText(plan: ClusterPlan, markdown: boolean, colors: Colors): string {
  const { resourcePlan } = plan.application;
  const sections: readonly (readonly [string, Grid])[] = [
    ['at rest', services(plan, 'least', colors)],
    ['at full load, with every autoscaler at its maximum', services(plan, 'most', colors)],
    ...(resourcePlan === undefined ? [] : [['the limits beside the resource plan', beside(plan, resourcePlan, colors)] as const]),
  ];
  const tables = sections.map(([title, grid]) =>
    markdown ? `**${title}**\n\n${asMarkdown(grid)}` : `${colors.bold(title)}\n${asTable(grid)}`,
  );
  const extras = (resourcePlan === undefined ? [] : extrasOf(plan, resourcePlan)).map(
    ({ what, because, least }) => `${what}: ${because} (${limits(least)})`,
  );
  const list = markdown ? extras.map((line) => `- ${line}\n`) : extras.map((line) => `${wrap(`  ${line}`, DOCUMENT_WIDTH, 4)}\n`);
  const stored = storedIn(plan)
    .map(([service, one]) => storedInWords(service, one))
    .map((line) => `${markdown ? line : wrap(line, DOCUMENT_WIDTH, 2)}\n`);
  const besides = list.length === 0 ? [] : [`what runs besides, at rest:\n${markdown ? '\n' : ''}${list.join('')}`];
  return [...tables, ...besides, ...stored].join('\n');
}

/** The services that keep their data in memory, each with how much it can hold. */
const storedIn = ({ services }: ClusterPlan): readonly (readonly [service: string, Stored])[] =>
  services.flatMap(({ service, members }) => (members?.stored === undefined ? [] : [[service.kind, members.stored] as const]));

/** A row for each service and the totals. */
const services = (plan: ClusterPlan, when: keyof Range, { bold }: Colors): Grid => {
  const row = (name: string, sized: readonly ClusterSized[]): readonly string[] => [name, ...cells(rangeOf(sized)[when])];
  return {
    headings: ['service', 'pods', 'CPU req', 'CPU lim', 'mem req', 'mem lim'],
    numeric: new Set([1, 2, 3, 4, 5]),
    rows: [...plan.services.map((sized) => row(sized.service.kind, [sized])), row('total', plan.services).map(bold)],
  };
};

const cells = ({ pods, cpu, memory }: Demand): readonly string[] => [
  String(pods),
  String(cpu.requests),
  String(cpu.limits),
  inGibibytes(memory.requests.mebibytes),
  inGibibytes(memory.limits.mebibytes),
];

const inGibibytes = (mebibytes: number): string => `${Number((mebibytes / 1024).toFixed(2))}Gi`;

/** Ours, and what the document plans. */
function beside(plan: ClusterPlan, resourcePlan: ResourcePlan, { bold, red }: Colors): Grid {
  const { table, ofItself, inAll } = resourcePlan;
  const parts = partsOf(plan, resourcePlan);
  const ours = (what: string, { pods, cpu, memory }: Demand): readonly string[] => [
    what,
    String(pods),
    String(cpu.limits),
    inGibibytes(memory.limits.mebibytes),
  ];
  const { least, most } = rangeOf(plan.services);
  return {
    headings: ['', 'pods', 'cores', 'memory'],
    numeric: new Set([1, 2, 3]),
    rows: [
      ours('this profile at rest', least).map(bold),
      ours("  of these, rows of the plan's table", rangeOfTable(plan, resourcePlan).least),
      ["the plan's table adds up to", String(table.pods), String(table.cores), `${table.memoryGB} GB`],
      ['the plan says of itself', `~${ofItself.pods}`, `~${ofItself.cores}`, `~${ofItself.memoryGB} GB`],
      ...parts.flatMap(({ what, memoryGB, nodes, least: part, most: atMost }) => [
        ours(`of this profile, ${what}`, part),
        [`the plan gives ${what}${nodes === undefined ? '' : `, enough for ${nodes} nodes`}`, '', '', `${memoryGB} GB`],
        ...over({ memoryGB, least: part, most: atMost }).map((row) => row.map((cell) => bold(red(cell)))),
      ]),
      ...(parts.length === 0 || inAll === undefined
        ? []
        : [['the plan says of everything', '', '', `~${inAll.saidGB} GB (its rows: ${inAll.rowsGB})`]]),
      ours('this profile at full load', most),
    ],
  };
}

/** What a part takes more than the plan gives it; nothing where it takes less. */
function over({ memoryGB, least, most }: Omit<Part, 'what'>): readonly (readonly string[])[] {
  const [atRest, atMost] = [least, most].map(({ memory }) => memory.limits.mebibytes - memoryGB * 1024) as [number, number];
  // Never over by nothing.
  const row = (name: string, mebibytes: number) => [name, '', '', inGibibytes(Math.max(mebibytes, 0.01 * 1024))];
  return [
    ...(atRest > 0 ? [row('  over by', atRest)] : []),
    ...(atMost > atRest && atMost > 0 ? [row('  over at full load by', atMost)] : []),
  ];
}

const limits = ({ cpu, memory }: Omit<Demand, 'pods'>): string =>
  `${cpu.limits} ${cpu.limits.cores === 1 ? 'core' : 'cores'}, ${inGibibytes(memory.limits.mebibytes)}`;

/** Nothing where the profile has none of them. */
const inParts = (parts: readonly Part[]): object =>
  parts.length === 0
    ? {}
    : {
        parts: parts.map(({ what, memoryGB, nodes, least }) => ({
          what,
          plannedGB: memoryGB,
          memoryLimitsMiB: least.memory.limits.mebibytes,
          enoughForNodes: nodes,
        })),
      };

/** Sizes in MiB and CPUs, as numbers. */
function asJson(plan: ClusterPlan): string {
  const { resourcePlan } = plan.application;
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
    ...(resourcePlan === undefined
      ? {}
      : {
          besidesResourcePlan: extrasOf(plan, resourcePlan).map(({ what, because, least }) => ({ what, because, least: numbers(least) })),
          inResourcePlan: asNumbers(rangeOfTable(plan, resourcePlan)),
          resourcePlan: { table: resourcePlan.table, ofItself: resourcePlan.ofItself },
          ...inParts(partsOf(plan, resourcePlan)),
        }),
    data: storedIn(plan).map(([service, { most, formerly }]) => ({
      service,
      mostMiB: most.mebibytes,
      formerlyMiB: formerly.mebibytes,
    })),
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}
