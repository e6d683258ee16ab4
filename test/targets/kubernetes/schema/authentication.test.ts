import { InputError } from '../../../../lib/problem';
import { shopPlanOf } from '../../../support/cluster';

/** What is said of a profile that extends the `cluster` of the shop, without its place. */
function problems(ingress: string, rest = ''): readonly string[] {
  try {
    shopPlanOf(`ingress: { ${ingress} }\n${rest}`);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return error.problems.map(({ path, message }) => `${path}: ${message}`);
  }
  return [];
}

const IN_CLUSTER = 'url: "http://proxy.login.svc.cluster.local:4180/auth", namespace: login';

describe('an authentication that the edge finds and may ask', () => {
  it.each([
    [IN_CLUSTER],
    ['url: "http://proxy-0.proxy.login.svc.cluster.local/auth", namespace: login'],
    ['url: "https://login.example.org/auth"'],
    ['url: "https://example.org/auth"'],
    ['url: "https://company.engineering/auth", networks: [203.0.113.0/24]'],
    ['url: "https://203.0.113.4/auth"'],
    ['url: "http://10.1.2.3/auth", networks: [10.0.0.0/8]'],
    ['url: "http://sso.corp/auth", networks: [10.0.0.0/8]'],
    ['url: "http://sso.company.lan:8080/auth", networks: [10.0.0.0/8]'],
    ['url: "http://proxy.login.svc.other.cluster/auth", networks: [10.0.0.0/8]'],
    ['url: "https://login.example.org/auth", behindIngress: true'],
  ])('is %s', (auth) => expect(problems(`auth: { ${auth} }`)).toEqual([]));

  it('has the domain of the cluster', () => {
    const auth = 'auth: { url: "http://proxy.login.svc.k8s.example.org/auth", namespace: login }';
    expect(problems(auth, 'clusterDomain: k8s.example.org\n')).toEqual([]);
    expect(problems(auth)).toEqual([expect.stringContaining('expected a full name such as http://SERVICE.login.svc.cluster.local')]);
  });
});

describe('an authentication that it does not', () => {
  it.each([
    ['url: "http://oauth2-proxy.login:4180/oauth2/auth"', 'url', 'http://oauth2-proxy.login.svc.cluster.local'],
    ['url: "https://oauth2-proxy.login/oauth2/auth"', 'url', 'expected a full name'],
    ['url: "http://oauth2-proxy.login:4180/", networks: [10.0.0.0/8]', 'url', 'expected a full name'],
    ['url: "http://oauth2-proxy:4180/"', 'url', 'expected a full name'],
    ['url: "https://oauth2-proxy:4180/", networks: [10.0.0.0/8]', 'url', 'expected a full name'],
    ['url: "http://oauth2-proxy.login.svc:4180/"', 'url', 'http://oauth2-proxy.login.svc.cluster.local'],
    ['url: "http://oauth2-proxy.login:4180/", namespace: login', 'url', 'such as http://SERVICE.login.svc.cluster.local'],
    ['url: "http://oauth2-proxy.login.svc:4180/", namespace: login', 'url', 'such as http://SERVICE.login.svc.cluster.local'],
    ['url: "https://login.example.org/auth", namespace: login', 'url', 'such as http://SERVICE.login.svc.cluster.local'],
    ['url: "http://10.0.0.1/auth", namespace: login', 'url', 'such as http://SERVICE.login.svc.cluster.local'],
    ['url: "http://proxy.login.svc.cluster.local/auth"', 'namespace', 'expected the namespace that its url leads to, login, got nothing'],
    ['url: "http://proxy.login.svc.cluster.local/auth", networks: [10.0.0.0/8]', 'namespace', 'login, got nothing'],
    ['url: "http://proxy.login.svc.cluster.local/auth", namespace: sso', 'namespace', 'leads to, login, got sso'],
    ['url: "http://10-1-2-3.login.pod.cluster.local/auth"', 'url', 'expected a full name such as'],
    ['url: "http://svc.cluster.local/auth"', 'url', 'expected a full name such as'],
    [`${IN_CLUSTER}, networks: [10.0.0.0/8]`, 'networks', 'expected none beside a namespace'],
    [`${IN_CLUSTER}, behindIngress: true`, 'behindIngress', 'expected false'],
    ['url: "http://login.example.org/auth"', 'url', 'expected https'],
    ['url: "http://203.0.113.4/auth"', 'url', 'expected https'],
    ['url: "https://sso.company.lan/auth"', 'networks', 'expected the networks of its url'],
    ['url: "https://sso.corp/auth"', 'networks', 'expected the networks of its url'],
    ['url: "http://proxy.login.svc.other.cluster/auth"', 'networks', 'expected the networks of its url'],
    ['url: "https://shop.example.com/oauth2/auth"', 'url', 'would ask itself'],
    ['url: "http://169.254.169.254/auth", networks: [169.0.0.0/8]', 'url', 'the rights of their node'],
    ['url: "https://[fd00:ec2::254]/auth"', 'url', 'the rights of their node'],
    ['url: "https://100.100.100.200/auth"', 'url', 'the rights of their node'],
    ['url: "http://login.svc.cluster.local/auth", namespace: login', 'url', 'expected a full name such as'],
    ['url: "http://localhost:4180/auth"', 'url', 'finds only itself'],
    ['url: "http://[::1]:4180/auth", networks: ["::1/128"]', 'url', 'finds only itself'],
  ])('is %s', (auth, key, said) => {
    expect(problems(`auth: { ${auth} }`)).toEqual([expect.stringMatching(new RegExp(`^ingress\\.auth\\.${key}: `))]);
    expect(problems(`auth: { ${auth} }`)[0]).toContain(said);
  });
});

