import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { CHECKOUT } from '../support/checkout';

/** Where what was measured goes, for the README. */
const FOLDER = resolve(CHECKOUT, 'build/failover');

/** Prints what was measured, and keeps it as Markdown. */
export function record(name: string, lines: readonly string[]): void {
  const text = `${lines.join('\n')}\n`;
  keep(`${name}.md`, text);
  process.stdout.write(text);
}

/** For whoever wants to see afterwards why something was as it was. */
export function keep(file: string, text: string): void {
  mkdirSync(FOLDER, { recursive: true });
  writeFileSync(join(FOLDER, file), text);
}
