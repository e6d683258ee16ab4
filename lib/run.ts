import { Command, CommanderError, Option } from 'commander';
import { createColors } from 'picocolors';
import { version } from '../package.json';
import { checkCommand } from './commands/check';
import { type Context, DOCUMENT_WIDTH, type Terminal } from './commands/context';
import { listCommand } from './commands/list';
import { planCommand } from './commands/plan';
import { DoesNotFit } from './commands/plan-options';
import { schemaCommand } from './commands/schema';
import { synthCommand } from './commands/synth';
import { type Host, thisHost } from './engine/host';
import { EXIT_CODES_HELP, ExitCode } from './exit-code';
import { nearest } from './nearest';
import { maybeSwallowedByNpm, startedByNpm, swallowedByNpm } from './npm';
import type { Catalogues } from './plan/plan';
import { describeProblems, InputError, UsageError } from './problem';
import { withoutSecrets } from './text';

/** What the program is started with. */
export interface Invocation {
  /** The arguments after the program's name. */
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  readonly root: string;
  readonly catalogues: Catalogues;
  readonly stdout: Stream;
  readonly stderr: Stream;
  /** @default - this machine */
  readonly host?: () => Host;
  /** How many seconds an engine may take to answer what the user did not ask. @default 0.5 */
  readonly patience?: number;
}

export interface Stream {
  readonly write: (text: string) => unknown;
  readonly isTTY?: boolean;
  /** The width of a terminal. @default - it is not known */
  readonly columns?: number;
}

/** Runs one command and says how it ended. Never throws: whatever goes wrong becomes a message on stderr and an exit code. */
export async function run(invocation: Invocation): Promise<ExitCode> {
  const { args, env, stderr } = invocation;
  try {
    return await execute(invocation);
  } catch (error) {
    const { code, message } = explain(error, maybeSwallowedByNpm(env, args));
    stderr.write(message === '' ? '' : `${message}\n`);
    if (args.includes('--debug') && error instanceof Error && code !== ExitCode.ok) stderr.write(`${error.stack}\n`);
    return code;
  }
}

async function execute(invocation: Invocation): Promise<ExitCode> {
  const { args, env, cwd, root, catalogues } = invocation;
  const swallowed = swallowedByNpm(env);
  if (swallowed !== undefined) throw new UsageError(swallowed);

  const program = startedByNpm(env) ? 'npm run synth --' : 'fmsynth';
  const { host = thisHost, patience = 0.5 } = invocation;
  const context: Context = { cwd, root, env, program, catalogues, terminal: terminalOf(invocation), host, patience };
  let code: ExitCode = ExitCode.ok;
  await commandLine(context, (ended) => {
    code = ended;
  }).parseAsync([...args], { from: 'user' });
  return code;
}

function commandLine(context: Context, finish: (code: ExitCode) => void): Command {
  const commands = [
    synthCommand(context, finish),
    checkCommand(context, finish),
    planCommand(context),
    listCommand(context),
    schemaCommand(context),
  ];
  const root = new Command('fmsynth')
    .version(version)
    .usage('[command] [options]')
    .description('Turns a profile into what runs FaultMaven: for a laptop, a docker-compose.override.yml; for a cluster, its manifests.')
    .addHelpText(
      'after',
      `
Examples:
  ${context.program} --profile laptop
  ${context.program} check --profile laptop
  ${context.program} plan --profile cluster

${EXIT_CODES_HELP}`,
    );
  for (const command of commands) root.addCommand(command, { isDefault: command.name() === 'synth' });
  const names = commands.map((command) => command.name());
  for (const command of [root, ...commands]) {
    command
      .addOption(new Option('--color <when>', 'colour the output').choices(['auto', 'always', 'never']).default('auto'))
      .option('--debug', 'show where in the program an error came from')
      .helpCommand(false)
      .allowExcessArguments()
      .exitOverride()
      .configureOutput({ writeOut: context.terminal.out, writeErr: () => undefined })
      .hook('preAction', (_, { args, registeredArguments }) => {
        const extra = args[registeredArguments.length];
        if (extra !== undefined) throw new UsageError(excess(extra, names));
      });
  }
  return root;
}

function excess(extra: string, commands: readonly string[]): string {
  const guess = nearest(extra, commands);
  return guess === undefined
    ? `unexpected argument ${JSON.stringify(withoutSecrets(extra))}`
    : `unknown command "${extra}", did you mean ${guess}?`;
}

/** Which exit code an error means, and what to say; `hint` is what may be behind a wrong command line. */
function explain(error: unknown, hint?: string): { readonly code: ExitCode; readonly message: string } {
  if (error instanceof CommanderError) return explainCommander(error, hint);
  if (error instanceof UsageError) return { code: ExitCode.usage, message: usage(error.message, hint) };
  if (error instanceof InputError) return { code: ExitCode.badInput, message: describeProblems(error.problems).join('\n') };
  if (error instanceof DoesNotFit) return { code: ExitCode.doesNotFit, message: `fmsynth: ${error.message}` };
  const reason = error instanceof Error ? error.message : String(error);
  return { code: ExitCode.defect, message: `fmsynth: a defect of this program: ${reason}\nplease report it with what --debug shows` };
}

/** Help and version end the program as errors do, but they are none. */
const explainCommander = ({ exitCode, message }: CommanderError, hint?: string): { readonly code: ExitCode; readonly message: string } =>
  exitCode === 0 ? { code: ExitCode.ok, message: '' } : { code: ExitCode.usage, message: usage(message.replace(/^error: /, ''), hint) };

const usage = (message: string, hint?: string): string =>
  [`fmsynth: ${message}`, hint, 'see fmsynth --help'].filter((line) => line !== undefined).join('\n');

function terminalOf({ args, env, stdout, stderr }: Invocation): Terminal {
  const coloured = (stream: Stream): boolean => {
    switch (choiceOf(args)) {
      case 'always':
        return true;
      case 'never':
        return false;
      default:
        return !env.NO_COLOR && env.TERM !== 'dumb' && stream.isTTY === true;
    }
  };
  return {
    out: (text) => void stdout.write(text),
    err: (text) => void stderr.write(text),
    outColors: createColors(coloured(stdout)),
    errColors: createColors(coloured(stderr)),
    outWidth: widthOf(stdout),
    errWidth: widthOf(stderr),
    watched: stderr.isTTY === true,
  };
}

/** A terminal that does not know its width has the usual one; one that is narrower than a message can be is left to break lines itself. */
const widthOf = ({ isTTY, columns }: Stream): number =>
  isTTY ? Math.max(columns || DOCUMENT_WIDTH, LEAST_WIDTH) : Number.POSITIVE_INFINITY;

const LEAST_WIDTH = 40;

/** The value of `--color`, needed before the command line is parsed; a wrong one is refused there. */
function choiceOf(args: readonly string[]): string | undefined {
  const position = args.findLastIndex((arg) => arg === '--color' || arg.startsWith('--color='));
  return args[position]?.includes('=') ? args[position].slice('--color='.length) : args[position + 1];
}
