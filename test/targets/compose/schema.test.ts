import type { Service } from '../../../lib/model/service';
import { profileJsonSchema } from '../../../lib/profile/json-schema';
import { shapesOf } from '../../../lib/targets/target';
import { targets } from '../../../lib/targets/targets';
import { shop } from '../../fixture/shop';
import { shopLaptopOf } from '../../support/plans';
import { problemsOf } from '../../support/problems';
import { testService } from '../../support/services';

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

it('says of a size that was forgotten what may stand there', () => {
  const text = 'target: compose\nmachine: { memory: 4Gi, cpus: 2, keep: 1Gi }\nservices:\n  cart:\n';
  expect(problemsOf(() => shopLaptopOf(text))).toEqual([
    expect.stringMatching(
      /^x\.yaml:4:8: services\.cart: expected a size .*, or off, got nothing \(write null if the base file has none, off if/,
    ),
  ]);
});

it('says of a machine without memory one thing', () => {
  expect(problemsOf(() => shopLaptopOf('target: compose\nmachine: { memory: 5, cpus: 2, keep: 1Gi }\nservices: {}\n'))).toHaveLength(1);
});

it('says what persist keeps, or that it keeps the data of services', () => {
  const said = (services: readonly Service[]): string => profileJsonSchema(shapesOf(targets, { ...shop, services }));
  const keeping = (holds: string) => ({ holds, unset: '/a', path: '/b', through: { variable: 'A' } });
  const [one, two] = ['one', 'two'].map((kind) => testService(kind, { persists: [keeping(`the ${kind}`)] })) as [Service, Service];
  expect(said([one, two])).toContain('Keeps the one and the two under ./data');
  expect(said([testService('three')])).toContain('Keeps the data of services under ./data');
});

it.each(['{ limit: 5, request: 1Gi }', '{ limit: 1Gi, request: 5 }'])('says of memory %s one thing', (memory) => {
  expect(problemsOf(() => laptop('1Gi', memory))).toHaveLength(1);
});
