import { type Budget, budgetOf, type ComposePlan, type ComposeSized } from '../plan/plan';
import type { Memory } from '../units/memory';

/** When the document's monitoring script warns, in percent of a limit. */
const WATERMARK_PERCENT = 85;

const watermark = (limit: Memory): Memory => limit.fraction(WATERMARK_PERCENT, 100);

/**
 * The budget of a laptop as a table: every service, the totals, and what the host is left with.
 *
 * @param before the plan before it was fitted to its machine, whose limits are shown as well. @default - it was not fitted
 */
export async function laptopTable(plan: ComposePlan, format: 'table' | 'markdown', before?: ComposePlan): Promise<string> {
  const { asMarkdown, asTable } = await import('./table');
  const { machine } = plan.profile;
  const share = (memory: Memory): string => `${Math.round((memory.mebibytes / machine.memory.mebibytes) * 100)} %`;
  const budget = budgetOf(plan);
  const unfitted = before && limitsOf(before);
  const row = ({ service, size: { memory, cpu } }: ComposeSized): readonly string[] => [
    service.kind,
    ...(unfitted ? [String(unfitted.get(service.kind))] : []),
    String(memory.limit),
    memory.request?.toString() ?? '-',
    cpu?.limit.toString() ?? '-',
    share(memory.limit),
    String(watermark(memory.limit)),
  ];
  const grid = {
    headings: ['service', ...(before ? ['before'] : []), 'limit', 'reservation', 'CPU', 'share', '85 % mark'],
    numeric: new Set([1, 2, 3, 4, 5, 6]),
    rows: [
      ...plan.services.map(row),
      [
        'total',
        ...(before ? [String(budgetOf(before).limits)] : []),
        String(budget.limits),
        String(budget.requests),
        String(budget.cpus),
        share(budget.limits),
        '',
      ],
    ],
  };
  const sentences = remains(plan, budget).map((line) => `${line}\n`);
  return format === 'markdown' ? `${asMarkdown(grid)}\n${sentences.join('\n')}` : `${asTable(grid)}\n${sentences.join('')}`;
}

/** What the host is left with. */
function remains({ profile: { machine }, unsized }: ComposePlan, { limits, requests }: Budget): readonly string[] {
  const short = limits.exceeds(machine.memory) ? ` (the caps are ${limits.over(machine.memory)} more than the machine has)` : '';
  return [
    `machine ${machine.memory}, ${machine.cpus.inWords()}, ${machine.keep} kept for everything else`,
    `left for the host when every cap is reached: ${machine.memory.over(limits)}${short}`,
    `left for the host at the reservations: ${machine.memory.over(requests)}`,
    ...(unsized.length === 0 ? [] : [`without any limit, so not counted: ${unsized.map(({ kind }) => kind).join(', ')}`]),
  ];
}

const limitsOf = ({ services }: ComposePlan): ReadonlyMap<string, Memory> =>
  new Map(services.map(({ service, size }) => [service.kind, size.memory.limit]));

/** The budget of a laptop for programs: sizes in MiB and CPUs, as numbers; `limitBeforeMiB` only where the plan was fitted. */
export function laptopJson(plan: ComposePlan, before?: ComposePlan): string {
  const unfitted = before && limitsOf(before);
  const { machine, name } = plan.profile;
  const budget = budgetOf(plan);
  const document = {
    format: 1,
    profile: name,
    machine: { memoryMiB: machine.memory.mebibytes, keepMiB: machine.keep.mebibytes, cpus: machine.cpus.cores },
    services: plan.services.map(({ service, size: { memory, cpu } }) => ({
      service: service.kind,
      limitBeforeMiB: unfitted?.get(service.kind)?.mebibytes,
      limitMiB: memory.limit.mebibytes,
      reservationMiB: memory.request?.mebibytes ?? null,
      cpus: cpu?.limit.cores ?? null,
      shareOfMachine: memory.limit.mebibytes / machine.memory.mebibytes,
      watermarkMiB: watermark(memory.limit).mebibytes,
    })),
    total: { limitMiB: budget.limits.mebibytes, reservationMiB: budget.requests.mebibytes, cpus: budget.cpus.cores },
    left: {
      atCapsMiB: machine.memory.mebibytes - budget.limits.mebibytes,
      atReservationsMiB: machine.memory.mebibytes - budget.requests.mebibytes,
    },
    unsized: plan.unsized.map(({ kind }) => kind),
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}
