import type { ExitCode } from '../exit-code';
import type { Application } from '../model/application';
import type { Session } from '../session';
import type { Target } from '../targets/target';

/** What a command gets from outside: where it runs, what it describes and for which targets. */
export interface Context extends Session {
  /** The folder that holds the shipped `profiles/`. */
  readonly root: string;
  readonly application: Application;
  /** Everything that a profile can become. */
  readonly targets: readonly Target[];
}

/** How a command says what its exit code is. */
export type Finish = (code: ExitCode) => void;
