import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const created: string[] = [];

afterAll(() => {
  for (const folder of created.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** A new folder that holds these files; it is gone when the tests of the file that asked for it are over. */
export function scratch(files: Readonly<Record<string, string | Uint8Array>> = {}): string {
  const folder = mkdtempSync(join(tmpdir(), 'fm-unit-'));
  created.push(folder);
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  return folder;
}

let empty: string | undefined;

/** A folder that holds nothing: one and the same as long as nobody writes into it. */
export function emptyFolder(): string {
  if (empty === undefined || !existsSync(empty) || readdirSync(empty).length > 0) empty = scratch();
  return empty;
}

/** The names of everything in a folder, hidden files included. */
export const namesIn = (folder: string): readonly string[] => readdirSync(folder).sort();
