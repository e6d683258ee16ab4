import { parseAllDocuments } from 'yaml';
import { columnsOf } from '../../lib/wrap';
import { FIXTURE, shop } from '../fixture/shop';
import { shopsynth } from '../support/cli';
import { scratch } from '../support/scratch';

const list = async (...args: readonly string[]): Promise<string> => {
  const { code, stdout, stderr } = await shopsynth(['list', ...args], { cwd: FIXTURE });
  expect([code, stderr]).toEqual([0, '']);
  return stdout;
};

const asJson = async (...args: readonly string[]) => JSON.parse(await list(...args, '--format', 'json'));

it('prints services, images, ports and profiles', async () => {
  const { stdout } = await shopsynth(['list']);
  for (const { kind, name, image } of shop.services) {
    expect(stdout).toMatch(new RegExp(`^${kind} +${name} `, 'm'));
    expect(stdout).toMatch(new RegExp(`^${kind} +${image}$`, 'm'));
  }
  // Where a port is found from outside, only a target knows.
  expect(stdout).toMatch(/^service +name +ports +floor$/m);
  expect(stdout).toMatch(/^cart .* 8000, 8001, 8443 /m);
  expect(stdout).toMatch(/^laptop-large +compose +8Gi, 4 CPUs, 1Gi kept$/m);
});

it('prints them for programs', async () => {
  const { services: listed, profiles } = JSON.parse((await shopsynth(['list', '--format', 'json'])).stdout);
  expect(listed).toHaveLength(shop.services.length);
  expect(listed.find(({ service }: { service: string }) => service === 'cart')).toMatchObject({
    name: 'shop-cart',
    ports: [{ name: 'http', container: 8000, laptop: 9001 }, { container: 8001 }, { container: 8443 }],
    calls: ['orders', 'search'],
  });
  expect(profiles.map(({ name }: { name: string }) => name)).toEqual(['cluster', 'laptop', 'laptop-large']);
});

it.each([
  [],
  ['--profile', 'laptop'],
  ['--profile', 'cluster'],
  ['secrets', '--profile', 'cluster'],
  ['secrets', '--profile', 'cluster', '--format', 'yaml'],
  [
    'secrets',
    '--profile',
    'cluster',
    '--set',
    'pullSecret=pull',
    '--set',
    'externalSecrets.store=vault',
    '--set',
    'externalSecrets.kind=SecretStore',
  ],
])('fits into 80 columns: %j', async (...args) => {
  const wide = (await list(...args)).split('\n').filter((line) => columnsOf(line) > 80);
  expect(wide).toEqual([]);
});

describe('of a profile', () => {
  const ofShop = async (...args: readonly string[]) => (await shopsynth(['list', '--profile', 'laptop', ...args])).stdout;

  it('prints what each service of a laptop may take', async () => {
    expect(await ofShop()).toMatch(/ host:container /);
    expect(await ofShop()).toMatch(/^search +shop-search +9003:8000 +128Mi +1Gi +0\.5$/m);
  });

  it('heeds --set and --fit', async () => {
    expect(await ofShop('--set', 'services.search.memory.limit=3Gi')).toMatch(/^search .* 3Gi +0\.5$/m);
    const limit = async (...args: readonly string[]): Promise<string> =>
      JSON.parse(await ofShop(...args, '--format', 'json')).services.find(({ service }: { service: string }) => service === 'search').size
        .memory.limit;
    expect([await limit(), await limit('--fit', '4Gi')]).toEqual(['1Gi', '910Mi']);
  });

  it('names what has no limit', async () => {
    expect(await list('--profile', 'laptop', '--set', 'services.cart=null')).toContain('without any limit: cart\n');
  });

  it('names what is switched off, and mirrors no image for it', async () => {
    const off = ['--profile', 'laptop', '--set', 'services.cart=off'];
    const stdout = await list(...off);
    expect(stdout).toContain('switched off: cart\n');
    expect(stdout).not.toMatch(/^cart /m);
    expect((await asJson(...off)).off).toEqual(['cart']);
    expect((await shopsynth(['list', 'images', ...off])).stdout).not.toContain('cart');
  });

  it('prints replicas and caps of a cluster, and how its builds are listed', async () => {
    const { stdout } = await shopsynth(['list', '--profile', 'cluster']);
    expect(stdout).toMatch(/^cart +shop-cart +8000 +2-4 +64Mi +128Mi +0\.5$/m);
    expect(stdout).toContain('images with their builds: fmsynth list images --profile cluster\n');
  });
});

