import { type Command, InvalidArgumentError } from 'commander';
import type { Plan } from '../plan/plan';
import { UsageError } from '../problem';
import { loadProfile } from '../profile/load';
import { type Selected, shapesOf, type Target, targetNamed } from '../targets/target';
import { inWords, quoted } from '../text';
import { Memory } from '../units/memory';
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
export interface Planned extends Selected {
  readonly target: Target;
  readonly ref: ProfileRef;
  /** The plan as the profile has it. @default - it was not fitted to a machine */
  readonly before?: Plan;
}

export const withPlanOptions = (context: Context, command: Command): Command =>
  command
    .option('--profile <name|path>', 'a name in profiles/, or a YAML file anywhere')
    .option(
      '--set <path=value>',
      `one value over the profile, such as services.NAME.memory.limit=2Gi; null removes; what starts with a quote or a bracket is YAML, such as 'version="1.30"'; a key with dots stands in double quotes; repeatable`,
      collect,
      [],
    )
    .option('--fit <size|auto>', `shrink the limits to a machine such as 8Gi; auto asks the ${askedBy(context)}`, parseFit)
    .option('--offline', `ask no ${askedBy(context)}`);

/** What commands may ask of this machine. */
const askedBy = ({ targets }: Context): string =>
  inWords(
    targets.flatMap(({ asked }) => asked ?? []),
    'or',
  ) || 'machine';

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
  if (fit === 'auto' && options.offline) throw new UsageError(`--fit auto asks the ${askedBy(context)}, and --offline asks none: give one`);
  if (profile === undefined)
    throw new UsageError(`--profile is needed: one of ${shippedProfiles(context).join(', ')}, or the path of a YAML file`);
  if (profile === '') throw new UsageError('--profile: expected a name or the path of a file, got nothing');
  const ref = findProfile(profile, context);
  const loaded = loadProfile({
    file: ref.file,
    cwd: context.cwd,
    shapes: shapesOf(context.targets, context.application),
    assignments: options.set,
    shipped: profilesFolder(context),
  });
  const sets = options.set.map((assignment) => `--set ${quoted(assignment)}`);
  const target = targetNamed(loaded.values.target, context.targets);
  const whole = target.bind(context.application, loaded);
  const planned = (plan: Plan, flags: readonly string[]): Planned => ({ plan, target, ref, selection: selecting(profile, flags) });
  if (fit === undefined) {
    const fitted = await target.fitted?.(whole);
    return fitted === undefined ? planned(whole, sets) : { ...planned(fitted, sets), before: whole };
  }

  if (typeof target.fit === 'string') throw new UsageError(`--fit shrinks ${whoCan(context, 'fit')}; ${target.fit}`);
  const fitted = await target.fit(whole, fit, options.quiet ?? false, context);
  return { ...planned(fitted.plan, [...sets, ...fitted.flags]), before: whole };
}

/** Of the targets those that can do something: `a laptop`. */
export const whoCan = ({ targets }: Context, what: 'fit' | 'losses' | 'secrets'): string =>
  inWords(
    targets.filter((target) => target[what] !== undefined && typeof target[what] !== 'string').map(({ word }) => `a ${word}`),
    'or',
  );

const selecting = (profile: string, flags: readonly string[]): string => [`--profile ${quoted(profile)}`, ...flags].join(' ');

/** Whether the machine that this runs on may be asked what it makes of a plan that was not fitted to it: only where somebody reads that. */
export const mayAsk = ({ fit, offline, quiet }: PlanOptions, { env, terminal }: Context): boolean =>
  fit === undefined && !offline && !quiet && terminal.watched && !env.CI;
