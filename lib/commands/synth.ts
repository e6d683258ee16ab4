import { join, relative, resolve } from 'node:path';
import { Command } from 'commander';
import { check } from '../checks/check';
import { ExitCode } from '../exit-code';
import { type Change, type Comparison, compare, pending, refusals } from '../output/changes';
import type { Output } from '../output/index-file';
import { backupOf, write } from '../output/write';
import { InputError, UsageError } from '../problem';
import { synthesize } from '../synthesize';
import { againstFolder } from './base';
import type { Context, Finish } from './context';
import { blocking, findingsText, verdict } from './findings-text';
import { immutableIn } from './immutable';
import { nextSteps } from './next-steps';
import { adviseOnEngine, type Planned, type PlanOptions, planOf, quoted, withPlanOptions } from './plan-options';
import { defaultOutput, shippedProfiles } from './profiles';
import { summary } from './summary';

interface SynthOptions extends PlanOptions {
  readonly output?: string;
  readonly stdout?: boolean;
  readonly check?: boolean;
  readonly dryRun?: boolean;
  readonly force?: boolean;
  readonly quiet?: boolean;
  readonly verbose?: boolean;
}

/** `fmsynth synth`, the default: profile → files. */
export const synthCommand = (context: Context, finish: Finish): Command =>
  withPlanOptions(new Command('synth').description('write the files of a profile (the default command)'))
    .option('--output <dir>', 'folder to write to (default: dist/<profile>)')
    .option('--stdout', 'print the documents instead of writing them')
    .option('--check', 'write nothing; exit 3 and list the files that differ')
    .option('--dry-run', 'write nothing; list what would be written, changed and removed')
    .option('--force', 'replace files that this program did not write, keeping each as a .bak file')
    .option('--quiet', 'say nothing unless something is wrong')
    .option('--verbose', 'show what is accepted, each with its reason')
    .addHelpText(
      'after',
      `
Examples:
  ${context.program} --profile laptop
  ${context.program} --profile laptop-8gb --output ../faultmaven-deploy
  ${context.program} --profile laptop --fit auto --stdout > docker-compose.override.yml
  ${context.program} --profile laptop --check`,
    )
    .action(async (options: SynthOptions) => finish(await synth(options, context)));

async function synth(options: SynthOptions, context: Context): Promise<ExitCode> {
  refuseContradictions(options);
  const planned = await planOf(options, context);
  const { plan, selection } = planned;
  const folder = outputFolder(options, planned, context);
  const shown = relative(context.cwd, folder) || '.';
  const { err, out, errColors, errWidth } = context.terminal;
  const talk = (text: string): void => (options.quiet ? undefined : err(text));

  const base = options.output === undefined ? undefined : await againstFolder(planned, folder, context);
  const findings = check(plan, base);
  const code = verdict(findings);
  if (code !== ExitCode.ok) {
    err(findingsText(findings.filter(blocking), { colors: errColors, width: errWidth }));
    err('nothing was written: mend the profile, or name the code with a reason under its accept\n');
    return code;
  }

  const files = await synthesize(plan);
  if (options.stdout) {
    out(files.map(({ content }) => content).join('---\n'));
    talk(summary({ plan, findings, selection, verbose: options.verbose }, context));
    return ExitCode.ok;
  }

  const output: Output = { profile: plan.profile.name, target: plan.target, files };
  const before = compare(folder, output);
  if (options.check) return reportDrift(shown, before, rerun(planned, options, context), { err, talk });
  const keptAs = (change: Change): string | undefined => backupOf(folder, change);
  if (options.dryRun) err(listing(shown, before.changes, { add: 'would add', replace: 'would change', remove: 'would remove' }, keptAs));
  const immutable = await immutableIn(shown, before.changes);
  if (!options.force) refuse([...refusals(before, shown, plan.profile.name), ...immutable.map((change) => `${change}. ${REFUSED}`)]);
  if (options.dryRun) return ExitCode.ok;

  const steps = nextSteps({ plan, folder, shown, changes: before.changes, immutable, program: context.program, selection });
  const done = listing(shown, before.changes, { add: 'wrote', replace: 'wrote', remove: 'removed' }, keptAs);
  if (pending(before.changes).length > 0) {
    const { locked } = await import('../output/lock');
    locked(folder, () => {
      // Another run may have written since.
      const now = compare(folder, output);
      if (!options.force) refuse(refusals(now, shown, plan.profile.name));
      write(folder, now.changes);
    });
  }
  talk([summary({ plan, findings, selection, verbose: options.verbose }, context), done, steps].join('\n'));
  await adviseOnEngine(plan, options, context);
  return ExitCode.ok;
}

