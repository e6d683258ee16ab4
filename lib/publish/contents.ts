import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { type Found, look } from '../output/look';
import type { Contents, Difference } from '../output/verify';
import { InputError, reasonOf } from '../problem';
import { readBytes, Unreadable } from '../text-file';
import { membersOf } from './tar';

/** A hundred times the files of a cluster, compressed or not. */
export const MOST_BYTES = 64 * 1024 * 1024;

/**
 * The files of a folder. Folders in it are looked into down to a depth; deeper ones are names among others.
 *
 * @throws InputError if it cannot be read
 */
export function contentsOfFolder(folder: string, depth: number): Contents {
  return { names: namesIn(folder, '', depth), look: (name, most) => lookAt(folder, name, most) };
}

/** What is wrong with a file is told by its name in the folder, as in a tar. */
function lookAt(folder: string, name: string, most?: number): Found {
  try {
    return look(folder, name, most);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    const start = `${join(folder, name)}: `;
    throw new InputError(
      error.problems.map(({ message }) => ({ message: message.startsWith(start) ? `${name}: ${message.slice(start.length)}` : message })),
    );
  }
}

function namesIn(folder: string, below: string, depth: number): readonly string[] {
  try {
    return readdirSync(join(folder, below), { withFileTypes: true })
      .sort((a, b) => (a.name < b.name ? -1 : 1))
      .flatMap((entry) => {
        const path = below === '' ? entry.name : `${below}/${entry.name}`;
        return entry.isDirectory() && depth > 0 ? namesIn(folder, path, depth - 1) : [path];
      });
  } catch (error) {
    throw new InputError([{ message: `${below === '' ? '' : `${below}: `}cannot be read: ${reasonOf(error)}` }]);
  }
}

/** What is in a tar, and what of it is no plain file with a name of its own inside. */
export interface Archived extends Contents {
  readonly strange: readonly Difference[];
}

/** @throws MalformedTar */
export function contentsOfTar(bytes: Buffer): Archived {
  const files = new Map<string, Buffer>();
  const strange: Difference[] = [];
  for (const { name, kind, bytes: content } of membersOf(bytes)) {
    const path = name.replace(/^(?:\.\/)+/, '');
    const reject = (why: string): void => void strange.push({ path: name, kind: 'foreign', why });
    if (kind === 'folder' && (path === '' || isInside(path.replace(/\/$/, '')))) continue;
    if (!isInside(path)) reject('would be unpacked elsewhere');
    else if (kind !== 'file') reject('is no plain file');
    else if (files.has(path)) reject('is there twice');
    else files.set(path, content);
  }
  return {
    names: [...files.keys()].sort(),
    strange,
    look: (name, most = MOST_BYTES) => {
      const content = files.get(name);
      if (content === undefined) return { kind: 'nothing' };
      return content.length > most ? { kind: 'large' } : { kind: 'file', bytes: content };
    },
  };
}

const isInside = (path: string): boolean =>
  path !== '' && !/[\\\0]|^[A-Za-z]:/.test(path) && path.split('/').every((part) => part !== '' && part !== '.' && part !== '..');

/** The bytes of a file, unpacked if it is a gzip. @throws Unreadable */
export const readArchive = (file: string): Buffer => unpacked(readBytes(file, MOST_BYTES));

/** @throws Unreadable for what is longer than anything that is published, compressed or not */
export function unpacked(bytes: Buffer): Buffer {
  if (bytes.length > MOST_BYTES) throw new Unreadable(`is larger than ${MOST_BYTES / 1024 ** 2} MiB`);
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes;
  try {
    return gunzipSync(bytes, { maxOutputLength: MOST_BYTES });
  } catch (error) {
    const tooLong = (error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE';
    throw new Unreadable(tooLong ? `unpacks to more than ${MOST_BYTES / 1024 ** 2} MiB` : 'is a damaged gzip');
  }
}
