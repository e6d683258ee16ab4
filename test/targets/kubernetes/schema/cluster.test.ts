import { InputError } from '../../../../lib/problem';
import { loadProfile } from '../../../../lib/profile/load';
import { seconds } from '../../../../lib/units/duration';
import { REFUSED, TAKEN } from '../../../support/boundaries';
import { SHOP_PROFILES } from '../../../support/cluster';
import { shopEditorSays } from '../../../support/json-schema';
import { clusterOver, shopShapes } from '../../../support/plans';
import { expectOneEach, problemsOf } from '../../../support/problems';
import { scratch } from '../../../support/scratch';
import { testService } from '../../../support/services';

const whole = (text: string): string => `extends: cluster\ntarget: kubernetes\n${text}`;
const load = (text: string) =>
  loadProfile({ file: 'x.yaml', cwd: scratch({ 'x.yaml': whole(text) }), shapes: shopShapes, shipped: SHOP_PROFILES });

/** The complaints about a profile that extends the `cluster` of the shop; an editor has one as well, unless only the program can tell. */
function problems(text: string): readonly string[] {
  const lines = problemsOf(() => load(text));
  if (!lines.every((line) => BEYOND_AN_EDITOR.test(line))) expect([text, shopEditorSays(whole(text))]).not.toEqual([text, []]);
  return lines;
}

/**
 * What only the program can tell: what a value is compared with, what is missing from what another file says, ranges within a text, and
 * which of several values go together.
 */
const BEYOND_AN_EDITOR = new RegExp(
  [
    ...[
      'expected (at (least|most)|fewer|less|\\d+ to \\d+|an odd number|the limit|the namespace that|the networks|networks that|a full name|https,|percent, pods)',
    ],
    ...['expected (no volume|none beside|another (header|namespace)|the address|none: Kubernetes)', 'never share one'],
    ...[
      'tolerations\\.0\\.key',
      'a port is from',
      'expected a network',
      'is from \\d+ to',
      'goes up',
      'it never comes',
      'a step of',
      "the cluster's: its quota",
    ],
    ...[
      'an address is',
      'keeps this ending',
      'is there for something else',
      'cannot be a name',
      'more than any machine',
      'together at most',
      'got null',
      'got an empty map',
      'write 0',
      'U\\+',
    ],
  ].join('|'),
);

const RUNS = { command: ['serve'], drain: seconds(1), priority: 'core' } as const;
const cart = (size: string): readonly string[] => problems(`services: { cart: ${size} }\n`);

it.each([
  ['a minimum above the maximum', '{ replicas: { min: 11 } }', 'services.cart.replicas.min: expected at most the maximum of 4, got 11'],
  [
    'a budget that nothing can be drained under',
    '{ minAvailable: 3 }',
    'services.cart.minAvailable: expected fewer than the fewest replicas (2), or no node can be drained, got 3',
  ],
  ['a request above its limit', '{ cpu: { limit: 2, request: 3 } }', 'services.cart.cpu.request: expected at most the limit of 2, got 3'],
  [
    'a memory request above its limit',
    '{ memory: { limit: 4Gi, request: 5Gi } }',
    'services.cart.memory.request: expected at most the limit of 4Gi, got 5Gi',
  ],
  [
    'an autoscaler without a CPU request',
    '{ cpu: { request: null } }',
    'services.cart.cpu.request: expected a number of CPUs such as 0.5 or 2, got null: it removes the inherited value, and a profile needs one',
  ],
  ['no replicas', '{ replicas: 0 }', 'services.cart.replicas: expected a whole number from 1 to 1000, got 0'],
  ['half a replica', '{ replicas: 1.5 }', 'services.cart.replicas: expected a whole number from 1 to 1000, got 1.5'],
  [
    'less memory than it works with',
    '{ memory: { limit: 63Mi, request: 50Mi } }',
    'services.cart.memory.limit: expected at least 64Mi, its working set',
  ],
  [
    'Compose notation',
    '{ memory: { limit: 4g } }',
    'services.cart.memory.limit: expected memory such as 512Mi or 1.5Gi, got "4g" (4 GiB to Compose: write 4Gi)',
  ],
])('rejects %s', (_, size, expected) => {
  const [line] = cart(size);
  expect(line).toMatch(/^x\.yaml:\d+:\d+: /);
  expect(line).toContain(expected);
});

