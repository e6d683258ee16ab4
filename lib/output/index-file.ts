import { sidesOf } from './conflict';
import { INDEX } from './file-name';
import type { OutputFile } from './output-file';

const FORMAT = 2;

/** Who renders files: a target, as far as its output folder needs to know it. */
export interface Writer {
  /** What an index calls it. */
  readonly name: string;
  /** What messages call what it is for: `laptop`. */
  readonly word: string;
  /** Whether it can render a file of this name: nothing else is ever written, replaced or removed, whatever an index says. */
  renders(name: string): boolean;
  /** Whether a folder with these names is somebody's own, in which its files stand beside others. @default - a folder never is */
  shares?(names: readonly string[]): boolean;
}

/** What a plan is written as: whose files they are, and the files. */
export interface Output {
  readonly profile: string;
  readonly target: string;
  readonly files: readonly OutputFile[];
  /** What is to be said of it, a line for each: `warning cases-split case`. It follows from the profile alone, not from the folder. */
  readonly findings: readonly string[];
  /** Everybody whose files may be in the folder. */
  readonly writers: readonly Writer[];
}

/** What an index tells: whose output is in the folder, and in which files. */
export interface OutputIndex {
  readonly profile: string;
  readonly target: string;
  readonly paths: readonly string[];
  /** As in the output. @default - they are not known: an older version wrote it */
  readonly findings?: readonly string[];
  /** SHA-256 of files of the first format, which had no digests in them. */
  readonly digests: ReadonlyMap<string, string>;
}

/** What an index holds. Those of an older version list no findings. */
interface Indexed extends Pick<OutputIndex, 'profile' | 'target' | 'findings'> {
  readonly files: readonly (Pick<OutputFile, 'path'> & Partial<OutputFile>)[];
}

/**
 * The index of an output, itself a file. Nothing in it changes unless files or findings come or go, each of which has a line: otherwise
 * branches could not be merged.
 */
export function indexFile({ profile, target, files, findings }: Indexed): OutputFile {
  const index = { format: FORMAT, generator: 'faultmaven-infra', profile, target, files: files.map(({ path }) => path), findings };
  return { path: INDEX, content: `${JSON.stringify(index, null, 2)}\n` };
}

/**
 * Reads an index, as hostile input: undefined if it is not one that this program wrote, or lists what it cannot have written. One in which
 * git has left a conflict lists what both sides do.
 */
export function parseIndex(text: string, writers: readonly Writer[]): OutputIndex | undefined {
  const [one, other] = (sidesOf(text) ?? [text]).map((side) => parseWhole(side, writers));
  if (one === undefined || other === undefined) return one ?? other;
  if (one.profile !== other.profile || one.target !== other.target) return undefined;
  return { ...one, paths: [...new Set([...one.paths, ...other.paths])], findings: undefined, digests: new Map() };
}

interface Written {
  readonly format?: unknown;
  readonly generator?: unknown;
  readonly profile?: unknown;
  readonly target?: unknown;
  readonly files?: unknown;
  readonly findings?: unknown;
}

const MOST_FILES = 10_000;

function parseWhole(text: string, writers: readonly Writer[]): OutputIndex | undefined {
  const { format, generator, profile, target, files, findings } = read(text);
  if (generator !== 'faultmaven-infra' || typeof profile !== 'string' || !Array.isArray(files) || files.length > MOST_FILES)
    return undefined;
  switch (format) {
    case 1:
      return firstFormat(profile, files, writers);
    case FORMAT:
      return withWriter(
        writers.find(({ name }) => name === target),
        { profile, paths: files, findings: areTexts(findings) ? findings : undefined, digests: new Map() },
      );
    default:
      return undefined;
  }
}

const areTexts = (value: unknown): value is readonly string[] => Array.isArray(value) && value.every((one) => typeof one === 'string');

function read(text: string): Written {
  try {
    return (JSON.parse(text) ?? {}) as Written;
  } catch {
    return {};
  }
}

/** With who has written the paths, if that can be. */
function withWriter(
  writer: Writer | undefined,
  { paths, ...index }: Omit<OutputIndex, 'target' | 'paths'> & { readonly paths: readonly unknown[] },
): OutputIndex | undefined {
  const isPath = (path: unknown): path is string => typeof path === 'string' && writer?.renders(path) === true;
  return writer !== undefined && paths.every(isPath) ? { ...index, target: writer.name, paths: [...new Set(paths)] } : undefined;
}

/** It had the digest of each file beside its path, and did not say the target: that is who renders such files. */
function firstFormat(profile: string, files: readonly unknown[], writers: readonly Writer[]): OutputIndex | undefined {
  const entries = files.map((file) => (file ?? {}) as { readonly path?: unknown; readonly sha256?: unknown });
  const digests = new Map<string, string>();
  for (const { path, sha256 } of entries) {
    if (typeof path !== 'string' || typeof sha256 !== 'string') return undefined;
    digests.set(path, sha256);
  }
  const paths = [...digests.keys()];
  return withWriter(
    writers.find((writer) => paths.every((path) => writer.renders(path))),
    { profile, paths, digests },
  );
}
