import { dataTierPlanOf } from '../support/data-tier';
import { expectOneEach, problemsOf } from '../support/problems';

/** What is said of a profile whose data tier differs in one size. */
const problems = (service: string, size: string): readonly string[] =>
  problemsOf(() => dataTierPlanOf(`services: { ${service}: ${size} }\n`));

it.each([
  [
    'redis',
    '{ replicas: 2 }',
    'services.redis.replicas: expected an odd number of at least 3 and at most 9, so that a majority is left, got 2',
  ],
  [
    'redis',
    '{ replicas: 1 }',
    'services.redis.replicas: expected an odd number of at least 3 and at most 9, so that a majority is left, got 1',
  ],
  [
    'redis',
    '{ replicas: 4 }',
    'services.redis.replicas: expected an odd number of at least 3 and at most 9, so that a majority is left, got 4',
  ],
  ['redis', '{ quorum: 1 }', 'services.redis.quorum: expected 2 to 3, a majority of the 3 members, got 1'],
  ['redis', '{ quorum: 4 }', 'services.redis.quorum: expected 2 to 3, a majority of the 3 members, got 4'],
  ['redis', '{ replicas: 5, quorum: 2 }', 'services.redis.quorum: expected 3 to 5, a majority of the 5 members, got 2'],
  ['redis', '{ maxmemory: 1Gi }', 'services.redis.maxmemory: expected less than the memory limit of 1Gi, got 1Gi'],
  [
    'redis',
    '{ maxmemory: true }',
    'services.redis.maxmemory: expected memory such as 512Mi or 1.5Gi, got true (a laptop profile takes that here)',
  ],
  ['redis', '{ maxmemory: 2Gi }', 'services.redis.maxmemory: expected less than the memory limit of 1Gi, got 2Gi'],
  [
    'redis',
    '{ memory: { request: 512Mi } }',
    'services.redis.memory.request: expected the limit of 1Gi, or a node may evict the member, got 512Mi',
  ],
  [
    'redis',
    '{ replicas: { min: 3, max: 5 } }',
    'services.redis.replicas: expected an odd number of at least 3 and at most 9, so that a majority is left, got a map',
  ],
  [
    'redis',
    '{ volume: null }',
    'services.redis.volume: expected a map of size, class, got null: it removes the inherited value, and a profile needs one',
  ],
  ['redis', '{ minAvailable: 3 }', 'services.redis.minAvailable: expected fewer than the fewest replicas (3)'],
  [
    'redis',
    '{ export: { schedule: daily } }',
    'services.redis.export.schedule: expected five fields of cron such as "0 3 * * *", got "daily"',
  ],
  [
    'redis',
    '{ volume: { size: 1Gi } }',
    'services.redis.volume.size: expected at least 2Gi: a rewrite of all data needs room beside the old file, got 1Gi',
  ],
  ['postgres', '{ volume: { size: 1023Mi } }', 'services.postgres.volume.size: expected at least 1Gi: its log alone takes a part of that'],
  [
    'postgres',
    '{ ttl: 25, loopWait: 10, retryTimeout: 10 }',
    'services.postgres.ttl: expected at least loopWait + 2 × retryTimeout = 30, or a primary loses its lock while it retries, got 25',
  ],
  ['postgres', '{ ttl: 10 }', 'services.postgres.ttl: expected a whole number from 20 to 600, got 10'],
  [
    'postgres',
    '{ replicas: 2 }',
    'services.postgres.replicas: expected at least 3: a write waits for a second member, and one more can be away, got 2',
  ],
  ['postgres', '{ quorum: 2 }', 'services.postgres.quorum: unknown key'],
  ['chromadb', '{ ttl: 20 }', 'services.chromadb.ttl: unknown key'],
  [
    'redis',
    '{ replicas: 1000001 }',
    'services.redis.replicas: expected an odd number of at least 3 and at most 9, so that a majority is left, got 1000001',
  ],
  ['redis', '{ quorum: 1000 }', 'services.redis.quorum: expected a whole number from 1 to 9, got 1000'],
  ['postgres', '{ ttl: 601 }', 'services.postgres.ttl: expected a whole number from 20 to 600, got 601'],
  ['postgres', '{ loopWait: 301 }', 'services.postgres.loopWait: expected a whole number from 1 to 300, got 301'],
  ['postgres', '{ retryTimeout: 301 }', 'services.postgres.retryTimeout: expected a whole number from 3 to 300, got 301'],
  ['redis', '{ export: { retentionDays: 3651 } }', 'services.redis.export.retentionDays: expected a whole number from 1 to 3650, got 3651'],
  ['redis', '{ export: { bucket: { networks: [] } } }', 'services.redis.export.bucket.networks: expected a list'],
])('has one complaint about %s %s', (service, size, expected) => {
  expect(problems(service, size)).toEqual([expect.stringContaining(expected)]);
});

it('says of two wrong values of one service what is wrong with each', () => {
  expectOneEach(problems('redis', '{ replicas: 0, quorum: 9 }'));
});

it('names each image of the members and of what they export with, where there is no build of any', () => {
  expect(problemsOf(() => dataTierPlanOf('images: null\n'))).toEqual([
    expect.stringMatching(
      /images: expected the build of each image that services runs \(postgres, redis, s3-client, redis-proxy, chromadb\)/,
    ),
  ]);
});
