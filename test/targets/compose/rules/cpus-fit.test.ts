import { cpusFit } from '../../../../lib/targets/compose/rules/cpus-fit';
import { found } from '../../../support/findings';
import { planFrom, sizes } from '../../../support/plans';

const plan = (...cpus: readonly [string, string][]) =>
  planFrom(sizes(cpus.map(([kind, limit]) => `  ${kind}: { cpu: { limit: ${limit} }, memory: { limit: 512Mi } }`).join('\n')));

it('finds nothing to say when a service may use the whole machine', () => {
  expect(cpusFit(plan(['agent', '4'], ['redis', '0.25']))).toEqual([]);
});

it('finds nothing to say when only the sum is more than the machine has', () => {
  expect(cpusFit(plan(['agent', '3'], ['redis', '3']))).toEqual([]);
});

it('finds nothing to say about services without a CPU limit', () => {
  expect(cpusFit(planFrom(sizes('  agent: { memory: { limit: 512Mi } }')))).toEqual([]);
});

it('rejects every service that may use more than the machine has', () => {
  const large = plan(['redis', '4.001'], ['agent', '8']);
  expect(found(cpusFit, large)).toEqual(['error cpus-exceed-machine redis x.yaml:4:26', 'error cpus-exceed-machine agent x.yaml:5:26']);
  expect(cpusFit(large)[1]?.message).toBe("8 CPUs are more than the machine's 4: Docker refuses to start the container");
  expect(cpusFit(large)[1]?.tooLarge).toBeUndefined();
});
