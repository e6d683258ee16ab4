import type { PersistentFolder } from '../../../../lib/model/service';
import { type Lost, lostBetween } from '../../../../lib/targets/compose/diff/lost';
import { meaningOf } from '../../../../lib/targets/compose/diff/meaning';
import { OVERRIDE } from '../../../../lib/targets/compose/names';
import { Memory } from '../../../../lib/units/memory';
import { testService } from '../../../support/services';

const notes: PersistentFolder = { holds: 'notes', unset: '/app/notes', path: '/data/notes', through: { variable: 'NOTES' } };
const index: PersistentFolder = { holds: 'an index', unset: '/index', path: '/index', through: { volume: 'held' } };
const one = testService('one', { persists: [notes, index] });
const two = testService('two');
const override = (...services: readonly string[]): string => `services: { ${services.join(', ')} }\n`;

describe('what is lost with a container', () => {
  const stores = (configured: object) => ({ services: [{ service: two, configured: { hazards: [], ...configured } }] }) as never;
  const lost = (then: string, now: string, plan?: never): readonly Omit<Lost, 'service'>[] =>
    lostBetween(override(then), override(now), [one, two], plan).map(({ service: _, ...rest }) => rest);

  it('is what it keeps inside', () => {
    expect(lost('fm-one: { cpus: 1 }', 'fm-one: { cpus: 2 }')).toEqual([
      {
        holds: ['notes', 'an index'],
        what: ['its container is recreated, which destroys what it keeps inside: notes, an index'],
        ways: [
          'copy it out first: docker compose cp fm-one:/app/notes/. ./data/notes && docker compose cp fm-one:/index/. DIR; with switches.persist it stays from then on',
        ],
      },
    ]);
  });

  it('is what stays outside, where it does not look any more', () => {
    const back = (folder: string, unset: string, what: string): string =>
      `leave switches.persist on; or copy ${what} out first (docker compose cp fm-one:${folder}/. DIR) and back afterwards (docker compose cp DIR/. fm-one:${unset})`;
    expect(lost('fm-one: { environment: [NOTES=/data/notes], volumes: ["held:/index"] }', 'fm-one: { cpus: 1 }')).toEqual([
      {
        holds: ['notes', 'an index'],
        what: ['it no longer finds notes, which stay in ./data/notes', 'it no longer finds an index, which stay in the volume held'],
        ways: [back('/data/notes', '/app/notes', 'notes'), back('/index', '/index', 'an index')],
      },
    ]);
  });

  it('is what it keeps in memory', () => {
    const plan = stores({ hazards: [{ inMemory: 'carts' }, {}, { inMemory: 'baskets' }] });
    expect(lost('fm-two: { cpus: 1 }', 'fm-two: { cpus: 2 }', plan)).toEqual([
      {
        holds: ['carts', 'baskets'],
        what: ['its container is recreated, which destroys what it keeps in memory: carts, baskets'],
        ways: ['carts and baskets cannot be copied: do it when they may go'],
      },
    ]);
  });

  it('is what variables lead elsewhere', () => {
    const moved = (now: string, database: object = { holds: 'orders', where: ['DB', 'NAME'] }) =>
      lost('fm-two: { environment: { DB: a, NAME: b } }', `fm-two: { cpus: 1, environment: ${now} }`, stores({ database }));
    expect(moved('{ DB: x, NAME: y }')).toEqual([
      {
        holds: ['orders'],
        what: ['it looks elsewhere for orders: other values of DB and NAME'],
        ways: ['copy orders to the new place first; what the old one holds stays there, and nobody reads it'],
      },
    ]);
    expect(moved('{ DB: a, NAME: y }')).toMatchObject([{ what: ['it looks elsewhere for orders: other values of NAME'] }]);
    expect(moved('{ DB: a, NAME: b }')).toEqual([]);
    expect(moved('{ DB: x, NAME: y }', { where: ['DB'] })).toEqual([]);
    expect(moved('{ DB: x, NAME: y }', { holds: 'orders' })).toEqual([]);
    const both = stores({ hazards: [{ inMemory: 'orders' }], database: { holds: 'orders', where: ['DB'] } });
    expect(lost('fm-two: { environment: { DB: a } }', 'fm-two: { environment: { DB: b } }', both)).toMatchObject([{ holds: ['orders'] }]);
  });

  it('is nothing of what keeps nothing', () => expect(lost('fm-two: { cpus: 1 }', 'fm-two: { cpus: 2 }')).toEqual([]));
});

