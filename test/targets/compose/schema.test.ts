import { shopLaptopOf } from '../../support/plans';
import { problemsOf } from '../../support/problems';

const laptop = (keep: string, memory = '{ limit: 1Gi, request: 1Gi }') =>
  shopLaptopOf(`target: compose\nmachine: { memory: 4Gi, cpus: 2, keep: ${keep} }\nservices: { cart: { memory: ${memory} } }\n`);

it('keeps no more of a machine than it has', () => {
  expect(() => laptop('4Gi')).not.toThrow();
  expect(problemsOf(() => laptop('4097Mi'))).toEqual([
    'x.yaml:2:40: machine.keep: expected at most the memory of 4Gi, of which it is a part, got 4097Mi',
  ]);
});

it('asks for no more memory than a container may take, and for as much as Docker takes', () => {
  expect(problemsOf(() => laptop('1Gi', '{ limit: 1Gi, request: 1025Mi }'))).toEqual([
    expect.stringContaining('services.cart.memory.request: expected at most the limit of 1Gi, got 1025Mi'),
  ]);
  expect(problemsOf(() => laptop('1Gi', '{ limit: 1Gi, request: 5Mi }'))).toEqual([expect.stringContaining('the least that Docker takes')]);
  expect(() => laptop('1Gi', '{ limit: 1Gi, request: 6Mi }')).not.toThrow();
});

it.each(['{ limit: 5, request: 1Gi }', '{ limit: 1Gi, request: 5 }'])('says of memory %s one thing', (memory) => {
  expect(problemsOf(() => laptop('1Gi', memory))).toHaveLength(1);
});
