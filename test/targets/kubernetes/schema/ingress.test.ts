import { seconds } from '../../../../lib/units/duration';
import { shopPlanOf } from '../../../support/cluster';
import { clusterOver } from '../../../support/plans';
import { problemsOf } from '../../../support/problems';
import { testService } from '../../../support/services';

const problems = (text: string): readonly string[] =>
  problemsOf(() => shopPlanOf(`${text}\n`)).map((line) => line.replace(/^x\.yaml:\d+:\d+: /, ''));

/** A profile whose exposed service ends TLS itself. */
const direct = (ingress = '', services = ''): string =>
  `platform: { ingress: direct }\ningress: { className: null, namespace: null${ingress && `, ${ingress}`} }\n${services}`;

it('takes a profile whose exposed service ends TLS itself', () => {
  const { profile } = shopPlanOf(
    direct(
      'hosts: [{ host: a.example.org, tlsSecret: shop-tls }], hsts: { maxAge: 0 }, requestsPerAddress: 7, http01Solvers: true, trustedNetworks: [10.0.0.0/8], loadBalancer: { annotations: { a/b: c }, class: d/e }',
    ),
  );
  expect(profile.ingress).toMatchObject({ hsts: { maxAge: 0, subdomains: false }, requestsPerAddress: 7 });
});

describe('with platform.ingress: direct', () => {
  it.each([
    ['className: nginx, namespace: null', 'className'],
    ['className: null, namespace: nginx', 'namespace'],
    ['className: null, namespace: null, cidrs: [10.0.0.0/8]', 'cidrs'],
    ['className: null, namespace: null, annotations: { a: b }', 'annotations'],
    ['className: null, namespace: null, gateway: { name: a, namespace: b }', 'gateway'],
  ])('refuses %s, naming both', (said, key) => {
    expect(problems(`platform: { ingress: direct }\ningress: { ${said} }`)).toEqual([
      expect.stringContaining(`ingress.${key}: expected none beside platform.ingress: direct, which has no ingress controller: `),
    ]);
  });

  it('says so of each key of a profile that was for a controller', () => {
    expect(problems('platform: { ingress: direct }')).toEqual([
      expect.stringContaining('ingress.className: expected none beside platform.ingress: direct'),
      expect.stringContaining('ingress.namespace: expected none beside platform.ingress: direct'),
    ]);
  });

  it.each([
    ['auth: { behindIngress: true }', 'ingress.auth.behindIngress: expected false beside platform.ingress: direct'],
    ['tlsSecret: null', 'ingress.tlsSecret: expected the Secret with the certificate of the host, got null'],
    ['hosts: [{ host: a.example.org }]', 'ingress.hosts.0.tlsSecret: expected the Secret with the certificate of the host, got nothing'],
    [
      'trustedNetworks: [10.0.0.0/8], loadBalancer: { proxyProtocol: [10.0.0.0/8] }',
      'ingress.trustedNetworks: expected none beside loadBalancer.proxyProtocol',
    ],
    ...['proxyProtocol', 'clients'].map((key): [string, string] => [
      `http01Solvers: true, loadBalancer: { ${key}: [10.0.0.0/8] }`,
      `ingress.http01Solvers: expected false beside loadBalancer.${key}, behind which the challenge`,
    ]),
    ['loadBalancer: { clients: [0.0.0.0/0] }', 'ingress.loadBalancer.clients.0: expected a network such as 192.0.2.0/24, got "0.0.0.0/0"'],
    ['loadBalancer: { clients: [] }', 'ingress.loadBalancer.clients: expected a list of 1 to 100 networks, got an empty list'],
    ['loadBalancer: { proxyProtocol: ["0.0.0.0/1", "128.0.0.0/1"] }', 'expected fewer networks'],
    ['loadBalancer: { class: "a b" }', 'ingress.loadBalancer.class: expected a class of load balancers'],
    ['loadBalancer: { annotations: { "a b": c } }', 'expected an annotation key'],
    ['hsts: true', 'ingress.hsts: expected a map'],
    ['hsts: {}', 'ingress.hsts'],
    ['hsts: { maxAge: 1y }', 'ingress.hsts.maxAge: expected a whole number from 0 to 63072000'],
    ['requestsPerAddress: 0', 'ingress.requestsPerAddress: expected a whole number from 1'],
    ['auth: { url: "https://shop.example.com/auth" }', 'ingress.auth.url: expected the address of the authentication'],
    [
      'hosts: [{ host: a.example.org, tlsSecret: a }], auth: { url: "https://a.example.org/auth" }',
      'ingress.auth.url: expected the address of the authentication',
    ],
    [
      'hosts: [{ host: a.example.org, tlsSecret: a }], auth: { signIn: "https://a.example.org/start" }',
      'ingress.auth.signIn: expected beside it the path of the login',
    ],
    ['hosts: [{ host: shop.example.com, tlsSecret: a }]', 'ingress.hosts.0.host: expected another host, got shop.example.com twice'],
    ['hosts: [{ host: shop.example.com. }]', 'ingress.hosts.0.host: expected a host name'],
    ['hosts: []', 'ingress.hosts: expected a list of 1 to 20 hosts'],
    ['hosts: shop.example.org', 'ingress.hosts: expected a list'],
    ['hosts: null, tlsSecret: 1', 'ingress.tlsSecret: expected'],
  ])('refuses %s', (said, expected) => {
    expect(problems(direct(said)).join('\n')).toContain(expected);
    expect(problems(direct(said))).toHaveLength(1);
  });

  it.each([
    ['1', 'services.cart.replicas: expected at least 2 beside platform.ingress: direct, where nothing else is in front, got 1'],
    ['{ min: 1, max: 4 }', 'services.cart.replicas.min: expected at least 2 beside platform.ingress: direct'],
  ])('refuses %s as the number of replicas', (replicas, expected) => {
    expect(problems(direct('', `services: { cart: { replicas: ${replicas} } }`))).toEqual([expect.stringContaining(expected)]);
  });

  it('refuses a service that cannot end TLS itself', () => {
    const desk = testService('desk', {
      ports: { http: { container: 80 } },
      exposed: { ownPaths: [] },
      workload: { role: 'interchangeable', command: ['serve'], drain: seconds(1), priority: 'edge' },
    });
    const size = 'replicas: 2, cpu: { request: 1, limit: 1 }, memory: { request: 1Gi, limit: 1Gi }';
    const text = `images: { desk: "1" }\nplatform: { ingress: direct }\ningress: { host: a.example.org, tlsSecret: a }\nservices: { desk: { ${size} } }\n`;
    expect(problemsOf(() => clusterOver([desk], text))).toEqual([
      expect.stringContaining('platform.ingress: expected existing: services.desk takes requests from outside and cannot end TLS itself'),
    ]);
  });
});

