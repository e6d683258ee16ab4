import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { faultmaven } from '../lib/faultmaven/application';
import { rulesFor } from '../lib/platform/monitoring/rules/groups';
import { failoverOf, silentLossOf } from '../lib/roles/roles';
import { documentOf } from './e2e/failover/document';
import type { Figures } from './e2e/failover/figures';
import lastRun from './e2e/failover/last-run.json';
import { DOCUMENT, LAST_RUN, takeFigures } from './e2e/failover/take';
import { FAULTS, type Foreseen, PROMTOOL_ALONE } from './e2e/platform/faults';
import { OWN_SAMPLES } from './platform/alerts/faultmaven';
import { SAMPLES } from './platform/alerts/services';
import { EVERY_SOURCE } from './platform/alerts/sources';
import { ROOT } from './support/cli';
import { scratch } from './support/scratch';

const fault = {
  fault: 'kill -9',
  fired: [
    { alert: 'RedisNoPrimary', seconds: 3.26 },
    { alert: 'RedisRefusesWrites', seconds: 7 },
  ],
};
const alerted = { on: '2026-01-05', faults: [fault] };

const FIGURES: Figures = {
  'alerts-of-redis': alerted,
  'alerts-of-worker': alerted,
  'alerts-of-memory': alerted,
  'alerts-of-databases': alerted,
  'alerts-of-postgres': alerted,
  'alerts-of-notifications': alerted,
  'alerts-of-edge': alerted,
  redis: {
    on: '2026-01-02',
    faults: [
      { fault: 'kill', done: 'killed it', seconds: 6.54, vote: 'first', overlap: 0, acknowledged: [9, 8, 7], lost: [3, 2, 0] },
      { fault: 'kill', attempt: 2, done: 'killed it', seconds: 5, vote: 'none', overlap: 0.26, acknowledged: [1, 1, 1], lost: [0, 0, 0] },
    ],
  },
  postgres: { on: '2026-01-03', faults: [{ fault: 'freeze', done: 'froze it', seconds: 21.25, acknowledged: 40, lost: 1 }] },
  opensearch: { on: '2026-01-06', faults: [{ fault: 'loss', done: 'lost it', seconds: 2.34, acknowledged: 60, lost: 0, doubled: 3 }] },
  shipper: {
    on: '2026-01-07',
    limit: 128,
    faults: [
      {
        ...{ fault: 'queue', done: 'filled it', lines: 900, lost: 0, doubled: 7, seconds: 8.25 },
        ...{ memory: 28.4, resident: 90.6, disk: 4.94 },
      },
    ],
  },
  restore: { on: '2026-01-04', moment: { acknowledged: 50, lost: 6 }, end: { seconds: 5.12 } },
};

it('is what docs/failover.md says', () => {
  expect(readFileSync(join(ROOT, DOCUMENT), 'utf8')).toBe(documentOf(lastRun as Figures));
});

it('is what services say of a lost member: the seconds that were measured, rounded up a little', () => {
  const measured = faultmaven.services.flatMap(({ kind, workload }) => {
    const { leader, follower } = failoverOf(workload) ?? {};
    const { fault, seconds } = silentLossOf(workload) ?? {};
    const silent = fault === undefined || seconds === undefined ? undefined : { fault, seconds };
    return [leader, follower, silent].flatMap((one) => (one === undefined ? [] : [{ kind, ...one }]));
  });
  expect(measured.map(({ kind }) => kind).sort()).toEqual(['opensearch', 'opensearch', 'postgres', 'postgres', 'redis']);
  for (const { kind, fault, seconds } of measured) {
    const { faults } = lastRun[kind as 'postgres' | 'redis' | 'opensearch'];
    const found = faults.find((one) => one.fault === fault)?.seconds ?? Number.NaN;
    expect([kind, fault, found <= seconds, seconds <= found * 1.5]).toEqual([kind, fault, true, true]);
  }
});

it('says of the shipper that it lost nothing, and stayed below its limit, in every fault', () => {
  const { limit, faults } = (lastRun as Figures).shipper;
  expect(faults.length).toBeGreaterThanOrEqual(7);
  expect(faults.filter(({ lost, memory }) => lost > 0 || memory >= limit)).toEqual([]);
});

it('becomes a row for each fault, and the day of each part', () => {
  const document = documentOf(FIGURES);
  expect(document).toContain('| kill | killed it | 6.5 s | first | 0.0 s | 9, 8, 7 | 3, 2, 0 |\n');
  expect(document).toContain('| kill (attempt 2) | killed it | 5.0 s | none | 0.3 s | 1, 1, 1 | 0, 0, 0 |\n');
  expect(document).toContain('| freeze | froze it | 21.3 s | 40 | 1 |\n');
  expect(document).toContain('| loss | lost it | 2.3 s | 60 | 0 | 3 |\n');
  expect(document).toContain('| queue | filled it | 900 | 0 | 7 | 8.3 s | 28 MiB (91) | 4.9 MiB |\n');
  expect(document).toContain('Its limit is 128 MiB.');
  expect(document).toMatch(/lost 6 of the 50 writes[\s\S]*the last 5\.1 s/);
  expect(document).toContain('| kill -9 | 2026-01-05 | `RedisNoPrimary`<br>(`RedisRefusesWrites`) | 3.3 s<br>7.0 s | 98 s<br>210 s |\n');
  for (const { on } of [FIGURES.redis, FIGURES.postgres, FIGURES.restore, FIGURES.opensearch, FIGURES.shipper])
    expect(document).toMatch(new RegExp(`Measured on ${on}[.,]`));
});

describe('alerts', () => {
  const all = rulesFor([...SAMPLES, ...OWN_SAMPLES], EVERY_SOURCE).groups.flatMap(({ rules }) => rules.alerts.map(({ name }) => name));
  const figures = lastRun as Figures;
  const suites = Object.entries(FAULTS) as readonly (readonly [keyof typeof FAULTS, Readonly<Record<string, Foreseen>>])[];
  const real = suites.flatMap(([, faults]) => Object.values(faults).flatMap(({ fires }) => fires));
  const alone = PROMTOOL_ALONE.flatMap(({ alerts }) => alerts);

  it('were each seen to fire for real, or it is said why not', () => {
    const always = 'Watchdog';
    expect([...new Set(real), ...alone, always].sort()).toEqual([...all].sort());
  });

  it('are those that there are, where they may fire', () => {
    const may = suites.flatMap(([, faults]) => Object.values(faults).flatMap((one) => one.may ?? []));
    expect(may.filter((name) => !all.includes(name))).toEqual([]);
  });

  it.each(suites)('of the suite %s fired in the last run as foreseen', (suite, faults) => {
    const seen = new Map(figures[`alerts-of-${suite}`].faults.map((one) => [one.fault, one.fired.map(({ alert }) => alert)]));
    expect([...seen.keys()].sort()).toEqual(Object.keys(faults).sort());
    for (const [name, { fires, may = [] }] of Object.entries(faults)) {
      expect(seen.get(name)).toEqual(expect.arrayContaining([...fires]));
      expect(seen.get(name)?.filter((alert) => !fires.includes(alert) && !may.includes(alert))).toEqual([]);
    }
  });
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
      ...['opensearch', 'shipper'].map((part) => expect.stringContaining(`${part}: no build/failover/${part}.json`)),
      ...Array.from({ length: 7 }, () => expect.stringMatching(/^alerts-of-[a-z]+: no build\/failover\/alerts-of-[a-z]+.json/)),
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
