import type { EffectOn, Figure, ServiceChange } from '../../../../lib/diff/meaning';
import { type Summed, sentencesOf } from '../../../../lib/targets/kubernetes/diff/summary';
import { Cpu } from '../../../../lib/units/cpu';
import { Memory } from '../../../../lib/units/memory';

const NOTHING: Summed = {
  whole: undefined,
  services: [],
  totals: [],
  effects: [],
  warnings: [],
  objects: { gained: [], lost: [] },
  topics: [],
  derived: [],
  settings: [],
};

const sentences = (parts: Partial<Summed>): readonly string[] => sentencesOf({ ...NOTHING, ...parts });

/** The sentence on effects, without what stays. */
const effects = (...all: readonly EffectOn[]): string | undefined =>
  sentences({ effects: all })
    .at(-1)
    ?.replace(/; no [^;]* change\.$/, '.');

/** What stays. */
const unchanged = (parts: Partial<Summed>): string | undefined => /(?<=; )no [^;]* change(?=\.$)/.exec(sentences(parts).at(-1) ?? '')?.[0];

const [one, two] = [Memory.parse('1Gi'), Memory.parse('2Gi')];
const cpu = (before: string, after: string): Figure => ({ what: 'CPU requests', before: Cpu.parse(before), after: Cpu.parse(after) });

it('says that nothing changes', () => {
  expect(sentences({})).toEqual(['No pod restarts; no disk, Secret or Job change.']);
});

it.each<[readonly Figure[], string]>([
  [[], 'pods, requests and limits unchanged'],
  [[{ what: 'pods', before: 1, after: 3 }], 'requests and limits unchanged, pods +2'],
  [[cpu('1', '2')], 'pods and limits unchanged, requests +1 CPU'],
  [[cpu('2', '1')], 'pods and limits unchanged, requests -1 CPU'],
  [[cpu('1', '12')], 'pods and limits unchanged, requests +11 CPUs'],
  [[cpu('1', '1.5')], 'pods and limits unchanged, requests +0.5 CPUs'],
  [[cpu('1', '2'), { what: 'memory requests', before: one, after: two }], 'pods and limits unchanged, requests +1 CPU and +1Gi'],
  [[{ what: 'CPU limits', before: Cpu.parse('1'), after: Cpu.parse('3') }], 'pods and requests unchanged, limits +2 CPUs'],
  [
    [
      { what: 'pods', before: 3, after: 2 },
      { what: 'memory requests', before: two, after: one },
      { what: 'memory limits', before: two, after: one },
    ],
    'pods -1, requests -1Gi, limits -1Gi',
  ],
])('sums up at rest %j', (figures, expected) => {
  expect(sentences({ totals: [{ of: 'at rest', figures }] })[0]).toBe(`At rest: ${expected}.`);
});

it.each<[readonly Figure[], string]>([
  [[], 'unchanged'],
  [[{ what: 'pods', before: 73, after: 75 }], '73→75 pods'],
  [
    [cpu('1', '2'), { what: 'CPU limits', before: 1, after: 2 }, { what: 'memory limits', before: one, after: two }],
    'CPU requests 1→2, memory limits 1→2Gi',
  ],
  [
    [cpu('1', '1'), { what: 'CPU limits', before: 1, after: 2 }, { what: 'memory requests', before: one, after: two }],
    'CPU limits 1→2, memory requests 1→2Gi',
  ],
])('sums up full load %j', (figures, expected) => {
  expect(sentences({ totals: [{ of: 'at full load', figures }] })[0]).toBe(`Full load: ${expected}.`);
});

const pods: Figure = { what: 'pods', before: 155, after: 159 };
it.each<[readonly Figure[], string | undefined]>([
  [[pods], 'Quota 155→159 pods.'],
  [[pods, { what: 'memory limits', before: one, after: two }], 'Quota 155→159 pods.'],
  [[{ what: 'memory limits', before: one, after: two }, cpu('1', '1')], 'Quota memory limits 1→2Gi.'],
  [
    [{ what: 'storage', before: one, after: two }, { what: 'disks', before: 1, after: 2 }, pods],
    'Quota 155→159 pods, storage 1→2Gi, disks 1→2.',
  ],
  [[cpu('1', '1')], undefined],
])('sums up the quota %j', (figures, expected) => {
  expect(sentences({ totals: [{ of: 'quota', figures }] }).find((text) => text.startsWith('Quota'))).toBe(expected);
});

it('says nothing of other totals', () => {
  expect(sentences({ totals: [{ of: 'quota of watch', figures: [pods] }] })).toHaveLength(1);
});