describe('another override', () => {
  const plan = { profile: { machine: { memory: Memory.parse('8Gi') } }, services: [] } as never;
  const files = (text: string | undefined) => [
    { path: 'other', content: 'x' },
    ...(text === undefined ? [] : [{ path: OVERRIDE, content: text }]),
  ];
  const means = (then: string | undefined, now: string | undefined, isAnother = false, of: typeof plan | null = plan) =>
    meaningOf({
      application: { services: [one, two] } as never,
      before: { files: files(then), where: 'base/', isAnother },
      after: files(now),
      plan: of ?? undefined,
    });
  const TWO = override('fm-two: { mem_limit: 1g, mem_reservation: 512m, cpus: 1, environment: { A: x } }');
  const LARGER = override('fm-two: { mem_limit: 2g, mem_reservation: 512m, cpus: 1.5, environment: { A: y } }');
  const recreated = (subject: string, ...why: readonly string[]) => ({
    subject,
    object: `container/${subject}`,
    does: 'restarts',
    how: 'recreated',
    why,
  });

  it('means nothing where it says the same', () => {
    expect(means(TWO, TWO)).toMatchObject({ differs: false, services: [], effects: [], warnings: [], sentences: [] });
  });

  it('recreates what it says something else of', () => {
    const { services, effects, sentences, totals, differs } = means(TWO, LARGER);
    expect(differs).toBe(true);
    expect(services).toMatchObject([{ of: 'two', change: 'changed', besides: ['environment.A x→y'] }]);
    expect(services[0]?.figures.map(({ what }) => what)).toEqual(['memory limit', 'CPU limit']);
    expect(effects).toEqual([recreated('two', 'memory limit 1→2Gi', 'CPU limit 1→1.5', 'environment.A x→y')]);
    expect(sentences).toEqual([
      'In all: memory limits 1→2Gi, CPU limits 1→1.5.',
      'Left of 8Gi: at every limit 7→6Gi.',
      'Compose recreates two; no loss of data is known.',
    ]);
    expect(totals.map(({ of, figures }) => [of, ...figures.map(({ what, before, after }) => `${what} ${before} ${after}`)])).toEqual([
      ['in all', 'services 1 1', 'memory limits 1Gi 2Gi', 'memory reservations 512Mi 512Mi', 'CPU limits 1 1.5'],
      ['left of 8Gi', 'at every limit 7Gi 6Gi', 'at the reservations 7680Mi 7680Mi'],
    ]);
  });

  it('recreates for what is said besides sizes alone', () => {
    expect(means(TWO, TWO.replace('A: x', 'A: y')).services).toMatchObject([{ figures: [], besides: ['environment.A x→y'] }]);
    expect(means(TWO, TWO.replace('cpus: 1', 'cpus: 2')).services).toMatchObject([{ besides: [] }]);
  });

  it('is the first', () => {
    const { effects, sentences } = means(undefined, TWO);
    expect(effects).toEqual([{ subject: 'two', object: 'container/two', does: 'starts', why: [] }]);
    expect(sentences).toEqual([
      'In all: services 0→1, memory limits 0Mi→1Gi, memory reservations 0→512Mi, CPU limits 0→1.',
      'Left of 8Gi: at every limit 7Gi, at the reservations 7680Mi.',
    ]);
  });

  it('begins and ceases to name services, in the order of the application', () => {
    const { services, effects } = means(TWO, override('fm-one: { cpus: 1 }', 'other: { cpus: 1 }'));
    expect(services.map(({ of, change }) => [of, change])).toEqual([
      ['one', 'added'],
      ['two', 'removed'],
      ['other', 'added'],
    ]);
    expect(services[1]?.figures[0]).toMatchObject({ what: 'memory limit', after: undefined });
    expect(effects).toMatchObject([
      recreated('one', 'the override names it now'),
      recreated('two', 'the override no longer names it'),
      recreated('other', 'the override names it now'),
    ]);
  });

  it('is not there any more', () => {
    const { effects, totals, sentences, warnings } = means(TWO, undefined, false, null);
    expect([effects, warnings, totals.length]).toEqual([[], [], 1]);
    expect(sentences.slice(1)).toEqual(['The override stays where it was written, and so do its limits, until somebody removes it.']);
  });

  it('is of another profile, whose machine nobody knows', () => {
    expect(means(TWO, LARGER, true).sentences[1]).toBe('Left of 8Gi: at every limit 6Gi, at the reservations 7680Mi.');
  });

  it('leaves less than nothing', () => {
    expect(means(TWO, override('fm-two: { mem_limit: 9g }')).sentences[1]).toBe(
      'Left of 8Gi: at every limit 7→-1Gi, at the reservations 7680Mi→8Gi.',
    );
  });

  it('loses what is kept in containers', () => {
    const { effects, warnings, sentences } = means(
      override('fm-one: { cpus: 1 }', 'fm-two: { cpus: 1 }'),
      override('fm-one: { cpus: 2 }', 'fm-two: { cpus: 2 }'),
    );
    expect(effects.map(({ subject, loses }) => [subject, loses])).toEqual([
      ['one', ['notes', 'an index']],
      ['two', undefined],
    ]);
    expect(warnings).toMatchObject([{ code: 'container-data-lost', subject: 'one', kind: 'destroys' }]);
    expect(sentences.at(-1)).toBe('Compose recreates one and two; lost or no longer found: notes and an index.');
  });
});
