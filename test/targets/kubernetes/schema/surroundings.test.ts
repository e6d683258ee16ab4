import { shopPlanOf } from '../../../support/cluster';
import { problemsOf } from '../../../support/problems';

const plan = (text: string) => shopPlanOf(`${text}\n`);

/** What is said of it, from the path on. */
const problems = (text: string): readonly string[] => problemsOf(() => plan(text)).map((line) => line.replace(/^x\.yaml:\d+:\d+: /, ''));

const external = (rest: string): string => `externalSecrets: { store: s, kind: SecretStore, ${rest} }`;

it.each([
  ['no labels', 'dns: { labels: {} }', 'dns.labels: expected a map of labels, got an empty map'],
  ['a list of labels', 'dns: { labels: [a] }', 'dns.labels: expected a map of labels, got a list'],
  ['a label that cannot be', 'dns: { labels: { "a b": c } }', 'expected a label key'],
  ['a value that cannot be', 'dns: { labels: { a: "b c" } }', 'dns.labels.a: expected a label value'],
  ['every address', 'dns: { cidrs: [0.0.0.0/0] }', 'it is every address: name the addresses of the DNS'],
  ['no address', 'dns: { cidrs: [] }', 'dns.cidrs: expected a list of 1 to 100 networks, got an empty list'],
  ['no port', 'dns: { ports: [] }', 'dns.ports: expected a list of 1 to 20 ports, got an empty list'],
  ['a port that cannot be', 'dns: { ports: [0] }', 'dns.ports.0: expected a port from 1 to 65535, got 0'],
  ["the shop's own namespace", 'dns: { namespace: shop }', "dns.namespace: expected another namespace than the deployment's own"],
  ['another word', 'dns: { namespaces: a }', 'dns.namespaces: unknown key, did you mean namespace?'],
])('refuses of the DNS %s', (_, text, expected) => {
  expect(problems(text)).toEqual([expect.stringContaining(expected)]);
});

it.each([
  ['nobody', '{ namespace: null }', 'ingress.namespace: expected the namespace of the ingress controller, or cidrs of a load balancer'],
  ['everybody', '{ cidrs: [0.0.0.0/0] }', 'it is every address: name those that the load balancer has'],
  ['everybody of version 6', '{ cidrs: ["::/0"] }', 'it is every address'],
  ['an empty list', '{ cidrs: [] }', 'ingress.cidrs: expected a list of 1 to 100 networks'],
  ['something else for solvers', '{ http01Solvers: 8089 }', 'ingress.http01Solvers: expected true or false, got 8089'],
])('refuses of those who reach the edge %s', (_, text, expected) => {
  expect(problems(`ingress: ${text}`)).toEqual([expect.stringContaining(expected)]);
});

it.each([
  ['another upstream', 'registries: { quay.io: a.b }', /^registries\.quay\.io: unknown key, expected one of docker\.io, ghcr\.io$/],
  ['half of an upstream', 'registries: { docker: { io: a.b } }', /registries\.docker: .* double quotes: 'registries\."docker\.io"=…'$/],
  ['a misspelt upstream', 'registries: { ghcr.oi: a.b }', /^registries\.ghcr\.oi: unknown key, did you mean ghcr\.io\?$/],
  ['an owner', 'registries: { docker.io: mirror }', /registries\.docker\.io: expected a registry .* owner on Docker Hub/],
  ['a protocol', 'registries: { ghcr.io: "https://a.b" }', /registries\.ghcr\.io: expected a registry .*without a protocol/],
  ['a text', 'registries: a.b', /^registries: expected a map of docker\.io, ghcr\.io, got "a\.b"$/],
])('refuses of registries %s', (_, text, expected) => {
  expect(problems(text)).toEqual([expect.stringMatching(expected)]);
});

it.each([
  ['a slash where it has to be Azure', 'prefix: a/b', 'externalSecrets.prefix: expected letters, digits and hyphens'],
  ['an underscore where it has to be Azure', 'prefix: a_b', 'expected letters, digits and hyphens'],
  ['a dot where it has to be Google', 'prefix: a.b, separator: _', 'expected letters, digits, hyphens and underscores'],
  ['more than Azure takes', `prefix: ${'a'.repeat(64)}`, 'expected at most 63 characters'],
  ['more than Google takes', `prefix: ${'a'.repeat(192)}, separator: _`, 'expected at most 191 characters'],
  ['the folder above', 'prefix: ../a, separator: /', 'externalSecrets.prefix: expected a prefix such as production'],
  ['a folder above within', 'prefix: team/../b, separator: /', 'externalSecrets.prefix: expected a prefix such as production'],
  ['the same folder', 'prefix: a/., separator: /', 'externalSecrets.prefix: expected a prefix such as production'],
  ['a dot alone', 'prefix: ., separator: /', 'externalSecrets.prefix: expected a prefix such as production'],
  ['an empty segment', 'prefix: a//b, separator: /', 'externalSecrets.prefix: expected a prefix such as production'],
  ['two separators', 'prefix: a/, separator: /', 'externalSecrets.prefix: expected a prefix such as production'],
  ['nothing', 'prefix: ""', 'externalSecrets.prefix: expected a prefix such as production, got nothing'],
  ['another separator', 'prefix: a, separator: "."', 'externalSecrets.separator: expected one of -, _, /'],
])('refuses of the names of external secrets %s', (_, text, expected) => {
  expect(problems(external(text))).toEqual([expect.stringContaining(expected)]);
});