describe('with platform.ingress: existing', () => {
  it.each([
    ['loadBalancer: { class: a }', 'loadBalancer'],
    ['hsts: { maxAge: 1 }', 'hsts'],
    ['requestsPerAddress: 5', 'requestsPerAddress'],
  ])('refuses %s, which would do nothing', (said, key) => {
    expect(problems(`ingress: { ${said} }`)).toEqual([
      expect.stringContaining(`ingress.${key}: expected none beside platform.ingress: existing`),
    ]);
  });

  it.each([
    [
      'className: null',
      'ingress.className: expected the IngressClass of the controller that is there, or ingress.gateway, or platform.ingress: direct',
    ],
    ['tlsSecret: null', 'ingress.tlsSecret: expected the Secret with the certificate of the host'],
    ['namespace: null', 'ingress.namespace: expected the namespace of the ingress controller'],
    [
      'gateway: { name: a, namespace: b }, className: null, tlsSecret: null, namespace: null',
      'ingress.namespace: expected the namespace of the pods behind the Gateway',
    ],
    ['gateway: { name: a, namespace: b }, tlsSecret: null', 'ingress.className: expected none beside ingress.gateway'],
    ['gateway: { name: a, namespace: b }, className: null', 'ingress.tlsSecret: expected none beside ingress.gateway'],
    ['gateway: { name: a, namespace: shop }, className: null, tlsSecret: null', 'ingress.gateway.namespace: expected another namespace'],
    ['gateway: { name: a }, className: null, tlsSecret: null', 'ingress.gateway.namespace'],
    [
      'gateway: { name: a, namespace: b }, className: null, tlsSecret: null, hosts: [{ host: a.example.org, tlsSecret: x }]',
      'ingress.hosts.0.tlsSecret: expected none beside ingress.gateway',
    ],
  ])('refuses %s', (said, expected) => {
    expect(problems(`ingress: { ${said} }`)).toEqual([expect.stringContaining(expected)]);
  });
});

it('says one thing of a section that is no map', () => {
  for (const section of ['null', '[]', 'direct', '1'])
    expect(problems(`platform: { ingress: direct }\ningress: ${section}`)).toHaveLength(1);
  expect(problems('platform: { ingress: controller }')).toEqual([
    expect.stringContaining('platform.ingress: expected one of direct, existing'),
  ]);
});

it('refuses one Secret for two purposes', () => {
  expect(problems(direct('hosts: [{ host: a.example.org, tlsSecret: pull }]', 'pullSecret: pull'))).toEqual([
    expect.stringContaining('pullSecret: expected a Secret of its own: pull is the certificate of the host (ingress.hosts.0.tlsSecret)'),
  ]);
  expect(problems(direct('hosts: [{ host: a.example.org, tlsSecret: postgres }]'))).toEqual([
    expect.stringContaining('ingress.hosts.0.tlsSecret: expected a Secret of its own: postgres is one that the services read'),
  ]);
});
