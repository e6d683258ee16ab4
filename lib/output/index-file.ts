import { sha256 } from '../digest';
import type { Synthesis } from '../synthesize';
import type { OutputFile } from '../synthesizers/synthesizer';

/** The list of what this program wrote into a folder. It alone says which files are ours to replace or remove. */
export const INDEX = '.faultmaven-infra.json';

const FORMAT = 1;

export interface OutputIndex {
  readonly format: typeof FORMAT;
  readonly generator: 'faultmaven-infra';
  readonly profile: string;
  /** Of the resolved values. */
  readonly digest: string;
  readonly files: readonly IndexedFile[];
}

export interface IndexedFile {
  readonly path: string;
  readonly sha256: string;
  /** What is in it, where it holds objects of a cluster. */
  readonly objects?: OutputFile['objects'];
}

/** The index of a synthesis, itself a file. */
export function indexFile(profile: string, { digest, files }: Synthesis): OutputFile {
  const index: OutputIndex = {
    format: FORMAT,
    generator: 'faultmaven-infra',
    profile,
    digest: `sha256:${digest}`,
    files: files.map(({ path, content, objects }) => ({ path, sha256: sha256(content), objects })),
  };
  return { path: INDEX, content: `${JSON.stringify(index, null, 2)}\n` };
}

/** Reads an index; undefined if it is not one that this program wrote. A path that leaves the folder is never believed. */
export function parseIndex(text: string): OutputIndex | undefined {
  try {
    const index = JSON.parse(text) as Partial<OutputIndex> | null;
    if (index?.format !== FORMAT || index.generator !== 'faultmaven-infra' || !Array.isArray(index.files)) return undefined;
    return index.files.every(isIndexedFile) ? (index as OutputIndex) : undefined;
  } catch {
    return undefined;
  }
}

const isIndexedFile = (file: unknown): file is IndexedFile => {
  const { path, sha256: digest } = (file ?? {}) as Partial<IndexedFile>;
  return typeof path === 'string' && typeof digest === 'string' && isInside(path);
};

const isInside = (path: string): boolean =>
  path !== '' &&
  !path.startsWith('/') &&
  !path.includes('\\') &&
  path.split('/').every((part) => part !== '' && part !== '.' && part !== '..');