it.each([
  `prefix: ${'a'.repeat(63)}`,
  'prefix: Team-1',
  `prefix: ${'a'.repeat(191)}, separator: _`,
  'prefix: _a-b_, separator: _',
  'prefix: teams/a.b@c, separator: /',
  'prefix: .a/..b/c., separator: /',
  'separator: /',
])('takes of the names of external secrets %s', (text) => {
  expect(() => plan(external(text))).not.toThrow();
});

const HALVES = [
  ['of version 4', '[0.0.0.0/1, 128.0.0.0/1]'],
  ['of version 6', '["::/1", "8000::/1"]'],
  ['in four parts', '[10.0.0.0/8, 0.0.0.0/2, 64.0.0.0/2, 128.0.0.0/2, 192.0.0.0/2]'],
] as const;
const LISTS = [
  ['ingress.cidrs', (list: string) => `ingress: { cidrs: ${list} }`],
  ['ingress.trustedNetworks', (list: string) => `ingress: { trustedNetworks: ${list} }`],
  ['ingress.auth.networks', (list: string) => `ingress: { auth: { url: "https://login.example.org/", networks: ${list} } }`],
  ['dns.cidrs', (list: string) => `dns: { cidrs: ${list} }`],
  ['apiServer.cidrs', (list: string) => `apiServer: { cidrs: ${list} }`],
  [
    'services.postgres.backup.bucket.networks',
    (list: string) => `services: { postgres: { backup: { bucket: { name: b.acme.net, region: a, keys: secret, networks: ${list} } } } }`,
  ],
] as const;

describe.each(LISTS)('%s', (path, text) => {
  it.each(HALVES)('cannot be everything %s', (_, list) => {
    expect(problems(text(list))).toEqual([expect.stringMatching(new RegExp(`^${path}: expected fewer networks, because together `))]);
  });
});

describe.each(LISTS.slice(2).filter(([path]) => path !== 'dns.cidrs'))('%s, to which pods connect', (path, text) => {
  it.each(['169.254.169.254/32', '"fd00:ec2::254/128"', 'fe80::/10', '100.100.100.200/32'])('cannot be %s', (network) => {
    expect(problems(text(`[10.0.0.0/8, ${network}]`))).toEqual([
      expect.stringMatching(new RegExp(`^${path}\\.1: expected a network .*link-local or the metadata`)),
    ]);
  });
});

it('has no names of another deployment for PriorityClasses of other values', () => {
  const said = /^priorities\.prefix: expected another prefix beside yields, or none: .* namespace shop have these names/;
  expect(problems('namespace: staging\npriorities: { prefix: shop, yields: true }')).toEqual([expect.stringMatching(said)]);
  for (const text of [
    'namespace: staging\npriorities: { prefix: shop }',
    'namespace: staging\npriorities: { prefix: other, yields: true }',
    'namespace: staging\npriorities: { yields: true }',
    'priorities: { prefix: shop, yields: true }',
  ])
    expect(() => plan(text)).not.toThrow();
});

it.each([
  ['namespace: The_Shop\npriorities: { prefix: shop, yields: true }', 'namespace'],
  ['clusterDomain: a..b\nservices: { postgres: { backup: { bucket: { endpoint: "http://minio.storage" } } } }', 'clusterDomain'],
  [
    'services: { postgres: { backup: { bucket: { endpoint: "http://[", networks: [10.0.0.0/8] } } } }',
    'services.postgres.backup.bucket.endpoint',
  ],
  [
    'services: { postgres: { backup: { bucket: { endpoint: "http://10.0.0.1", networks: [10.0.0.0/40] } } } }',
    'services.postgres.backup.bucket.networks.0',
  ],
  ['services: { postgres: { backup: 5 } }', 'services.postgres.backup'],
  ['services: { postgres: { backup: { bucket: 5 } } }', 'services.postgres.backup.bucket'],
  ['nodes: [{ name: a, count: 2 }]\nservices: { postgres: { replicas: 99 } }', 'services.postgres.replicas'],
  ['nodes: [{ name: a, count: 2 }]\nservices: { postgres: { replicas: null } }', 'services.postgres.replicas'],
  ['nodes: null\nservices: { shipper: null }', 'services.shipper'],
])('says of %j one thing, of what is wrong by itself', (text, path) => {
  expect(problems(text).map((line) => line.split(': ')[0])).toEqual([path]);
});

it.each(['dns', 'images', 'ingress', 'nodes', 'priorities', 'services', 'services.postgres', 'services.postgres.backup'])(
  'says of a forgotten value of %s what it would hold, and no more',
  (path) => {
    const text = path.split('.').map((key, depth) => `${'  '.repeat(depth)}${key}:`);
    expect(problems(text.join('\n'))).toEqual([expect.stringMatching(new RegExp(`^${path}: expected a (map|list) of .*, got nothing$`))]);
  },
);

it.each(['endpoint: "https://s3.example.org"', 'endpoint: "http://minio.storage.svc.cluster.local", networks: [10.0.0.0/8]'])(
  'takes a bucket with %s',
  (bucket) => expect(() => plan(`services: { postgres: { backup: { bucket: { ${bucket} } } } }`)).not.toThrow(),
);
