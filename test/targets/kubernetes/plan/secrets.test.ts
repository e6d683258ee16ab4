import { onlyIn } from '../../../../lib/model/environment';
import { NO_PLATFORM } from '../../../../lib/model/platform';
import type { Container } from '../../../../lib/model/pod';
import { type Rotation, secretKey } from '../../../../lib/model/secret';
import type { Service, ServiceProps } from '../../../../lib/model/service';
import { allSecretsOf, nameInStore, type SecretNeed, secretsOf, secretsToCreate } from '../../../../lib/targets/kubernetes/plan/secrets';
import { seconds } from '../../../../lib/units/duration';
import { dnsLabel, objectName } from '../../../../lib/units/name';
import { shopPlan } from '../../../support/cluster';
import { testService } from '../../../support/services';
import { sizedAs } from '../../../support/sized';

const plan = shopPlan(['pullSecret=pull']);

/** Each key, with who reads it. */
const read = (needs: readonly SecretNeed[]) =>
  Object.fromEntries(needs.map(({ name, keys }) => [name, Object.fromEntries(keys.map(({ key, consumers }) => [key, consumers]))]));

const OF_SERVICES = {
  postgres: {
    'superuser-password': ['postgres', 'postgres-bootstrap', 'postgres-backup'],
    'replication-password': ['postgres'],
    'rewind-password': ['postgres'],
    'patroni-password': ['postgres', 'postgres-configure'],
  },
  'postgres-backup': { 'access-key-id': ['postgres'], 'secret-access-key': ['postgres'] },
  'shop-orders-database': {
    username: ['postgres-bootstrap', 'shop-orders'],
    password: ['postgres-bootstrap', 'shop-orders'],
  },
  'shop-orders-database-owner': {
    username: ['postgres-bootstrap', 'shop-orders-migrate'],
    password: ['postgres-bootstrap', 'shop-orders-migrate'],
  },
};

it('lists each key once, by the names of the Secrets, with every pod that reads it', () => {
  expect(read(secretsOf(plan))).toEqual(OF_SERVICES);
  expect(secretsOf(plan).map(({ name }) => name)).toEqual(Object.keys(OF_SERVICES));
});

it('adds what the cluster itself reads, if the profile names it', () => {
  expect(read(allSecretsOf(plan))).toEqual({
    ...OF_SERVICES,
    'shop-tls': { 'tls.crt': ['the ingress controller'], 'tls.key': ['the ingress controller'] },
    pull: { '.dockerconfigjson': ['every pod'] },
  });
  expect(allSecretsOf(plan).map(({ purpose }) => purpose)).toEqual([...Array(4).fill(undefined), 'certificate', 'registry-login']);
  expect(allSecretsOf({ services: [], profile: { platform: NO_PLATFORM } })).toEqual([]);
});

it('leaves those of services to the operator that reads them from a store', () => {
  const store = { store: 'vault', kind: 'SecretStore', separator: '/' } as NonNullable<typeof plan.profile.externalSecrets>;
  const names = (externalSecrets?: typeof store) =>
    secretsToCreate({ ...plan, profile: { ...plan.profile, externalSecrets } }).map(({ name }) => name);
  expect(names()).toEqual([...Object.keys(OF_SERVICES), 'shop-tls', 'pull']);
  expect(names(store)).toEqual(['shop-tls', 'pull']);
  expect(nameInStore({ name: 'postgres' }, store, plan.profile)).toBe(`${plan.profile.namespace}/postgres`);
  expect(nameInStore({ name: 'postgres' }, { ...store, prefix: 'prod', separator: '-' }, plan.profile)).toBe('prod-postgres');
});

it('says how a value is replaced in words of a cluster', () => {
  const rotation = (of: Rotation) => {
    const key = secretKey('passwords', 'password', { holds: 'a password', rotation: of });
    const reader = sizedAs(testService('a', { variables: onlyIn('cluster', { PASSWORD: key }) }), { replicas: 1 });
    return secretsOf({ services: [reader] })[0]?.keys.map((one) => one.rotation);
  };
  const restart = 'write the new value, then kubectl rollout restart its consumers';
  expect(rotation('never')).toEqual(['never']);
  expect(rotation({ restart: 'consumers' })).toEqual([`${restart}; Jobs read it when they next run`]);
  expect(rotation({ restart: 'consumers', means: 'a pause' })).toEqual([`${restart}: a pause`]);
});

