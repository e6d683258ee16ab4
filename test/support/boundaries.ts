/** Values at the edge of what Kubernetes takes, as lines of a profile that extends the `cluster` of the shop: each is taken by us and by it. */
export const TAKEN = [
  'namespace: 1abc',
  'namespace: "1"',
  'namespace: system-a',
  'priorities: { prefix: 1.a, yields: true }',
  `priorities: { prefix: ${'p'.repeat(240)} }`,
  'clusterScoped: { priorityClasses: true }',
  `namespace: ${'n'.repeat(63)}`,
  'ingress: { className: internal.nginx, tlsSecret: shop.example.org, namespace: kube-system }',
  `ingress: { host: ${['a', 'b', 'c'].map((letter) => letter.repeat(63)).join('.')}.${'d'.repeat(59)}.x }`,
  'pullSecret: my.pull.secret',
  'services: { search: { volume: { class: gp3.csi.example.com } } }',
  'clusterDomain: k8s',
  `clusterDomain: ${['a', 'b'].map((letter) => letter.repeat(63)).join('.')}`,
  'ingress: { auth: { url: "http://[fd00::1]:4180/auth", networks: [fd00::/8] } }',
  'ingress: { auth: { url: "http://10.0.0.1/auth", networks: [10.0.0.0/8] } }',
  'ingress: { auth: { url: "http://login.corp.internal/auth", networks: [10.0.0.0/8] } }',
  'ingress: { auth: { url: "http://p.login.svc.cluster.local:65535/auth", namespace: login } }',
  `ingress: { auth: { url: "https://x.org/${'a'.repeat(1986)}" } }`,
  `ingress: { auth: { headers: { id: X${'a'.repeat(63)} } } }`,
  'ingress: { annotations: { A_b.c: "", example.com/A: "a\\u0085b\\ud83d\\ude00\\u2028\\n\\t# x: y\\n" } }',
  `ingress: { annotations: { ${'p'.repeat(253)}/${'n'.repeat(63)}: x } }`,
  `ingress: { annotations: { a: ${'x'.repeat(262_143)} } }`,
  'ingress: { annotations: { y: x, on: x, "1a": x, 1.2.3: x, x/true: x, x/1: x } }',
  'placement: { pool: { key: kubernetes.io/os, value: "" }, tolerations: [{ key: a }, { key: b/c, value: d, effect: NoExecute }] }',
  `placement: { pool: { key: ${'p'.repeat(253)}/${'n'.repeat(63)}, value: ${'v'.repeat(63)} } }`,
  'apiServer: { cidrs: [10.0.0.0/8, FD00::/8, 0.0.0.0/1, "8000::/1"], ports: [1, 65535] }',
  'services: { cart: { replicas: 1000, cpu: { request: 0.001, limit: 10000 }, memory: { limit: 97656Gi } } }',
  'services: { cart: { replicas: { min: 1, max: 1000, cpu: 1000 }, scaling: { up: { window: 3600, every: 1800, percent: 1000, pods: 1000 } } } }',
  'nodes: [{ name: a, count: 9 }]\nservices: { postgres: { replicas: 9, ttl: 600 }, search: { replicas: 9 } }',
  'services: { postgres: { backup: { schedule: "*/15 2-4,22 1,15 JAN-MAR MON", fullBackups: 3650 } } }',
  'services: { postgres: { backup: { schedule: "0 0 29 2 *" } } }',
  'services: { postgres: { backup: { schedule: "5/15 0 31 2 SUN-SAT/2" } } }',
  `images: { cart: ${'t'.repeat(128)}, orders: "1.0@sha256:${'0'.repeat(64)}" }`,
  'registry: registry.example.com:5000/a_b/c--d',
  'services: { cart: { environment: { A: "", _b1: "$(HOME) $$ $5\\n\\u0085" } }, search: { environment: { A: x } }, shipper: { environment: { A: x } } }',
  `services: { cart: { environment: { ${'N'.repeat(256)}: ${'x'.repeat(8192)} } } }`,
  'registries: { docker.io: localhost:5000, ghcr.io: a.b/c }',
  'dns: { namespace: openshift-dns, labels: { dns.operator.openshift.io/daemonset-dns: default }, ports: [5353] }',
  'dns: { labels: { a: "", b: "1", c: "true" }, ports: [1, 65535], cidrs: [10.0.0.0/8, "fd00:ec2::/32", 169.254.0.0/16] }',
  'ingress: { cidrs: [10.0.0.0/8, "fd00::/8"], http01Solvers: true }',
  'ingress: { namespace: null, cidrs: [10.0.0.10/32] }',
  'services: { postgres: { backup: { bucket: { keys: pod-identity } } } }',
  'ingress: { hosts: [{ host: a.example.org, tlsSecret: a.b }] }',
  ...[
    'hosts: [{ host: a.example.org, tlsSecret: shop-tls }], hsts: { maxAge: 63072000, subdomains: true }, requestsPerAddress: 100000',
    'http01Solvers: true, trustedNetworks: [10.0.0.0/8]',
    `loadBalancer: { class: ${'p'.repeat(253)}/${'n'.repeat(63)}, annotations: { a/b: "" }, clients: [10.0.0.0/8, "fd00::/8"] }`,
    'loadBalancer: { class: nlb, proxyProtocol: [10.0.0.0/8, "fd00::/8"] }',
  ].map((said) => `platform: { ingress: direct }\ningress: { className: null, namespace: null, ${said} }`),
] as const;

