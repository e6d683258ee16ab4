import { type Command, InvalidArgumentError } from 'commander';
import { fitTo, type Machine, type Shortfall } from '../plan/fit';
import { bind, type Plan, sizeable } from '../plan/plan';
import { UsageError } from '../problem';
import { loadProfile } from '../profile/load';
import { Memory } from '../units/memory';
import { UnitError } from '../units/unit-error';
import type { Context } from './context';
import { findProfile, type ProfileRef, profilesFolder, shippedProfiles } from './profiles';

/** The flags of every command that works on a plan. */
export interface PlanOptions {
  readonly profile?: string;
  readonly set: readonly string[];
  readonly fit?: Memory | 'auto';
}

/** A plan, and what led to it. */
export interface Planned {
  readonly plan: Plan;
  readonly ref: ProfileRef;
  /** `--profile`, `--set` and `--fit` as the user would type them, to get the same plan from any command. */
  readonly selection: string;
}

/** The plan does not fit the machine, however small its services are made. */
export class DoesNotFit extends Error {
  constructor({ available, missing, floors }: Shortfall) {
    const needs = floors.map(({ kind, memory }) => `${kind} ${memory}`).join(', ');
    super(`does not fit: ${available} are available and the floors of all services need ${missing} more (${needs})`);
  }
}

export const withPlanOptions = (command: Command): Command =>
  command
    .option('--profile <name|path>', 'a name in profiles/, or a YAML file anywhere')
    .option('--set <path=value>', 'one value over the profile, such as services.agent.memory.limit=2Gi; repeatable', collect, [])
    .option('--fit <size|auto>', 'shrink the memory limits to a machine such as 8Gi; auto asks the Docker engine', parseFit);

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
 * @throws DoesNotFit if the floors alone are more than the machine has
 */
export async function planOf(options: PlanOptions, context: Context): Promise<Planned> {
  const { profile } = options;
  if (profile === undefined)
    throw new UsageError(`--profile is needed: one of ${shippedProfiles(context).join(', ')}, or the path of a YAML file`);
  const ref = findProfile(profile, context);
  const loaded = loadProfile({
    file: ref.file,
    cwd: context.cwd,
    services: sizeable(context.catalogues),
    assignments: options.set,
    shipped: profilesFolder(context),
  });
  const sets = options.set.map((assignment) => `--set ${quoted(assignment)}`);
  const whole = bind(context.catalogues, loaded);
  const planned = (plan: Plan, flags: readonly string[]): Planned => ({ plan, ref, selection: selecting(profile, flags) });
  if (options.fit === undefined) return planned(whole, sets);

  const machine = await machineFor(options.fit, context);
  if (whole.target !== 'compose') throw new UsageError('--fit shrinks a laptop; a cluster has nodes that are added');
  const fitted = fitTo(whole, machine);
  if ('shortfall' in fitted) throw new DoesNotFit(fitted.shortfall);
  return planned(fitted.plan, [...sets, ...asFlags(machine)]);
}

const selecting = (profile: string, flags: readonly string[]): string => [`--profile ${quoted(profile)}`, ...flags].join(' ');

/** What was asked of an engine, so that the plan can be had again without one. */
const asFlags = ({ memory, keep, cpus }: Machine): readonly string[] => [
  ...Object.entries({ keep, cpus }).flatMap(([key, value]) => (value === undefined ? [] : [`--set machine.${key}=${value}`])),
  `--fit ${memory}`,
];

/** The engine's virtual machine on Docker Desktop does not hold the host's own programs, so little has to be kept there. */
async function machineFor(size: Memory | 'auto', { env }: Context): Promise<Machine> {
  if (size !== 'auto') return { memory: size };
  const { askEngine, DESKTOP_KEEP } = await import('../engine');
  const { memory, cpus, desktop } = await askEngine(env);
  return { memory, cpus, keep: desktop ? DESKTOP_KEEP : undefined };
}

/** As an argument of a POSIX shell. */
export const quoted = (text: string): string => (/^[\w./=:-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`);
