import { join } from 'node:path';
import { createColors } from 'picocolors';
import type { Context } from './commands/context';
import type { ExitCode } from './exit-code';
import { explain } from './failure';
import { type Host, thisHost } from './host';
import type { Application } from './model/application';
import { UsageError } from './problem';
import { shownPath } from './profile/load';
import type { Session, Terminal } from './session';
import type { Target } from './targets/target';
import { inLines, inTalk } from './text';
import { DOCUMENT_WIDTH, wrapLines } from './wrap';

/** What the program is started with. */
export interface Invocation {
  /** The arguments after the program's name. */
  readonly args: readonly string[];
  readonly env: Session['env'];
  readonly cwd: string;
  /** `cwd` is not the folder that the user was in, which is gone. @default false */
  readonly folderIsGone?: boolean;
  readonly root: string;
  readonly application: Application;
  /** Everything that a profile can become. */
  readonly targets: readonly Target[];
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

/** How a program is called, and what helps where the command line makes no sense. */
export interface Program {
  readonly name: string;
  /** @default - nothing */
  readonly hint?: (error: UsageError) => string;
}

/**
 * Does what a program is for and says how it ended. Never throws: whatever goes wrong becomes a message on stderr and an exit code.
 * Every program of this project goes through here, and nothing goes out past its terminal.
 */
export async function attempt(
  invocation: Invocation,
  { name, hint }: Program,
  act: (context: Context) => Promise<ExitCode>,
): Promise<ExitCode> {
  const { args, env, cwd, folderIsGone = false, root, application, targets, host = thisHost, patience = 0.5 } = invocation;
  const terminal = terminalOf(invocation);
  try {
    return await act({ cwd, folderIsGone, root, env, program: name, application, targets, terminal, host, patience });
  } catch (error) {
    const { code, message } = explain(error, name);
    const help = error instanceof UsageError && hint !== undefined ? [hint(error)] : [];
    terminal.err(wrapLines([message, ...help].join('\n'), terminal.errWidth));
    if (args.includes('--debug') && error instanceof Error) terminal.err(`${error.stack}\n`);
    return code;
  }
}

/** A document of the project, as messages cite it; talk gives the path at which the user has it. */
const DOCUMENT = /(?<![\w./-])docs\/(?:[a-z-]+\/)?[a-z-]+\.md\b/g;

function terminalOf({ args, env, cwd, root, stdout, stderr }: Invocation): Terminal {
  const cited = (text: string): string => text.replaceAll(DOCUMENT, (path) => shownPath(join(root, path), cwd));
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
    out: (text) => void stdout.write(inLines(text, coloured(stdout))),
    err: (text) => void (text === '' || stderr.write(inTalk(cited(text), coloured(stderr)))),
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
