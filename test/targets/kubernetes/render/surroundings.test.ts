import { secretsOf } from '../../../../lib/targets/kubernetes/plan/secrets';
import { imagesOf } from '../../../../lib/targets/kubernetes/render/images';
import { type Any, containersOf, find, objectsOf, ofKind, shopPlan, shopPlanOf } from '../../../support/cluster';
import { dataTierPlanOf } from '../../../support/data-tier';

/* What other clusters have otherwise: their DNS, load balancers, secret stores, registries, and rights of their pods. */

const objectsFrom = (text: string): readonly Any[] => objectsOf(shopPlanOf(`${text}\n`));
const policy = (objects: readonly Any[], name: string): Any => find(objects, 'NetworkPolicy', name).spec;
const both = (port: number): readonly Any[] => ['UDP', 'TCP'].map((protocol) => ({ port, protocol }));
const block = (cidr: string): Any => ({ ipBlock: { cidr } });
const inNamespace = (name: string): Any => ({ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': name } } });

describe('names are asked', () => {
  it('of the DNS of OpenShift, and nowhere else at its port', () => {
    const { egress } = policy(
      objectsFrom('dns: { namespace: openshift-dns, labels: { dns.operator.openshift.io/daemonset-dns: default }, ports: [5353] }'),
      'allow-dns',
    );
    expect(egress).toEqual([
      {
        to: [{ ...inNamespace('openshift-dns'), podSelector: { matchLabels: { 'dns.operator.openshift.io/daemonset-dns': 'default' } } }],
        ports: both(5353),
      },
      { to: [block('169.254.20.10/32'), block('169.254.169.254/32')], ports: both(53) },
    ]);
  });

  it.each([
    ['169.254.169.254/32', '"fd00:ec2::253/128"'],
    ['169.254.0.0/16', '"fe80::/10"'],
    ['128.0.0.0/1', '"fc00::/7"'],
  ])('of %s and %s at port 53 alone, because the metadata of a cloud is there too', (v4, v6) => {
    const { egress } = policy(objectsFrom(`dns: { cidrs: [10.0.0.10/32, ${v4}, ${v6}], ports: [80, 5353] }`), 'allow-dns');
    const portsOf = (cidr: string): Any => egress.find(({ to }: Any) => to.some((peer: Any) => peer.ipBlock?.cidr === cidr)).ports;
    for (const cidr of [v4, JSON.parse(v6)]) expect(portsOf(cidr)).toEqual(both(53));
    expect(portsOf('10.0.0.10/32')).toEqual([...both(80), ...both(5353)]);
  });
});

describe('the edge is reached', () => {
  const from = (text: string): Any => policy(objectsFrom(`ingress: ${text}`), 'shop-cart').ingress[0].from;

  it.each([
    ['from pods', '{ namespace: in }', [inNamespace('in')]],
    ['from addresses', '{ namespace: null, cidrs: [10.0.0.0/16, "fd00::/64"] }', [block('10.0.0.0/16'), block('fd00::/64')]],
    ['from both', '{ namespace: in, cidrs: [10.0.0.0/16] }', [inNamespace('in'), block('10.0.0.0/16')]],
  ])('%s', (_, text, expected) => {
    expect(from(text)).toEqual([...expected, inNamespace('monitoring')]);
  });

  it('by nobody else: no other policy has them', () => {
    const objects = objectsFrom('ingress: { namespace: in, cidrs: [10.0.0.0/16] }');
    const names = ofKind(objects, 'NetworkPolicy')
      .filter(({ spec }) => /10\.0\.0\.0\/16|"in"/.test(JSON.stringify(spec.ingress ?? [])))
      .map(({ metadata }) => metadata.name);
    expect(names).toEqual(['shop-cart']);
  });
});

describe('solvers of HTTP-01', () => {
  const plain = objectsFrom('');
  const solving = objectsFrom('ingress: { http01Solvers: true, cidrs: [10.0.0.0/16] }');

  it('are reached by whoever reaches the edge, at their port, and ask nobody', () => {
    expect(policy(solving, 'allow-http01-solvers')).toEqual({
      podSelector: { matchLabels: { 'acme.cert-manager.io/http01-solver': 'true' } },
      policyTypes: ['Ingress'],
      ingress: [
        {
          from: [...policy(plain, 'shop-cart').ingress[0].from.slice(0, 1), block('10.0.0.0/16')],
          ports: [{ port: 8089, protocol: 'TCP' }],
        },
      ],
    });
  });

  it.each([
    ['one host', '', 2],
    ['two hosts', ', hosts: [{ host: two.example.com, tlsSecret: two }]', 4],
  ])('have room beside everything else, each twice: of %s', (_, hosts, solvers) => {
    const hard = (text: string): Any => find(objectsFrom(text), 'ResourceQuota', 'shop').spec.hard;
    const [some, none] = [hard(`ingress: { http01Solvers: true${hosts} }`), hard(`ingress: { http01Solvers: false${hosts} }`)];
    expect(Number(some.pods) - Number(none.pods)).toBe(solvers);
    for (const side of ['requests', 'limits']) {
      const mebibytes = ({ [`${side}.memory`]: amount }: Any): number => Number.parseFloat(amount);
      expect(mebibytes(some) - mebibytes(none)).toBe(solvers * 64);
    }
  });

  it('are expected by nobody who does not say so', () => {
    expect(JSON.stringify(plain)).not.toContain('acme');
  });
});

describe('the names of external secrets', () => {
  const keysOf = (text: string): readonly string[] => [
    ...new Set<string>(
      ofKind(objectsFrom(`externalSecrets: { store: s, kind: ClusterSecretStore${text} }`), 'ExternalSecret').flatMap(({ spec }) =>
        spec.data.map(({ remoteRef }: Any) => remoteRef.key),
      ),
    ),
  ];
  const names = secretsOf(shopPlan()).map(({ name }) => name);

  it('are asked of the store that the profile names, by the operator that keeps the Secret', () => {
    const { spec } = find(objectsFrom('externalSecrets: { store: s, kind: ClusterSecretStore }'), 'ExternalSecret', names[0] ?? '');
    expect(spec).toMatchObject({
      secretStoreRef: { name: 's', kind: 'ClusterSecretStore' },
      target: { name: names[0], creationPolicy: 'Owner' },
      refreshInterval: '1h',
    });
  });

  it.each([
    ['', /^shop-[0-9A-Za-z-]{1,115}$/],
    [', prefix: Team-1', /^Team-1-[0-9A-Za-z-]+$/],
    [`, prefix: ${'a'.repeat(63)}`, /^[0-9A-Za-z-]{1,127}$/],
    [`, separator: _, prefix: ${'a_'.repeat(95)}`, /^[0-9A-Za-z_-]{1,255}$/],
    [', separator: /', /^shop\/[0-9A-Za-z-]+$/],
    [', separator: /, prefix: teams/a', /^teams\/a\/[0-9A-Za-z-]+$/],
  ])('are taken by the stores of that separator%s', (text, taken) => {
    const keys = keysOf(text);
    expect(keys).toHaveLength(names.length);
    for (const key of keys) expect(key).toMatch(taken);
  });

  it("are no other namespace's, whatever the namespaces are called: no name ends as another one", () => {
    const pairs = names.flatMap((name) => names.filter((other) => name.endsWith(`-${other}`)).map((other) => [name, other]));
    expect(pairs).toEqual([]);
  });
});

describe('images', () => {
  const imagesFrom = (text: string): readonly string[] => [...new Set(containersOf(objectsFrom(text)).map(({ image }) => image))].sort();

  it('come from the registry that stands in for their own', () => {
    const images = imagesFrom('registries: { ghcr.io: mirror.test/gh, docker.io: cache.test:5000 }');
    for (const image of images) expect(image).toMatch(/^(mirror\.test\/gh\/(example|zalando)|cache\.test:5000\/example)\//);
    expect(images).toContain('cache.test:5000/example/shop-shipper:0.9.0');
    expect(images).toHaveLength(imagesFrom('').length);
  });

  it('are found in a mirror of Docker Hub where its own images are: below library', () => {
    const images = containersOf(objectsOf(dataTierPlanOf('registries: { docker.io: cache.test }\n'))).map(({ image }) => image);
    expect(images).toEqual(expect.arrayContaining(['cache.test/library/redis:7.2.16-alpine', 'cache.test/chromadb/chroma:0.6.3']));
  });

  it('come from their own where nothing stands in for it, or from the registry of all', () => {
    const own = imagesFrom('registries: { docker.io: cache.test }');
    expect(own.filter((image) => image.startsWith('ghcr.io/'))).toHaveLength(4);
    const rest = imagesFrom('registries: { docker.io: cache.test }\nregistry: all.test');
    for (const image of rest) expect(image).toMatch(/^(cache|all)\.test\//);
  });

  it('are listed with their source where something stands in for it', () => {
    const images = imagesOf(shopPlanOf('registries: { docker.io: cache.test }\n'));
    expect(images).toHaveLength(5);
    for (const { image, source } of images)
      expect([image, source]).toEqual([
        image,
        image.startsWith('cache.test/') ? image.replace(/^cache\.test\/(library\/)?/, '') : undefined,
      ]);
  });

  it.each(['registry: a.test', 'registries: { docker.io: a.test, ghcr.io: a.test }'])('stay as many with %s: no two become one', (text) => {
    expect(imagesFrom(text)).toHaveLength(imagesFrom('').length);
  });
});

describe('EKS Pod Identity', () => {
  const AGENT = { to: [block('169.254.170.23/32'), block('fd00:ec2::23/128')], ports: [{ port: 80, protocol: 'TCP' }] };
  const users = (objects: readonly Any[]): readonly string[] =>
    ofKind(objects, 'NetworkPolicy')
      .filter(({ spec }) => JSON.stringify(spec).includes('169.254.170.23'))
      .map(({ metadata }) => metadata.name);

  const IDENTITY = 'services: { postgres: { backup: { bucket: { keys: pod-identity } } } }';

  it('is reached by those whose bucket it opens', () => {
    const objects = objectsFrom(IDENTITY);
    expect(users(objects)).toEqual(['postgres']);
    expect(policy(objects, 'postgres').egress).toContainEqual(AGENT);
  });

  it('needs no key and no annotation', () => {
    const objects = objectsFrom(IDENTITY);
    const [{ env }] = find(objects, 'StatefulSet', 'postgres').spec.template.spec.containers;
    expect(JSON.stringify(env)).not.toContain('AWS_ACCESS');
    expect(find(objects, 'ServiceAccount', 'postgres').metadata.annotations).toBeUndefined();
  });

  it('is reached by nobody else', () => {
    expect(users(objectsFrom(''))).toEqual([]);
  });
});

it('opens the metadata of a cloud to nobody, in either family', () => {
  const text =
    'services: { postgres: { backup: { bucket: { keys: pod-identity } } } }\ndns: { cidrs: [169.254.0.0/16, "fd00:ec2::/32"] }\ningress: { http01Solvers: true }';
  const rules = ofKind(objectsFrom(text), 'NetworkPolicy').flatMap(({ spec }) => spec.egress ?? []);
  const open = rules.filter(({ to }: Any) =>
    to.some(({ ipBlock }: Any) => /^(169\.254\.(0\.0\/16|169)|fd00:ec2::(\/|254))/.test(ipBlock?.cidr ?? '')),
  );
  expect(open.map(({ ports }: Any) => ports)).toEqual([both(53)]);
});

it('says of both families what it says of one: where all of one are meant, all of the other are', () => {
  for (const { spec } of ofKind(objectsFrom(''), 'NetworkPolicy'))
    for (const peers of [...(spec.egress ?? []).map(({ to }: Any) => to), ...(spec.ingress ?? []).map(({ from }: Any) => from)]) {
      const cidrs = peers.flatMap(({ ipBlock }: Any) => ipBlock?.cidr ?? []);
      expect(cidrs.includes('0.0.0.0/0')).toBe(cidrs.includes('::/0'));
    }
});
