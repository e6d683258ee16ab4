import { dataTierPlanOf } from '../support/data-tier';
import { Policies } from '../support/policies';

const policies = new Policies(dataTierPlanOf());

it.each([
  ['redis-proxy', 'redis', [6379, 26379]],
  ['redis', 'redis', [6379, 26379]],
  ['redis-export', 'redis', [6379]],
])('lets %s reach %s at %j, from both sides', (from, to, ports) => {
  expect(policies.ports('egress', from, to)).toEqual(ports);
  expect(policies.ports('ingress', to, from)).toEqual(ports);
});