it('rejects a disk for several replicas', () => {
  expect(problems('services: { orders: { volume: { size: 1Gi } } }\n')[0]).toContain(
    'services.orders.volume: expected no volume beside several replicas: a disk belongs to one pod',
  );
});

it.each([
  ['2', 'got 2'],
  ['{ min: 1, max: 1 }', 'got a map'],
])('rejects the replicas %s of what may run only once', (replicas, found) => {
  const clock = testService('clock', { workload: { ...RUNS, role: 'exclusive', because: 'a second one rings twice' } });
  const size = `replicas: ${replicas}, cpu: { request: 1, limit: 1 }, memory: { request: 1Gi, limit: 1Gi }`;
  expect(problemsOf(() => clusterOver([clock], `images: { clock: "1" }\nservices: { clock: { ${size} } }\n`))).toEqual([
    expect.stringContaining(`services.clock.replicas: expected 1 (a second one rings twice), ${found}`),
  ]);
});

it.each([
  ['images: { cart: latest }', 'images.cart: expected a tag such as 1.28.0 or a digest', 'latest is another build tomorrow'],
  ['images: { cart: "a b" }', 'images.cart: expected a tag', 'got "a b"'],
  ['namespace: The_Shop', 'namespace: expected a DNS label', 'got "The_Shop"'],
  ['ingress: { host: "https://x" }', 'ingress.host: expected a host name', 'got "https://x"'],
  ['ingress: { auth: { url: "https://user:password@x.org" } }', 'ingress.auth.url: expected a URL', 'got'],
  ['version: 1.28', 'version: expected a text', 'got 1.28 (write it in quotes)'],
  ['version: "1.27"', 'version: expected a minor version of Kubernetes from "1.28" on', 'got "1.27"'],
  ['registry: http://x', 'registry: expected a registry', 'got "http://x"'],
  ['placement: { pool: { key: "a b", value: x } }', 'placement.pool.key: expected a label key', 'got "a b"'],
  [
    'services: { postgres: { backup: { bucket: { networks: [10.0.0.0] } } } }',
    'services.postgres.backup.bucket.networks.0: expected a network such as 192.0.2.0/24',
    'got "10.0.0.0"',
  ],
  ['apiServer: { cidrs: [10.0.0.256/8] }', 'apiServer.cidrs.0: expected a network', 'got "10.0.0.256/8"'],
  ['apiServer: { cidrs: [10.0.0.0/33] }', 'apiServer.cidrs.0: expected a network', 'got "10.0.0.0/33"'],
  ['apiServer: { ports: [65536] }', 'apiServer.ports.0: expected a port from 1 to 65535', 'got 65536'],
  ['ingress: { host: 192.0.2.1 }', 'ingress.host: expected a host name', 'got "192.0.2.1"'],
  ['ingress: { host: a..b }', 'ingress.host: expected a host name', 'got "a..b"'],
  ['ingress: { auth: { url: "https://x.org:99999/a" } }', 'ingress.auth.url: expected a URL', 'a port is from 1 to 65535'],
  ['ingress: { auth: { url: "https://a..b" } }', 'ingress.auth.url: expected a URL', 'got "https://a..b"'],
  ['registry: a..b', 'registry: expected a registry', 'got "a..b"'],
  [
    'services: { postgres: { backup: { bucket: { endpoint: "http://minio.storage.svc.cluster.local:9000" } } } }',
    'services.postgres.backup.bucket.networks: expected the networks of its endpoint, which is at no public address',
    '',
  ],
  [
    'ingress: { auth: { url: "http://oauth2-proxy:4180/auth", namespace: login } }',
    'ingress.auth.url: expected a full name such as http://SERVICE.login.svc.cluster.local: the exposed service tries no endings',
    '',
  ],
  ['ingress: { trustedNetworks: [10.0.0.0/40] }', 'ingress.trustedNetworks.0: expected a network', 'got "10.0.0.0/40"'],
  [
    'ingress: { trustedNetworks: [0.0.0.0/0] }',
    'ingress.trustedNetworks.0: expected a network',
    'it is every address: name the proxies, or clients could name themselves',
  ],
  ['ingress: { annotations: [a] }', 'ingress.annotations: expected a map of annotations', 'got a list'],
  [
    'services: { cart: { scaling: { up: { window: 3601, every: 60, pods: 1 } } } }',
    'services.cart.scaling.up.window: expected seconds from 0 to 3600',
    'got 3601',
  ],
  [
    'services: { cart: { scaling: { up: { window: 0, every: 60 } } } }',
    'services.cart.scaling.up.percent: expected percent, pods or both',
    '',
  ],
  [
    'services: { orders: { scaling: { up: { window: 0, every: 60, pods: 1 } } } }',
    'services.orders.scaling: expected none beside a number of replicas',
    '',
  ],
  ['services: { cart: { replicas: { min: 0, max: 3 } } }', 'services.cart.replicas.min: expected a whole number from 1 to 1000', 'got 0'],
  [
    'services: { cart: { replicas: 1, volume: { size: 1Gi } } }',
    'services.cart.volume: expected no volume: it writes nothing to /data',
    '',
  ],
  ['machine: { memory: 8Gi }', 'machine: belongs to a laptop profile', ''],
  ['switches: { persist: true }', 'switches: belongs to a laptop profile', ''],
  ['services: { crt: { replicas: 1 } }', 'services.crt: unknown service, did you mean cart?', ''],
])('rejects %s', (text, expected, found) => {
  const lines = problems(`${text}\n`).join('\n');
  expect(lines).toContain(expected);
  expect(lines).toContain(found);
});

