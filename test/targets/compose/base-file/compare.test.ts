import { parse, stringify } from 'yaml';
import { describeSource } from '../../../../lib/problem';
import { compareWithBase } from '../../../../lib/targets/compose/base-file/compare';
import { parseBaseFile } from '../../../../lib/targets/compose/base-file/parse';
import { HEAD, planOver, shopLaptopOf, sizes } from '../../../support/plans';
import { AGREEING } from '../../../support/published';
import { testService } from '../../../support/services';

/** The shop on a machine that has 2 GiB more than the caps. */
const SIZES = sizes(`  postgres: { memory: { limit: 1Gi } }
  orders: { cpu: { limit: 1 }, memory: { limit: 1536Mi, request: 512Mi } }
  search: { memory: { limit: 1Gi } }
  cart: { memory: { limit: 512Mi } }`);

const planWith = (...assignments: readonly string[]) => shopLaptopOf(SIZES, assignments);

const plan = planWith();

/** What is found in the fixture after a change to it. */
// biome-ignore lint/suspicious/noExplicitAny: a Compose file of which each test changes another corner
function changed(change: (services: any) => void, of = plan) {
  const document = parse(AGREEING);
  change(document.services);
  return compareWithBase(of, parseBaseFile(stringify(document), 'base.yml'), 'docker compose config').findings;
}
const brief = (findings: ReturnType<typeof changed>) => findings.map(({ severity, code, subject }) => `${severity} ${code} ${subject}`);

it('finds nothing to say about the file of the shop', () => {
  expect(changed(() => undefined)).toEqual([]);
});

it('gives every finding its place in the base file', () => {
  const text = 'services:\n  shop-cart: { image: other }\n  extra: {}\n';
  const { findings } = compareWithBase(plan, parseBaseFile(text, 'base.yml'), 'docker compose config');
  expect(findings.find(({ subject }) => subject === 'extra')?.source).toMatchObject({ file: 'base.yml', line: 3, column: 3 });
  const image = findings.find(({ code }) => code === 'base-image-differs')?.source;
  expect(image && describeSource(image)).toBe('base.yml:2:3');
});

describe('services', () => {
  it('warns of one that the profile does not know: it would run uncapped', () => {
    expect(brief(changed((services) => Object.assign(services, { extra: { image: 'x' } })))).toEqual([
      'warning base-service-without-cap extra',
    ]);
  });

  it.each([{ mem_limit: '1g' }, { deploy: { resources: { limits: { memory: '1g' } } } }])(
    'says nothing of an unknown one that has a cap of its own, where the machine has room for it: %j',
    (keys) => {
      const roomy = planWith('machine.memory=64Gi');
      expect(changed((services) => Object.assign(services, { extra: { image: 'x', ...keys } }), roomy)).toEqual([]);
    },
  );

  it('warns of one that needs another, which runs only with a profile', () => {
    const findings = changed((services) => {
      services['shop-cart'].depends_on = ['extra'];
      Object.assign(services, { extra: { image: 'x', mem_limit: '8m', profiles: ['tools'] } });
    });
    expect(brief(findings)).toEqual(['warning base-refused cart']);
    expect(findings[0]?.message).toContain('runs only with its profile tools: unless that is active, Compose refuses the file');
  });

  it('names as not compared a cap that a variable decides', () => {
    const base = parseBaseFile('services:\n  extra: { image: x, mem_limit: "${M}" }\n', 'base.yml');
    expect(compareWithBase(plan, base, 'docker compose config').unread).toEqual(['extra.mem_limit']);
  });

  it('rejects one that the catalogue knows but the profile leaves out, and says how to give it a cap', () => {
    const findings = changed(() => undefined, planWith('services.cart=null'));
    expect(brief(findings)).toEqual(['error base-service-without-cap cart']);
    expect(findings[0]?.message).toContain('give services.cart a size, or off');
  });

  it('bounds what it says of a file with thousands of them, whatever their names', () => {
    const findings = changed((services) => {
      for (let n = 0; n < 5000; n += 1) services[`extra-${n}-${'x'.repeat(500)}`] = { image: 'x' };
    });
    expect(findings).toHaveLength(21);
    expect(findings.at(-1)?.message).toBe('and 4980 more of this kind');
    expect(Math.max(...findings.map(({ subject, message }) => `${subject}${message}`.length))).toBeLessThan(500);
  });

  it('rejects a profile with a service that the base file does not have', () => {
    const findings = changed((services) => {
      delete services['shop-search'];
    });
    expect(brief(findings)).toEqual(['error base-service-missing search']);
    expect(findings[0]?.message).toContain('services.search: null');
  });
});