describe('of topics', () => {
  const topic = (title: string, gained: readonly string[], lost: readonly string[] = []) => ({ title, gained, lost });
  const said = (...topics: readonly ReturnType<typeof topic>[]): readonly string[] => sentences({ topics }).slice(0, -1);

  it('names what is new, three at most', () => {
    expect(said(topic('open ports', ['a', 'b', 'c']))).toEqual(['New open ports: a; b; c.']);
    expect(said(topic('open ports', ['a', 'b', 'c', 'd']))).toEqual(['New open ports: a; b and 2 more.']);
    expect(said(topic('rights', [], ['a']))).toEqual([]);
  });

  it('names the redundancy that is lost, those that lose the same together', () => {
    expect(said(topic('redundancy', ['x'], ['cart: one pod', 'b: none: at all', 'c: one pod', 'odd']))).toEqual([
      'Redundancy lost: one pod (cart, c); b: none: at all; : odd.',
    ]);
  });

  it('says nothing of a cluster that is new', () => {
    expect(sentences({ whole: 'added', topics: [topic('open ports', ['a'])] })).toEqual([]);
    expect(sentences({ whole: 'removed', topics: [topic('open ports', ['a'])] })).toEqual(['New open ports: a.']);
  });
});

it('says from what settings follow, once for each cause', () => {
  const derived = (what: string, of: string, ...because: readonly string[]) => ({ of, figure: { what, before: 1, after: 2 }, because });
  expect(
    sentences({
      derived: [derived('a', 'db', 'x', 'its y'), derived('b', 'db', 'x', 'its y'), derived('c', 'db'), derived('d', 'db', 'not its z')],
    }).slice(1),
  ).toEqual(["a 1→2, b 1→2, because x and db's y.", 'c 1→2, because db computes it otherwise.', 'd 1→2, because not its z.']);
});

const restarts = (subject: string, how?: string): EffectOn => ({
  subject,
  object: `Deployment/${subject}`,
  does: 'restarts',
  how,
  why: [],
});
const inPlace = (object: string, ...why: readonly string[]): EffectOn => ({ subject: 'x', object, does: 'changes in place', why });
const starts = (subject: string, kind = 'Deployment'): EffectOn => ({ subject, object: `${kind}/${subject}`, does: 'starts', why: [] });
const stops = (subject: string): EffectOn => ({ subject, object: `Deployment/${subject}`, does: 'stops', why: [] });
const names = (count: number): readonly string[] => Array.from({ length: count }, (_, n) => `s${n}`);

it.each<[readonly EffectOn[], string]>([
  [[restarts('a', 'rolling')], 'Rolls a only.'],
  [[restarts('a', 'recreate')], 'Recreates a only.'],
  [[{ ...restarts('a', 'rolling'), why: ['image'] }], 'Rolls a only.'],
  [[restarts('a', 'one by one')], 'Restarts a only, one by one.'],
  [[restarts('a')], 'Restarts a only, .'],
  [[restarts('a', 'rolling'), restarts('b', 'rolling'), restarts('a', 'rolling')], 'Rolls a and b.'],
  [[restarts('a', 'rolling'), restarts('b', 'recreate')], 'Rolls a, recreates b.'],
  [[restarts('a', 'one by one'), restarts('b', 'one by one')], 'Restarts a and b, one by one.'],
  [[restarts('a', 'one by one'), starts('b')], 'Restarts a only, one by one; starts b.'],
  [names(8).map((name) => restarts(name, 'rolling')), 'Rolls s0, s1, s2, s3, s4, s5, s6 and s7.'],
  [names(9).map((name) => restarts(name, 'rolling')), 'Rolls s0, s1, s2, s3, s4 and 4 more.'],
  [[starts('a'), starts('b', 'Job'), stops('c')], 'No pod restarts, starts a, runs b, no longer has c.'],
  [[inPlace('Service/a', 'port')], 'No pod restarts, Service in place.'],
  [
    [
      inPlace('HorizontalPodAutoscaler/a', 'max'),
      inPlace('PodDisruptionBudget/a', 'x'),
      inPlace('PersistentVolumeClaim/a', 'x'),
      inPlace('Service/a', 'x'),
      inPlace('Service/b', 'x'),
    ],
    'No pod restarts; HPA, PDB, PVC and Service in place.',
  ],
  [[inPlace('ResourceQuota/a', 'x')], 'No pod restarts.'],
  [[inPlace('Service/a', 'label x', 'new annotation y', 'no label z')], 'No pod restarts.'],
  [[inPlace('Service/a', 'label x', 'port')], 'No pod restarts, Service in place.'],
  [[inPlace('Service/a', 'the label x')], 'No pod restarts, Service in place.'],
])('sums up effects %j', (all, expected) => {
  expect(effects(...all)).toBe(expected);
});

