import type { Service } from '../../lib/model/service';
import { configurable } from '../../lib/model/setting';
import { largestUpload, requestsPerMinute } from '../../lib/plan/configured';
import { seconds } from '../../lib/units/duration';
import { Memory } from '../../lib/units/memory';
import { clusterOver, planOver, sizes } from '../support/plans';
import { problemsOf } from '../support/problems';
import { testService } from '../support/services';

const laptopOf = (service: Service, said = '', assignments: readonly string[] = []) =>
  planOver([service], sizes(`  a: { memory: { limit: 64Mi }${said} }`), assignments);
const clusterOf = (service: Service, said = '') =>
  clusterOver(
    [service],
    `images: { a: "1" }\nservices: { a: { replicas: 1, cpu: { request: 0.25, limit: 0.5 }, memory: { request: 64Mi, limit: 64Mi }${said} } }\n`,
  );

describe('variables that two sources set', () => {
  it('are refused in a cluster where they are those of each of its containers, and taken on a laptop', () => {
    const service = testService('a', { configurable: configurable({ follow: () => ({ variables: { HOME: '/home' } }) }) });
    expect(() => laptopOf(service)).not.toThrow();
    expect(problemsOf(() => clusterOf(service))).toEqual([
      'x.yaml:3:16: services.a: expected none beside the service, which sets HOME to another value',
    ]);
    expect(() => laptopOf(service, ', environment: { HOME: /home }')).toThrow();
  });

  it('are refused by name, where a laptop may be told to keep a folder by it', () => {
    const service = testService('a', {
      persists: [
        { holds: 'receipts', unset: '/app', path: '/data', through: { variable: 'RECEIPTS' } },
        { holds: 'a cache', unset: '/cache', path: '/cache', through: { volume: 'cache' } },
      ],
      workload: { command: ['a'], drain: seconds(1), priority: 'core', role: 'interchangeable', writes: ['/data'] },
    });
    expect(problemsOf(() => laptopOf(service, ', environment: { RECEIPTS: /x }'))).toEqual([
      'x.yaml:4:58: services.a.environment.RECEIPTS: expected another variable: the program sets this one itself',
    ]);
    expect(() => clusterOf(service, ', environment: { RECEIPTS: /x }')).not.toThrow();
    expect(() => laptopOf(service, ', environment: { CACHE: /x }')).not.toThrow();
    expect(laptopOf(service, '', ['switches.persist=true']).services[0]?.configured.parts).toContainEqual(
      expect.objectContaining({ by: 'switches.persist', says: { RECEIPTS: '/data' } }),
    );
  });

  it('are refused by name of those of members in a cluster', () => {
    const service = testService('a', { variables: { MODE: 'x' } });
    expect(problemsOf(() => clusterOf(service, ', environment: { home: /x, mode: y }'))).toEqual([
      expect.stringContaining('services.a.environment.home: expected another variable: the program sets HOME itself'),
      expect.stringContaining('services.a.environment.mode: expected another variable: the program sets MODE itself'),
    ]);
  });
});

describe('of all services together', () => {
  const saying = (...all: readonly object[]) => all.map((configured) => ({ configured }));

  it('the fewest requests hold that any service says, and what nginx can count where none does', () => {
    expect(requestsPerMinute([])).toBe(1_000_000);
    expect(requestsPerMinute(saying({}, { requestsPerMinute: 300 }, { requestsPerMinute: 200 }, {}))).toBe(200);
  });

  it('the largest file holds that any service takes', () => {
    const [small, large] = [Memory.parse('1Mi'), Memory.parse('9Mi')];
    expect(String(largestUpload([]))).toBe('0Mi');
    expect(largestUpload(saying({}, { largestUpload: large }, { largestUpload: small }))).toBe(large);
  });
});
