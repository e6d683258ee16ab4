import { allSecretsOf, nameInStore, type SecretNeed, secretsOf, secretsToCreate } from '../../../../lib/targets/kubernetes/plan/secrets';
import { shopPlan } from '../../../support/cluster';

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
  expect(allSecretsOf({ services: [], profile: {} })).toEqual([]);
});

it('leaves those of services to the operator that reads them from a store', () => {
  const store = { store: 'vault', kind: 'SecretStore', separator: '/' } as NonNullable<typeof plan.profile.externalSecrets>;
  const names = (externalSecrets?: typeof store) =>
    secretsToCreate({ ...plan, profile: { ...plan.profile, externalSecrets } }).map(({ name }) => name);
  expect(names()).toEqual([...Object.keys(OF_SERVICES), 'shop-tls', 'pull']);
  expect(names(store)).toEqual(['shop-tls', 'pull']);
  expect(nameInStore('postgres', store, plan.profile)).toBe(`${plan.profile.namespace}/postgres`);
  expect(nameInStore('postgres', { ...store, prefix: 'prod', separator: '-' }, plan.profile)).toBe('prod-postgres');
});