describe('certificates', () => {
  const of = (...assignments: readonly string[]) =>
    allSecretsOf(shopPlan(assignments))
      .filter(({ purpose }) => purpose === 'certificate')
      .map(({ name, keys }) => [name, keys.map(({ holds }) => holds).join('; '), ...new Set(keys.flatMap(({ consumers }) => consumers))]);
  const holds = (hosts: string): string =>
    `the certificate of ${hosts} and those that vouch for it (type kubernetes.io/tls); its private key`;

  it('are listed once each, with every host that they are for', () => {
    const hosts = 'ingress.hosts=[{host: b.example.com, tlsSecret: other}, {host: c.example.com, tlsSecret: shop-tls}]';
    expect(of(hosts)).toEqual([
      ['shop-tls', holds('shop.example.com and c.example.com'), 'the ingress controller'],
      ['other', holds('b.example.com'), 'the ingress controller'],
    ]);
  });

  it('are read by the exposed service where that ends TLS itself', () => {
    const direct = ['platform.ingress=direct', 'ingress.className=null', 'ingress.namespace=null'];
    expect(of(...direct)).toEqual([['shop-tls', holds('shop.example.com'), 'shop-cart']]);
    const [certificate] = allSecretsOf(shopPlan(direct)).filter(({ purpose }) => purpose === 'certificate');
    expect(certificate?.keys[0]?.rotation).toContain('No pod restarts');
  });
});

describe('in a compartment', () => {
  const compartment = { name: dnsLabel('watch'), pods: 'restricted' } as const;
  const key = secretKey('passwords', 'password', { holds: 'a password', rotation: 'never' });
  const reader = (kind: string, more: Partial<ServiceProps> = {}): Service =>
    testService(kind, { variables: onlyIn('cluster', { PASSWORD: key }), ...more });
  const shopAndWatch = [
    reader('zoo', { platform: { usual: {}, compartment } }),
    reader('shop'),
    reader('watch', { platform: { usual: {}, compartment } }),
  ];
  const services = shopAndWatch.map((service) => sizedAs(service, { replicas: 1 }));
  const shown = (needs: readonly SecretNeed[]) =>
    needs.map(({ name, compartment: where, keys }) => [name, where?.name, keys.flatMap(({ consumers }) => consumers).join(' ')]);

  it('a Secret is another one, which its own pods read', () => {
    expect(shown(secretsOf({ services }))).toEqual([
      ['passwords', undefined, 'fm-shop'],
      ['passwords', 'watch', 'fm-zoo fm-watch'],
    ]);
    expect(secretsOf({ services }).map((need) => 'compartment' in need)).toEqual([false, true]);
  });

  it('pods need the login of the registry as well', () => {
    const all = allSecretsOf({ services, profile: { platform: NO_PLATFORM, pullSecret: objectName('pull') } });
    expect(shown(all).slice(2)).toEqual([
      ['pull', undefined, 'every pod'],
      ['pull', 'watch', 'every pod'],
    ]);
    expect(all.map((need) => 'compartment' in need)).toEqual([false, true, false, true]);
  });

  it('its name in the store begins with that of its namespace', () => {
    const store = { store: 'vault', kind: 'SecretStore', separator: '/' } as NonNullable<typeof plan.profile.externalSecrets>;
    expect(nameInStore({ name: 'passwords', compartment }, { ...store, prefix: 'prod' }, plan.profile)).toBe('prod-watch/passwords');
  });
});

it('finds what containers beside a service read, in variables and in files', () => {
  const key = (name: string) => secretKey(name, 'key', { holds: 'a key', rotation: 'never' });
  const mount = {
    at: '/tls',
    volume: { kind: 'files', name: 'tls', sources: [{ kind: 'secret', files: { key: key('in-a-file') } }] },
  } as const;
  const beside: Container = { name: 'beside', command: ['a'], environment: { KEY: key('in-a-variable') }, probes: {}, mounts: [mount] };
  const service = testService('a', {
    workload: { role: 'interchangeable', command: ['serve'], drain: seconds(1), priority: 'core', beside: () => [beside] },
  });
  expect(read(secretsOf({ services: [sizedAs(service, { replicas: 1 })] }))).toEqual({
    'in-a-file': { key: ['fm-a'] },
    'in-a-variable': { key: ['fm-a'] },
  });
});
