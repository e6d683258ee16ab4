import { containersIn, podSpecOf } from '../../../../lib/targets/kubernetes/diff/pods';

it('finds the pods that an object makes', () => {
  const pod = { containers: [{ name: 'a' }] };
  expect(podSpecOf('Pod', pod)).toBe(pod);
  expect(podSpecOf('Deployment', { template: { spec: pod } })).toBe(pod);
  expect(podSpecOf('CronJob', { jobTemplate: { spec: { template: { spec: pod } } } })).toBe(pod);
  expect([podSpecOf('Service', { ports: [] }), podSpecOf('CronJob', { template: { spec: pod } })]).toEqual([{}, {}]);
});

it('lists containers in the order in which they start', () => {
  expect(containersIn({ containers: [{ name: 'a' }], initContainers: [{ name: 'b' }] })).toEqual([{ name: 'b' }, { name: 'a' }]);
  expect(containersIn({})).toEqual([]);
});
