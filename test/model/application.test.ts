import { servicesIn } from '../../lib/model/application';
import { testService } from '../support/services';

const [both, near, far] = [testService('both', {}), testService('near', { onlyIn: 'laptop' }), testService('far', { onlyIn: 'cluster' })];

it('gives each target the services that are meant for where it runs, in their order', () => {
  expect(servicesIn({ services: [far, both, near] }, 'laptop')).toEqual([both, near]);
  expect(servicesIn({ services: [far, both, near] }, 'cluster')).toEqual([far, both]);
});
