import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { documentOf } from './e2e/failover/document';
import type { Figures } from './e2e/failover/figures';
import lastRun from './e2e/failover/last-run.json';
import { DOCUMENT, LAST_RUN, takeFigures } from './e2e/failover/take';
import { ROOT } from './support/cli';
import { scratch } from './support/scratch';

const FIGURES: Figures = {
  redis: {
    on: '2026-01-02',
    faults: [
      { fault: 'kill', done: 'killed it', seconds: 6.54, vote: 'first', overlap: 0, acknowledged: [9, 8, 7], lost: [3, 2, 0] },
      { fault: 'kill', attempt: 2, done: 'killed it', seconds: 5, vote: 'none', overlap: 0.26, acknowledged: [1, 1, 1], lost: [0, 0, 0] },
    ],
  },
  postgres: { on: '2026-01-03', faults: [{ fault: 'freeze', done: 'froze it', seconds: 21.25, acknowledged: 40, lost: 1 }] },
  restore: { on: '2026-01-04', moment: { acknowledged: 50, lost: 6 }, end: { seconds: 5.12 } },
};

it('is what docs/failover.md says', () => {
  expect(readFileSync(join(ROOT, DOCUMENT), 'utf8')).toBe(documentOf(lastRun as Figures));
});

it('becomes a row for each fault, and the day of each part', () => {
  const document = documentOf(FIGURES);
  expect(document).toContain('| kill | killed it | 6.5 s | first | 0.0 s | 9, 8, 7 | 3, 2, 0 |\n');
  expect(document).toContain('| kill (attempt 2) | killed it | 5.0 s | none | 0.3 s | 1, 1, 1 | 0, 0, 0 |\n');
  expect(document).toContain('| freeze | froze it | 21.3 s | 40 | 1 |\n');
  expect(document).toMatch(/lost 6 of the 50 writes[\s\S]*the last 5\.1 s/);
  for (const { on } of Object.values(FIGURES)) expect(document).toContain(`Measured on ${on}.`);
});

describe('taking the figures of a run', () => {
  const projectWith = (runs: Readonly<Record<string, string>>): string => {
    const project = scratch();
    for (const folder of ['build/failover', 'docs', 'test/e2e/failover']) mkdirSync(join(project, folder), { recursive: true });
    writeFileSync(join(project, LAST_RUN), JSON.stringify(FIGURES));
    for (const [name, text] of Object.entries(runs)) writeFileSync(join(project, 'build/failover', name), text);
    return project;
  };

  it('replaces the parts that were measured, and keeps the others', () => {
    const restore = { on: '2026-02-02', moment: { acknowledged: 70, lost: 0 }, end: { seconds: 4 } };
    const project = projectWith({ 'restore.json': JSON.stringify(restore), 'postgres-0.log': 'a log' });
    expect(takeFigures(project)).toEqual([
      'redis: no build/failover/redis.json, so the figures of 2026-01-02 stay; npm run test:e2e -- --testPathPatterns redis/failover measures anew',
      expect.stringContaining('postgres: no build/failover/postgres.json'),
      'restore: figures of 2026-02-02, from build/failover/restore.json',
    ]);
    expect(JSON.parse(readFileSync(join(project, LAST_RUN), 'utf8'))).toEqual({ ...FIGURES, restore });
    expect(readFileSync(join(project, DOCUMENT), 'utf8')).toBe(documentOf({ ...FIGURES, restore }));
  });

  it('writes nothing if a file of a run is cut off, and names the file', () => {
    const project = projectWith({ 'redis.json': '{ "on": ', 'restore.json': JSON.stringify(FIGURES.restore) });
    writeFileSync(join(project, DOCUMENT), 'the old document');
    expect(() => takeFigures(project)).toThrow(join(project, 'build/failover/redis.json'));
    expect(readFileSync(join(project, DOCUMENT), 'utf8')).toBe('the old document');
  });
});
