import { Unreadable } from '../text-file';

/** A member of a tar. */
export interface Member {
  /** As it stands there. */
  readonly name: string;
  readonly kind: 'file' | 'folder' | 'else';
  readonly bytes: Buffer;
}

/** Why bytes are no tar, in words that follow their name. */
export class MalformedTar extends Unreadable {
  constructor(reason: string) {
    super(`is no tar that can be read: ${reason}`);
  }
}

const BLOCK = 512;
const LONGEST_NAME = 100;
const MOST_MEMBERS = 10_000;

/**
 * Plain files as a tar. The same files give the same bytes: no user, no time, the mode 0644, in the order in which they come.
 *
 * @throws RangeError for a name that is longer than 100 bytes
 */
export function tar(files: readonly { readonly path: string; readonly content: string | Uint8Array }[]): Buffer {
  const blocks = files.flatMap(({ path, content }) => {
    const bytes = Buffer.from(content as string);
    return [header(path, bytes.length), bytes, Buffer.alloc(padding(bytes.length))];
  });
  return Buffer.concat([...blocks, Buffer.alloc(2 * BLOCK)]);
}

const padding = (length: number): number => (BLOCK - (length % BLOCK)) % BLOCK;

function header(path: string, size: number): Buffer {
  if (Buffer.byteLength(path) > LONGEST_NAME) throw new RangeError(`${path}: is too long for a tar`);
  const block = Buffer.alloc(BLOCK);
  block.write(path);
  block.write('0000644\0', MODE);
  block.write('0000000\0'.repeat(2), USER);
  block.write(`${size.toString(8).padStart(11, '0')}\0`, SIZE);
  block.write('00000000000\0', TIME);
  block.write(' '.repeat(8), SUM);
  block.write('0', TYPE);
  block.write('ustar\x0000', MAGIC);
  block.write(`${sumOf(block).toString(8).padStart(6, '0')}\0 `, SUM);
  return block;
}

/** Where the fields of a header start. */
const [MODE, USER, SIZE, TIME, SUM, TYPE, MAGIC, PREFIX] = [100, 108, 124, 136, 148, 156, 257, 345] as const;

const sumOf = (block: Buffer): number => block.reduce((sum, byte) => sum + byte, 0);

/**
 * The members of a tar, as hostile input: nothing is unpacked, and what is longer than the bytes that are there is not believed.
 *
 * @throws MalformedTar
 */
export function membersOf(bytes: Buffer): readonly Member[] {
  const members: Member[] = [];
  let position = 0;
  while (position + BLOCK <= bytes.length) {
    const block = bytes.subarray(position, position + BLOCK);
    if (isEmpty(block)) {
      if (!isEmpty(bytes.subarray(position))) throw new MalformedTar('it goes on after its end');
      return members;
    }
    if (!hasSum(block)) throw new MalformedTar('a header has a wrong checksum');
    const size = octal(block, SIZE, 12);
    const start = position + BLOCK;
    if (start + size > bytes.length) throw new MalformedTar('it ends in the middle of a file');
    const type = String.fromCharCode(block[TYPE] ?? 0);
    const content = bytes.subarray(start, start + size);
    // Records of times and the like change nothing here; those of names and sizes would.
    if (type !== 'x' && type !== 'g') members.push({ name: nameIn(block), kind: kindOf(type), bytes: content });
    else if (/(?:^|\n)\d+ (?:path|linkpath|size|GNU\.sparse\.[a-z]+)=/.test(content.toString('latin1')))
      throw new MalformedTar('it has names in extended headers: make it with tar --format=ustar');
    if (members.length > MOST_MEMBERS) throw new MalformedTar(`it has more than ${MOST_MEMBERS} files`);
    position = start + size + padding(size);
  }
  throw new MalformedTar('its end is missing');
}

const isEmpty = (bytes: Buffer): boolean => bytes.every((byte) => byte === 0);

function hasSum(block: Buffer): boolean {
  const copy = Buffer.from(block);
  copy.fill(' ', SUM, SUM + 8);
  return octal(block, SUM, 8) === sumOf(copy);
}

/** @throws MalformedTar for what is none, such as a size of 8 GiB and more, which is written otherwise */
function octal(block: Buffer, from: number, length: number): number {
  const [, digits] = /^ *([0-7]+)[\0 ]*$/.exec(block.toString('latin1', from, from + length)) ?? [];
  if (digits === undefined) throw new MalformedTar('a header has no number where one stands');
  return Number.parseInt(digits, 8);
}

function nameIn(block: Buffer): string {
  const text = (from: number, length: number): string => block.toString('utf8', from, from + length).replace(/\0[\s\S]*$/, '');
  // What GNU's old format has in the place of the prefix is no part of the name.
  const prefix = block.toString('latin1', MAGIC, MAGIC + 6) === 'ustar\0' ? text(PREFIX, 155) : '';
  return prefix === '' ? text(0, LONGEST_NAME) : `${prefix}/${text(0, LONGEST_NAME)}`;
}

function kindOf(type: string): Member['kind'] {
  if (type === '0' || type === '\0') return 'file';
  return type === '5' ? 'folder' : 'else';
}