it.each([
  ['ingress: { auth: { url: "https://user:pa55@x.org" } }', 'ingress.auth.url: expected a URL'],
  [
    'services: { postgres: { backup: { bucket: { keys: AKIApa55 } } } }',
    'services.postgres.backup.bucket.keys: expected secret, pod-identity, or a map of annotation: a profile holds no keys',
  ],
])('does not repeat the secret in %s', (text, expected) => {
  const [line] = problems(`${text}\n`);
  expect(line).toContain(expected);
  expect(line).not.toContain('pa55');
});

it.each([
  'password: x',
  'services: { postgres: { backup: { apiKey: sk-1 } } }',
  'ingress: { auth: { clientSecret: x } }',
  'services: { cart: { openai_api_key: x } }',
])('rejects %s, because a profile holds no secrets, at its place', (text) => {
  expect(problems(`${text}\n`).join('\n')).toMatch(/^x\.yaml:3:\d+: [\w.]+: a profile holds no secrets: list secrets tells/m);
});

it('tells everything at once', () => {
  expect(
    problems('images: { cart: latest }\nnamespace: X\nservices: { cart: { minAvailable: 9 }, orders: { replicas: 1001 } }\n'),
  ).toHaveLength(4);
});

it('rejects fewer nodes than members that never share one', () => {
  expect(problems('nodes: [{ name: a, count: 1 }, { name: b, count: 1 }]\n').join('\n')).toContain(
    'nodes: expected at least 3 nodes that pods may run on, because members never share one (services.postgres.replicas: 3), got 2',
  );
  expect(problems('nodes: [{ name: a, count: 2 }]\n')).toHaveLength(1);
});

it.each(['*/15 2-4,22 1,15 JAN-MAR MON', '0 3 * * *', '59 23 31 12 6'])('takes the schedule %s', (schedule) => {
  expect(() => load(`services: { postgres: { backup: { schedule: '${schedule}' } } }`)).not.toThrow();
});

it.each(['daily', '0 24 * * *'])('does not take the schedule %s', (schedule) => {
  expect(problems(`services: { postgres: { backup: { schedule: ${schedule} } } }\n`)).toEqual([
    expect.stringContaining(`services.postgres.backup.schedule: expected five fields of cron such as "0 3 * * *", got "${schedule}"`),
  ]);
});

