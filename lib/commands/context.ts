import type { Colors } from 'picocolors/types';
import type { ExitCode } from '../exit-code';
import type { Host } from '../host';
import type { Application } from '../model/application';

/** What a command gets from outside: where it runs, what it describes and where it talks to. */
export interface Context {
  /** The folder that the user is in; relative paths mean it. */
  readonly cwd: string;
  /** The folder that the user was in is gone, and `cwd` is the project's in its place. */
  readonly folderIsGone: boolean;
  /** The folder that holds the shipped `profiles/`. */
  readonly root: string;
  /** The environment, which programs that are asked get as well. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** How the user calls this program: `fmsynth`, `npx fmsynth` or `npm run synth --`. */
  readonly program: string;
  readonly application: Application;
  readonly terminal: Terminal;
  /** What is known of the machine that this runs on. Asked only where it is needed. */
  readonly host: () => Host;
  /** How many seconds a user waits for an answer that nobody asked for. */
  readonly patience: number;
}

/** Documents go to stdout, all talk to stderr. */
export interface Terminal {
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  /** For stdout and for stderr: one of them may be a file. */
  readonly outColors: Colors;
  readonly errColors: Colors;
  /** How many columns a line of talk has. Infinite for what is no terminal: there every message stays on one line. */
  readonly outWidth: number;
  readonly errWidth: number;
  /** Whether somebody reads stderr as it is written. */
  readonly watched: boolean;
}

/** How many columns tables and lists are made for, wherever they go. */
export const DOCUMENT_WIDTH = 80;

/** How a command says what its exit code is. */
export type Finish = (code: ExitCode) => void;
