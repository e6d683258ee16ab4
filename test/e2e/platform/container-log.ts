import {
  appendFileSync,
  closeSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

/** The kubelet's own values. */
const ROTATES_AT = 10 * 1024 * 1024;
const FILES = 5;

/** A part of a line, or the whole of it, as a runtime writes it. */
export interface LinePart {
  readonly text: string;
  readonly stream?: 'stdout' | 'stderr';
  /** Whether the line goes on. @default - it is the last or only part of a line */
  readonly partial?: true;
}

/** The files in which a runtime keeps what one container writes, rotated as the kubelet does. */
export class ContainerLog {
  private readonly folder: string;
  private file: number;
  private written = 0;
  private rotations = 0;
  private nanoseconds = BigInt(Date.now()) * 1_000_000n;

  /** @param root the folder of all pods. @param pod namespace and name of its pod, with an underscore between them */
  constructor(
    root: string,
    pod: string,
    container: string,
    private readonly rotatesAt = ROTATES_AT,
  ) {
    this.folder = join(root, `${pod}_${'0'.repeat(8)}-aaaa-bbbb-cccc-${'0'.repeat(12)}`, container);
    mkdirSync(this.folder, { recursive: true });
    this.file = openSync(this.path, 'a');
  }

  private get path(): string {
    return join(this.folder, '0.log');
  }

  /** Writes lines of one stream. */
  lines(texts: readonly string[]): void {
    this.parts(texts.map((text) => ({ text })));
  }

  /** Writes parts of lines. The file is rotated when it is long enough. */
  parts(parts: readonly LinePart[]): void {
    const text = parts.map(({ text, stream = 'stdout', partial }) => `${this.now()} ${stream} ${partial ? 'P' : 'F'} ${text}\n`).join('');
    this.written += writeSync(this.file, text);
    if (this.written >= this.rotatesAt) this.rotate();
  }

  /** Moves the file away, compresses the one that was moved away before, and removes those that are too many. */
  rotate(): void {
    const moved = readdirSync(this.folder).filter((name) => name !== '0.log' && !name.endsWith('.gz'));
    for (const name of moved) {
      const path = join(this.folder, name);
      writeFileSync(`${path}.tmp`, gzipSync(readFileSync(path), { level: 1 }));
      renameSync(`${path}.tmp`, `${path}.gz`);
      rmSync(path);
    }
    const stamp = String(20261128_000000 + this.rotations++).replace(/^(\d{8})/, '$1-');
    renameSync(this.path, `${this.path}.${stamp}`);
    closeSync(this.file);
    this.file = openSync(this.path, 'a');
    this.written = 0;
    const all = readdirSync(this.folder).sort();
    for (const name of all.slice(1, Math.max(1, all.length - FILES + 1))) rmSync(join(this.folder, name));
  }

  /** Cuts the file off, as somebody does whose disk is full. */
  truncate(): void {
    truncateSync(this.path);
    this.written = 0;
  }

  /** How many bytes the newest file has. */
  get size(): number {
    return statSync(this.path).size;
  }

  /** Writes what no runtime writes. */
  raw(text: string): void {
    appendFileSync(this.path, text);
  }

  close(): void {
    closeSync(this.file);
  }

  /** The time of the next line. No two have the same. */
  private now(): string {
    this.nanoseconds += 1000n;
    const milliseconds = Number(this.nanoseconds / 1_000_000n);
    const rest = String(this.nanoseconds % 1_000_000n).padStart(6, '0');
    return new Date(milliseconds).toISOString().replace('Z', `${rest}Z`);
  }
}
