import { join, relative } from 'node:path';
import { Command } from 'commander';
import { ExitCode } from '../exit-code';
import { outputPath } from '../local-path';
import { type Comparison, compare, pending } from '../output/changes';
import { UsageError } from '../problem';
import { inMessage, inWords, quoted } from '../text';
import { checked } from './checked';
import type { Context, Finish } from './context';
import { mayAsk, type Planned, type PlanOptions, planOf, withPlanOptions } from './plan-options';
import { defaultOutput, shippedProfiles } from './profiles';
import { summary } from './summary';
import { writable } from './writable';
import { carryOut, type Destination, DONE, listing, outputOf, prepare, type Verbs } from './writing';

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
export function synthCommand(context: Context, finish: Finish): Command {
  const { examples, published: { folder: published = 'DIR' } = {} } = context.application;
  return withPlanOptions(context, new Command('synth').description('write the files of a profile (the default command)'))
    .option('--output <dir>', 'folder to write to (default: dist/<profile>)')
    .option('--stdout', 'print the documents instead of writing them')
    .option(
      '--check',
      'write nothing; exit 3 and list the files that are not what the profile gives (check looks at the profile, verify at the digests in files)',
    )
    .option('--dry-run', 'write nothing; list what would be written, changed and removed')
    .option('--force', 'replace files that this program did not write, keeping each as a .bak file')
    .option('--quiet', 'say nothing unless something is wrong')
    .option('--verbose', 'show what is accepted, each with its reason')
    .addHelpText(
      'after',
      `
Examples:
  ${context.program} --profile ${examples.laptop}
  ${context.program} --profile ${examples.laptop} --output ${published}
  ${context.program} --profile ${examples.toFit} --fit auto --output ${published}
  ${context.program} --profile ${examples.laptop} --stdout
  ${context.program} --profile ${examples.laptop} --check`,
    )
    .action(async (options: SynthOptions) => finish(await synth(options, context)));
}

async function synth(options: SynthOptions, context: Context): Promise<ExitCode> {
  refuseContradictions(options);
  const planned = await planOf(options, context);
  const { plan, target, selection } = planned;
  const folder = outputFolder(options, planned, context);
  const shown = relative(context.cwd, folder) || '.';
  const { err, out } = context.terminal;
  const talk = (text: string): void => (options.quiet ? undefined : err(text));

  const base = options.output === undefined ? undefined : await target.base?.beside(planned, folder, context);
  const findings = await writable(planned, context, base ?? (options.output === undefined ? undefined : []));
  // What was found in the folder that it goes to is not known where it comes from.
  const own = options.output === undefined ? findings : await checked(planned, context);
  const output = await outputOf(planned, own, context);
  const summed = await summary({ planned, findings, verbose: options.verbose }, context);
  if (options.stdout) {
    out(output.files.map(({ content }) => content).join(''));
    talk(summed);
    return ExitCode.ok;
  }

  const destination: Destination = { folder, shown, force: options.force };
  if (options.check) return reportDrift(compare(folder, output), destination, rerun(planned, options, context), { err, talk });
  if (options.dryRun) err(listed(compare(folder, output), destination, WOULD));
  const prepared = await prepare(output, target, destination);
  if (options.dryRun) return ExitCode.ok;

  const done = listed(prepared, destination, DONE);
  await carryOut(output, prepared, destination);
  talk([summed, done].join('\n'));
  const written = { plan, selection, folder, shown, base, changes: prepared.changes, undone: prepared.undone };
  talk(`\n${await target.nextSteps({ ...written, asks: mayAsk(options, context) }, context)}`);
  return ExitCode.ok;
}

const WOULD: Verbs = { add: 'would add', replace: 'would change', remove: 'would remove', keeps: true };
const DRIFT: Verbs = { add: 'missing', replace: 'differs', remove: 'no longer generated', keeps: false };

function listed({ changes }: Comparison, destination: Destination, verbs: Verbs): string {
  const lines = listing(changes, destination, verbs);
  return lines.length > 0 ? lines.map((line) => `${line}\n`).join('') : `${inMessage(destination.shown)}: nothing changes\n`;
}

/** @throws UsageError for flags that cannot be meant together */
function refuseContradictions({ stdout, output, check: checking, dryRun, force, set, fit, quiet, verbose }: SynthOptions): void {
  if (output === '') throw new UsageError('--output: expected a folder, got nothing');
  const destinations = Object.entries({ '--stdout': stdout, '--check': checking, '--dry-run': dryRun }).flatMap(([flag, given]) =>
    given ? [flag] : [],
  );
  if (destinations.length > 1) throw new UsageError(`${inWords(destinations, 'and')} contradict each other: give one`);
  if (force && (stdout || checking))
    throw new UsageError(`--force replaces files, and --${stdout ? 'stdout' : 'check'} writes none: give one`);
  if (quiet && verbose) throw new UsageError('--quiet and --verbose contradict each other: give one');
  if (stdout && output !== undefined) throw new UsageError('--stdout and --output contradict each other: give one');
  if ((set.length > 0 || fit !== undefined) && output === undefined && !stdout) {
    throw new UsageError('--set and --fit need --output DIR or --stdout: what is in dist/ follows from the profiles alone');
  }
}

/** @throws UsageError if the folder belongs to another profile: each that is shipped has its own, whose name others can have as well */
function outputFolder({ output, stdout }: SynthOptions, { plan, ref }: Planned, context: Context): string {
  const { name } = plan.profile;
  const folder = output === undefined ? defaultOutput(name, context) : outputPath('--output', output, context);
  const isOf = (shipped: string): boolean =>
    folder === (output === undefined ? defaultOutput(shipped, context) : join(context.root, 'dist', shipped));
  const owner = shippedProfiles(context).find(isOf);
  if (!stdout && owner !== undefined && !(ref.shipped && owner === name)) {
    throw new UsageError(`dist/${owner} belongs to the shipped profile ${owner}: give another folder with --output DIR, or rename yours`);
  }
  return folder;
}

interface Talk {
  readonly err: (text: string) => void;
  readonly talk: (text: string) => void;
}

function reportDrift(comparison: Comparison, destination: Destination, command: string, { err, talk }: Talk): ExitCode {
  if (pending(comparison.changes).length === 0) {
    talk(`${inMessage(destination.shown)} is up to date\n`);
    return ExitCode.ok;
  }
  err(listed(comparison, destination, DRIFT));
  err(`to bring it up to date: ${command}${comparison.heldBy === undefined ? '' : ' --force'}\n`);
  return ExitCode.drift;
}

/** The command that writes what `--check` has checked. */
const rerun = ({ selection }: Planned, { output }: SynthOptions, { program }: Context): string =>
  [program, selection, ...(output === undefined ? [] : [`--output ${quoted(output)}`])].join(' ');
