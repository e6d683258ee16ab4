import { ACCESS_LOG, LOG_FORMATS, SERVICE_TIME } from '../../../lib/faultmaven/edge/access-log';
import { CLUSTER_PROFILES, clusterPlan, find, objectsOf } from '../../support/cluster';

describe.each(CLUSTER_PROFILES)('limits of the edge of %s', (profile) => {
  const text: string = find(objectsOf(clusterPlan(profile)), 'ConfigMap', 'fm-edge-configuration').data['nginx.conf'];
  const statuses = [...new Set([...text.matchAll(/limit_(?:conn|req)_status (\d+);/g)].map(([, status = '']) => status))];

  it('are answered with 429, which counts as no failure, and say when to retry', () => {
    expect(statuses).not.toEqual([]);
    for (const status of statuses) {
      const [, as = status, name] = new RegExp(`error_page ${status} (?:=(\\d+) )?@(\\w+);`).exec(text) ?? [];
      expect([status, as]).toEqual([status, '429']);
      const [, own = ''] = new RegExp(`location @${name} \\{\\n((?: {6}.*\\n)+)`).exec(text) ?? [];
      expect(own).toMatch(/add_header Retry-After \d+ always;/);
      expect(own).toMatch(/return 429 /);
    }
  });
});

describe('the time of a request', () => {
  const pattern = new RegExp(ACCESS_LOG.pattern.replaceAll('(?P<', '(?<'));
  const line = (took: string): string => `192.0.2.1 - - [28/Nov/2026:05:00:00 +0000] "GET / HTTP/1.1" 200 1 "curl/8" 40.000 ${took}`;

  it('is what the service took, and nothing where the edge has answered itself', () => {
    expect(LOG_FORMATS.without_parameters).toMatch(/ \$request_time \$service_time$/);
    expect(pattern.exec(line('0.042'))?.groups?.seconds).toBe('0.042');
    expect(pattern.exec(line('-'))?.groups?.seconds).toBe('');
  });

  it('is one number where several were asked, and where none of them has answered', () => {
    const cases = [...SERVICE_TIME.matchAll(/^ {4}(\S+) (\S+);$/gm)].map(([, from = '', to = '']) => [from, to] as const);
    const logged = (upstream: string): string | undefined =>
      cases.find(
        ([from]) => from === 'default' || (from.startsWith('"~') ? new RegExp(from.slice(2, -1)).test(upstream) : from === `"${upstream}"`),
      )?.[1];
    expect(logged('0.042')).toBe('$upstream_response_time');
    for (const several of ['2.001, 0.042', '0.100 : 0.042', '-', '-, 0.042']) expect(logged(several)).toBe('$request_time');
    expect(logged('')).toBe('-');
  });
});
