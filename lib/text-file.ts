import { isUtf8 } from 'node:buffer';
import { closeSync, constants, openSync, readSync, statSync } from 'node:fs';
import { reasonOf } from './problem';

/** Why a file is not read, in words that follow its name: `is a directory`. */
export class Unreadable extends Error {}

/**
 * The text of a regular file that somebody else named. Nothing is waited for and no more than the limit is read, whatever the file
 * turns out to be: a pipe, a device, a file of the kernel that never ends.
 *
 * @param most bytes
 * @throws Unreadable for everything else
 */
export function readTextFile(file: string, most: number): string {
  const bytes = readBytes(file, most);
  if (bytes.length > most) throw new Unreadable(`is larger than ${most / 1024 ** 2} MiB`);
  if (bytes.includes(0)) throw new Unreadable('is a binary file');
  if (!isUtf8(bytes)) throw new Unreadable('is not UTF-8 text');
  return bytes.toString('utf8');
}

/**
 * The bytes of a regular file, read as carefully; of one that is too long one more than the limit, which tells.
 *
 * @throws Unreadable if it is none, or says itself that it is longer
 */
export function readBytes(file: string, most: number): Buffer {
  try {
    const stats = statSync(file);
    if (stats.isDirectory()) throw new Unreadable('is a directory');
    if (!stats.isFile()) throw new Unreadable('is not a regular file');
    if (stats.size > most) throw new Unreadable(`is larger than ${most / 1024 ** 2} MiB (${stats.size} bytes)`);
    const descriptor = openSync(file, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
    try {
      return readUpTo(descriptor, most + 1, Math.min(most + 1, Math.max(stats.size + 1, 4096)));
    } finally {
      closeSync(descriptor);
    }
  } catch (error) {
    if (error instanceof Unreadable) throw error;
    throw new Unreadable(`cannot be read: ${reasonOf(error)}`);
  }
}

/** @param expected how much it says that it holds, and one byte more, at which the end shows */
function readUpTo(descriptor: number, most: number, expected: number): Buffer {
  const buffer = Buffer.alloc(expected);
  let length = 0;
  for (let last = -1; last !== 0 && length < expected; length += last) last = readSync(descriptor, buffer, length, expected - length, null);
  if (length < expected || expected >= most) return buffer.subarray(0, length);
  // It is longer than it says, as the kernel's own files are.
  return Buffer.concat([buffer, readUpTo(descriptor, most - expected, most - expected)]);
}
