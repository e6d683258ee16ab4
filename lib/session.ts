import type { Colors } from 'picocolors/types';
import type { Host } from './host';

/** Where a run of the program takes place and whom it talks to. */
export interface Session {
  /** The folder that the user is in; relative paths mean it. */
  readonly cwd: string;
  /** The folder that the user was in is gone, and `cwd` is the project's in its place. */
  readonly folderIsGone: boolean;
  /** The environment, which programs that are asked get as well. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** How the user calls this program: `fmsynth`, `npx fmsynth` or `npm run synth --`. */
  readonly program: string;
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
