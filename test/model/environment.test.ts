import { cpuLimit, meantFor, onlyIn } from '../../lib/model/environment';

const variables = { A: '1', ...onlyIn('cluster', { B: '2', C: cpuLimit }), ...onlyIn('laptop', { D: '4' }) };

it('tells an image what is meant for where it runs, and what is meant for everywhere', () => {
  expect(meantFor('laptop', variables)).toEqual({ A: '1', D: '4' });
  expect(meantFor('cluster', variables)).toEqual({ A: '1', B: '2', C: cpuLimit });
});

it('knows nothing but texts on a laptop', () => {
  // @ts-expect-error only a cluster knows a limit of CPUs before it runs
  onlyIn('laptop', { A: cpuLimit });
  // @ts-expect-error nothing is said of where it is meant for
  const nowhere: Parameters<typeof meantFor>[1] = { A: cpuLimit };
  expect(nowhere).toBeDefined();
});