describe('an empty list', () => {
  it.each([
    ['apiServer: { cidrs: [] }', 'apiServer.cidrs: expected a list of 1 to 100 networks, got an empty list'],
    ['apiServer: { ports: [] }', 'apiServer.ports: expected a list of 1 to 20 ports, got an empty list'],
    ['ingress: { trustedNetworks: [] }', 'ingress.trustedNetworks: expected a list of 1 to 100 networks, got an empty list'],
    ['ingress: { auth: { networks: [] } }', 'ingress.auth.networks: expected a list of 1 to 100 networks, got an empty list'],
    [
      'services: { postgres: { backup: { bucket: { networks: [] } } } }',
      'services.postgres.backup.bucket.networks: expected a list of 1 to 100 networks',
    ],
    ['placement: { tolerations: [] }', 'placement.tolerations: expected a list of 1 to 50 taints, got an empty list'],
    ['placement: { tolerations: [{ effect: NoExecute }] }', 'placement.tolerations.0.key: expected '],
    ['placement: { pool: {} }', 'placement.pool: expected a map of key, value, required, got an empty map'],
  ])('is refused: %s', (text, expected) => {
    expect(problems(`${text}\n`).join('\n')).toContain(expected);
  });

  it('is no worse than one that is too long', () => {
    const cidrs = Array.from({ length: 101 }, (_, n) => `10.0.${n}.0/24`).join(', ');
    expect(problems(`apiServer: { cidrs: [${cidrs}] }\n`)).toEqual([expect.stringContaining('a list of 1 to 100 networks, got 101')]);
  });
});

describe('a number', () => {
  it.each([
    ['services: { cart: { replicas: 1001 } }', 'services.cart.replicas: expected a whole number from 1 to 1000, got 1001'],
    ['services: { cart: { replicas: 99999999999999 } }', 'services.cart.replicas: expected a whole number from 1 to 1000'],
    ['services: { cart: { replicas: { min: 1, max: 2147483648 } } }', 'services.cart.replicas.max: expected a whole number from 1 to 1000'],
    ['services: { cart: { replicas: { cpu: 1001 } } }', 'services.cart.replicas.cpu: expected a whole number from 1 to 1000, got 1001'],
    ['services: { postgres: { replicas: 11 } }', 'services.postgres.replicas: expected a whole number from 1 to 9, got 11'],
    ['services: { cart: { minAvailable: 2147483648 } }', 'services.cart.minAvailable: expected a whole number from 1 to 1000'],
    ['services: { cart: { scaling: { up: { window: 0, every: 1, percent: 1e9 } } } }', 'percent: expected a whole number from 1 to 1000'],
    ['services: { cart: { scaling: { up: { window: 0, every: 1, pods: 2147483648 } } } }', 'pods: expected a whole number from 1 to 1000'],
    ['nodes: [{ name: a, count: 10001 }]', 'nodes.0.count: expected a whole number from 1 to 10000, got 10001'],
    ['apiServer: { ports: [0] }', 'apiServer.ports.0: expected a port from 1 to 65535, got 0'],
    ['services: { cart: { cpu: { limit: 10001 } } }', 'services.cart.cpu.limit: expected at most 10000 CPUs, got 10001'],
    [
      'services: { cart: { memory: { limit: 97657Gi } } }',
      'services.cart.memory.limit: expected memory such as 512Mi or 1.5Gi, got "97657Gi"',
    ],
  ])('has an end: %s', (text, expected) => {
    const lines = problems(`${text}\n`);
    expect(lines).toHaveLength(1);
    expect(lines[0]).toContain(expected);
  });
});

