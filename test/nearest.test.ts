import { nearest } from '../lib/nearest';

const KINDS = ['auth', 'redis', 'agent', 'job-worker', 'job-worker-beat', 'api-gateway', 'knowledge'];

it.each([
  ['redi', 'redis'],
  ['rediss', 'redis'],
  ['agnet', 'agent'],
  ['knowlege', 'knowledge'],
  ['jobworker', 'job-worker'],
  ['job-worker-baet', 'job-worker-beat'],
  ['apigateway', 'api-gateway'],
  ['Agent', 'agent'],
  ['REDIS', 'redis'],
  ['KNOWLEDGE', 'knowledge'],
])('takes %s for %s', (name, expected) => {
  expect(nearest(name, KINDS)).toBe(expected);
});

it.each(['zookeeper', 'postgres', 'x', ''])('guesses nothing for %j', (name) => {
  expect(nearest(name, KINDS)).toBeUndefined();
});

it('guesses nothing where nothing is known', () => {
  expect(nearest('redis', [])).toBeUndefined();
});

it('finds what is there', () => {
  for (const kind of KINDS) expect(nearest(kind, KINDS)).toBe(kind);
});
