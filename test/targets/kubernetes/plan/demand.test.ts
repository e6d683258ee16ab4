import type { ResourcePlan } from '../../../../lib/model/application';
import type { Platform } from '../../../../lib/model/platform';
import { extrasOf, partsOf, type Range, rangeOf, rangeOfTable, times } from '../../../../lib/targets/kubernetes/plan/demand';
import { spacesOf } from '../../../../lib/targets/kubernetes/plan/spaces';
import { clusterOf } from '../../../../lib/targets/kubernetes/render/cluster';
import { quotaOf } from '../../../../lib/targets/kubernetes/render/quota';
import { Cpu } from '../../../../lib/units/cpu';
import { Memory } from '../../../../lib/units/memory';
import { type Any, shopPlan } from '../../../support/cluster';

it('multiplies instead of counting pods one by one', () => {
  const amounts = {
    cpu: { request: Cpu.parse('0.1'), limit: Cpu.parse('0.25') },
    memory: { request: Memory.parse('1Mi'), limit: Memory.parse('3Mi') },
  };
  const [many] = times([amounts], 1_000_000_000);
  expect(many?.cpu.limit.cores).toBe(250_000_000);
  expect(many?.memory.limit.mebibytes).toBe(3_000_000_000);
  expect(times([amounts], 0)[0]?.memory.limit.mebibytes).toBe(0);
});

it('keeps every sum within what JavaScript and Kubernetes can say, whatever a profile says', () => {
  const assignments = shopPlan().services.flatMap(({ role, service: { kind } }) => {
    const at = (path: string, value: string): string => `services.${kind}.${path}=${value}`;
    return [
      at('cpu', '{request: 10000, limit: 10000}'),
      at('memory', '{request: 97656Gi, limit: 97656Gi}'),
      at('scratch', '97656Gi'),
      ...(role === 'interchangeable' ? [at('replicas', '1000')] : []),
      ...(role === 'members' ? [at('replicas', '9'), at('volume.size', '97656Gi')] : []),
    ];
  });
  const plan = shopPlan([...assignments, 'nodes=[{name: all, count: 10000}]']);
  const { most } = rangeOf(plan.services);
  for (const sum of [most.memory.limits.mebibytes, most.cpu.limits.millicores]) expect(Number.isSafeInteger(sum)).toBe(true);
  const { hard } = (JSON.parse(JSON.stringify(quotaOf(spacesOf(plan)[0], clusterOf(plan)))) as Any).spec;
  for (const quantity of Object.values<string>(hard)) {
    const [, digits = '', unit = ''] = /^(\d+)(m|Mi|Gi|)$/.exec(quantity) ?? [];
    const bytes = BigInt(digits) * { m: 1n, '': 1n, Mi: 2n ** 20n, Gi: 2n ** 30n }[unit as 'm' | '' | 'Mi' | 'Gi'];
    expect(digits).not.toBe('');
    expect(bytes).toBeLessThan(2n ** 63n);
  }
});

describe('the demand of the shop', () => {
  const plan = shopPlan();
  const listed = plan.services.map(({ service }) => service).filter(({ kind }) => kind === 'orders' || kind === 'cart');
  const [orders] = listed;
  const inWords = ({ least, most }: Range) =>
    [least, most].map(({ pods, cpu, memory }) =>
      [pods, ...[cpu.requests, cpu.limits, memory.requests, memory.limits].map(String)].join(' '),
    );

  it('is that of every container, of the fewest pods and of the most', () => {
    expect(inWords(rangeOf(plan.services.filter(({ service }) => listed.includes(service))))).toEqual([
      '4 0.4 2 384Mi 768Mi',
      '6 0.6 3 512Mi 1Gi',
    ]);
    expect(inWords(rangeOf(plan.services))[0]).toBe('13 2.4 6 5664Mi 6208Mi');
    expect(inWords(rangeOf([]))).toEqual(['0 0 0 0Mi 0Mi', '0 0 0 0Mi 0Mi']);
  });

  it('counts for a resource plan what that lists, and says why more runs', () => {
    const about = (more: Partial<ResourcePlan> = {}) =>
      ({ lists: listed, besides: new Map(), sidecars: new Map(), ...more }) as ResourcePlan;
    expect(inWords(rangeOfTable(plan, about()))).toEqual(['4 0.4 2 384Mi 768Mi', '6 0.6 3 512Mi 1Gi']);
    const search = plan.services.find(({ service }) => service.kind === 'search')?.service;
    if (search === undefined || orders === undefined) throw new Error('expected both');
    const extras = extrasOf(
      plan,
      about({ besides: new Map([[search, 'people look for things']]), sidecars: new Map([[orders, 'a proxy']]) }),
    );
    expect(extras.map(({ what, because, least: { pods } }) => [what, because, pods])).toEqual([
      ['postgres', 'the resource plan does not list it', 3],
      ['beside orders', 'a proxy', 2],
      ['search', 'people look for things', 1],
      ['shipper', 'the resource plan does not list it', 5],
    ]);
    // Its container is the service's own: there is none beside it.
    expect(String(extras.find(({ what }) => what === 'beside orders')?.least.memory.limits)).toBe('0Mi');
  });

  it('says for how many nodes the memory of a part is enough, where some of it runs on each', () => {
    const of = (kind: string) => plan.services.filter(({ service }) => service.kind === kind).map(({ service }) => service);
    const part = (memoryGB: number, ...kinds: readonly string[]) => {
      const around = [{ what: 'a part', memoryGB, services: kinds.flatMap(of), onlyWith: () => true }];
      return partsOf(plan, { around } as unknown as ResourcePlan).map(({ least, nodes }) => [String(least.memory.limits), nodes]);
    };
    // On each of the five nodes, and orders besides.
    expect(part(1, 'shipper')).toEqual([['320Mi', 16]]);
    expect(part(1, 'shipper', 'orders')).toEqual([['832Mi', 8]]);
    expect(part(0.25, 'shipper', 'orders')).toEqual([['832Mi', 0]]);
    expect(part(1, 'orders')).toEqual([['512Mi', undefined]]);
  });

  it('does not count a part that the platform has not', () => {
    const shipper = plan.services.filter(({ service }) => service.kind === 'shipper').map(({ service }) => service);
    const around = (monitoring: string) => [
      { what: 'a part', memoryGB: 1, services: shipper, onlyWith: (platform: Platform) => platform.monitoring === monitoring },
    ];
    const about = (monitoring: string) =>
      ({ lists: listed, besides: new Map(), sidecars: new Map(), around: around(monitoring) }) as unknown as ResourcePlan;
    const said = (monitoring: string) => [
      partsOf(plan, about(monitoring)).map(({ what }) => what),
      extrasOf(plan, about(monitoring)).map(({ what }) => what),
    ];
    expect(said('none')).toEqual([['a part'], ['postgres', 'search']]);
    expect(said('full')).toEqual([[], ['postgres', 'search', 'shipper']]);
    expect(partsOf(plan, { ...about('none'), around: undefined })).toEqual([]);
  });
});
