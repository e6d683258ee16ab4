import {
  closeSync,
  existsSync,
  fstatSync,
  linkSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { hostname } from 'node:os';
import { dirname, join } from 'node:path';
import { InputError, reasonOf } from '../problem';
import { INDEX } from './file-name';
import { look } from './look';
import { TEMPORARY } from './write';

/** Stands in an output folder while a run writes there. */
export const LOCK = '.faultmaven-infra.lock';

/** Longer than any run writes. Who has held a lock for longer is dead, also where that cannot be seen: in a container, on another machine. */
const STALE_AFTER_MINUTES = 10;

/**
 * Runs `act` while no other run writes to the folder, which is made with everything above it if need be, and is gone again if nothing
 * was written. What a run that was killed has left there is removed first. Signals that end the program wait until `act` is done.
 *
 * @param renders whether a file of that name can be written there. @default - the index alone is
 * @throws InputError if another run holds the folder, or it cannot be written
 */
export function locked<Result>(folder: string, act: () => Result, renders: (name: string) => boolean = () => false): Result {
  const made: string[] = [];
  const release = holdSignals();
  try {
    take(folder, made);
    try {
      removeLeftovers(folder, renders);
      return act();
    } finally {
      removeIfPossible(join(folder, LOCK));
    }
  } finally {
    for (const path of made.reverse()) removeIfEmpty(path);
    release();
  }
}

/** How often a run tries to take a folder, because another one may take it, or let go of it, in that very moment. */
const ATTEMPTS = 20;

function take(folder: string, made: string[]): void {
  let last: unknown;
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1)
    try {
      makeFolder(folder, made);
      if (create(join(folder, LOCK))) return;
      last = held(folder);
      removeIfStale(folder, join(folder, LOCK));
    } catch (error) {
      last = error;
      if (!PASSING.has(codeOf(error))) break;
    }
  if (last instanceof InputError) throw last;
  throw new InputError([{ message: `${folder}: cannot be written: ${reasonOf(last)}` }]);
}

/** What the system says where another run has just made, or removed, what this one was to remove or make. */
const PASSING: ReadonlySet<string> = new Set(['ENOENT', 'EEXIST']);

const codeOf = (error: unknown): string => (error as NodeJS.ErrnoException).code ?? '';

/**
 * Takes the lock. Returns whether there was none. The lock is written to another file and then linked, so that nobody ever sees one that does
 * not say whose it is. What cannot be written whole, on a full disk for one, is not left there.
 */
function create(lock: string): boolean {
  const own = `${lock}.${process.pid}`;
  removeIfPossible(own);
  try {
    writeFileSync(own, holder(), { flag: 'wx' });
    linkSync(own, lock);
    return true;
  } catch (error) {
    if (WITHOUT_LINKS.has(codeOf(error))) return createInPlace(lock);
    // A holder on another machine does not see that this process lives, takes its file for one that was left there, and removes it.
    if (codeOf(error) === 'EEXIST' || existsSync(lock)) return false;
    throw error;
  } finally {
    removeIfPossible(own);
  }
}

/** What systems say that know no hard links: on folders shared with another machine, for one. */
const WITHOUT_LINKS: ReadonlySet<string> = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK']);

const holder = (): string => JSON.stringify({ pid: process.pid, host: hostname(), started: startOf(process.pid) });

/** The same where there are no hard links: for a moment the lock does not say whose it is. */
function createInPlace(lock: string): boolean {
  const descriptor = openNew(lock);
  if (descriptor === undefined) return false;
  try {
    writeFileSync(descriptor, holder());
    // Until it said whose it is, another run may have taken it for one that was left behind.
    return fstatSync(descriptor).ino === lstatSync(lock, { throwIfNoEntry: false })?.ino;
  } catch (error) {
    removeIfPossible(lock);
    throw error;
  } finally {
    closeSync(descriptor);
  }
}

/** Undefined if there is such a file. */
function openNew(file: string): number | undefined {
  try {
    return openSync(file, 'wx');
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return undefined;
    throw error;
  }
}

