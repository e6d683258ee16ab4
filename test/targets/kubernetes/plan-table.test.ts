import picocolors from 'picocolors';
import type { ResourcePlan } from '../../../lib/model/application';
import { disk } from '../../../lib/model/pod';
import { members } from '../../../lib/model/workload';
import { listed } from '../../../lib/targets/kubernetes/listed';
import type { ClusterPlan } from '../../../lib/targets/kubernetes/plan/plan';
import { budget } from '../../../lib/targets/kubernetes/plan-table';
import { totals } from '../../../lib/targets/kubernetes/totals';
import { Cpu } from '../../../lib/units/cpu';
import { Memory } from '../../../lib/units/memory';
import { clusterOver } from '../../support/plans';
import { testService } from '../../support/services';

/** Members with a sidecar, which hold data in memory. */
const store = testService('store', {
  workload: members({
    leader: { by: 'proxy' },
    of: ({ volume, memory }) => ({
      mounts: [{ at: '/data', volume: disk('data', volume) }],
      containers: [
        { name: 'store', command: ['serve'], environment: {}, probes: {} },
        {
          name: 'watch',
          command: ['watch'],
          environment: {},
          probes: {},
          size: {
            cpu: { request: Cpu.parse('0.1'), limit: Cpu.parse('0.5') },
            memory: { request: Memory.parse('32Mi'), limit: Memory.parse('64Mi') },
          },
        },
      ],
      stored: { most: memory.limit.fraction(1, 2), formerly: memory.limit.fraction(3, 4) },
    }),
  }),
});
const front = testService('front', { ports: { http: { container: 8000 }, inner: { container: 8001, cluster: 81 } } });

const written = clusterOver(
  [store, front],
  [
    'images: { store: "1", front: "2" }',
    'services:',
    '  store: { replicas: 2, volume: { size: 1Gi }, cpu: { request: 0.5, limit: 0.5 }, memory: { request: 1Gi, limit: 1Gi } }',
    '  front: { replicas: { min: 1, max: 3 }, cpu: { request: 0.25, limit: 1 }, memory: { request: 100Mi, limit: 256Mi } }',
    '',
  ].join('\n'),
);
const withResources = (resourcePlan?: Partial<ResourcePlan>): ClusterPlan => ({
  ...written,
  application: { ...written.application, resourcePlan: resourcePlan as ResourcePlan | undefined },
});
const alone = withResources();
const planned = withResources({
  table: { pods: 9, cores: 12, memoryGB: 20 },
  ofItself: { pods: 10, cores: 13, memoryGB: 21 },
  lists: [store],
  besides: new Map([[front, 'customers come to it']]),
  sidecars: new Map([[store, 'a failover']]),
  departures: new Map(),
});

const colors = picocolors.createColors(false);
const shown = (plan: ClusterPlan, format: 'table' | 'markdown') => budget(plan, { format, colors }).split('\n');

const TABLES = [
  'at rest',
  'service  pods  CPU req  CPU lim  mem req  mem lim',
  'store       2      1.2        2   2.06Gi   2.13Gi',
  'front       1     0.25        1    0.1Gi   0.25Gi',
  'total       3     1.45        3   2.16Gi   2.38Gi',
  '',
  'at full load, with every autoscaler at its maximum',
  'service  pods  CPU req  CPU lim  mem req  mem lim',
  'store       2      1.2        2   2.06Gi   2.13Gi',
  'front       3     0.75        3   0.29Gi   0.75Gi',
  'total       5     1.95        5   2.36Gi   2.88Gi',
  '',
];
const STORED = [
  'store holds at most 512Mi of data; in the first releases 768Mi',
  '  (docs/runbooks/data-exceeds-memory.md says what to do where more is stored)',
  '',
];

it('shows what runs at rest and at full load, and what can be stored', () => {
  expect(shown(alone, 'table')).toEqual([...TABLES, ...STORED]);
});

it('shows beside it what a resource plan says, and why more runs', () => {
  expect(shown(planned, 'table')).toEqual([
    ...TABLES,
    'the limits beside the resource plan',
    '                                      pods  cores  memory',
    'this profile at rest                     3      3  2.38Gi',
    "  of these, rows of the plan's table     2      1     2Gi",
    "the plan's table adds up to              9     12   20 GB",
    'the plan says of itself                ~10    ~13  ~21 GB',
    'this profile at full load                5      5  2.88Gi',
    '',
    'what runs besides, at rest:',
    '  beside store: a failover (1 core, 0.13Gi)',
    '  front: customers come to it (1 core, 0.25Gi)',
    '',
    ...STORED,
  ]);
});

