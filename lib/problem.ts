import { inMessage } from './text';

/** A place in a file, or a flag of the command line that supplied a value. */
export type Source =
  | { readonly kind: 'file'; readonly file: string; readonly line: number; readonly column: number }
  | { readonly kind: 'flag'; readonly flag: string };

/** One thing that is wrong with what the user gave us: where, in which value, and what was expected instead. */
export interface Problem {
  readonly source?: Source;
  /** The path of the value, such as `services.cart.memory.limit`. @default - it concerns the file as a whole */
  readonly path?: string;
  readonly message: string;
}

/** Bad input: every problem that was found, not only the first. */
export class InputError extends Error {
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[]) {
    super(problems.slice(0, MOST_TOLD).map(describeProblem).join('\n'));
    this.problems = problems;
  }
}

/** The command line itself makes no sense. */
export class UsageError extends Error {
  constructor(
    message: string,
    /** What to type instead stands in the message already. */
    readonly answered = false,
  ) {
    super(message);
  }
}

/** `profiles/x.yaml:12:14: services.cart.memory.limit: expected …`, always one line. */
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

/** What an operating system's error means, without its code and call: `no space left on device`. */
export function reasonOf(error: unknown): string {
  const { code, message } = Object(error) as Partial<NodeJS.ErrnoException>;
  if (message === undefined) return String(error);
  if (code === undefined) return message;
  return REASONS[code] ?? `the system says ${code}`;
}

const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EAGAIN: 'it would have to be waited for',
  EBUSY: 'it is in use',
  EDQUOT: 'no space left within your quota',
  EEXIST: 'it exists already',
  EFBIG: 'it is too large',
  EINVAL: 'no file can have that name, or its content cannot be read',
  EIO: 'the disk cannot read or write it',
  EISDIR: 'it is a directory',
  ELOOP: 'its symbolic links go in a circle',
  EMFILE: 'too many files are open',
  ENAMETOOLONG: 'its name is too long',
  ENFILE: 'too many files are open',
  ENODEV: 'there is no such device',
  ENOENT: 'no such file or directory',
  ENOMEM: 'there is not enough memory',
  ENOSPC: 'no space left on device',
  ENOTDIR: 'a part of its path is not a directory',
  ENOTEMPTY: 'the directory is not empty',
  ENXIO: 'there is no such device',
  EPERM: 'permission denied',
  EPIPE: 'nobody reads it',
  EROFS: 'the file system is read-only',
  ERR_INVALID_ARG_VALUE: 'no file can have that name',
  ETXTBSY: 'it is in use',
  EXDEV: 'it is on another file system',
};

/** @throws InputError if there is any problem */
export function refuse(problems: readonly Problem[]): void {
  if (problems.length > 0) throw new InputError(problems);
}

/** More are counted, not told: whoever gave the wrong file should not have to scroll. */
const MOST_TOLD = 50;

/** All problems as lines, those of a file in its order, each only once. */
export function describeProblems(problems: readonly Problem[]): readonly string[] {
  const files = new Map<string, number>();
  for (const { source } of problems) if (source?.kind === 'file' && !files.has(source.file)) files.set(source.file, files.size);
  const keyOf = ({ source }: Problem): readonly [number, number, number] =>
    source?.kind === 'file' ? [files.get(source.file) ?? 0, source.line, source.column] : [-1, 0, 0];
  const sorted = problems
    .map((problem) => ({ problem, key: keyOf(problem) }))
    .sort(({ key: [a, b, c] }, { key: [x, y, z] }) => a - x || b - y || c - z);
  const lines = [...new Set(sorted.map(({ problem }) => describeProblem(problem)))];
  const more = lines.length - MOST_TOLD;
  return more > 0 ? [...lines.slice(0, MOST_TOLD), `and ${more} more`] : lines;
}