describe('images', () => {
  /** Every image of a container that stands anywhere in a stream of manifests. */
  const pulled = (value: unknown): readonly string[] => {
    if (typeof value !== 'object' || value === null) return [];
    const own = 'image' in value && typeof value.image === 'string' && 'name' in value ? [value.image] : [];
    return [...own, ...Object.values(value).flatMap(pulled)];
  };
  const emitted = async (profile: string, ...args: readonly string[]): Promise<readonly string[]> => {
    const { stdout } = await shopsynth(['--profile', profile, '--stdout', ...args]);
    return [...new Set(parseAllDocuments(stdout).flatMap((document) => pulled(document.toJS())))].sort();
  };

  it('are those that the manifests pull, each once', async () => {
    const lines = (await list('images', '--profile', 'cluster')).trimEnd().split('\n');
    expect(lines).toHaveLength(5);
    expect(lines).toEqual(await emitted('cluster'));
    for (const line of lines) expect(line).toMatch(/[:@]/);
  });

  it('follow registry and digests', async () => {
    const digest = `sha256:${'a'.repeat(64)}`;
    const args = ['--set', 'registry=mirror.test/shop', '--set', `images.cart=${digest}`];
    const pairs = (await list('images', '--profile', 'cluster', ...args)).trimEnd().split('\n');
    const lines = pairs.map((pair) => pair.split(' ')[1]);
    expect(lines).toEqual(await emitted('cluster', ...args));
    expect(lines).toContain(`mirror.test/shop/example/shop-cart@${digest}`);
  });

  it('are told to programs with what pulls them', async () => {
    const { images, profile } = await asJson('images', '--profile', 'cluster');
    expect(profile).toBe('cluster');
    const orders = images.find(({ image }: { image: string }) => image.includes('/shop-orders:'));
    expect(orders.pulledBy).toEqual([expect.stringMatching(/^Job\/shop-orders-migrate-/), 'Deployment/shop-orders']);
    const postgres = images.find(({ image }: { image: string }) => image.includes('spilo'));
    expect(postgres.pulledBy).toEqual(expect.arrayContaining(['StatefulSet/postgres', 'CronJob/postgres-backup']));
  });

  it('of a laptop have no tags, which is said beside the list', async () => {
    const { code, stdout, stderr } = await shopsynth(['list', 'images', '--profile', 'laptop']);
    expect(code).toBe(0);
    expect(stdout.trimEnd().split('\n')).toEqual([
      ...['cart', 'orders', 'search'].map((name) => `ghcr.io/example/shop-${name}`),
      'ghcr.io/zalando/spilo-18',
    ]);
    expect(stderr).toMatch(/^without tags: on a laptop the base file says which build runs/);
  });
});

describe('secrets as YAML', () => {
  const skeletons = async (...args: readonly string[]) =>
    parseAllDocuments(await list('secrets', '--format', 'yaml', ...args)).map((document) => {
      expect(document.errors).toEqual([]);
      return document.toJS();
    });

  it('have every Secret with its keys and no value', async () => {
    const { secrets } = await asJson('secrets', '--profile', 'cluster', '--set', 'pullSecret=pull');
    const documents = await skeletons('--profile', 'cluster', '--set', 'pullSecret=pull', '--set', 'namespace=other');
    expect(documents.map(({ metadata, stringData }) => [metadata.name, Object.keys(stringData)])).toEqual(
      secrets.map(({ name, keys }: { name: string; keys: readonly { key: string }[] }) => [name, keys.map(({ key }) => key)]),
    );
    for (const { apiVersion, kind, metadata, stringData } of documents) {
      expect([apiVersion, kind, metadata.namespace]).toEqual(['v1', 'Secret', 'other']);
      expect(Object.values(stringData).every((value) => value === null)).toBe(true);
    }
  });

  it('have the types that the cluster itself asks for', async () => {
    const types = new Map(
      (await skeletons('--profile', 'cluster', '--set', 'pullSecret=pull')).map(({ metadata, type }) => [metadata.name, type]),
    );
    expect(types.get('shop-tls')).toBe('kubernetes.io/tls');
    expect(types.get('pull')).toBe('kubernetes.io/dockerconfigjson');
    expect(types.get('postgres')).toBe('Opaque');
  });

  it('say what goes in and who reads it', async () => {
    expect(await list('secrets', '--profile', 'cluster', '--format', 'yaml')).toContain(
      '  # the secret half of that key; read by postgres\n  secret-access-key:\n',
    );
  });

  it('leave out what an operator makes', async () => {
    const operated = ['--set', 'externalSecrets.store=vault', '--set', 'externalSecrets.kind=SecretStore', '--set', 'pullSecret=pull'];
    const documents = await skeletons('--profile', 'cluster', ...operated);
    expect(documents.map(({ metadata }) => metadata.name)).toEqual(['shop-tls', 'pull']);
    const text = await list('secrets', '--profile', 'cluster', ...operated);
    expect(text).toMatch(/fills in all but\sshop-tls, pull: create these\./);
    expect(text.replaceAll(/\s+/g, ' ')).toContain('each of the others is called shop-NAME, and its keys are properties of it.');
  });
});