const REFUSED = 'An apply alone does not do this (docs/runbooks.md); give --force to write it';

/** @throws InputError if there is anything */
function refuse(messages: readonly string[]): void {
  if (messages.length > 0) throw new InputError(messages.map((message) => ({ message })));
}

/** @throws UsageError for flags that cannot be meant together */
function refuseContradictions({ stdout, output, check: checking, dryRun, force, set, fit, quiet, verbose }: SynthOptions): void {
  if (output === '') throw new UsageError('--output: expected a folder, got nothing');
  const destinations = Object.entries({ '--stdout': stdout, '--check': checking, '--dry-run': dryRun }).flatMap(([flag, given]) =>
    given ? [flag] : [],
  );
  if (destinations.length > 1) throw new UsageError(`${destinations.join(' and ')} contradict each other: give one`);
  if (force && (stdout || checking))
    throw new UsageError(`--force replaces files, and --${stdout ? 'stdout' : 'check'} writes none: give one`);
  if (quiet && verbose) throw new UsageError('--quiet and --verbose contradict each other: give one');
  if (stdout && output !== undefined) throw new UsageError('--stdout and --output contradict each other: give one');
  if ((set.length > 0 || fit !== undefined) && output === undefined && !stdout) {
    throw new UsageError('--set and --fit need --output DIR or --stdout: what is in dist/ follows from the profiles alone');
  }
}

/** @throws UsageError if the default folder holds the output of a shipped profile of the same name */
function outputFolder({ output, stdout }: SynthOptions, { plan, ref }: Planned, context: Context): string {
  if (output !== undefined) return resolve(context.cwd, output);
  const { name } = plan.profile;
  if (!stdout && !ref.shipped && shippedProfiles(context).includes(name)) {
    throw new UsageError(`dist/${name} belongs to the shipped profile ${name}: give --output DIR, or rename yours`);
  }
  return defaultOutput(name, context);
}

interface Talk {
  readonly err: (text: string) => void;
  readonly talk: (text: string) => void;
}

function reportDrift(shown: string, { changes, heldBy }: Comparison, command: string, { err, talk }: Talk): ExitCode {
  if (pending(changes).length === 0) {
    talk(`${shown} is up to date\n`);
    return ExitCode.ok;
  }
  err(listing(shown, changes, { add: 'missing', replace: 'differs', remove: 'no longer generated' }));
  err(`to bring it up to date: ${command}${heldBy === undefined ? '' : ' --force'}\n`);
  return ExitCode.drift;
}

/** The command that writes what `--check` has checked. */
const rerun = ({ selection }: Planned, { output }: SynthOptions, { program }: Context): string =>
  [program, selection, ...(output === undefined ? [] : [`--output ${quoted(output)}`])].join(' ');

/** A line for each file that is not the same already: what happens to it, where it is, and under which name the old one is kept. */
function listing(
  shown: string,
  changes: readonly Change[],
  verbs: Record<Exclude<Change['kind'], 'same'>, string>,
  keptAs: (change: Change) => string | undefined = () => undefined,
): string {
  const lines = changes.flatMap((change) => {
    if (change.kind === 'same') return [];
    const backup = keptAs(change);
    return `${verbs[change.kind]} ${join(shown, change.path)}${backup === undefined ? '' : `, keeping the old one as ${backup}`}\n`;
  });
  return lines.length > 0 ? lines.join('') : `${shown}: nothing changes\n`;
}
