import { mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Change } from '../../lib/output/changes';
import { write } from '../../lib/output/write';
import { problemsOf } from '../support/problems';
import { namesIn, scratch } from '../support/scratch';

const add = (path: string, content: string): Change => ({ kind: 'add', path, content });
const text = (folder: string, path: string): string => readFileSync(join(folder, path), 'utf8');

describe('writing', () => {
  it('adds and replaces files and leaves nothing temporary', () => {
    const folder = scratch({ 'b.yml': 'old' });
    write(folder, [add('a.yml', 'a'), { kind: 'replace', before: '', path: 'b.yml', content: 'new', origin: 'ours' }]);
    expect(namesIn(folder)).toEqual(['a.yml', 'b.yml']);
    expect([text(folder, 'a.yml'), text(folder, 'b.yml')]).toEqual(['a', 'new']);
  });

  it('does not touch what is the same', () => {
    const folder = scratch();
    write(folder, [{ kind: 'same', path: 'a.yml', content: 'a' }]);
    expect(namesIn(folder)).toEqual([]);
  });

  it('removes what is its own, also if it is gone already, and nothing else', () => {
    const folder = scratch({ 'a.yml': 'a', 'mine.yml': 'm' });
    write(folder, [
      { kind: 'remove', path: 'a.yml', origin: 'ours' },
      { kind: 'remove', path: 'gone.yml', origin: 'ours' },
    ]);
    expect(namesIn(folder)).toEqual(['mine.yml']);
  });

  it('replaces a link by a file and leaves alone what the link points to', () => {
    const folder = scratch({ 'target.yml': 'precious' });
    symlinkSync('target.yml', join(folder, 'a.yml'));
    write(folder, [{ kind: 'replace', before: '', path: 'a.yml', content: 'new', origin: 'ours' }]);
    expect([text(folder, 'a.yml'), text(folder, 'target.yml')]).toEqual(['new', 'precious']);
  });
});

it.each(['add', 'remove'] as const)('names what is in the way of temporary files, and leaves the folder as it was: %s', (kind) => {
  const folder = scratch({ 'b.yml.fmsynth.tmp/x': '', 'b.yml': 'b' });
  const change: Change = kind === 'add' ? add('b.yml', 'new') : { kind, path: 'b.yml', origin: 'ours' };
  expect(problemsOf(() => write(folder, [add('a.yml', 'a'), change]))).toEqual([
    `${join(folder, 'b.yml.fmsynth.tmp')}: is in the way of what is written first: move it away`,
  ]);
  expect(namesIn(folder)).toEqual(['b.yml', 'b.yml.fmsynth.tmp']);
  expect(text(folder, 'b.yml')).toBe('b');
});

describe('backups', () => {
  it.each(['foreign', 'example'] as const)('keeps what is %s beside the new file', (origin) => {
    const folder = scratch({ 'a.yml': 'old' });
    write(folder, [{ kind: 'replace', before: '', path: 'a.yml', content: 'new', origin }]);
    expect(namesIn(folder)).toEqual(['a.yml', 'a.yml.bak']);
    expect([text(folder, 'a.yml'), text(folder, 'a.yml.bak')]).toEqual(['new', 'old']);
  });

  it('keeps what is foreign also when it removes it', () => {
    const folder = scratch({ 'a.yml': 'old' });
    write(folder, [{ kind: 'remove', path: 'a.yml', origin: 'foreign' }]);
    expect(namesIn(folder)).toEqual(['a.yml.bak']);
  });

  it('never loses an older backup', () => {
    const folder = scratch({ 'a.yml': 'third', 'a.yml.bak': 'first', 'a.yml.bak.1': 'second' });
    write(folder, [{ kind: 'replace', before: '', path: 'a.yml', content: 'new', origin: 'foreign' }]);
    expect(namesIn(folder)).toEqual(['a.yml', 'a.yml.bak', 'a.yml.bak.1', 'a.yml.bak.2']);
    expect(text(folder, 'a.yml.bak.2')).toBe('third');
    expect(text(folder, 'a.yml.bak')).toBe('first');
  });

  it('never loses an older backup that is a link to nowhere', () => {
    const folder = scratch({ 'a.yml': 'second' });
    symlinkSync('nowhere.yml', join(folder, 'a.yml.bak'));
    write(folder, [{ kind: 'replace', path: 'a.yml', content: 'new', before: 'second', origin: 'foreign' }]);
    expect(namesIn(folder)).toEqual(['a.yml', 'a.yml.bak', 'a.yml.bak.1']);
  });

  it('calls the second one .bak.1', () => {
    const folder = scratch({ 'a.yml': 'second', 'a.yml.bak': 'first' });
    write(folder, [{ kind: 'replace', before: '', path: 'a.yml', content: 'new', origin: 'foreign' }]);
    expect(text(folder, 'a.yml.bak.1')).toBe('second');
  });

  it('keeps no backup of what is its own', () => {
    const folder = scratch({ 'a.yml': 'old' });
    write(folder, [{ kind: 'replace', before: '', path: 'a.yml', content: 'new', origin: 'ours' }]);
    expect(namesIn(folder)).toEqual(['a.yml']);
  });
});