/** @throws InputError if whoever holds it lives */
function removeIfStale(folder: string, lock: string): void {
  const found = look(folder, LOCK, 1024);
  if (found.kind === 'nothing') return;
  const text = found.kind === 'file' ? found.bytes.toString() : undefined;
  if (!isStale(text, lock)) throw held(folder, holderIn(text).pid);
  // Another run may have taken it over since: what is put aside is looked at again.
  const aside = `${lock}.${process.pid}`;
  renameSync(lock, aside);
  if (text !== undefined && readFileSync(aside, 'utf8') !== text) {
    renameSync(aside, lock);
    throw held(folder);
  }
  rmSync(aside);
}

interface Holder {
  readonly pid?: unknown;
  readonly host?: unknown;
  readonly started?: unknown;
}

function holderIn(text = ''): Holder {
  try {
    return (JSON.parse(text) ?? {}) as Holder;
  } catch {
    return {};
  }
}

/** A lock that does not say whose it is was never written whole: its run was killed, or its disk was full. It is seen only where there are no hard links. */
function isStale(text: string | undefined, lock: string): boolean {
  if (Date.now() - lstatSync(lock).mtimeMs > STALE_AFTER_MINUTES * 60_000) return true;
  if (text === undefined) return false;
  const { pid, host, started } = holderIn(text);
  if (pid === undefined) return true;
  return Number.isSafeInteger(pid) && host === hostname() && !(lives(pid as number) && startOf(pid as number) === started);
}

function lives(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return codeOf(error) === 'EPERM';
  }
}

/** Tells a process from a later one of the same number; undefined where the system does not say. */
function startOf(pid: number): string | undefined {
  try {
    // What stands in parentheses is the program's name, which may be anything.
    return readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ')[19];
  } catch {
    return undefined;
  }
}

const held = (folder: string, pid?: unknown): InputError => {
  const who = Number.isSafeInteger(pid) ? `another run (process ${pid})` : 'another run';
  return new InputError([{ message: `${folder}: ${who} is writing there: wait for it; if there is none, remove ${LOCK}` }]);
};

/**
 * Temporary files, whose makers are dead, because nobody else holds the folder; and locks that dead ones put aside. What cannot be removed, a
 * folder or somebody else's file, is told when it is in the way of what is written.
 */
function removeLeftovers(folder: string, renders: (name: string) => boolean): void {
  for (const name of namesIn(folder)) {
    const of = name.endsWith(TEMPORARY) ? name.slice(0, -TEMPORARY.length) : '';
    if (of === INDEX || renders(of) || isLeftAside(name)) removeIfPossible(join(folder, name));
  }
}

/** Empty also for a folder that can be written to, but not listed. */
function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function removeIfPossible(file: string): void {
  try {
    rmSync(file, { force: true });
  } catch {
    // Whoever needs its place will say so.
  }
}

/** Whether a run that is dead, or an earlier one of this process, put it there. One that lives may be about to link it, or to look at it. */
function isLeftAside(name: string): boolean {
  const pid = ASIDE.exec(name)?.[1];
  return pid !== undefined && (Number(pid) === process.pid || !lives(Number(pid)));
}

const ASIDE = /^\.faultmaven-infra\.lock\.(\d+)$/;

/**
 * Makes a folder with everything above it and notes what it made.
 * Node's own `recursive` never returns where the system denies a folder that is there (below /proc, for one).
 */
function makeFolder(folder: string, made: string[]): void {
  if (existsSync(folder)) return;
  makeFolder(dirname(folder), made);
  mkdirSync(folder);
  made.push(folder);
}

function removeIfEmpty(folder: string): void {
  try {
    rmdirSync(folder);
  } catch {
    // It holds what was written.
  }
}

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

let holders = 0;

/** Until what it returns is called; then those that came end the program as they would have. */
function holdSignals(): () => void {
  if (holders === 0) for (const signal of SIGNALS) process.on(signal, end);
  holders += 1;
  // Node tells of a signal when nothing else is to be done.
  return () =>
    void setImmediate(() => {
      holders -= 1;
      if (holders === 0) letThrough();
    });
}

function end(signal: NodeJS.Signals): void {
  letThrough();
  process.kill(process.pid, signal);
}

function letThrough(): void {
  for (const signal of SIGNALS) process.removeListener(signal, end);
}
