import { lstatSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { InputError, reasonOf } from '../problem';
import { type Change, pending } from './changes';

/** How the names of files end that take another's place a moment later. What a dead run left of them, the next one removes. */
export const TEMPORARY = '.fmsynth.tmp';

/**
 * Carries out changes in a folder that is there and that nobody else writes to. Every new file is written whole under a temporary name
 * before the first one takes its place, so that a full disk leaves the folder as it was; what fails after that is undone. What is not
 * ours is kept as a `.bak` file.
 *
 * @throws InputError if the folder cannot be written
 */
export function write(folder: string, changes: readonly Change[]): void {
  const undo: Undo = [];
  try {
    for (const change of pending(changes)) stage(folder, change, undo);
    for (const change of pending(changes)) carryOut(folder, change, undo);
  } catch (error) {
    for (const step of undo.reverse()) attempt(step);
    if (error instanceof InputError) throw error;
    throw new InputError([{ message: `${folder}: cannot be written: ${reasonOf(error)}` }]);
  }
  for (const { kind, path } of changes) if (kind === 'remove') attempt(() => rmSync(temporaryOf(folder, path), { force: true }));
}

/** What has been done, each with the way back. */
type Undo = (() => void)[];

const temporaryOf = (folder: string, path: string): string => join(folder, `${path}${TEMPORARY}`);

function stage(folder: string, change: Change, undo: Undo): void {
  const temporary = temporaryOf(folder, change.path);
  if (stands(temporary)) throw new InputError([{ message: `${temporary}: is in the way of what is written first: move it away` }]);
  if (!('content' in change)) return;
  undo.push(() => rmSync(temporary, { force: true }));
  writeFileSync(temporary, change.content, { flag: 'wx' });
}

function carryOut(folder: string, change: Change, undo: Undo): void {
  const target = join(folder, change.path);
  const temporary = temporaryOf(folder, change.path);
  const backup = backupOf(folder, change);
  // What is removed keeps a temporary name until everything else is done.
  const aside = backup !== undefined ? join(folder, backup) : change.kind === 'remove' ? temporary : undefined;
  if (aside !== undefined && stands(target)) {
    renameSync(target, aside);
    undo.push(() => renameSync(aside, target));
  }
  if (change.kind === 'remove') return;
  renameSync(temporary, target);
  undo.push(() => (change.kind === 'replace' && backup === undefined ? writeFileSync(target, change.before) : rmSync(target)));
}

function attempt(step: () => void): void {
  try {
    step();
  } catch {
    // Why the folder cannot be written is told already.
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

/** Whether a file is what a change keeps, by its name. */
export const isBackup = (path: string): boolean => /\.bak(?:\.\d+)?$/.test(path);

/** Also true of a link that leads nowhere. */
const stands = (path: string): boolean => lstatSync(path, { throwIfNoEntry: false }) !== undefined;