it('is not behind an ingress controller that has no pods in the cluster', () => {
  const auth = 'auth: { url: "https://login.example.org/auth", behindIngress: true }';
  expect(problems(`namespace: null, cidrs: [192.0.2.0/24], ${auth}`)).toEqual([
    'ingress.auth.behindIngress: expected false, because no pods of the cluster are the ingress controller: ingress.namespace names none',
  ]);
});

it('may be missing', () => expect(problems('auth: null')).toEqual([]));

it('has headers of which one thing is said each', () => {
  expect(problems('auth: { headers: { id: 5, email: X-Login-Roles } }')).toEqual([expect.stringContaining('ingress.auth.headers.id: ')]);
});

describe('where a browser signs in', () => {
  it.each([
    ['signIn: "https://sso.example.org/start"'],
    ['signIn: "https://shop.example.com/oauth2/start", path: /oauth2'],
    ['signIn: "https://sso/start"'],
    ['path: /oauth2/'],
  ])('can be %s', (auth) => expect(problems(`auth: { ${IN_CLUSTER}, ${auth} }`)).toEqual([]));

  it.each([
    ['signIn: "https://shop.example.com/oauth2/start"', 'signIn', 'path: /oauth2/'],
    ['signIn: "https://shop.example.com/login", path: /oauth2/', 'signIn', 'expected an address below /oauth2/'],
    ['signIn: "https://shop.example.com/oauth2x/start", path: /oauth2', 'signIn', 'expected an address below /oauth2/'],
    ['signIn: "https://proxy.login.svc.cluster.local/start"', 'signIn', 'that browsers reach'],
    ['signIn: "https://proxy.login.svc/start"', 'signIn', 'that browsers reach'],
    ['signIn: "https://localhost/start"', 'signIn', 'that browsers reach'],
    ['signIn: "https://127.0.0.1/start"', 'signIn', 'that browsers reach'],
    ['signIn: "http://sso.example.org/start"', 'signIn', 'gives away a password'],
    ['path: /api/', 'path', '/api/ is taken'],
  ])('cannot be %s', (auth, key, said) => {
    const [first = '', ...others] = problems(`auth: { ${IN_CLUSTER}, ${auth} }`);
    expect(first).toMatch(new RegExp(`^ingress\\.auth\\.${key}: `));
    expect(first).toContain(said);
    expect(others).toEqual([]);
  });
});

it('is below the domain that the cluster has', () => {
  const auth = 'auth: { url: "https://login.example.org/auth", signIn: "https://proxy.k8s.example.org/start" }';
  expect(problems(auth)).toEqual([]);
  expect(problems(auth, 'clusterDomain: k8s.example.org\n')).toEqual([
    expect.stringContaining('ingress.auth.signIn: expected an address that browsers reach'),
  ]);
});
