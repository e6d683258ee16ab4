import { join } from 'node:path';
import { sha256 } from '../digest';
import { sidesOf } from './conflict';
import { INDEX, MOST_BYTES_OF_INDEX } from './file-name';
import { indexFile, type Output, type OutputIndex, parseIndex, type Writer } from './index-file';
import { type Found, look } from './look';
import type { OutputFile } from './output-file';
import { isGenerated, isSealed } from './seal';

/** What has to happen to one file of the output folder. `add` and `replace` write, `same` does nothing. */
export type Change =
  | { readonly kind: 'add' | 'same'; readonly path: string; readonly content: string }
  | { readonly kind: 'replace'; readonly path: string; readonly content: string; readonly before: string; readonly origin: Origin }
  | { readonly kind: 'remove'; readonly path: string; readonly origin: Origin };

/**
 * Whose bytes stand there now: ours and untouched; an untouched copy of the example beside it, as a published wrapper makes
 * one; a link, which this program never writes; or anybody's, a file of ours that was edited included.
 */
export type Origin = 'ours' | 'example' | 'link' | 'foreign';

/** What writing an output into a folder would do. */
export interface Comparison {
  /** Those of the index come last. */
  readonly changes: readonly Change[];
  /** The other profile whose output is in the folder. @default - none's */
  readonly heldBy?: Holder;
}

/** Whose output is in a folder. */
interface Holder {
  readonly profile: string;
  /** What it is for, in a word. */
  readonly word: string;
}

/**
 * Compares an output with what is in a folder; nothing is written. Only what the folder's own index lists is ever removed.
 *
 * @throws InputError if a file in the folder cannot be read
 */
export function compare(folder: string, output: Output): Comparison {
  const found = look(folder, INDEX, MOST_BYTES_OF_INDEX);
  const index = found.kind === 'file' ? parseIndex(found.bytes.toString(), output.writers) : undefined;
  const wanted = new Set(output.files.map(({ path }) => path));
  const originOf = (path: string, bytes: Buffer): Origin => {
    if (isOurs(bytes.toString()) || (index?.digests.has(path) && index.digests.get(path) === sha256(bytes))) return 'ours';
    const example = look(folder, `${path}.example`);
    return example.kind === 'file' && example.bytes.equals(bytes) ? 'example' : 'foreign';
  };
  const removal = (path: string): readonly Change[] => {
    const there = look(folder, path);
    if (there.kind === 'nothing') return [];
    return [{ kind: 'remove', path, origin: there.kind === 'file' ? originOf(path, there.bytes) : elseThanFile(there) }];
  };
  return {
    changes: [
      ...output.files.map((file) => update(file, look(folder, file.path), (bytes) => originOf(file.path, bytes))),
      ...(index?.paths ?? []).filter((path) => !wanted.has(path)).flatMap(removal),
      update(indexFile(output), found, () => (index === undefined ? 'foreign' : 'ours')),
    ],
    heldBy: index === undefined || isOf(index, output) ? undefined : { profile: index.profile, word: wordOf(index, output.writers) },
  };
}

const wordOf = ({ target }: OutputIndex, writers: readonly Writer[]): string => writers.find(({ name }) => name === target)?.word ?? target;

const isOf = (index: OutputIndex, { profile, target }: Output): boolean => index.profile === profile && index.target === target;

/** Untouched, or with nothing in it but a conflict that git could not merge: both its sides are in git. */
const isOurs = (text: string): boolean => isSealed(text) || (sidesOf(text)?.some(isGenerated) ?? false);

function update({ path, content }: OutputFile, found: Found, originOf: (bytes: Buffer) => Origin): Change {
  if (found.kind === 'nothing') return { kind: 'add', path, content };
  if (found.kind !== 'file') return { kind: 'replace', path, content, before: '', origin: elseThanFile(found) };
  if (found.bytes.equals(Buffer.from(content))) return { kind: 'same', path, content };
  return { kind: 'replace', path, content, before: found.bytes.toString(), origin: originOf(found.bytes) };
}

const elseThanFile = ({ kind }: Found): Origin => (kind === 'link' ? 'link' : 'foreign');

/** Everything but what is the same already. */
export const pending = (changes: readonly Change[]): readonly Change[] => changes.filter(({ kind }) => kind !== 'same');

const wayOut = (force: string): string => `move it away, or give ${force} to replace it and keep it as a .bak file`;

/** Why an output may not be written as it is, each with what to do; `folder`, `profile` and `force` are as the user would type them. */
export const refusals = ({ changes, heldBy }: Comparison, folder: string, profile: string, force = '--force'): readonly string[] => [
  ...(heldBy === undefined ? [] : [`${folder}: ${holds(heldBy)}: give another folder, or ${force} to replace it by that of ${profile}`]),
  ...changes.flatMap((change) => {
    if (!('origin' in change)) return [];
    if (change.origin === 'link') return [`${join(folder, change.path)}: is a link, and nothing is written through one: ${wayOut(force)}`];
    return change.origin === 'foreign'
      ? [`${join(folder, change.path)}: was not written by this program, or was edited since: ${wayOut(force)}`]
      : [];
  }),
];

const holds = ({ profile, word }: Holder): string => `already holds the output of profile ${profile} (a ${word})`;