describe('what is accepted nowhere', () => {
  const AUTH = 'ingress: { auth: { url: ';
  it.each([
    ['registry: user:hunter2@registry.example.com', 'registry: expected a registry', 'without a name and a password'],
    ['registry: a.b/../c', 'registry: expected a registry', 'got "a.b/../c"'],
    ['registry: a.b:99999', 'registry: expected a registry', 'a port is from 1 to 65535'],
    ['registry: mirror', 'registry: expected a registry', 'an owner on Docker Hub'],
    [`images: { cart: "v1sha256:${'a'.repeat(64)}" }`, 'images.cart: expected a tag', 'v1@sha256:'],
    ['namespace: kube-system', "namespace: expected a namespace of the deployment's own", 'the cluster'],
    ['namespace: default', "namespace: expected a namespace of the deployment's own", 'the cluster'],
    ['ingress: { namespace: shop }', 'ingress.namespace: expected another namespace', 'got shop'],
    ['monitoring: { namespace: shop }', 'monitoring.namespace: expected another namespace', ''],
    ['ingress: { host: shop.example.com. }', 'ingress.host: expected a host name', ''],
    ['ingress: { host: Shop.example.com }', 'ingress.host: expected a host name', ''],
    [`ingress: { host: ${'a'.repeat(64)}.example.com }`, 'ingress.host: expected a host name', ''],
    [`${AUTH}"http://10.0.0.1/auth" } }`, 'ingress.auth.networks: expected the networks of its url, which is at no public address', ''],
    [`${AUTH}"http://[fd00::1]/auth" } }`, 'ingress.auth.networks: expected the networks of its url', ''],
    [`${AUTH}"http://a.login.svc.cluster.local/auth" } }`, 'ingress.auth.namespace: expected the namespace', 'leads to, login'],
    [`${AUTH}"http://10.0.0.1/auth", networks: [192.168.0.0/16] } }`, 'ingress.auth.networks: expected networks that hold', '10.0.0.1'],
    [`${AUTH}"http://3232235777/auth" } }`, 'ingress.auth.url: expected a URL', 'an address is written out: 192.168.1.1'],
    [`${AUTH}"http://login/auth", networks: [10.0.0.0/8] } }`, 'ingress.auth.url: expected a full name', ''],
    [`${AUTH}"http://login.sso.svc/auth", networks: [10.0.0.0/8] } }`, 'ingress.auth.url: expected a full name', ''],
    [`${AUTH}"http://127.0.0.1/auth", networks: [127.0.0.0/8] } }`, 'ingress.auth.url: expected the address of the authentication', ''],
    [`${AUTH}"https://x.org:0/auth" } }`, 'ingress.auth.url: expected a URL', ''],
    [`${AUTH}"https://x.org/${'a'.repeat(2000)}" } }`, 'ingress.auth.url: expected a URL', 'at most 2000 characters'],
    [
      'ingress: { auth: { url: "http://a.login.svc.cluster.local/", namespace: login, networks: [10.0.0.0/8] } }',
      'ingress.auth.networks: expected none beside a namespace',
      '',
    ],
    ['ingress: { auth: { headers: { email: x-login-name } } }', 'ingress.auth.headers.email: expected another header than that of id', ''],
    ['ingress: { auth: { headers: { id: Content-Length } } }', 'ingress.auth.headers.id: expected the name of a header', 'something else'],
    [
      'services: { postgres: { backup: { bucket: { name: a..b } } } }',
      'services.postgres.backup.bucket.name: expected the name of a bucket',
      '',
    ],
    [
      'services: { postgres: { backup: { bucket: { name: 192.168.1.1 } } } }',
      'services.postgres.backup.bucket.name: expected the name of a bucket',
      'an address is no name',
    ],
    [
      'services: { postgres: { backup: { bucket: { endpoint: "http://localhost:9000", networks: [10.0.0.0/8] } } } }',
      'endpoint: expected the address of a store',
      '',
    ],
    [
      'services: { postgres: { backup: { bucket: { endpoint: "http://s3.example.org" } } } }',
      'services.postgres.backup.bucket.endpoint: expected https',
      '',
    ],
    ...[
      [
        'services: { postgres: { backup: { bucket: { endpoint: "http://169.254.169.254" } } } }',
        'services.postgres.backup.bucket.endpoint: expected the address of a store: ',
      ],
      [
        'services: { postgres: { backup: { bucket: { endpoint: "http://minio.shop.svc.cluster.local", networks: [10.0.0.0/8] } } } }',
        "services.postgres.backup.bucket.endpoint: expected another namespace than the deployment's own",
      ],
      [
        'services: { postgres: { backup: { bucket: { endpoint: "http://minio.storage:9000" } } } }',
        'services.postgres.backup.bucket.endpoint: expected a full name such as http://minio.storage.svc.cluster.local',
      ],
    ].map(([text, said]) => [text, said, ''] as [string, string, string]),
    [
      'services: { postgres: { backup: { bucket: { endpoint: "http://10.0.0.1:9000", networks: [192.168.0.0/16] } } } }',
      'bucket.networks: expected networks that hold',
      '10.0.0.1',
    ],
    ['ingress: { annotations: { "a.-b/c": x } }', 'expected an annotation key such as example.com/name', ''],
    ['ingress: { annotations: { kubernetes.io/ingress.class: nginx } }', 'expected none: Kubernetes refuses it beside className', ''],
    ['ingress: { annotations: { a: "\\ud800" } }', 'this text holds U+D800, which no file of YAML can hold', ''],
    ['ingress: { annotations: { a: "\\0" } }', 'this text holds U+0000', ''],
    [
      `ingress: { annotations: { a: ${'x'.repeat(262_144)} } }`,
      'ingress.annotations: expected annotations of 262144 bytes together',
      'got 262145',
    ],
    ['clusterDomain: cluster.local.', 'clusterDomain: expected a domain', ''],
    ['placement: { pool: { key: a, value: b c } }', 'placement.pool.value: expected a label value', 'got "b c"'],
    ['placement: { tolerations: [{ key: a, value: -b }] }', 'placement.tolerations.0.value: expected a taint value', ''],
    ['services: { postgres: { backup: { schedule: "0 3 31 2 *" } } }', 'schedule: expected five fields of cron', 'it never comes'],
  ])('%#: %s', (text, expected, more) => {
    const lines = problems(`${text}\n`);
    expect(lines).toHaveLength(1);
    expect(lines[0]).toContain(expected);
    expect(lines[0]).toContain(more);
    expect(lines[0]).not.toContain('hunter2');
  });
});