it('names nothing twice of a cluster that is wholly new or gone', () => {
  const all = [starts('a'), starts('b', 'Job'), stops('c'), inPlace('Service/a', 'port')];
  expect(sentences({ whole: 'added', effects: all })).toEqual(['Runs b, Service in place.']);
  expect(sentences({ whole: 'removed', effects: [restarts('a', 'rolling')] })).toEqual(['Rolls a only.']);
});

const service = (...figures: readonly Figure[]): ServiceChange => ({ of: 'a', change: 'changed', figures, besides: [] });
const warning = (code: string, subject = 'Deployment/a') => ({ code, subject, kind: 'refused' as const, what: '', way: '' });
const [DISK, SECRET, JOB] = ['no Secret or Job change', 'no disk or Job change', 'no disk or Secret change'];

it.each<[string, Partial<Summed>, string]>([
  ['nothing', {}, 'no disk, Secret or Job change'],
  ['a disk', { services: [service({ what: 'disk data', before: 1, after: 2 })] }, DISK],
  [
    'a disk that stays',
    { services: [service({ what: 'disk data', before: 1, after: 1 }, { what: 'disk', before: 1, after: 2 })] },
    'no disk, Secret or Job change',
  ],
  ['disks of a quota', { totals: [{ of: 'quota', figures: [{ what: 'disks', before: 1, after: 2 }] }] }, DISK],
  ['storage of a quota', { totals: [{ of: 'quota', figures: [{ what: 'storage', before: 1, after: 2 }] }] }, DISK],
  ['disks of other totals', { totals: [{ of: 'x', figures: [{ what: 'disks', before: 1, after: 2 }] }] }, 'no disk, Secret or Job change'],
  [
    'what is like a disk',
    {
      services: [
        service(
          { what: 'a disk x', before: 1, after: 2 },
          { what: 'diskette', before: 1, after: 2 },
          { what: 'storage class', after: 1 },
          { what: 'the storage', after: 1 },
        ),
      ],
    },
    'no disk, Secret or Job change',
  ],
  ['what is refused of disks', { warnings: [warning('disk-shrinks')] }, DISK],
  ['data that stays behind', { warnings: [warning('data-left-behind')] }, DISK],
  ['disks that follow', { warnings: [warning('disks-follow-deletion')] }, DISK],
  [
    'another thing that is refused',
    { warnings: [warning('selector-is-fixed'), warning('a-disk-shrinks')] },
    'no disk, Secret or Job change',
  ],
  ['when disks go', { effects: [inPlace('StatefulSet/a', 'x', 'persistentVolumeClaimRetentionPolicy.whenScaled Retain→Delete')] }, DISK],
  ['a claim', { objects: { gained: ['PersistentVolumeClaim/a'], lost: [] } }, DISK],
  ['what is like a claim', { objects: { gained: ['MyPersistentVolumeClaim/a'], lost: [] } }, 'no disk, Secret or Job change'],
  ['a claim that is gone', { objects: { gained: [], lost: ['PersistentVolumeClaim/a'] } }, DISK],
  ['Secrets that are read', { topics: [{ title: 'Secrets read', gained: ['a'], lost: [] }] }, SECRET],
  ['another topic', { topics: [{ title: 'rights', gained: ['a'], lost: [] }] }, 'no disk, Secret or Job change'],
  ['an ExternalSecret', { effects: [inPlace('ExternalSecret/a', 'x')] }, SECRET],
  ['a Secret', { warnings: [warning('content-is-fixed', 'Secret/a')] }, SECRET],
  ['another kind of Secret', { effects: [inPlace('SealedSecret/a', 'x')] }, 'no disk, Secret or Job change'],
  ['a Job', { effects: [starts('a', 'Job')] }, JOB],
  ['a CronJob', { warnings: [warning('x', 'CronJob/a')] }, JOB],
  ['another kind of Job', { effects: [starts('a', 'MyJob')] }, 'no disk, Secret or Job change'],
  ['settings that stay', { settings: ['max_connections'] }, 'no disk, Secret, Job or max_connections change'],
])('says what stays beside %s', (_, parts, expected) => {
  expect(unchanged(parts)).toBe(expected);
});

it('does not say that a setting stays which follows from something', () => {
  const derived = [{ of: 'db', figure: { what: 'a', before: 1, after: 2 }, because: ['x'] }];
  expect(sentences({ settings: ['a', 'b'], derived })).toEqual(['No pod restarts; no disk, Secret, Job or b change.', 'a 1→2, because x.']);
});

it('says nothing of what stays where all changes', () => {
  const objects = { gained: ['PersistentVolumeClaim/a', 'Secret/a', 'Job/a'], lost: [] };
  expect(sentences({ objects })).toEqual(['No pod restarts.']);
});