describe('deploy.resources', () => {
  const resources = (text: object, assignments: readonly string[] = []) =>
    changed((services) => Object.assign(services['shop-orders'], { deploy: { resources: text } }), planWith(...assignments));
  const about = (findings: ReturnType<typeof changed>) =>
    findings.map(({ message }) => /deploy\.resources\.(\S+) is (\S+)/.exec(message)?.slice(1).join('='));

  it('says nothing when it is the same in any notation', () => {
    expect(resources({ limits: { memory: '1.5g', cpus: '1.0' }, reservations: { memory: '512m' } })).toEqual([]);
  });

  it('says nothing when it has neither limits nor reservations', () => {
    expect(resources({})).toEqual([]);
    expect(changed((services) => Object.assign(services['shop-cart'], { deploy: { replicas: 1 } }))).toEqual([]);
  });

  it('rejects another memory limit, as Compose would refuse both', () => {
    const findings = resources({ limits: { memory: '2g', cpus: 1 } });
    expect(brief(findings)).toEqual(['error base-resources-contradict orders']);
    expect(about(findings)).toEqual(['limits.memory=2Gi']);
    expect(findings[0]?.message).toContain('write memory: 1536m there as well');
  });

  it('says a size in bytes where it is no whole number of MiB', () => {
    expect(about(resources({ limits: { memory: '1000000000', cpus: 1 } }))).toEqual(['limits.memory=1000000000']);
  });

  it('rejects a missing memory limit beside a CPU limit, because Compose counts it as zero', () => {
    expect(about(resources({ limits: { cpus: '1' } }))).toEqual(['limits.memory=absent']);
  });

  it('rejects a missing CPU limit only if the override has one', () => {
    expect(about(resources({ limits: { memory: '1536m' } }))).toEqual(['limits.cpus=absent']);
    expect(resources({ limits: { memory: '1536m' } }, ['services.orders.cpu=null'])).toEqual([]);
  });

  it('rejects another reservation, and a missing one as zero', () => {
    expect(about(resources({ reservations: { memory: '1g' } }))).toEqual(['reservations.memory=1Gi']);
    expect(about(resources({ reservations: { cpus: '0.1' } }))).toEqual(['reservations.memory=absent']);
    expect(resources({ reservations: { memory: '1g' } }, ['services.orders.memory.request=null'])).toEqual([]);
  });

  it('rejects another bound on processes only when the override has one', () => {
    const limits = { limits: { memory: '1536m', cpus: 1, pids: 100 } };
    expect(resources(limits)).toEqual([]);
    expect(about(resources(limits, ['switches.hardening=true']))).toEqual(['limits.pids=100']);
  });

  it('rejects all contradictions at once', () => {
    expect(resources({ limits: { memory: '1g', cpus: 2 }, reservations: { memory: '1g' } })).toHaveLength(3);
  });

  it('says nothing of a value that needs a variable', () => {
    expect(resources({ limits: { memory: '${ORDERS_MEMORY}', cpus: '${ORDERS_CPUS:-1}' }, reservations: { memory: '${R}' } })).toEqual([]);
  });
});

it('names as not compared a security option that a variable decides', () => {
  const text = 'services:\n  shop-cart: { image: "ghcr.io/example/shop-cart", security_opt: ["${X:-no-new-privileges:true}"] }\n';
  const hardened = shopLaptopOf(sizes('  cart: { memory: { limit: 512Mi } }'), ['switches.hardening=true']);
  const { findings, unread } = compareWithBase(hardened, parseBaseFile(text, 'base.yml'), 'docker compose config');
  expect([findings, unread]).toEqual([[], ['shop-cart.security_opt']]);
});

