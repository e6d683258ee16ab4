import { existsSync, lstatSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { InputError, reasonOf } from '../problem';
import { type Change, pending } from './changes';

/**
 * Carries out changes. Every new file is written whole under a temporary name before the first one takes its place, so that
 * a full disk leaves the folder as it was. What is not ours is kept as a `.bak` file.
 *
 * @throws InputError if the folder cannot be written; nothing half-written is left
 */
export function write(folder: string, changes: readonly Change[]): void {
  const staged = stage(folder, changes);
  try {
    for (const change of pending(changes)) {
      const target = join(folder, change.path);
      const backup = backupOf(folder, change);
      if (backup !== undefined) renameSync(target, join(folder, backup));
      const temporary = staged.get(change.path);
      if (temporary === undefined) rmSync(target, { force: true });
      else renameSync(temporary, target);
    }
  } catch (error) {
    discard([...staged.values()]);
    throw cannotWrite(folder, error);
  }
}

/** Writes every new content under a temporary name; which path has which. All or none. */
function stage(folder: string, changes: readonly Change[]): ReadonlyMap<string, string> {
  const staged = new Map<string, string>();
  const created: string[] = [];
  try {
    for (const change of pending(changes)) {
      if (!('content' in change)) continue;
      const target = join(folder, change.path);
      makeFolder(dirname(target), created);
      const temporary = `${target}.${process.pid}.tmp`;
      staged.set(change.path, temporary);
      writeFileSync(temporary, change.content);
    }
    return staged;
  } catch (error) {
    discard([...staged.values(), ...created]);
    throw cannotWrite(folder, error);
  }
}

/**
 * Makes a folder with everything above it and notes what it made.
 * Node's own `recursive` never returns where the system denies a folder that is there (below /proc, for one).
 */
function makeFolder(folder: string, created: string[]): void {
  if (existsSync(folder)) return;
  makeFolder(dirname(folder), created);
  mkdirSync(folder);
  created.push(folder);
}

function discard(paths: readonly string[]): void {
  for (const path of paths) {
    try {
      rmSync(path, { force: true, recursive: true });
    } catch {
      // What could not be made cannot be removed either (a name too long, a folder that is a file); why is told already.
    }
  }
}

/**
 * Under which path a change keeps what it replaces or removes: `x.bak`, or `x.bak.1` and so on, so that an older backup is never
 * lost. Undefined if it keeps nothing. To be asked before the change is carried out.
 */
export function backupOf(folder: string, change: Change): string | undefined {
  if (!('origin' in change) || change.origin === 'ours') return undefined;
  const candidates = Array.from({ length: 1000 }, (_, n) => (n === 0 ? `${change.path}.bak` : `${change.path}.bak.${n}`));
  return candidates.find((path) => !stands(join(folder, path))) ?? `${change.path}.bak.${process.pid}`;
}

/** Also true of a link that leads nowhere. */
const stands = (path: string): boolean => lstatSync(path, { throwIfNoEntry: false }) !== undefined;

function cannotWrite(folder: string, error: unknown): InputError {
  return new InputError([{ message: `${folder}: cannot be written: ${reasonOf(error)}` }]);
}
