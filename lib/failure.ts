import { ExitCode } from './exit-code';
import { describeProblems, InputError, reasonOf, UsageError } from './problem';
import { inMessage } from './text';

/** How a run ends that could not do what it was asked for. */
export interface Failure {
  readonly code: ExitCode;
  /** Lines, without a line end after the last. */
  readonly message: string;
}

/** Nothing may be written, or nothing fits; why is said in its lines. */
export class Refusal extends Error {
  constructor(
    readonly code: ExitCode,
    /** Safe to show as they are. */
    readonly lines: readonly string[],
  ) {
    super(lines.join('\n'));
  }
}

/** Which exit code an error means, and what to say of it. Never a stack trace. `program` is what the user started. */
export function explain(error: unknown, program: string): Failure {
  const name = program.replace(/ --$/, '');
  if (error instanceof Refusal) return { code: error.code, message: error.lines.join('\n') };
  if (error instanceof InputError) return { code: ExitCode.badInput, message: describeProblems(error.problems).join('\n') };
  if (error instanceof UsageError) return { code: ExitCode.usage, message: `${name}: ${inMessage(error.message)}` };
  const defect = `${name}: a defect of this program: ${inMessage(reasonOf(error))}`;
  return { code: ExitCode.defect, message: `${defect}\nplease report it with what --debug shows` };
}
