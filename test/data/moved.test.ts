import { dataTierLaptop, dataTierPlanOf } from '../support/data-tier';
import { problemsOf } from '../support/problems';

it.each([
  ['switches.chromadbHealthcheck', 'services.chromadb.healthcheck'],
  ['switches.redisMaxmemory', 'services.redis.maxmemory'],
])('tells %s its place', (old, place) => {
  const [section = '', key = ''] = old.split('.');
  expect(problemsOf(() => dataTierLaptop(`services: {}\n${section}: { ${key}: true }\n`))).toEqual([
    `x.yaml:4:13: ${old}: is now ${place}`,
  ]);
});

it.each([
  ['redis', 'export', 'retentionDays'],
  ['postgres', 'backup', 'fullBackups'],
])('tells what %s keeps what it counts', (service, key, name) => {
  const place = `services.${service}.${key}`;
  expect(problemsOf(() => dataTierPlanOf('', [`${place}.keep=3`]))).toEqual([`--set: ${place}.keep: is now ${place}.${name}`]);
  expect(() => dataTierPlanOf('', [`${place}.${name}=3`])).not.toThrow();
});

it('takes what is said at the new places', () => {
  const size = (more: string): string => `{ memory: { limit: 512Mi }, ${more}: true }`;
  expect(() => dataTierLaptop(`services: { chromadb: ${size('healthcheck')}, redis: ${size('maxmemory')} }\n`)).not.toThrow();
});

it('says of what only a laptop has where it belongs', () => {
  expect(problemsOf(() => dataTierPlanOf('', ['services.chromadb.healthcheck=true']))).toEqual([
    '--set: services.chromadb.healthcheck: belongs to a laptop profile',
  ]);
});

it.each([
  ['100Mi', 'got "100Mi" (a cluster profile takes that here)'],
  ['100x', 'got "100x"'],
])('says of the value %s on a laptop whether it would be right in a cluster', (value, found) => {
  expect(problemsOf(() => dataTierLaptop(`services: { redis: { memory: { limit: 512Mi }, maxmemory: ${value} } }\n`))).toEqual([
    `x.yaml:3:59: services.redis.maxmemory: expected true or false, ${found}`,
  ]);
});
