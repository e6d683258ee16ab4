import { seconds } from '../../../../lib/units/duration';
import { shopPlanOf } from '../../../support/cluster';
import { clusterOver } from '../../../support/plans';
import { problemsOf } from '../../../support/problems';
import { testService } from '../../../support/services';

const problems = (text: string): readonly string[] => problemsOf(() => shopPlanOf(text));

const FULL = 'platform: { monitoring: full }\nmonitoring: { namespace: null }\n';

/** A profile with everything that a page needs. @param ingress further keys of the section */
const shown = (page: string, ingress = ''): string => `${FULL}ingress: { pages: { watch: ${page} }${ingress && `, ${ingress}`} }\n`;

it('takes a page of a part that runs, with each way in', () => {
  const page = '{ host: watch.example.com, tlsSecret: watch-tls }';
  const direct = shown(page, 'className: null, namespace: null').replace('{ monitoring', '{ ingress: direct, monitoring');
  const gateway = shown('{ host: watch.example.com }', 'className: null, tlsSecret: null, gateway: { name: a, namespace: b }');
  for (const text of [shown(page), direct, gateway])
    expect(shopPlanOf(text).profile.ingress?.pages).toMatchObject({ watch: { host: 'watch.example.com' } });
  expect(shopPlanOf(shown('null')).profile.ingress?.pages?.watch).toBeUndefined();
});

it.each([
  ['{ tlsSecret: a }', '', 'watch.host: expected a host name such as shop.example.com, got nothing'],
  ['{ host: "a b", tlsSecret: a }', '', 'watch.host: expected a host name such as shop.example.com, got "a b"'],
  ['{ host: a.example.org }', '', 'watch.tlsSecret: expected the Secret with the certificate of the host, got nothing'],
  ['{ host: a.example.org, tlsSecret: a, path: /x }', '', 'watch.path: '],
  ['watch.example.org', '', 'watch: expected a map'],
  ['{ host: shop.example.com, tlsSecret: a }', '', 'watch.host: expected another host, got shop.example.com twice'],
  [
    '{ host: a.example.org, tlsSecret: a }',
    'hosts: [{ host: a.example.org, tlsSecret: b }]',
    'watch.host: expected another host, got a.example.org twice',
  ],
  [
    '{ host: a.example.org, tlsSecret: a }',
    'className: null, tlsSecret: null, gateway: { name: a, namespace: b }',
    'watch.tlsSecret: expected none beside ingress.gateway, whose listener has the certificate',
  ],
  [
    '{ host: a.example.org, tlsSecret: postgres }',
    '',
    'watch.tlsSecret: expected a Secret of its own: postgres is one that the services read',
  ],
])('refuses the page %s beside %j', (page, ingress, expected) => {
  expect(problems(shown(page, ingress))).toEqual([expect.stringContaining(`ingress.pages.${expected}`)]);
});

it('is shown to nobody without an authentication, and says so once', () => {
  expect(problems(shown('{ host: a.example.org, tlsSecret: a }', 'auth: null'))).toEqual([
    expect.stringContaining('ingress.auth: expected who is asked whether a user may open ingress.pages.watch, got null'),
  ]);
});

it('says where', () => {
  expect(problems(shown('{ host: a.example.org }'))).toEqual([expect.stringMatching(/^x\.yaml:5:\d+: ingress\.pages\.watch\.tlsSecret: /)]);
});

it('says everything that is wrong at once', () => {
  expect(
    problems(
      `${FULL}ingress: { host: 1, pages: { watch: { host: a.example.org }, orders: { host: b.example.org, tlsSecret: b } }, auth: null }\n`,
    )
      .map((line) => line.split(': ')[1])
      .sort(),
  ).toEqual(['ingress.auth', 'ingress.host', 'ingress.pages.orders', 'ingress.pages.watch.tlsSecret']);
});

it.each([
  ['none', 'platform.monitoring: full'],
  ['existing', 'platform.monitoring: full'],
])('refuses the page of a part that does not run with platform.monitoring: %s', (monitoring, needs) => {
  const text = `platform: { monitoring: ${monitoring} }\ningress: { pages: { watch: { host: a.example.org, tlsSecret: a } } }\n`;
  expect(problems(text)).toEqual([expect.stringContaining(`ingress.pages.watch: expected none: it runs only with ${needs}`)]);
});

it('leaves the page out where a profile that extends one turns its part off', () => {
  const beside = { 'base.yaml': `extends: cluster\ntarget: kubernetes\n${shown('{ host: a.example.org, tlsSecret: a }')}` };
  const { profile } = shopPlanOf('platform: { monitoring: none }\n', { extending: './base.yaml', beside });
  expect(profile.ingress?.pages?.watch).toBeUndefined();
});

it('has no key for what has no page', () => {
  const said = problems(`${FULL}ingress: { pages: { pulse: { host: a.example.org, tlsSecret: a } } }\n`);
  expect(said).toEqual([expect.stringMatching(/ingress\.pages\.pulse: .*(watch)/)]);
});

it.each([
  ['auth: { url: "https://a.example.org/auth" }', 'ingress.auth.url: expected the address of the authentication: at the deployment'],
  ['auth: { signIn: "https://a.example.org/start" }', 'ingress.auth.signIn: expected beside it the path of the login'],
])('takes its host for one of the deployment: %s', (auth, expected) => {
  expect(problems(shown('{ host: a.example.org, tlsSecret: a }', auth))).toEqual([expect.stringContaining(expected)]);
});

it('refuses a page behind a service that leads to none', () => {
  const workload = { role: 'interchangeable', command: ['serve'], drain: seconds(1), priority: 'edge' } as const;
  const ports = { http: { container: 80 } };
  const usual = { replicas: 1, cpu: { request: 1, limit: 1 }, memory: { request: '1Gi', limit: '1Gi' } };
  const desk = testService('desk', { ports, exposed: { ownPaths: [] }, workload });
  const watch = testService('watch', { ports, workload, release: { tag: '1' }, platform: { usual, page: { port: 'http' } } });
  const auth = 'auth: { url: "https://login.example.com/", headers: { id: X-A, email: X-B, roles: X-C } }';
  const pages = 'pages: { watch: { host: b.example.org, tlsSecret: b } }';
  const size = 'replicas: 2, cpu: { request: 1, limit: 1 }, memory: { request: 1Gi, limit: 1Gi }';
  const text = `images: { desk: "1" }\ningress: { host: a.example.org, tlsSecret: a, className: c, namespace: n, ${auth}, ${pages} }\nservices: { desk: { ${size} } }\n`;
  expect(problemsOf(() => clusterOver([desk, watch], text))).toEqual([
    expect.stringContaining('ingress.pages.watch: expected none: services.desk takes requests from outside, and leads to no pages'),
  ]);
});
