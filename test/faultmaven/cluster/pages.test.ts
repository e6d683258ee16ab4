import { faultmaven } from '../../../lib/faultmaven/application';
import { ACCESS_LOG, LOG_FORMATS } from '../../../lib/faultmaven/edge/access-log';
import { edgeConfiguration } from '../../../lib/faultmaven/edge/configuration';
import type { ApiGateway } from '../../../lib/faultmaven/services/api-gateway';
import type { ShownPage, Site } from '../../../lib/model/site';
import { clusterOf } from '../../../lib/targets/kubernetes/render/cluster';
import { clusterPlan } from '../../support/cluster';

const { site } = clusterOf(clusterPlan());
const service = (kind: string) => faultmaven.services.find((one) => one.kind === kind) as (typeof faultmaven.services)[number];
const behind = { listens: 8080, apiGateway: service('api-gateway') as ApiGateway, dashboard: service('dashboard') };

/** nginx.conf of an edge that shows these pages. */
const showing = (...pages: readonly Partial<ShownPage>[]): string =>
  edgeConfiguration(
    {
      ...site,
      pages: pages.map((page, n) => ({ server: service('grafana'), host: `p${n}.example.org`, address: `p${n}:1`, ...page })),
    } as Site,
    behind,
  );

/** The server of a host. */
const serverOf = (host: string, text: string): string =>
  text.split(/^ {2}server \{$/m).find((one) => one.includes(`server_name ${host};`) && one.includes('auth_request ')) ?? '';

it('passes on the headers that a page reads, and no cookies to one that has none', () => {
  const own = serverOf('p0.example.org', showing({ headers: ['osd-xsrf'] }));
  expect(own).toContain('proxy_set_header osd-xsrf $http_osd_xsrf;');
  const [, passed = ''] = own.split('auth_request /_authentication;');
  expect(passed.match(/proxy_set_header Cookie .*/g)).toBeNull();
});

it('has a server for each page, which has nothing of the others', () => {
  const text = showing({ cookies: ['a'] }, { cookies: ['b'] });
  expect(serverOf('p0.example.org', text)).toContain('proxy_set_header Cookie $cookies_of_page_0;');
  expect(serverOf('p1.example.org', text)).toContain('proxy_set_header Cookie $cookies_of_page_1;');
  expect(serverOf('p1.example.org', text)).not.toMatch(/p0|page_0/);
});

it('says nothing of pages where none is shown', () => {
  expect(showing()).toBe(edgeConfiguration(site, behind));
  expect(showing()).not.toMatch(/page_of|\$page\b/);
});

/** A line in this form. */
const line = (format: string): string =>
  Object.entries({
    remote_addr: '10.1.2.3',
    time_local: '28/Nov/2026:05:00:00 +0000',
    request_method: 'GET',
    server_name: 'p0.example.org',
    requested: '/api/v1/cases/7',
    server_protocol: 'HTTP/1.1',
    status: '503',
    body_bytes_sent: '512',
    http_user_agent: 'curl/8',
    request_time: '0.042',
    service_time: '0.040',
  }).reduce((text, [name, value]) => text.replaceAll(`$${name}`, value), format);

it.each([
  ['cases', LOG_FORMATS.without_parameters],
  ['platform', LOG_FORMATS.with_host],
])('counts a request as one of %s by how it is logged', (route, format) => {
  const path = new RegExp(ACCESS_LOG.pattern.replaceAll('(?P<', '(?<')).exec(line(format))?.groups?.path ?? '';
  expect(ACCESS_LOG.routes.findLast(({ paths }) => new RegExp(paths).test(path))?.name).toBe(route);
});

it('logs the host of a page, and that of the application never', () => {
  expect(serverOf('p0.example.org', showing({}))).toContain('access_log /dev/stdout with_host;');
  expect(showing({}).match(/access_log .dev.*/g)).toEqual([
    'access_log /dev/stdout without_parameters;',
    'access_log /dev/stdout with_host;',
  ]);
  expect(showing()).not.toContain('with_host');
});