describe('failing', () => {
  const TOO_LONG = 'x'.repeat(300);

  it('rejects a folder that is a file and leaves it as it was', () => {
    const outer = scratch({ out: 'a file' });
    expect(problemsOf(() => write(join(outer, 'out'), [add('a.yml', 'a')]))[0]).toContain(`${join(outer, 'out')}: cannot be written: `);
    expect(namesIn(outer)).toEqual(['out']);
    expect(text(outer, 'out')).toBe('a file');
  });

  it('rejects everything when one file cannot be written, and leaves the folder as it was', () => {
    const folder = scratch({ 'a.yml': 'old', 'b.yml': 'mine' });
    const changes: readonly Change[] = [
      { kind: 'replace', before: '', path: 'a.yml', content: 'new', origin: 'ours' },
      { kind: 'replace', before: '', path: 'b.yml', content: 'new', origin: 'foreign' },
      { kind: 'remove', path: 'a.yml', origin: 'ours' },
      add(TOO_LONG, 'x'),
    ];
    expect(problemsOf(() => write(folder, changes))).toHaveLength(1);
    expect(namesIn(folder)).toEqual(['a.yml', 'b.yml']);
    expect([text(folder, 'a.yml'), text(folder, 'b.yml')]).toEqual(['old', 'mine']);
  });

  it('rejects a file below a file and leaves nothing of the others', () => {
    const folder = scratch({ sub: 'a file' });
    expect(problemsOf(() => write(folder, [add('a.yml', 'a'), add('sub/b.yml', 'b')]))).toHaveLength(1);
    expect(namesIn(folder)).toEqual(['sub']);
  });

  it('rejects a folder that took the place of a file meanwhile and leaves nothing half-written', () => {
    const folder = scratch({ 'dir.yml/precious': 'p' });
    expect(problemsOf(() => write(folder, [add('a.yml', 'a'), add('dir.yml', 'b')]))).toHaveLength(1);
    expect(namesIn(folder).filter((name) => name.includes('tmp'))).toEqual([]);
    expect(text(folder, 'dir.yml/precious')).toBe('p');
  });

  it('puts back what it has replaced, kept and removed when a later file cannot take its place', () => {
    const before = { 'a.yml': 'ours', 'b.yml': 'mine', 'b.yml.bak': 'older', 'c.yml': 'ours', 'd.yml': 'mine' };
    const folder = scratch({ ...before, 'last.yml/precious': 'p' });
    const changes: readonly Change[] = [
      { kind: 'replace', before: 'ours', path: 'a.yml', content: 'new', origin: 'ours' },
      { kind: 'replace', before: 'mine', path: 'b.yml', content: 'new', origin: 'foreign' },
      { kind: 'remove', path: 'c.yml', origin: 'ours' },
      { kind: 'remove', path: 'd.yml', origin: 'foreign' },
      add('e.yml', 'new'),
      // A folder that took its place meanwhile.
      add('last.yml', 'new'),
    ];
    expect(problemsOf(() => write(folder, changes))).toHaveLength(1);
    expect(namesIn(folder)).toEqual([...Object.keys(before), 'last.yml'].sort());
    for (const [path, content] of Object.entries(before)) expect([path, text(folder, path)]).toEqual([path, content]);
  });

  it('can be repeated when the reason is gone', () => {
    const folder = scratch();
    const changes = [add('a.yml', 'a'), add('b/c.yml', 'c')];
    writeFileSync(join(folder, 'b'), 'in the way');
    expect(() => write(folder, changes)).toThrow();
    rmSync(join(folder, 'b'));
    mkdirSync(join(folder, 'b'));
    write(folder, changes);
    expect(namesIn(folder)).toEqual(['a.yml', 'b']);
  });
});
