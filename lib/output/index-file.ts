import type { Plan } from '../plan/plan';
import type { OutputFile } from '../targets/synthesizer';
import { sidesOf } from './conflict';
import { INDEX, isRendered } from './file-name';

const FORMAT = 2;

/** What a plan is written as: whose files they are, and the files. */
export interface Output {
  readonly profile: string;
  readonly target: Plan['target'];
  readonly files: readonly OutputFile[];
}

/** What an index tells: whose output is in the folder, and in which files. */
export interface OutputIndex {
  readonly profile: string;
  readonly target: Plan['target'];
  readonly paths: readonly string[];
  /** SHA-256 of files of the first format, which had no digests in them. */
  readonly digests: ReadonlyMap<string, string>;
}

/** The index of an output, itself a file. Nothing in it changes unless files come or go: otherwise branches could not be merged. */
export function indexFile({ profile, target, files }: Output): OutputFile {
  const index = { format: FORMAT, generator: 'faultmaven-infra', profile, target, files: files.map(({ path }) => path) };
  return { path: INDEX, content: `${JSON.stringify(index, null, 2)}\n` };
}

/**
 * Reads an index, as hostile input: undefined if it is not one that this program wrote, or lists what it cannot have written. One in which
 * git has left a conflict lists what both sides do.
 */
export function parseIndex(text: string): OutputIndex | undefined {
  const [one, other] = (sidesOf(text) ?? [text]).map(parseWhole);
  if (one === undefined || other === undefined) return one ?? other;
  if (one.profile !== other.profile || one.target !== other.target) return undefined;
  return { ...one, paths: [...new Set([...one.paths, ...other.paths])], digests: new Map() };
}

interface Written {
  readonly format?: unknown;
  readonly generator?: unknown;
  readonly profile?: unknown;
  readonly target?: unknown;
  readonly files?: unknown;
}

const MOST_FILES = 10_000;

function parseWhole(text: string): OutputIndex | undefined {
  const { format, generator, profile, target, files } = read(text);
  if (generator !== 'faultmaven-infra' || typeof profile !== 'string' || !Array.isArray(files) || files.length > MOST_FILES)
    return undefined;
  switch (format) {
    case 1:
      return firstFormat(profile, files);
    case FORMAT:
      if ((target !== 'compose' && target !== 'kubernetes') || !files.every(isPath)) return undefined;
      return { profile, target, paths: [...new Set(files)], digests: new Map() };
    default:
      return undefined;
  }
}

function read(text: string): Written {
  try {
    return (JSON.parse(text) ?? {}) as Written;
  } catch {
    return {};
  }
}

const isPath = (path: unknown): path is string => typeof path === 'string' && isRendered(path);

/** It had the digest of each file beside its path, and did not say the target. */
function firstFormat(profile: string, files: readonly unknown[]): OutputIndex | undefined {
  const entries = files.map((file) => (file ?? {}) as { readonly path?: unknown; readonly sha256?: unknown });
  const digests = new Map<string, string>();
  for (const { path, sha256 } of entries) {
    if (!isPath(path) || typeof sha256 !== 'string') return undefined;
    digests.set(path, sha256);
  }
  const paths = [...digests.keys()];
  return { profile, target: paths.some((path) => path.endsWith('.yaml')) ? 'kubernetes' : 'compose', paths, digests };
}
