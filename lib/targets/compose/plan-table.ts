import type { Colors } from 'picocolors/types';
import { storedInWords } from '../../plan/stored';
import { asMarkdown, asTable } from '../../table';
import type { Memory } from '../../units/memory';
import { DOCUMENT_WIDTH, wrap } from '../../wrap';
import type { BudgetManner } from '../target';
import { type Budget, budgetOf, type ComposePlan, type ComposeSized } from './plan/plan';
import { notRun, notRunInWords } from './roles';

/** The percentage of a limit at which the monitoring script of the resource plan warns. */
const WATERMARK_PERCENT = 85;

const watermark = (limit: Memory): Memory => limit.fraction(WATERMARK_PERCENT, 100);

/** Whether the floor of a service is above that mark of its limit. */
const isTight = ({ service, size: { memory } }: ComposeSized): boolean => !watermark(memory.limit).exceeds(service.floor.memory);

/** The budget of a laptop: a table, or numbers for programs. */
export const budget = (plan: ComposePlan, manner: BudgetManner<ComposePlan>): string =>
  manner.format === 'json' ? asJson(plan, manner.before) : asText(plan, manner);

/** Every service, the totals, and what the host is left with. What does not fit is red. */
function asText(plan: ComposePlan, { format, colors, before }: BudgetManner<ComposePlan>): string {
  const { machine } = plan.profile;
  const share = (memory: Memory): string => `${Math.round((memory.mebibytes / machine.memory.mebibytes) * 100)} %`;
  const budget = budgetOf(plan);
  const { bold, dim, red, yellow } = colors;
  const total = budget.limits.exceeds(budget.available) ? (text: string): string => bold(red(text)) : bold;
  const unfitted = before && limitsOf(before);
  const row = (sized: ComposeSized): readonly string[] => {
    const { memory, cpu } = sized.size;
    const { kind } = sized.service;
    const mark = String(watermark(memory.limit));
    return [
      kind,
      ...(unfitted ? [dim(String(unfitted.get(kind)))] : []),
      String(memory.limit),
      memory.request?.toString() ?? '-',
      cpu?.limit.toString() ?? '-',
      share(memory.limit),
      isTight(sized) ? yellow(mark) : mark,
    ];
  };
  const grid = {
    headings: ['service', ...(before ? ['before'] : []), 'limit', 'reservation', 'CPU', 'share', '85 % mark'],
    numeric: new Set([1, 2, 3, 4, 5, 6]),
    rows: [
      ...plan.services.map(row),
      [
        bold('total'),
        ...(before ? [dim(String(budgetOf(before).limits))] : []),
        total(String(budget.limits)),
        bold(String(budget.requests)),
        bold(String(budget.cpus)),
        total(share(budget.limits)),
        '',
      ],
    ],
  };
  const sentences = remains(plan, budget, colors);
  return format === 'markdown'
    ? `${asMarkdown(grid)}\n${sentences.map((line) => `${line}\n`).join('\n')}`
    : `${asTable(grid)}\n${sentences.map((line) => `${wrap(line, DOCUMENT_WIDTH, 2)}\n`).join('')}`;
}

/** What the host is left with. */
function remains(
  { application, profile: { machine }, services, unsized, off }: ComposePlan,
  budget: Budget,
  { red }: Colors,
): readonly string[] {
  const { available, limits, requests } = budget;
  const atCaps = `left for the host when every cap is reached: ${machine.memory.over(limits)}`;
  const short = limits.exceeds(machine.memory) ? ` (the caps are ${limits.over(machine.memory)} more than the machine has)` : '';
  const tight = services.filter(isTight).map(({ service }) => service.kind);
  return [
    `machine ${machine.memory}, ${machine.cpus.inWords()}, ${machine.keep} kept for everything else`,
    limits.exceeds(available) ? red(atCaps + short) : atCaps,
    `left for the host at the reservations: ${machine.memory.over(requests)}`,
    ...services.flatMap(({ service, configured: { bounded }, size }) =>
      bounded === undefined ? [] : [storedInWords(service.kind, bounded(size.memory.limit).stored)],
    ),
    ...(tight.length === 0 ? [] : [`floor above 85 % of the cap: ${tight.join(', ')}`]),
    ...(unsized.length === 0 ? [] : [`without any limit, so not counted: ${unsized.map(({ kind }) => kind).join(', ')}`]),
    ...(off.length === 0 ? [] : [`switched off, so not counted: ${off.map(({ kind }) => kind).join(', ')}`]),
    ...notRunInWords(application),
  ];
}

const limitsOf = ({ services }: ComposePlan): ReadonlyMap<string, Memory> =>
  new Map(services.map(({ service, size }) => [service.kind, size.memory.limit]));

/** Sizes in MiB and CPUs, as numbers; `limitBeforeMiB` only where the plan was fitted. */
function asJson(plan: ComposePlan, before?: ComposePlan): string {
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
    off: plan.off.map(({ kind }) => kind),
    notRun: notRun(plan.application).map(({ service: { kind } }) => kind),
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}
