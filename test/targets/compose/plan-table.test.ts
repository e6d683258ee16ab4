import picocolors from 'picocolors';
import { floor } from '../../../lib/model/service';
import { configurable } from '../../../lib/model/setting';
import { images, listed } from '../../../lib/targets/compose/listed';
import type { ComposePlan } from '../../../lib/targets/compose/plan/plan';
import { budget } from '../../../lib/targets/compose/plan-table';
import { Memory } from '../../../lib/units/memory';
import { planOver, sizes } from '../../support/plans';
import { testService } from '../../support/services';

/** One that holds data in memory, one that barely fits its cap, one that has no cap, and one that does not run. */
const store = testService('store', {
  ports: { http: { container: 80, laptop: 8080 } },
  configurable: configurable({
    follow: () => ({
      bounded: (limit) => ({ command: ['serve'], stored: { limit, most: limit.fraction(1, 2), formerly: limit.fraction(1, 2) } }),
    }),
  }),
});
const tight = testService('tight', { image: 'example.org/other', ports: { http: { container: 81 } }, floor: floor('60Mi', 'a test') });
const uncapped = testService('uncapped');
const idle = testService('idle');
const plan = planOver(
  [store, tight, uncapped, idle],
  sizes('  store: { cpu: { limit: 0.5 }, memory: { limit: 2Gi, request: 1Gi } }\n  tight: { memory: { limit: 64Mi } }\n  idle: off'),
);
const larger = planOver(
  [store, tight],
  sizes('  store: { cpu: { limit: 0.5 }, memory: { limit: 8Gi, request: 7Gi } }\n  tight: { memory: { limit: 128Mi } }'),
);

const plain = picocolors.createColors(false);
const shown = (of: ComposePlan, format: 'table' | 'markdown', before?: ComposePlan) => budget(of, { format, colors: plain, before });

it('shows every size, the totals, and what the host is left with', () => {
  expect(shown(plan, 'table').split('\n')).toEqual([
    'service   limit  reservation  CPU  share  85 % mark',
    'store       2Gi          1Gi  0.5   25 %     1740Mi',
    'tight      64Mi            -    -    1 %       54Mi',
    'total    2112Mi          1Gi  0.5   26 %',
    '',
    'machine 8Gi, 4 CPUs, 2Gi kept for everything else',
    'left for the host when every cap is reached: 6080Mi',
    'left for the host at the reservations: 7Gi',
    'store holds at most 1Gi of data',
    'floor above 85 % of the cap: tight',
    'without any limit, so not counted: uncapped',
    'switched off, so not counted: idle',
    '',
  ]);
});

it('shows what a plan was before it was fitted, and by how much the caps are more than the machine', () => {
  expect(shown(larger, 'markdown', plan).split('\n')).toEqual([
    '| service | before | limit | reservation | CPU | share | 85 % mark |',
    '|---|--:|--:|--:|--:|--:|--:|',
    '| store | 2Gi | 8Gi | 7Gi | 0.5 | 100 % | 6963Mi |',
    '| tight | 64Mi | 128Mi | - | - | 2 % | 108Mi |',
    '| total | 2112Mi | 8320Mi | 7Gi | 0.5 | 102 % |  |',
    '',
    'machine 8Gi, 4 CPUs, 2Gi kept for everything else',
    '',
    'left for the host when every cap is reached: 0Mi (the caps are 128Mi more than the machine has)',
    '',
    'left for the host at the reservations: 1Gi',
    '',
    'store holds at most 4Gi of data',
    '',
  ]);
});

it('shows in red what does not fit, and in yellow what barely does', () => {
  const colors = { ...plain, red: (text: unknown) => `<red ${text}>`, yellow: (text: unknown) => `<yellow ${text}>` };
  const marked = (of: ComposePlan) => budget(of, { format: 'markdown', colors }).match(/<\w+ [^>]*>/g);
  expect(marked(plan)).toEqual(['<yellow 54Mi>']);
  expect(marked(larger)).toEqual(['<red 8320Mi>', '<red 102 %>', expect.stringMatching(/^<red left for the host when every cap/)]);
});

it('gives programs numbers, of a plan before it was fitted too', () => {
  const read = (before?: ComposePlan) => JSON.parse(budget(plan, { format: 'json', colors: plain, before }));
  expect(read()).toEqual({
    format: 1,
    profile: 'x',
    machine: { memoryMiB: 8192, keepMiB: 2048, cpus: 4 },
    services: [
      { service: 'store', limitMiB: 2048, reservationMiB: 1024, cpus: 0.5, shareOfMachine: 0.25, watermarkMiB: 1740 },
      { service: 'tight', limitMiB: 64, reservationMiB: null, cpus: null, shareOfMachine: 1 / 128, watermarkMiB: 54 },
    ],
    total: { limitMiB: 2112, reservationMiB: 1024, cpus: 0.5 },
    left: { atCapsMiB: 6080, atReservationsMiB: 7168 },
    unsized: ['uncapped'],
    off: ['idle'],
    notRun: [],
  });
  expect(read(larger).services.map(({ limitBeforeMiB }: { limitBeforeMiB: number }) => limitBeforeMiB)).toEqual([8192, 128]);
});

it('lists services with their ports, and what is to be said of others', () => {
  const { sizes: grid, sentences, besides } = listed(plan);
  expect(grid.rows).toEqual([
    ['store', 'fm-store', '8080:80', '64Mi', '2Gi', '0.5'],
    ['tight', 'fm-tight', '-:81', '60Mi', '64Mi', '-'],
  ]);
  expect([...(grid.numeric ?? [])].map((column) => grid.headings[column])).toEqual(['floor', 'cap', 'CPU']);
  expect(sentences).toEqual(['without any limit: uncapped', 'switched off: idle', 'which build of an image runs, the base file says']);
  expect(besides).toEqual([uncapped]);
  expect(listed(larger).sentences).toEqual(['which build of an image runs, the base file says']);
});

it('lists each image once, with everything that pulls it', () => {
  expect(images(plan).images).toEqual([
    { image: 'example.org/other', pulledBy: ['fm-tight'] },
    { image: 'example.org/test', pulledBy: ['fm-store', 'fm-uncapped'] },
  ]);
});

it('counts a floor as near the cap from 85 % on', () => {
  const near = (limit: string) =>
    shown(planOver([testService('a')], sizes(`  a: { memory: { limit: ${limit} } }`)), 'table').includes('floor above');
  // 85 % of 76 MiB are 64 MiB, rounded down.
  expect([near('76Mi'), near('77Mi')]).toEqual([true, false]);
  expect(Memory.parse('76Mi').fraction(85, 100).mebibytes).toBe(64);
});
