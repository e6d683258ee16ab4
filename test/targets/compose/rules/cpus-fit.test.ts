import { cpusFit } from '../../../../lib/targets/compose/rules/cpus-fit';
import { found } from '../../../support/findings';
import { planOver, sizes } from '../../../support/plans';
import { testService } from '../../../support/services';

const own = ['a', 'b'].map((kind) => testService(kind));

const plan = (...cpus: readonly [string, string][]) =>
  planOver(own, sizes(cpus.map(([kind, limit]) => `  ${kind}: { cpu: { limit: ${limit} }, memory: { limit: 512Mi } }`).join('\n')));

it('finds nothing to say when a service may use the whole machine', () => {
  expect(cpusFit(plan(['b', '4'], ['a', '0.25']))).toEqual([]);
});

it('finds nothing to say when only the sum is more than the machine has', () => {
  expect(cpusFit(plan(['b', '3'], ['a', '3']))).toEqual([]);
});

it('finds nothing to say about services without a CPU limit', () => {
  expect(cpusFit(planOver(own, sizes('  b: { memory: { limit: 512Mi } }')))).toEqual([]);
});

it('rejects every service that may use more than the machine has', () => {
  const large = plan(['a', '4.001'], ['b', '8']);
  expect(found(cpusFit, large)).toEqual(['error cpus-exceed-machine a x.yaml:4:22', 'error cpus-exceed-machine b x.yaml:5:22']);
  expect(cpusFit(large)[1]?.message).toBe("8 CPUs are more than the machine's 4: Docker refuses to start the container");
  expect(cpusFit(large)[1]?.tooLarge).toBeUndefined();
});
