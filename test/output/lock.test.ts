import fs, { existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { dirname, join } from 'node:path';
import { LOCK, locked } from '../../lib/output/lock';
import { problemsOf, thrownBy } from '../support/problems';
import { namesIn, scratch } from '../support/scratch';

/** No process has so high a number. */
const NOBODY = 2 ** 22 + 1;
const holder = (more: object = {}): string =>
  JSON.stringify({ pid: process.pid, host: hostname(), started: startOf(process.pid), ...more });
const startOf = (pid: number): string | undefined => readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ')[19];

it('holds the folder while something is done there, and not longer', () => {
  const folder = scratch({ a: '' });
  expect(locked(folder, () => namesIn(folder))).toEqual([LOCK, 'a']);
  expect(namesIn(folder)).toEqual(['a']);
});

it('lets go also after an error', () => {
  const folder = scratch();
  const error = new Error('x');
  expect(
    thrownBy(() =>
      locked(folder, () => {
        throw error;
      }),
    ),
  ).toBe(error);
  expect(namesIn(folder)).toEqual([]);
});

it('lets nobody else in', () => {
  const folder = scratch();
  const message = `${folder}: another run (process ${process.pid}) is writing there: wait for it; if there is none, remove ${LOCK}`;
  locked(folder, () => expect(problemsOf(() => locked(folder, () => undefined))).toEqual([message]));
  expect(namesIn(folder)).toEqual([]);
});

it('makes the folder with everything above it, and removes it again if nothing was written', () => {
  const outer = scratch();
  const folder = join(outer, 'not', 'there');
  locked(folder, () => expect(existsSync(folder)).toBe(true));
  expect(namesIn(outer)).toEqual([]);
  locked(folder, () => writeFileSync(join(folder, 'a'), ''));
  expect(namesIn(folder)).toEqual(['a']);
});

describe('a lock that was left behind', () => {
  const taken = (text: string, minutes = 0): boolean => {
    const folder = scratch({ [LOCK]: text });
    const then = new Date(Date.now() - minutes * 60_000);
    utimesSync(join(folder, LOCK), then, then);
    try {
      return locked(folder, () => true);
    } catch {
      expect(readFileSync(join(folder, LOCK), 'utf8')).toBe(text);
      return false;
    }
  };

  it.each([
    ['of a process that is gone', holder({ pid: NOBODY }), 0],
    ['of an earlier process of the same number', holder({ started: '1' }), 0],
    ['of anybody, after a while', holder({ host: 'elsewhere' }), 11],
    ['of which nothing was written', '', 0],
    ['that was not written whole', holder().slice(0, -1), 0],
  ])('is taken over: %s', (_, text, minutes) => {
    expect(taken(text, minutes)).toBe(true);
  });

  it.each([
    ['of a process that lives', holder(), 0],
    ['of another machine', holder({ host: 'elsewhere', pid: NOBODY }), 0],
    ['of a number that is none', holder({ pid: '1; rm' }), 0],
  ])('is not taken over: %s', (_, text, minutes) => {
    expect(taken(text, minutes)).toBe(false);
  });
});

it('removes temporary files of a run that was killed, and nobody else’s', () => {
  const folder = scratch({
    ...{ 'docker-compose.override.yml.fmsynth.tmp': '', 'a.yaml.fmsynth.tmp': '', '.faultmaven-infra.json.fmsynth.tmp': '' },
    ...{
      [`${LOCK}.${NOBODY}`]: '',
      [`${LOCK}.${process.ppid}`]: '',
      'mine.tmp': '',
      'docker-compose.yml.fmsynth.tmp': '',
      '.fmsynth.tmp': '',
    },
  });
  locked(
    folder,
    () => undefined,
    (name) => ['docker-compose.override.yml', 'a.yaml'].includes(name),
  );
  expect(namesIn(folder)).toEqual([`${LOCK}.${process.ppid}`, '.fmsynth.tmp', 'docker-compose.yml.fmsynth.tmp', 'mine.tmp']);
});

it('leaves alone what it cannot remove', () => {
  const folder = scratch({ [`${LOCK}.5/a`]: '', 'a.yaml.fmsynth.tmp/a': '' });
  expect(locked(folder, () => namesIn(folder))).toEqual([LOCK, `${LOCK}.5`, 'a.yaml.fmsynth.tmp']);
});

it('does not mind a lock that is gone, or cannot be removed, when it is done', () => {
  const folder = scratch();
  locked(folder, () => rmSync(join(folder, LOCK)));
  locked(folder, () => {
    rmSync(join(folder, LOCK));
    mkdirSync(join(folder, LOCK));
  });
  expect(namesIn(folder)).toEqual([LOCK]);
});

it('leaves no lock that it could not write whole', () => {
  const folder = scratch();
  const write = jest.spyOn(fs, 'writeFileSync').mockImplementation(() => {
    throw Object.assign(new Error(), { code: 'ENOSPC' });
  });
  try {
    expect(problemsOf(() => locked(folder, () => undefined))).toEqual([`${folder}: cannot be written: no space left on device`]);
  } finally {
    write.mockRestore();
  }
  expect(namesIn(folder)).toEqual([]);
});

it('is never seen without its holder', () => {
  const folder = scratch();
  const { linkSync: original } = fs;
  const seen: (readonly string[])[] = [];
  const link = jest.spyOn(fs, 'linkSync').mockImplementation((from, to) => {
    seen.push(namesIn(folder), [readFileSync(from, 'utf8')]);
    original(from, to);
  });
  try {
    locked(folder, () => seen.push([readFileSync(join(folder, LOCK), 'utf8')]));
  } finally {
    link.mockRestore();
  }
  expect(seen).toEqual([[`${LOCK}.${process.pid}`], [holder()], [holder()]]);
  expect(namesIn(folder)).toEqual([]);
});

it('writes through no link that somebody has put in its way', () => {
  const folder = scratch({ target: 'precious' });
  symlinkSync('target', join(folder, `${LOCK}.${process.pid}`));
  locked(folder, () => expect(readFileSync(join(folder, LOCK), 'utf8')).toBe(holder()));
  expect(readFileSync(join(folder, 'target'), 'utf8')).toBe('precious');
});

it('belongs to somebody else where he has removed what it was written to', () => {
  const folder = scratch();
  const { linkSync: original } = fs;
  const link = jest.spyOn(fs, 'linkSync').mockImplementation((from, to) => {
    rmSync(from);
    writeFileSync(to, holder());
    original(from, to);
  });
  try {
    expect(problemsOf(() => locked(folder, () => undefined))[0]).toContain(`another run (process ${process.pid}) is writing there`);
  } finally {
    link.mockRestore();
  }
});

describe('another run, at whatever moment', () => {
  const system = { ...fs };
  const calls = Object.entries(fs).flatMap(([name, value]) =>
    /^[a-z]+Sync$/i.test(name) && typeof value === 'function' ? [name as 'rmSync'] : [],
  );
  const theirs = holder({ pid: process.ppid, started: startOf(process.ppid) });
  const stale = holder({ pid: NOBODY });
  const textOf = (lock: string): string => (system.existsSync(lock) ? system.readFileSync(lock, 'utf8') : '');

  /** What comes of a run for each moment in which the other one acts: one for each call of the file system, until there are no more. */
  const outcomes = (files: Readonly<Record<string, string>>, act: (lock: string) => void, below = ''): Set<string> => {
    const found = new Set<string>();
    for (let moment = 0, count = 1; count > moment; moment += 1) {
      const folder = join(scratch(files), below);
      const lock = join(folder, LOCK);
      count = 0;
      for (const name of calls)
        jest.spyOn(fs, name).mockImplementation((...args) => {
          if (count++ === moment) act(lock);
          return system[name](...args);
        });
      try {
        found.add(locked(folder, () => (textOf(lock) === holder() ? 'its own' : `beside ${textOf(lock)}`)));
      } catch (error) {
        found.add(String(error).includes('is writing there: wait for it') ? 'held' : String(error));
      } finally {
        jest.restoreAllMocks();
      }
      expect(['', theirs]).toContain(textOf(lock));
    }
    return found;
  };

  const letGo = (of: string) => (lock: string) => void (textOf(lock) === of && system.rmSync(lock));
  const takeOver = (lock: string): void => void (textOf(lock) === stale && system.writeFileSync(lock, theirs));
  const make = (lock: string): void => void system.mkdirSync(dirname(lock), { recursive: true });
  const take = (lock: string): void => {
    make(lock);
    if (textOf(lock) === '') system.writeFileSync(lock, theirs);
  };
  const removeIfEmpty = (lock: string): void => {
    for (const folder of [dirname(lock), dirname(dirname(lock))])
      if (system.existsSync(folder) && system.readdirSync(folder).length === 0) system.rmdirSync(folder);
  };

  it.each([
    ['lets go', { [LOCK]: theirs }, letGo(theirs), '', ['held', 'its own']],
    ['takes over what was left there', { [LOCK]: stale }, takeOver, '', ['held', 'its own']],
    ['takes what was left there once it is free', { [LOCK]: stale }, take, '', ['held', 'its own']],
    ['takes over what was left there, and lets go', { [LOCK]: stale }, letGo(stale), '', ['its own']],
    ['makes the folder', {}, make, 'new/folder', ['its own']],
    ['makes the folder, and takes it', {}, take, 'new/folder', ['held', 'its own']],
    ['removes the folder that it had made', {}, removeIfEmpty, 'new/folder', ['its own']],
  ])('%s: the folder is taken or held, and never both', (_, files, act, below, expected) => {
    expect([...outcomes(files, act, below)].sort()).toEqual(expected);
  });
});

describe('where there are no hard links', () => {
  beforeEach(() => {
    jest.spyOn(fs, 'linkSync').mockImplementation(() => {
      throw Object.assign(new Error(), { code: 'EPERM' });
    });
  });
  afterEach(() => jest.restoreAllMocks());

  it('holds the folder all the same', () => {
    const folder = scratch();
    locked(folder, () => expect(namesIn(folder)).toEqual([LOCK]));
    expect(namesIn(folder)).toEqual([]);
  });

  it('lets go of a lock that another run took over before it was written', () => {
    const folder = scratch();
    const { writeFileSync: original } = fs;
    const write = jest.spyOn(fs, 'writeFileSync').mockImplementation((file, data, options) => {
      if (typeof file === 'number') {
        rmSync(join(folder, LOCK));
        original(join(folder, LOCK), holder());
      }
      original(file, data, options);
    });
    try {
      expect(problemsOf(() => locked(folder, () => undefined))[0]).toContain(`another run (process ${process.pid}) is writing there`);
    } finally {
      write.mockRestore();
    }
  });
});

describe('what cannot be locked', () => {
  it('is a folder that is a file', () => {
    const outer = scratch({ out: 'a file' });
    expect(problemsOf(() => locked(join(outer, 'out'), () => undefined))[0]).toContain(`${join(outer, 'out')}: cannot be written: `);
    expect(namesIn(outer)).toEqual(['out']);
  });

  it('is a folder that cannot be made', () => {
    expect(problemsOf(() => locked('/proc/nowhere/out', () => undefined))[0]).toContain('/proc/nowhere/out: cannot be written: ');
  });

  it('is a folder with something else in the place of the lock', () => {
    const folder = scratch({ target: 'precious' });
    mkdirSync(join(folder, LOCK));
    expect(problemsOf(() => locked(folder, () => undefined))[0]).toContain('is a folder, expected a file: move it away');
    const other = scratch({ target: 'precious' });
    symlinkSync('target', join(other, LOCK));
    expect(problemsOf(() => locked(other, () => undefined))).toHaveLength(1);
    expect(readFileSync(join(other, 'target'), 'utf8')).toBe('precious');
  });
});