describe('images', () => {
  const store = planOver([testService('store', { image: 'redis' })], sizes('  store: { memory: { limit: 64Mi } }'));
  const comparedWith = (keys: object) =>
    compareWithBase(store, parseBaseFile(stringify({ services: { 'fm-store': keys } }), 'base.yml'), 'docker compose config').findings;
  const image = (reference: string) => comparedWith({ image: reference });

  it.each([
    'redis',
    'redis:8',
    'docker.io/library/redis:7',
    'redis:7-alpine@sha256:00',
    'redis@sha256:00',
    '${REDIS_IMAGE}',
    'redis:${TAG:-7}',
  ])('says nothing of %s', (reference) => {
    expect(image(reference)).toEqual([]);
  });

  it.each(['valkey/valkey:8', 'redis/redis-stack:7', 'localhost:5000/redis:7', 'registry.example.org/redis@sha256:00'])(
    'warns of %s',
    (reference) => {
      const findings = image(reference);
      expect(brief(findings)).toEqual(['warning base-image-differs store']);
      expect(findings[0]?.message).toContain(`the base file runs ${reference}, the catalogue describes redis`);
    },
  );

  it('says nothing of a service that is built', () => {
    expect(comparedWith({ build: '.' })).toEqual([]);
  });
});

describe('ports', () => {
  const ports = (...list: readonly unknown[]) => changed((services) => Object.assign(services['shop-cart'], { ports: list }));

  it.each([
    [['127.0.0.1:9001:8000']],
    [['9001:8000', '9101:9000']],
    [[{ target: 8000, published: '9001' }]],
    [['${CART_PORT:-9001}:8000']],
    [['9101:9000', '${CART_PORT}:8000']],
  ])('says nothing of %j', (list) => {
    expect(ports(...list)).toEqual([]);
  });

  it.each([
    ['another port of the laptop', '9101:8000'],
    ['another port of the container', '9001:8080'],
    ['nothing in common', '9101:9000'],
  ])('warns of %s', (_, mapping) => {
    const findings = ports(mapping);
    expect(brief(findings)).toEqual(['warning base-port-differs cart']);
    expect(findings[0]?.message).toContain(`the base file publishes ${mapping}, the catalogue has 9001:8000`);
  });

  it('says nothing of ports where the catalogue has none', () => {
    expect(changed((services) => Object.assign(services.postgres, { ports: ['5555:5555'] }))).toEqual([]);
  });
});

describe('what is off, or in a profile of Compose', () => {
  const two = ['one', 'two'].map((kind) => testService(kind, { ports: { http: { container: 8000 } } }));
  const compared = (base: string, sizes: string) =>
    compareWithBase(planOver(two, `${HEAD}services: { ${sizes} }\n`), parseBaseFile(base, 'base.yml'), 'docker compose config');
  const SIZE = '{ memory: { limit: 64Mi } }';
  const BOTH = `one: ${SIZE}, two: ${SIZE}`;
  const pair = (first: string, second: string): string =>
    `services: { fm-one: { image: example.org/test, ports: ["8000:8000"], ${first} }, fm-two: { image: example.org/test, ports: ["8000:8000"], ${second} } }`;
  const refused = (base: string, sizes = BOTH) => compared(base, sizes).findings.filter(({ code }) => code === 'base-refused');

  it('publishes no port that another one could want', () => {
    expect(refused(pair('', ''))).toMatchObject([{ severity: 'error', subject: 'fm-two' }]);
    expect(refused(pair('profiles: [a]', ''))).toMatchObject([{ severity: 'warning', subject: 'fm-two' }]);
    for (const off of ['scale: 0', 'deploy: { replicas: 0 }']) {
      expect(refused(pair(off, ''))).toEqual([]);
      expect(refused(pair('', off))).toEqual([]);
    }
    expect(refused(pair('', ''), `one: off, two: ${SIZE}`)).toEqual([]);
  });

  it('is named as what needs a profile, in the order of the file', () => {
    const base = 'services: { fm-one: { image: example.org/test, profiles: [a] }, fm-two: { image: example.org/test } }';
    expect(compared(base, BOTH).inactive).toEqual(['fm-one']);
  });

  it('is to be left out rather than off where the base file does not have it', () => {
    const messages = compared('services: { fm-two: { image: example.org/test } }', `one: off, two: ${SIZE}`).findings.map(
      ({ message }) => message,
    );
    expect(messages).toEqual([expect.stringMatching(/^fm-one is .* remove it with services\.one: null instead of off$/)]);
    const [missing] = compared('services: { fm-two: { image: example.org/test } }', BOTH).findings;
    expect(missing?.message).toMatch(/services\.one: null in a profile of your own$/);
  });
});
