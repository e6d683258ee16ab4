import { disk } from '../../../../lib/model/pod';
import type { Service } from '../../../../lib/model/service';
import { members, type Priority } from '../../../../lib/model/workload';
import { evictionOrder, evictionTable } from '../../../../lib/targets/kubernetes/losses/eviction';
import type { ClusterPlan } from '../../../../lib/targets/kubernetes/plan/plan';
import { Cpu } from '../../../../lib/units/cpu';
import { seconds } from '../../../../lib/units/duration';
import { Memory } from '../../../../lib/units/memory';
import { clusterOver } from '../../../support/plans';
import { testService } from '../../../support/services';

const runs = (kind: string, priority: Priority): Service =>
  testService(kind, { workload: { role: 'interchangeable', command: ['serve'], drain: seconds(1), priority } });

/** @param memory request and limit of each */
const plan = (services: readonly Service[], ...memory: readonly string[]): ClusterPlan =>
  clusterOver(
    services,
    [
      `images: { ${services.map(({ kind }) => `${kind}: "1"`).join(', ')} }`,
      'services:',
      ...services.map(({ kind, workload }, index) => {
        const [request, limit = request] = (memory[index] ?? '').split(' ');
        const volume = workload.role === 'members' ? 'volume: { size: 1Gi }, ' : '';
        return `  ${kind}: { replicas: 1, ${volume}cpu: { request: 1, limit: 1 }, memory: { request: ${request}, limit: ${limit} } }`;
      }),
      '',
    ].join('\n'),
  );

const ofEach = (['batch', 'core', 'edge', 'data'] as const).map((priority) => runs(priority, priority));

it('puts out pods of the lowest priority first, and those last that never use more than they request', () => {
  const found = evictionOrder(plan(ofEach, '128Mi', '128Mi 256Mi', '128Mi 1Gi', '128Mi 2Gi'));
  expect(found.map(({ service, above, class: quality }) => `${service} ${above} ${quality}`)).toEqual([
    'core 128Mi Burstable',
    'edge 896Mi Burstable',
    'data 1920Mi Burstable',
    'batch 0Mi Guaranteed',
  ]);
});

it('puts out first of one priority the pod that can be furthest above its request', () => {
  const alike = ['one', 'two', 'three', 'four'].map((kind) => runs(kind, 'core'));
  const found = evictionOrder(plan(alike, '1Gi 1152Mi', '128Mi', '128Mi 512Mi', '256Mi 512Mi'));
  expect(found.map(({ service }) => service)).toEqual(['three', 'four', 'one', 'two']);
});

describe('a pod of members', () => {
  const amounts = (request: string, limit = request) => ({
    cpu: { request: Cpu.parse('0.1'), limit: Cpu.parse('0.1') },
    memory: { request: Memory.parse(request), limit: Memory.parse(limit) },
  });
  const store = (beside: ReturnType<typeof amounts>, before?: ReturnType<typeof amounts>): Service =>
    testService('store', {
      workload: members({
        leader: { by: 'proxy' },
        of: ({ volume }) => ({
          mounts: [{ at: '/data', volume: disk('data', volume) }],
          before: [{ name: 'prepare', command: ['prepare'], environment: {}, size: before }],
          containers: [
            { name: 'store', command: ['serve'], environment: {}, probes: {} },
            { name: 'beside', command: ['watch'], environment: {}, probes: {}, size: beside },
          ],
        }),
      }),
    });
  const of = (service: Service) => {
    const [found] = evictionOrder(plan([service], '1Gi'));
    return `${found?.priority} ${found?.class} ${found?.above}`;
  };

  it('keeps data, and is guaranteed its memory only if each of its containers is', () => {
    expect(of(store(amounts('64Mi')))).toBe('data Guaranteed 0Mi');
    expect(of(store(amounts('64Mi', '96Mi')))).toBe('data Burstable 32Mi');
    expect(of(store(amounts('64Mi'), amounts('64Mi')))).toBe('data Guaranteed 0Mi');
    // It has ended before memory is short.
    expect(of(store(amounts('64Mi'), amounts('64Mi', '96Mi')))).toBe('data Burstable 0Mi');
  });
});

it('is shown with how far each can be above its request', () => {
  const { headings, numeric, rows } = evictionTable(plan(ofEach, '128Mi', '128Mi 256Mi', '128Mi', '128Mi'));
  expect(headings).toEqual(['service', 'priority', 'QoS class', 'above its request']);
  expect(numeric).toEqual(new Set([3]));
  expect(rows).toEqual([
    ['core', 'core', 'Burstable', 'up to 128Mi'],
    ['batch', 'batch', 'Guaranteed', 'never'],
    ['edge', 'edge', 'Guaranteed', 'never'],
    ['data', 'data', 'Guaranteed', 'never'],
  ]);
});