describe('what Kubernetes takes is taken', () => {
  it.each([...TAKEN, 'externalSecrets: { store: 1.vault, kind: SecretStore }'])('%s', (text) => {
    expect(() => load(`${text}\n`)).not.toThrow();
    expect(shopEditorSays(whole(`${text}\n`))).toEqual([]);
  });
});

describe('what Kubernetes refuses is refused', () => {
  it.each(['A', 'a_b', 'a..b', '-a', 'a.', 'n'.repeat(241), 'system', 'system-a', ''])('as the beginning of priorities: %s', (prefix) => {
    expect(problems(`priorities: { prefix: "${prefix}" }\n`)).toEqual([
      expect.stringMatching(/^x\.yaml:3:\d+: priorities\.prefix: expected the beginning of a name, /),
    ]);
  });

  it.each(REFUSED.map((row) => [row.path, row.written ?? row.valid, row] as const))('at %s instead of %s', (path, marked, row) => {
    const assign = (value: string): readonly string[] => [...(row.beside ?? []), `${path}=${value}`];
    const loaded = (value: string) => () =>
      loadProfile({
        file: 'x.yaml',
        cwd: scratch({ 'x.yaml': whole('') }),
        shapes: shopShapes,
        shipped: SHOP_PROFILES,
        assignments: assign(value),
      });
    expect(loaded(row.valid)).not.toThrow();
    const quoted = (text: string): string => (/^-?\d+$/.test(text) ? text : JSON.stringify(text));
    for (const text of row.refused)
      expect([
        text,
        problemsOf(loaded(row.valid === marked ? text : row.valid.replaceAll(new RegExp(`"?${marked}"?`, 'g'), quoted(text)))),
      ]).toEqual([text, [expect.stringContaining('expected')]]);
  });
});

describe('one fault is one line', () => {
  it('says of a misspelt key of a choice what it is, and no more', () => {
    expect(problems('services: { cart: { replicas: { mn: 2 } } }\n')).toEqual([
      'x.yaml:3:33: services.cart.replicas.mn: unknown key, did you mean min?',
    ]);
    expect(problems('version: 1.30\n')[0]).toContain('got 1.3 (without quotes 1.30 is the number 1.3)');
  });

  it.each([
    ['a profile without a target', 'restart: always\n', 'x.yaml:1:1: target: expected compose or kubernetes, got nothing'],
    ['a target that is nothing', 'target: docker\n', 'x.yaml:1:9: target: expected compose or kubernetes, got "docker"'],
  ])('%s', (_, text, expected) => {
    const cwd = scratch({ 'x.yaml': text });
    expect(problemsOf(() => loadProfile({ file: 'x.yaml', cwd, shapes: shopShapes }))).toEqual([expected]);
  });

  it.each([
    'services: { cart: { replicas: { min: 0, max: 0 }, minAvailable: 1 } }',
    'services: { postgres: { memory: 5, volume: { size: 1Gi } } }',
    'services: { postgres: { ttl: 5, loopWait: 300 } }',
    'services: { cart: { replicas: 1.5, scaling: { up: { window: 0, every: 1, pods: 1 } } } }',
    'services: { cart: { cpu: { request: 0, limit: 0.0001 } } }',
  ])('%s', (text) => {
    expectOneEach(problemsOf(() => load(`${text}\n`)));
  });
});

it('says what a profile lacks whose services are nothing', () => {
  const cwd = scratch({ 'x.yaml': 'target: kubernetes\nservices:\n' });
  expect(() => loadProfile({ file: 'x.yaml', cwd, shapes: shopShapes })).toThrow(InputError);
});
