import { CommanderError } from 'commander';
import { attempt, type Invocation } from './attempt';
import { commandLine } from './commands/command-line';
import type { Context } from './commands/context';
import { isPath, shippedProfiles } from './commands/profiles';
import { ExitCode } from './exit-code';
import { nearest } from './nearest';
import { maybeSwallowedByNpm, programOf, swallowedByNpm } from './npm';
import { UsageError } from './problem';
import { quoted, withoutSecrets } from './text';

/** Runs one command and says how it ended. */
export function run(invocation: Invocation): Promise<ExitCode> {
  const { args, env, application } = invocation;
  const name = programOf(env);
  const hint = ({ answered }: UsageError): string =>
    (answered ? undefined : maybeSwallowedByNpm(env, args, application.examples.laptop)) ?? `see ${name} --help`;
  return attempt(invocation, { name, hint }, (context) => execute(args, context));
}

/** @throws UsageError if the command line makes no sense */
async function execute(args: readonly string[], context: Context): Promise<ExitCode> {
  const swallowed = swallowedByNpm(context.env, context.application.examples.laptop);
  if (swallowed !== undefined) throw new UsageError(swallowed, true);
  let code: ExitCode = ExitCode.ok;
  try {
    const finish = (ended: ExitCode): void => {
      code = ended;
    };
    const root = commandLine(context, finish, (word) => excess(word, args, names, context));
    const names = ['help', 'version', ...root.commands.map((command) => command.name())];
    await root.parseAsync(asFlags(args, names, context), { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    // Help and version end the program as errors do, but they are none.
    if (error.exitCode !== 0) throw new UsageError(error.message.replace(/^error: /, '').replace(/\n(?=\(Did you mean)/, ' '));
  }
  return code;
}

/** `help`, `help plan` and `version` as the flags that say the same. */
function asFlags(args: readonly string[], names: readonly string[], context: Context): string[] {
  const [first = '', about = 'help'] = args;
  if (first === 'version' && args.length === 1) return ['--version'];
  if (names.includes(first) && args[1] === 'help') return [first, '--help'];
  if (first !== 'help') return [...args];
  if (!names.includes(about)) throw excess(about, args, names, context);
  return about === 'help' || about === 'version' ? ['--help'] : [about, '--help'];
}

/** What to say of a word too many: often it is a profile, or a command that is misspelt. @param names the commands, and words that say what a flag does */
function excess(word: string, args: readonly string[], names: readonly string[], context: Context): UsageError {
  const extra = withoutSecrets(word);
  const profiles = shippedProfiles(context);
  const withProfile = (profile: string): string => commandWith(profile, word, args, context);
  if (profiles.includes(extra) || isPath(extra)) return new UsageError(`${extra} is a profile: ${withProfile(extra)}`, true);
  const guess = names.includes(extra) ? undefined : nearest(extra, [...names, ...profiles]);
  if (guess === undefined) return new UsageError(`unexpected argument "${extra}"`);
  return profiles.includes(guess)
    ? new UsageError(`unexpected argument "${extra}", did you mean ${withProfile(guess)}?`, true)
    : new UsageError(`unknown command "${extra}", did you mean ${guess}?`, true);
}

/** What was typed, with `--profile` where a word stands alone. */
function commandWith(profile: string, word: string, args: readonly string[], { program }: Context): string {
  const position = args.lastIndexOf(word);
  const words = args.map((arg, n) => (n === position ? `--profile ${quoted(profile)}` : quoted(withoutSecrets(arg))));
  return [program, ...words].join(' ');
}
