import { type Command, InvalidArgumentError } from 'commander';
import { ExitCode } from '../exit-code';
import { Refusal } from '../failure';
import { bind, type ComposePlan, type Plan, sizeable } from '../plan/plan';
import { UsageError } from '../problem';
import { loadProfile } from '../profile/load';
import type { EngineVerdict } from '../targets/compose/engine-warnings';
import { fitTo, type Machine, type Shortfall } from '../targets/compose/plan/fit';
import { quoted } from '../text';
import { inOneUnit, Memory } from '../units/memory';
import { UnitError } from '../units/unit-error';
import type { Context } from './context';
import { findProfile, type ProfileRef, profilesFolder, shippedProfiles } from './profiles';

/** The flags of every command that works on a plan. */
export interface PlanOptions {
  readonly profile?: string;
  readonly set: readonly string[];
  readonly fit?: Memory | 'auto';
  /** No engine is asked. */
  readonly offline?: boolean;
  /** Nothing is said unless something is wrong. */
  readonly quiet?: boolean;
}

/** A plan, and what led to it. */
export interface Planned {
  readonly plan: Plan;
  readonly ref: ProfileRef;
  /** `--profile`, `--set` and `--fit` as the user would type them, to get the same plan from any command. */
  readonly selection: string;
  /** The plan as the profile has it. @default - it was not fitted to a machine */
  readonly before?: ComposePlan;
}

/** The plan does not fit the machine, however small its services are made. */
function doesNotFit(shortfall: Shortfall): Refusal {
  const { available, kept, floors } = shortfall;
  const needs = floors.map(({ kind, memory }) => `${kind} ${memory}`).join(', ');
  const [needed, there] = inOneUnit(Memory.sum(floors.map(({ memory }) => memory)), available);
  return new Refusal(ExitCode.doesNotFit, [
    `does not fit: the floors of all services need ${needed}, ${there} are available beside the ${kept} that are kept (${needs})`,
    'what would help:',
    ...remediesOf(shortfall).map((remedy) => `  ${remedy}`),
  ]);
}

/** What the user can do, each with the flags to add. */
function remediesOf({ kept, remedies: { memory, keep, off, missingWithoutThose } }: Shortfall): readonly string[] {
  const switches = off.map((kind) => `--set services.${kind}=off`).join(' ');
  const rest = missingWithoutThose.exceeds(Memory.none) ? `, and ${missingWithoutThose} are still missing then` : '';
  return [
    `more memory: a machine of ${memory}, of which ${kept} are kept`,
    ...(keep === undefined ? [] : [`less to keep: --set machine.keep=${keep}, where that is enough for everything else`]),
    ...(off.length === 0 ? [] : [`fewer services, of those that no other calls: ${switches}${rest}`]),
  ];
}

export const withPlanOptions = (command: Command): Command =>
  command
    .option('--profile <name|path>', 'a name in profiles/, or a YAML file anywhere')
    .option(
      '--set <path=value>',
      `one value over the profile, such as services.agent.memory.limit=2Gi; null removes; what starts with a quote or a bracket is YAML, such as 'version="1.30"'; a key with dots stands in double quotes; repeatable`,
      collect,
      [],
    )
    .option('--fit <size|auto>', 'shrink the limits to a machine such as 8Gi; auto asks the Docker engine', parseFit)
    .option('--offline', 'ask no Docker engine');

const collect = (value: string, earlier: readonly string[]): readonly string[] => [...earlier, value];

function parseFit(text: string): Memory | 'auto' {
  if (text === 'auto') return 'auto';
  try {
    return Memory.parse(text);
  } catch (error) {
    if (error instanceof UnitError) throw new InvalidArgumentError(error.message);
    throw error;
  }
}

/**
 * @throws UsageError without a profile
 * @throws InputError with every problem of the profile
 * @throws Refusal if the floors alone are more than the machine has
 */
export async function planOf(options: PlanOptions, context: Context): Promise<Planned> {
  const { profile, fit } = options;
  if (fit === 'auto' && options.offline) throw new UsageError('--fit auto asks the Docker engine, and --offline asks none: give one');
  if (profile === undefined)
    throw new UsageError(`--profile is needed: one of ${shippedProfiles(context).join(', ')}, or the path of a YAML file`);
  if (profile === '') throw new UsageError('--profile: expected a name or the path of a file, got nothing');
  const ref = findProfile(profile, context);
  const loaded = loadProfile({
    file: ref.file,
    cwd: context.cwd,
    services: sizeable(context.application),
    assignments: options.set,
    shipped: profilesFolder(context),
  });
  const sets = options.set.map((assignment) => `--set ${quoted(assignment)}`);
  const whole = bind(context.application, loaded);
  const planned = (plan: Plan, flags: readonly string[]): Planned => ({ plan, ref, selection: selecting(profile, flags) });
  if (fit === undefined) return planned(whole, sets);

  if (whole.target !== 'compose') throw new UsageError('--fit shrinks a laptop; a cluster has nodes that are added');
  const machine = fit === 'auto' ? await askedMachine(whole, options, context) : { memory: fit };
  const fitted = fitTo(whole, machine);
  if ('shortfall' in fitted) throw doesNotFit(fitted.shortfall);
  return { ...planned(fitted.plan, [...sets, ...asFlags(machine, whole)]), before: whole };
}

async function askedMachine(plan: ComposePlan, { quiet = false }: PlanOptions, context: Context): Promise<Machine> {
  const { machineOfEngine } = await import('../targets/compose/engine-warnings');
  return machineOfEngine(plan, quiet, context);
}

const selecting = (profile: string, flags: readonly string[]): string => [`--profile ${quoted(profile)}`, ...flags].join(' ');

/** What was asked of an engine, so that the plan can be had again without one. */
const asFlags = ({ memory, keep, cpus, limitsCpus = true }: Machine, { services, profile }: ComposePlan): readonly string[] => {
  const said = keep === undefined || profile.machine.keep.mebibytes === keep.mebibytes;
  const machine = Object.entries({ keep: said ? undefined : keep, cpus });
  return [
    ...machine.flatMap(([key, value]) => (value === undefined ? [] : [`--set machine.${key}=${value}`])),
    ...services.flatMap(({ service, size }) => (limitsCpus || size.cpu === undefined ? [] : [`--set services.${service.kind}.cpu=null`])),
    `--fit ${memory}`,
  ];
};

/** Says what the engine would make of a plan that was not fitted to it: only where somebody reads it, and never as a failure. */
export async function adviseOnEngine(
  plan: Plan,
  { fit, offline, quiet }: PlanOptions,
  context: Context,
): Promise<EngineVerdict | undefined> {
  const { env, terminal } = context;
  if (plan.target !== 'compose' || fit !== undefined || offline || quiet || !terminal.watched || env.CI) return undefined;
  const { warnOfEngine } = await import('../targets/compose/engine-warnings');
  return warnOfEngine(plan, context);
}