it('writes the same for a document', () => {
  const lines = shown(planned, 'markdown');
  expect(lines).toEqual(
    expect.arrayContaining([
      '**at rest**',
      '| store | 2 | 1.2 | 2 | 2.06Gi | 2.13Gi |',
      '| total | 5 | 1.95 | 5 | 2.36Gi | 2.88Gi |',
      "|   of these, rows of the plan's table | 2 | 1 | 2Gi |",
      'store holds at most 512Mi of data; in the first releases 768Mi (docs/runbooks/data-exceeds-memory.md says what to do where more is stored)',
    ]),
  );
  expect(lines.join('\n')).toContain(
    'what runs besides, at rest:\n\n- beside store: a failover (1 core, 0.13Gi)\n- front: customers come to it (1 core, 0.25Gi)\n',
  );
});

it('gives programs numbers', () => {
  const read = (plan: ClusterPlan) => JSON.parse(budget(plan, { format: 'json', colors }));
  const front = (pods: number) => ({
    pods,
    ...{ cpuRequests: pods * 0.25, cpuLimits: pods, memoryRequestsMiB: pods * 100, memoryLimitsMiB: pods * 256 },
  });
  const store = { pods: 2, cpuRequests: 1.2, cpuLimits: 2, memoryRequestsMiB: 2112, memoryLimitsMiB: 2176 };
  const ofAll = {
    format: 1,
    profile: 'x',
    services: [
      { service: 'store', least: store, most: store },
      { service: 'front', least: front(1), most: front(3) },
    ],
    total: {
      least: { pods: 3, cpuRequests: 1.45, cpuLimits: 3, memoryRequestsMiB: 2212, memoryLimitsMiB: 2432 },
      most: { pods: 5, cpuRequests: 1.95, cpuLimits: 5, memoryRequestsMiB: 2412, memoryLimitsMiB: 2944 },
    },
    data: [{ service: 'store', mostMiB: 512, formerlyMiB: 768 }],
  };
  expect(read(alone)).toEqual(ofAll);
  const inPlan = { pods: 2, cpuRequests: 1, cpuLimits: 1, memoryRequestsMiB: 2048, memoryLimitsMiB: 2048 };
  expect(read(planned)).toEqual({
    ...ofAll,
    besidesResourcePlan: [
      {
        what: 'beside store',
        because: 'a failover',
        least: { pods: 2, cpuRequests: 0.2, cpuLimits: 1, memoryRequestsMiB: 64, memoryLimitsMiB: 128 },
      },
      { what: 'front', because: 'customers come to it', least: front(1) },
    ],
    inResourcePlan: { least: inPlan, most: inPlan },
    resourcePlan: { table: { pods: 9, cores: 12, memoryGB: 20 }, ofItself: { pods: 10, cores: 13, memoryGB: 21 } },
  });
});

it('lists services with their ports and replicas', () => {
  const { sizes, sentences } = listed(alone, 'list images');
  expect(sizes.rows).toEqual([
    ['store', 'fm-store', '-', '2', '64Mi', '1Gi', '0.5'],
    ['front', 'fm-front', '8000, 81', '1-3', '64Mi', '256Mi', '1'],
  ]);
  expect([...(sizes.numeric ?? [])].map((column) => sizes.headings[column])).toEqual(['replicas', 'floor', 'cap', 'CPU']);
  expect(sentences).toEqual(['images with their builds: list images']);
});

it('says the totals in a sentence each', () => {
  const { headline, lines } = totals(alone);
  expect(headline).toMatch(/^2 services in the namespace \S+ of Kubernetes 1\.\d\d$/);
  expect(lines).toEqual([
    '  at rest       3 pods, 1.45 CPUs and 2212Mi requested, 3 CPUs and 2432Mi at most',
    '  at full load  5 pods, 1.95 CPUs and 2412Mi requested, 5 CPUs and 2944Mi at most',
  ]);
});
