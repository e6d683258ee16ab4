import { inMessage } from './text';

/** A place in a file, or a flag of the command line that supplied a value. */
export type Source =
  | { readonly kind: 'file'; readonly file: string; readonly line: number; readonly column: number }
  | { readonly kind: 'flag'; readonly flag: string };

/** One thing that is wrong with what the user gave us: where, in which value, and what was expected instead. */
export interface Problem {
  readonly source?: Source;
  /** The path of the value, such as `services.redis.memory.limit`. @default - it concerns the file as a whole */
  readonly path?: string;
  readonly message: string;
}

/** Bad input: every problem that was found, not only the first. */
export class InputError extends Error {
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[]) {
    super(problems.map(describeProblem).join('\n'));
    this.problems = problems;
  }
}

/** The command line itself makes no sense. */
export class UsageError extends Error {}

/** `profiles/x.yaml:12:14: services.redis.memory.limit: expected …`, always one line. */
export function describeProblem({ source, path, message }: Problem): string {
  return inMessage([source && describeSource(source), path, message].filter((part) => part !== undefined && part !== '').join(': '));
}

export function describeSource(source: Source): string {
  switch (source.kind) {
    case 'file':
      return `${source.file}:${source.line}:${source.column}`;
    case 'flag':
      return source.flag;
  }
}

/** What an operating system's error says, without its code and call: `no space left on device`. */
export function reasonOf(error: unknown): string {
  const { code, message } = Object(error) as Partial<NodeJS.ErrnoException>;
  if (message === undefined) return String(error);
  return code === undefined ? message : message.replace(`${code}: `, '').replace(/, \w+( .*)?$/, '');
}
