import { type Mount, scratch } from '../../../../lib/model/pod';
import type { Service } from '../../../../lib/model/service';
import { allSecretsOf } from '../../../../lib/targets/kubernetes/plan/secrets';
import { clusterOf } from '../../../../lib/targets/kubernetes/render/cluster';
import { endingTls } from '../../../../lib/targets/kubernetes/render/direct';
import { type Any, find, objectsOf, ofKind, shopPlan, shopPlanOf } from '../../../support/cluster';
import { openings } from '../../../support/openness';

const direct = (ingress = ''): string =>
  `platform: { ingress: direct }\ningress: { className: null, namespace: null${ingress && `, ${ingress}`} }\n`;
const objectsFrom = (text: string): readonly Any[] => objectsOf(shopPlanOf(text));
const policy = (objects: readonly Any[], name: string): Any => find(objects, 'NetworkPolicy', name).spec;
const block = (cidr: string): Any => ({ ipBlock: { cidr } });
const inNamespace = (name: string): Any => ({ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': name } } });
const CART = { podSelector: { matchLabels: { 'app.kubernetes.io/name': 'shop-cart', 'app.kubernetes.io/component': 'service' } } };
const SOLVERS = { 'acme.cert-manager.io/http01-solver': 'true' };

/** Who may come in, by port. */
const admitted = (objects: readonly Any[]): Any =>
  Object.fromEntries(policy(objects, 'shop-cart').ingress.flatMap(({ from, ports }: Any) => ports.map(({ port }: Any) => [port, from])));

const objects = objectsFrom(direct());
const pod = (from: readonly Any[]): Any => find(from, 'Deployment', 'shop-cart').spec.template.spec;

describe('an exposed service that ends TLS itself', () => {
  it('is the load balancer, and has no Ingress', () => {
    expect(ofKind(objects, 'Ingress')).toEqual([]);
    expect(find(objects, 'Service', 'shop-cart').spec).toEqual({
      type: 'LoadBalancer',
      externalTrafficPolicy: 'Local',
      selector: CART.podSelector.matchLabels,
      ports: [
        { name: 'web', port: 80, targetPort: 'web', protocol: 'TCP' },
        { name: 'https', port: 443, targetPort: 'https', protocol: 'TCP' },
      ],
    });
    expect(ofKind(objects, 'Service').filter(({ spec }) => spec.type === 'LoadBalancer')).toHaveLength(1);
  });

  it('has what a cloud reads on it', () => {
    const { metadata, spec } = find(
      objectsFrom(direct('loadBalancer: { annotations: { a/b: c }, class: cloud.example.com/nlb, clients: [10.0.0.0/8, "fd00::/8"] }')),
      'Service',
      'shop-cart',
    );
    expect(metadata.annotations).toEqual({ 'a/b': 'c' });
    expect(spec).toMatchObject({ loadBalancerClass: 'cloud.example.com/nlb', loadBalancerSourceRanges: ['10.0.0.0/8', 'fd00::/8'] });
  });

  it('admits everybody where users arrive, and says so', () => {
    const monitoring = inNamespace('monitoring');
    expect(admitted(objects)).toEqual({
      8000: [monitoring],
      8001: [block('0.0.0.0/0'), block('::/0'), monitoring],
      8443: [block('0.0.0.0/0'), block('::/0'), monitoring],
    });
    // Nothing else in the whole cluster is open, and these are only because the load balancer is.
    expect(openings(objects)).toEqual([]);
    const closed = objects.filter(({ kind, spec }) => kind !== 'Service' || spec.type !== 'LoadBalancer');
    expect(openings(closed)).toHaveLength(2);
  });

  it.each([
    ['clients: [10.1.0.0/16]', '10.1.0.0/16'],
    ['proxyProtocol: [10.2.0.0/16]', '10.2.0.0/16'],
    // The load balancer looks at the clients. What reaches a pod are its own connections.
    ['clients: [10.1.0.0/16], proxyProtocol: [10.2.0.0/16]', '10.2.0.0/16'],
  ])('admits those of %s alone', (said, cidr) => {
    const some = admitted(objectsFrom(direct(`loadBalancer: { ${said} }`)));
    for (const port of [8001, 8443]) expect(some[port]).toEqual([block(cidr), inNamespace('monitoring')]);
  });

  it('has at least two replicas, apart from one another, of which one stays', () => {
    expect(find(objects, 'HorizontalPodAutoscaler', 'shop-cart').spec.minReplicas).toBe(2);
    expect(find(objects, 'PodDisruptionBudget', 'shop-cart').spec.minAvailable).toBeGreaterThan(0);
    expect(pod(objects).topologySpreadConstraints).toHaveLength(2);
  });

  it('goes on serving until a load balancer has seen that it stops, and then finishes what it has begun', () => {
    const before = pod(objectsOf(shopPlan()));
    const sleeps = ({ containers: [{ lifecycle }] }: Any): number => Number(lifecycle.preStop.exec.command[1]);
    expect([sleeps(before), sleeps(pod(objects))]).toEqual([10, 30]);
    expect(pod(objects).terminationGracePeriodSeconds).toBe(before.terminationGracePeriodSeconds + 20);
  });

  it('listens where users arrive', () => {
    const ports = (from: readonly Any[]) => pod(from).containers[0].ports.map(({ name }: Any) => name);
    expect(ports(objects)).toEqual(['http', 'web', 'https']);
    expect(ports(objectsOf(shopPlan()))).toEqual(['http']);
  });
});

describe('the certificates of an exposed service', () => {
  const mounted = (from: readonly Any[]): readonly [mount: Any, volume: Any] => {
    const { containers, volumes } = pod(from);
    const mount = containers[0].volumeMounts.find(({ mountPath }: Any) => mountPath === '/etc/certificates');
    return [mount, volumes.find(({ name }: Any) => name === mount.name)];
  };
  const items = (secret: string) => ['tls.crt', 'tls.key'].map((key) => ({ key, path: `${secret}/${key}` }));

  it('are a folder that a kubelet keeps up to date: never a part of one', () => {
    const [mount, volume] = mounted(objects);
    expect(mount).toEqual({ name: 'certificates', mountPath: '/etc/certificates', readOnly: true });
    expect(volume.secret).toEqual({ secretName: 'shop-tls', items: items('shop-tls') });
  });

  it('are there beside what else is mounted, or alone, in the first container of its pods', () => {
    const plan = shopPlanOf(direct());
    const cluster = clusterOf(plan);
    const [cart] = plan.services.flatMap(({ service }) => (service.kind === 'cart' ? service : [])) as [Service];
    const container = { name: 'a', command: ['a'], environment: {}, probes: {} } as const;
    const mounts = (...some: readonly Mount[]) =>
      endingTls(
        { containers: [{ ...container, ...(some.length === 0 ? {} : { mounts: some }) }, container] },
        cart,
        cluster,
      ).containers.map((one) => (one.mounts ?? []).map(({ at }) => at));
    expect(mounts()).toEqual([['/etc/certificates'], []]);
    expect(mounts(scratch('/tmp'))).toEqual([['/tmp', '/etc/certificates'], []]);
  });

  it('are in a folder for each Secret, each mounted once', () => {
    const hosts = 'hosts: [{ host: a.example.org, tlsSecret: a-tls }, { host: b.example.org, tlsSecret: shop-tls }]';
    const [, volume] = mounted(objectsFrom(direct(hosts)));
    expect(volume.projected.sources).toEqual(['shop-tls', 'a-tls'].map((name) => ({ secret: { name, items: items(name) } })));
    const certificates = allSecretsOf(shopPlanOf(direct(hosts))).filter(({ purpose }) => purpose === 'certificate');
    expect(certificates.map(({ name, keys }) => [name, keys[0]?.holds, keys[0]?.consumers])).toEqual([
      ['shop-tls', expect.stringContaining('of shop.example.com and b.example.org and those'), ['shop-cart']],
      ['a-tls', expect.stringContaining('of a.example.org and those'), ['shop-cart']],
    ]);
    for (const { keys } of certificates) expect(keys[0]?.rotation).toContain('No pod restarts');
  });

  it('may be missing only where they come through the service itself', () => {
    expect(JSON.stringify(objects)).not.toContain('"optional"');
    expect(mounted(objectsFrom(direct('http01Solvers: true')))[1].secret.optional).toBe(true);
  });
});

describe('solvers of HTTP-01 behind a service that ends TLS itself', () => {
  const solving = objectsFrom(direct('http01Solvers: true'));

  it('are found by a name of their own, whatever cert-manager calls them', () => {
    const { metadata, spec } = find(solving, 'Service', 'http01-solvers');
    expect(metadata).toMatchObject({ namespace: 'shop', labels: { 'app.kubernetes.io/part-of': 'shop' } });
    // A check of manifests would say that it selects no pod.
    expect(Object.values(metadata.annotations).join()).toContain('cert-manager');
    expect(spec).toEqual({
      clusterIP: 'None',
      selector: SOLVERS,
      ports: [{ name: 'http', port: 8089, targetPort: 8089, protocol: 'TCP' }],
    });
  });

  it('are reached from it alone', () => {
    expect(policy(solving, 'allow-http01-solvers').ingress).toEqual([{ from: [CART], ports: [{ port: 8089, protocol: 'TCP' }] }]);
    expect(policy(solving, 'shop-cart').egress).toContainEqual({
      to: [{ podSelector: { matchLabels: SOLVERS } }],
      ports: [{ port: 8089, protocol: 'TCP' }],
    });
  });

  it('are asked by cert-manager first, from wherever it runs, without TLS only', () => {
    expect(admitted(solving)[8001]).toContainEqual({ namespaceSelector: {} });
    expect(admitted(solving)[8443]).not.toContainEqual({ namespaceSelector: {} });
  });

  it('are expected by nobody who does not say so', () => {
    expect(JSON.stringify(objects)).not.toMatch(/acme|solver/);
  });
});

describe('several hosts behind an ingress controller', () => {
  it('are rules of one Ingress, each with its certificate', () => {
    const { spec } = find(objectsFrom('ingress: { hosts: [{ host: a.example.org, tlsSecret: a-tls }] }'), 'Ingress', 'shop-cart');
    expect(spec.tls).toEqual([
      { hosts: ['shop.example.com'], secretName: 'shop-tls' },
      { hosts: ['a.example.org'], secretName: 'a-tls' },
    ]);
    expect(spec.rules.map(({ host }: Any) => host)).toEqual(['shop.example.com', 'a.example.org']);
  });
});

describe('a Gateway', () => {
  const GATEWAY = 'className: null, tlsSecret: null, gateway: { name: public, namespace: gateways';

  it('leads to the exposed service by an HTTPRoute, and to nothing else', () => {
    const routed = objectsFrom(`ingress: { ${GATEWAY}, section: https }, hosts: [{ host: a.example.org }], annotations: { a: b } }`);
    expect(ofKind(routed, 'Ingress')).toEqual([]);
    const { apiVersion, metadata, spec } = find(routed, 'HTTPRoute', 'shop-cart');
    expect([apiVersion, metadata.annotations]).toEqual(['gateway.networking.k8s.io/v1', { a: 'b' }]);
    expect(spec).toEqual({
      parentRefs: [{ name: 'public', namespace: 'gateways', sectionName: 'https' }],
      hostnames: ['shop.example.com', 'a.example.org'],
      rules: [{ matches: [{ path: { type: 'PathPrefix', value: '/' } }], backendRefs: [{ name: 'shop-cart', port: 8000 }] }],
    });
    expect(allSecretsOf(shopPlanOf(`ingress: { ${GATEWAY} } }`)).map(({ purpose }) => purpose)).not.toContain('certificate');
  });

  it('changes nothing but the Ingress', () => {
    const without = (from: readonly Any[]) => from.filter(({ kind }) => kind !== 'Ingress' && kind !== 'HTTPRoute');
    expect(without(objectsFrom(`ingress: { ${GATEWAY} } }`))).toEqual(without(objectsOf(shopPlan())));
  });
});

it('turned back to an ingress controller leaves nothing of it behind', () => {
  expect(objectsFrom('platform: { ingress: existing }')).toEqual(objectsOf(shopPlan()));
});
