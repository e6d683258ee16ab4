import { isUtf8 } from 'node:buffer';
import { sha256 } from '../digest';
import { InputError, type Problem } from '../problem';
import { INDEX, MOST_BYTES_OF_INDEX } from './file-name';
import { indexFile, type OutputIndex, parseIndex, type Writer } from './index-file';
import type { Found } from './look';
import { isGenerated, isSealed, type Written, writtenBy } from './seal';

/** Files that are to be verified, wherever they are. */
export interface Contents {
  /** The paths of everything that is there. */
  readonly names: readonly string[];
  /** @throws InputError if it cannot be read */
  look(name: string, most?: number): Found;
}

/** Something that is not as the digests say. */
export interface Difference {
  readonly path: string;
  readonly kind: 'edited' | 'missing' | 'foreign';
  /** What was expected, or found instead. */
  readonly why: string;
}

/** What verifying an output found. */
export interface Verified {
  /** @default - there is none that can be read */
  readonly index?: OutputIndex;
  /** Whose digest the index has. */
  readonly indexDigest?: string;
  /** Which version wrote the files. @default - no file says so */
  readonly version?: string;
  /** How many files were looked at, without the index. */
  readonly count: number;
  readonly differences: readonly Difference[];
  /** What could not be looked at. */
  readonly problems: readonly Problem[];
}

/** Whether this is an output, or what is left of one that has lost its index. */
export function looksLikeOutput(contents: Contents, writers: readonly Writer[]): boolean {
  if (contents.names.includes(INDEX)) return true;
  return contents.names.some((name) => {
    if (!writers.some((writer) => writer.renders(name))) return false;
    const found = contents.look(name);
    return found.kind === 'file' && isGenerated(found.bytes.toString());
  });
}

/** Recomputes the digests in the files of an output, and compares what is there with what its index lists. */
export function verifyOutput(contents: Contents, writers: readonly Writer[]): Verified {
  const differences: Difference[] = [];
  const problems: Problem[] = [];
  const differs = (path: string, kind: Difference['kind'], why: string): void => void differences.push({ path, kind, why });
  const bytesOf = (path: string, most?: number): Buffer | undefined => {
    try {
      const found = contents.look(path, most);
      if (found.kind === 'file') return found.bytes;
      if (found.kind === 'nothing') differs(path, 'missing', path === INDEX ? 'every output has one' : 'the index lists it');
      else differs(path, 'edited', found.kind === 'link' ? 'is a link' : 'is larger than anything that this program writes');
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      problems.push(...error.problems);
    }
    return undefined;
  };

  const indexBytes = bytesOf(INDEX, MOST_BYTES_OF_INDEX);
  const indexText = indexBytes?.toString();
  const index = indexText === undefined ? undefined : parseIndex(indexText, writers);
  if (indexText !== undefined && (index === undefined || !isAsWritten(indexText, index)))
    differs(INDEX, 'edited', 'is not an index as this program writes it');

  const listed = index?.paths ?? contents.names.filter((name) => writers.some((writer) => writer.renders(name)));
  let first: (Written & { readonly path: string }) | undefined;
  for (const path of listed) {
    const bytes = bytesOf(path);
    if (bytes === undefined) continue;
    const text = bytes.toString();
    const written = writtenBy(text);
    const edited = whyEdited(bytes, text, index?.digests.get(path)) ?? (written && whyOfAnother(written, index, first));
    if (edited !== undefined) differs(path, 'edited', edited);
    else if (written !== undefined) first ??= { ...written, path };
  }

  const known = new Set([INDEX, ...listed]);
  const writer = writers.find(({ name }) => name === index?.target);
  const matters = writer?.shares?.(contents.names) ? (name: string) => writer.renders(name) : () => true;
  for (const name of contents.names)
    if (!known.has(name) && matters(name))
      differs(name, 'foreign', index === undefined ? 'no index lists it' : 'the index does not list it');

  const indexDigest = indexBytes === undefined ? undefined : `sha256:${sha256(indexBytes)}`;
  return { index, indexDigest, version: first?.version, count: listed.length, differences, problems };
}

/**
 * An index has no digest: no two branches could add files then. But it is written in one way only, so a key that is none, a line too many or
 * another order is seen. That of the first format listed digests, and was written otherwise.
 */
function isAsWritten(text: string, { profile, target, paths, findings, digests }: OutputIndex): boolean {
  if (digests.size > 0) return text === `${JSON.stringify(JSON.parse(text), null, 2)}\n`;
  return text === indexFile({ profile, target, findings, files: paths.map((path) => ({ path })) }).content;
}

/** @param digest of a file of the first format, which had it in the index */
function whyEdited(bytes: Buffer, text: string, digest: string | undefined): string | undefined {
  if (digest !== undefined && digest === sha256(bytes)) return undefined;
  if (!isGenerated(text)) return 'does not start as a generated file does';
  // What is not UTF-8 would be read as something else, of which the digest may be right.
  return isUtf8(bytes) && isSealed(text) ? undefined : 'its content is not that of the digest in it';
}

/** A digest leaves the version out, and a file can be a whole one from elsewhere. */
function whyOfAnother(
  { profile, version }: Written,
  index: OutputIndex | undefined,
  first: (Written & { readonly path: string }) | undefined,
): string | undefined {
  const expected = index?.profile ?? first?.profile ?? profile;
  if (profile !== expected) return `is from the profile ${profile}, expected ${expected}`;
  if (first === undefined || first.version === version) return undefined;
  return `is of version ${version ?? '0.1'}, and ${first.path} is of ${first.version ?? '0.1'}`;
}
