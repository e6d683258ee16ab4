import { rangeOf, times } from '../../../../lib/targets/kubernetes/plan/demand';
import { quotaOf } from '../../../../lib/targets/kubernetes/render/quota';
import { clusterOf } from '../../../../lib/targets/kubernetes/render/site';
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
  const plan = shopPlan([...assignments, 'nodes.count=10000']);
  const { most } = rangeOf(plan.services);
  for (const sum of [most.memory.limits.mebibytes, most.cpu.limits.millicores]) expect(Number.isSafeInteger(sum)).toBe(true);
  const { hard } = (JSON.parse(JSON.stringify(quotaOf(plan, clusterOf(plan)))) as Any).spec;
  for (const quantity of Object.values<string>(hard)) {
    const [, digits = '', unit = ''] = /^(\d+)(m|Mi|Gi|)$/.exec(quantity) ?? [];
    const bytes = BigInt(digits) * { m: 1n, '': 1n, Mi: 2n ** 20n, Gi: 2n ** 30n }[unit as 'm' | '' | 'Mi' | 'Gi'];
    expect(digits).not.toBe('');
    expect(bytes).toBeLessThan(2n ** 63n);
  }
});
