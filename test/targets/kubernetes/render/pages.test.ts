import { allSecretsOf } from '../../../../lib/targets/kubernetes/plan/secrets';
import { clusterOf } from '../../../../lib/targets/kubernetes/render/cluster';
import { type Any, find, objectsOf, ofKind, shopPlanOf } from '../../../support/cluster';

const FULL = 'platform: { monitoring: full }\nmonitoring: { namespace: null }\n';
const SHOWN = `${FULL}ingress: { pages: { watch: { host: watch.example.com, tlsSecret: watch-tls } } }\n`;
const DIRECT = SHOWN.replace('{ monitoring: full', '{ ingress: direct, monitoring: full').replace(
  '{ pages',
  '{ className: null, namespace: null, pages',
);

const [without, shown, direct] = [FULL, SHOWN, DIRECT].map((text) => objectsOf(shopPlanOf(text))) as [Any[], Any[], Any[]];
const key = ({ kind, metadata }: Any): string => `${kind}/${metadata.namespace}/${metadata.name}`;
const rulesOf = (objects: readonly Any[], name: string, direction: 'ingress' | 'egress'): readonly Any[] =>
  find(objects, 'NetworkPolicy', name).spec[direction];

it('changes nothing else', () => {
  const before = new Map(without.map((one) => [key(one), JSON.stringify(one)]));
  const changed = shown.filter((one) => before.get(key(one)) !== JSON.stringify(one)).map(key);
  expect(changed).toEqual(['NetworkPolicy/shop/shop-cart', 'Ingress/shop/shop-cart', 'NetworkPolicy/shop-watch/shop-watch']);
  expect(shown.map(key)).toEqual(without.map(key));
});

it('lets the exposed service reach the page in its namespace, at both ends and at its port alone', () => {
  const to = { podSelector: { matchLabels: { 'app.kubernetes.io/name': 'shop-watch', 'app.kubernetes.io/component': 'service' } } };
  const from = { podSelector: { matchLabels: { 'app.kubernetes.io/name': 'shop-cart', 'app.kubernetes.io/component': 'service' } } };
  const inNamespace = (name: string): Any => ({ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': name } } });
  const ports = [{ protocol: 'TCP', port: 9000 }];
  for (const objects of [shown, direct]) {
    expect(rulesOf(objects, 'shop-cart', 'egress')).toContainEqual({ to: [{ ...inNamespace('shop-watch'), ...to }], ports });
    expect(rulesOf(objects, 'shop-watch', 'ingress')).toEqual([{ from: [{ ...inNamespace('shop'), ...from }], ports }]);
  }
  expect(rulesOf(without, 'shop-watch', 'ingress')).toBeUndefined();
  expect(JSON.stringify(rulesOf(without, 'shop-cart', 'egress'))).not.toContain('shop-watch');
});

it('leads its host to the exposed service, with an Ingress and with an HTTPRoute', () => {
  const { rules, tls } = find(shown, 'Ingress', 'shop-cart').spec;
  expect(rules.map(({ host, http }: Any) => [host, http.paths[0].backend.service.name])).toEqual([
    ['shop.example.com', 'shop-cart'],
    ['watch.example.com', 'shop-cart'],
  ]);
  expect(tls).toContainEqual({ hosts: ['watch.example.com'], secretName: 'watch-tls' });
  const gateway = SHOWN.replace(', tlsSecret: watch-tls', '').replace(
    '{ pages',
    '{ className: null, tlsSecret: null, gateway: { name: a, namespace: b }, pages',
  );
  expect(find(objectsOf(shopPlanOf(gateway)), 'HTTPRoute', 'shop-cart').spec.hostnames).toEqual(['shop.example.com', 'watch.example.com']);
  expect(ofKind(direct, 'Ingress')).toEqual([]);
});

it('gives its certificate to the exposed service that ends TLS itself, and lists it', () => {
  expect(JSON.stringify(find(direct, 'Deployment', 'shop-cart').spec.template.spec.volumes)).toContain('watch-tls/tls.crt');
  const listed = allSecretsOf(shopPlanOf(DIRECT)).find(({ name }) => name === 'watch-tls');
  expect(listed?.keys[0]?.holds).toContain('the certificate of watch.example.com');
});

it('tells the site of it, and no application of its host', () => {
  const { site } = clusterOf(shopPlanOf(DIRECT));
  expect(site.pages).toEqual([
    expect.objectContaining({
      host: 'watch.example.com',
      address: 'shop-watch.shop-watch.svc.cluster.local:9000',
      headers: ['X-Watch'],
      cookies: ['watch_session'],
      server: expect.objectContaining({ kind: 'watch' }),
    }),
  ]);
  expect([site.hosts, site.origins]).toEqual([['shop.example.com'], ['https://shop.example.com']]);
  expect(site.direct?.certificates).toContainEqual({ host: 'watch.example.com', folder: 'watch-tls' });
  expect(clusterOf(shopPlanOf(FULL)).site.pages).toEqual([]);
});

it('is watched as a host under which users come in, and as a route that they need', () => {
  const of = (text: string, kind: string) =>
    clusterOf(shopPlanOf(text)).site.monitored.find(({ about }) => about.server.kind === kind)?.about;
  expect(of(DIRECT, 'cart')?.doors?.map(({ host }) => host)).toEqual(['shop.example.com', 'watch.example.com']);
  expect([of(FULL, 'watch')?.uncalled, of(SHOWN, 'watch')?.uncalled]).toEqual([true, false]);
});
