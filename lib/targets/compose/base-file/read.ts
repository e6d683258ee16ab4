import { readSync } from 'node:fs';
import { isatty } from 'node:tty';
import { InputError, reasonOf } from '../../../problem';
import { readBytes, Unreadable } from '../../../text-file';
import { MAX_BASE_BYTES } from './text';

/**
 * The bytes of a base file. `label` is how messages name it.
 *
 * @throws InputError if it is no regular file, cannot be read, or is larger than a base file can be
 */
export function readBaseFile(path: string, label: string): Buffer {
  try {
    return readBytes(path, MAX_BASE_BYTES);
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    throw new InputError([{ message: `${label}: ${error.message}${ADVICE[error.message] ?? ''}` }]);
  }
}

/** What to do about a reason. */
const ADVICE: Readonly<Record<string, string>> = {
  'is a directory': ', expected a file such as its docker-compose.yml',
  'is not a regular file': ": a pipe's content goes into --base -",
};

/**
 * What another program pipes in.
 *
 * @param producer a command line that does
 * @param from the descriptor of its end of the pipe
 * @throws InputError if nothing is, or more than a base file can be
 */
export function readStandardInput(producer: string, from = STDIN): Buffer {
  const fail = (what: string): InputError => new InputError([{ message: `--base -: ${what}` }]);
  if (isatty(from)) throw fail(`reads what another program prints, but nothing is piped in: ${producer}`);
  try {
    const bytes = upToTheLimit(from);
    if (bytes.length === 0) throw fail(`nothing came through the pipe, so the program before it has failed: ${producer}`);
    return bytes;
  } catch (error) {
    throw error instanceof InputError ? error : fail(`cannot be read: ${reasonOf(error)}`);
  }
}

const STDIN = 0;

/** One byte more than allowed tells that there are too many. */
function upToTheLimit(from: number): Buffer {
  const chunks: Buffer[] = [];
  let room = MAX_BASE_BYTES + 1;
  while (room > 0) {
    const chunk = Buffer.alloc(Math.min(room, 64 * 1024));
    const count = readWhenReady(from, chunk);
    if (count === 0) break;
    chunks.push(chunk.subarray(0, count));
    room -= count;
  }
  return Buffer.concat(chunks);
}

/** A pipe that somebody else has made non-blocking has nothing yet, rather than no end. */
function readWhenReady(from: number, chunk: Buffer): number {
  for (;;) {
    try {
      return readSync(from, chunk);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'EOF') return 0;
      if (code !== 'EAGAIN') throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 10);
    }
  }
}
