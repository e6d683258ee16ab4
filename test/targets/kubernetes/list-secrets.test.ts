import { onlyIn } from '../../../lib/model/environment';
import { RESTART_CONSUMERS, secretKey } from '../../../lib/model/secret';
import { secrets } from '../../../lib/targets/kubernetes/list-secrets';
import { clusterOver } from '../../support/plans';
import { testService } from '../../support/services';

const key = (secret: string, name: string, holds: string, rotation = 'write the new value') => secretKey(secret, name, { holds, rotation });
const NAME = key('database', 'username', 'the role');
const PASSWORD = key('database', 'long-password', 'its password, with which a service signs in to the database wherever that is');
const TOKEN = key('database', 'token', 'what programs need', 'ask for another one');
const OTHER = key('mail', 'password', 'the password of the mailbox');

const orders = testService('orders', { variables: onlyIn('cluster', { DB_USER: NAME, DB_PASSWORD: PASSWORD, TOKEN, MAIL: OTHER }) });
const mailer = testService('mailer', { variables: onlyIn('cluster', { MAIL: OTHER }) });

const SIZE = '{ replicas: 1, cpu: { request: 0.25, limit: 0.5 }, memory: { request: 64Mi, limit: 64Mi } }';
const plan = (more = '') =>
  clusterOver(
    [orders, mailer],
    `namespace: mine\nimages: { orders: "1", mailer: "2" }\nservices: { orders: ${SIZE}, mailer: ${SIZE} }\n${more}`,
  );
const STORE = 'externalSecrets: { kind: ClusterSecretStore, store: vault, separator: / }\n';

const BLOCKS = [
  '',
  'database',
  '  username       the role',
  '  long-password  its password, with which a service signs in to the database',
  '                 wherever that is',
  '    read by    fm-orders',
  '    to rotate  write the new value',
  '  token          what programs need',
  '    read by    fm-orders',
  '    to rotate  ask for another one',
  '',
  'mail',
  '  password  the password of the mailbox',
  '    read by    fm-orders, fm-mailer',
  '    to rotate  write the new value',
  '',
];

it('shows each Secret with its keys, and once what holds for several of them', async () => {
  expect((await secrets(plan(), 'table')).split('\n')).toEqual([
    'Secrets of the namespace mine, which has to be there before them. None is ever',
    'generated: create all of them in it.',
    ...BLOCKS,
  ]);
});

it('says how pods get a new value, to people and to programs', async () => {
  const restarting = (name: string, means?: string) =>
    secretKey('keys', name, { holds: 'a key', rotation: { ...RESTART_CONSUMERS, means } });
  const service = testService('orders', { variables: onlyIn('cluster', { A: restarting('a'), B: restarting('b', 'carts are lost') }) });
  const one = clusterOver([service], `namespace: mine\nimages: { orders: "1" }\nservices: { orders: ${SIZE} }\n`);
  const ways = ['; Jobs read it when they next run', ': carts are lost'].map(
    (more) => `write the new value, then kubectl rollout restart its consumers${more}`,
  );
  const { secrets: all } = JSON.parse(await secrets(one, 'json'));
  expect(all[0].keys.map(({ rotation }: { rotation: string }) => rotation)).toEqual(ways);
  const text = (await secrets(one, 'table')).replaceAll(/\s+/g, ' ');
  for (const way of ways) expect(text).toContain(`to rotate ${way}`);
});

it('says which of them a store fills in', async () => {
  const text = await secrets(plan(`${STORE}pullSecret: pull\n`), 'table');
  expect(text.replaceAll('\n', ' ')).toContain(
    'The ClusterSecretStore vault fills in all but pull: create these. In the store each of the others is called mine/NAME, and its keys are properties of it.',
  );
  expect(text).toContain(BLOCKS.join('\n'));
});

describe('where a store fills in all of them', () => {
  it('says so, and asks nobody to create any', async () => {
    const text = (await secrets(plan(STORE), 'table')).replaceAll('\n', ' ');
    expect(text).toContain(
      'before them. The ClusterSecretStore vault fills in all of them. In the store each is called mine/NAME, and its keys are properties of it.',
    );
    expect(text).not.toContain('create');
  });

  it('has no skeletons, and says why', async () => {
    expect(await secrets(plan(STORE), 'yaml')).toBe('# The ClusterSecretStore vault fills in all Secrets: there is none to create.\n');
  });
});

it('says where no service reads a Secret', async () => {
  const none = (more = '') =>
    clusterOver([testService('orders')], `namespace: mine\nimages: { orders: "1" }\nservices: { orders: ${SIZE} }\n${more}`);
  for (const more of ['', STORE]) {
    expect(await secrets(none(more), 'table')).toBe('No Secret is needed in the namespace mine.\n');
    expect(await secrets(none(more), 'yaml')).toBe('# No Secret is needed in the namespace mine.\n');
  }
});

it('gives programs all of them, and people the skeletons of those to create', async () => {
  const { namespace, secrets: all } = JSON.parse(await secrets(plan(), 'json'));
  expect(namespace).toBe('mine');
  expect(all.map(({ name, keys }: { name: string; keys: readonly object[] }) => [name, keys.length])).toEqual([
    ['database', 3],
    ['mail', 1],
  ]);
  expect(await secrets(plan(), 'yaml')).toMatch(/name: database[\s\S]*long-password[\s\S]*name: mail/);
  expect(await secrets(plan(`${STORE}pullSecret: pull\n`), 'yaml')).not.toContain('name: database');
});

describe('values that belong together', () => {
  const afterwards = 'Keep both where nobody else reads it, and remove all others as soon as they are in the Secrets.';
  const MADE = { by: 'make-both >both\nsplit both one two\n', of: {}, afterwards };
  const made = (secret: string, name: string, file: string) =>
    secretKey(secret, name, { holds: 'a half', rotation: 'both', made: { ...MADE, file } });
  const service = testService('orders', {
    variables: onlyIn('cluster', {
      ONE: made('halves', 'one', 'one'),
      TWO: made('halves', 'two', 'two'),
      MORE: made('more', 'x', 'one'),
      MAIL: OTHER,
    }),
  });
  const halves = (more = '') => clusterOver([service], `namespace: mine\nimages: { orders: "1" }\nservices: { orders: ${SIZE} }\n${more}`);

  it('are made by commands, which are printed once and end with the Secrets', async () => {
    expect((await secrets(halves(), 'table')).split(/^(?=To make)/m)[1]?.split('\n')).toEqual([
      'To make what is in halves and more, in an empty folder:',
      '  umask 077',
      '  namespace=mine domain=cluster.local',
      '  make-both >both',
      '  split both one two',
      '  kubectl create secret generic halves --namespace=mine \\',
      '    --from-file=one=one \\',
      '    --from-file=two=two',
      '  kubectl create secret generic more --namespace=mine \\',
      '    --from-file=x=one',
      '  # Keep both where nobody else reads it, and remove all others as soon as they',
      '  # are in the Secrets.',
      '',
    ]);
  });

  it('are made for a store too, from which the Secrets come then', async () => {
    const text = await secrets(halves(STORE), 'table');
    expect(text).toContain('  split both one two\n');
    expect(text).not.toContain('kubectl create secret generic');
  });

  it('are keys as others for programs', async () => {
    const { secrets: all } = JSON.parse(await secrets(halves(), 'json'));
    expect(Object.keys(all[0].keys[0])).toEqual(Object.keys(all[2].keys[0]));
  });
});