/** A place of a profile, what stands there in a valid one, and what Kubernetes refuses there: so do we. */
export interface RefusedAt {
  readonly path: string;
  readonly valid: string;
  /** How the valid value is found in the objects. @default - as it is written in the profile */
  readonly written?: string;
  readonly refused: readonly string[];
  /** Where it stands only if this is in the profile as well. @default - nothing else is needed */
  readonly beside?: readonly string[];
}

const KEYS = ['a..b/c', 'a.-b/c', 'a/b/c', '-a', 'a_', '/a', 'a/', `${'p'.repeat(254)}/n`, `p/${'n'.repeat(64)}`];
const NAMES = ['A', 'a_b', 'a..b', '-a', 'a.', 'a b', 'n'.repeat(254)];

const DIRECT = ['platform.ingress=direct', 'ingress.className=null', 'ingress.namespace=null'];

export const REFUSED: readonly RefusedAt[] = [
  { path: 'namespace', valid: 'zmarkz', refused: ['A', 'a.b', 'a_b', '-a', 'n'.repeat(64)] },
  { path: 'ingress.className', valid: 'zmarkz', refused: NAMES },
  { path: 'ingress.tlsSecret', valid: 'zmarkz', refused: NAMES },
  { path: 'ingress.loadBalancer.class', valid: 'zmarkz', refused: KEYS, beside: DIRECT },
  { path: 'ingress.loadBalancer.annotations', valid: '{"zmarkz": "x"}', written: 'zmarkz', refused: KEYS, beside: DIRECT },
  {
    path: 'ingress.hosts',
    valid: '[{host: zmarkz.example.com, tlsSecret: a}]',
    written: 'zmarkz.example.com',
    refused: ['A.b', 'a..b', 'a_b.c'],
  },
  { path: 'ingress.host', valid: 'zmarkz.example.com', refused: ['A.b', 'a..b', '10.0.0.1', 'a.b.', 'a_b.c', `${'a.'.repeat(127)}b`] },
  { path: 'ingress.annotations', valid: '{"zmarkz": "x"}', written: 'zmarkz', refused: KEYS },
  { path: 'placement.pool', valid: '{key: zmarkz, value: x}', written: 'zmarkz', refused: KEYS },
  { path: 'placement.tolerations', valid: '[{key: zmarkz}]', written: 'zmarkz', refused: KEYS },
  {
    path: 'services.orders.volume.class',
    valid: 'zmarkz',
    refused: NAMES,
    beside: ['services.orders.replicas=1', 'services.orders.minAvailable=null', 'services.orders.volume.size=1Gi'],
  },
  {
    path: 'services.postgres.backup.schedule',
    valid: '7 7 7 7 *',
    refused: [
      '5-1 * * * *',
      '0 0 * * FRI-MON',
      '*/0 * * * *',
      '60 * * * *',
      '0 24 * * *',
      '0 0 * * 7',
      '0 0 0 * *',
      '0 0 * 13 *',
      '0 3 * *',
      'daily',
    ],
  },
  {
    path: 'apiServer.cidrs',
    valid: '[10.11.12.0/24]',
    written: '10.11.12.0/24',
    refused: ['10.0.0.256/8', '10.0.0.0/33', '10.0.0.0', 'x/8', '::/129'],
  },
  { path: 'apiServer.ports', valid: '[6444]', written: '6444', refused: ['0', '65536', '-1'] },
  {
    path: 'services.cart.replicas',
    valid: '{min: 2, max: 997}',
    written: '997',
    refused: ['0', '2147483648', '1'],
  },
  {
    path: 'services.cart.scaling.up',
    valid: '{window: 3599, every: 1799, pods: 1}',
    written: '3599',
    refused: ['3601', '-1'],
  },
  { path: 'services.cart.scaling.up', valid: '{window: 3599, every: 1799, pods: 1}', written: '1799', refused: ['1801', '0'] },
  { path: 'services.cart.scaling.up', valid: '{window: 0, every: 1, percent: 998}', written: '998', refused: ['0', '2147483648'] },
];