describe('refuses', () => {
  it.each([
    ['--set without a profile', ['--set', 'services.cart.memory.limit=2Gi'], 'list: --set and --fit change a profile: give --profile'],
    ['nonsense of --set without a profile', ['--set', 'x=1'], 'list: --set and --fit change a profile: give --profile'],
    ['--fit without a profile', ['--fit', '8Gi'], 'list: --set and --fit change a profile: give --profile'],
    ['--fit for a cluster', ['--profile', 'cluster', '--fit', '8Gi'], '--fit shrinks a laptop'],
    ['images of no profile', ['images'], '--profile is needed'],
    ['secrets of no profile', ['secrets'], '--profile is needed'],
    ['secrets of a laptop', ['secrets', '--profile', 'laptop'], 'a laptop has none'],
    ['something else to list', ['everything'], 'list: expected nothing, images or secrets, got "everything"\n'],
    ['a mistyped word', ['image'], 'got "image", did you mean images?'],
    ['YAML of what is no Secret', ['--format', 'yaml'], 'list: --format yaml is for list secrets'],
    ['YAML of images', ['images', '--profile', 'cluster', '--format', 'yaml'], 'list: --format yaml is for list secrets'],
  ])('%s', async (_, args, expected) => {
    const { code, stdout, stderr } = await shopsynth(['list', ...args]);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain(expected);
  });

  it.each([
    ['an unknown profile', ['--profile', 'nonsense'], '--profile "nonsense": no such profile'],
    ['a value that no profile has', ['--profile', 'laptop', '--set', 'x=1'], 'x: unknown key'],
    ['a profile that is broken', ['--profile', './x.yaml'], 'x.yaml:1:'],
  ])('%s', async (_, args, expected) => {
    for (const format of ['table', 'json']) {
      const cwd = scratch({ 'x.yaml': 'target: compose\n' });
      const { code, stdout, stderr } = await shopsynth(['list', ...args, '--format', format], { cwd });
      expect([code, stdout]).toEqual([1, '']);
      expect(stderr).toContain(expected);
    }
  });
});

describe('the images of a profile with a registry of its own', () => {
  const REGISTRY = ['--set', 'registry=registry.acme.net:5000/shop'];

  it('have their source before the target, as whatever mirrors them needs both', async () => {
    const [plain = '', mirrored = ''] = await Promise.all(
      [[], REGISTRY].map(async (flags) => (await shopsynth(['list', 'images', '--profile', 'cluster', ...flags])).stdout),
    );
    const pairs = mirrored
      .trimEnd()
      .split('\n')
      .map((line) => line.split(' '));
    expect(pairs.map(([source]) => source).sort()).toEqual(plain.trimEnd().split('\n').sort());
    for (const [, target, more] of pairs)
      expect([target, more]).toEqual([expect.stringMatching(/^registry\.acme\.net:5000\/shop\//), undefined]);
    expect(plain).not.toContain(' ');
  });

  it('have both in JSON', async () => {
    const { stdout } = await shopsynth(['list', 'images', '--profile', 'cluster', ...REGISTRY, '--format', 'json']);
    for (const { image, source } of JSON.parse(stdout).images) expect(source.split('/').at(-1)).toBe(image.split('/').at(-1));
  });
});
