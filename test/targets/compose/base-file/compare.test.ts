import { parse, stringify } from 'yaml';
import { describeSource } from '../../../../lib/problem';
import { compareWithBase } from '../../../../lib/targets/compose/base-file/compare';
import { parseBaseFile } from '../../../../lib/targets/compose/base-file/parse';
import { EVERY_SIZE, HEAD, planFrom, planOver, sizes } from '../../../support/plans';
import { COMPLETED } from '../../../support/published';
import { testService } from '../../../support/services';

const plan = planFrom(EVERY_SIZE);

/** What is found in the fixture after a change to it. */
// biome-ignore lint/suspicious/noExplicitAny: a Compose file of which each test changes another corner
function changed(change: (services: any) => void, of = plan) {
  const document = parse(COMPLETED);
  change(document.services);
  return compareWithBase(of, parseBaseFile(stringify(document), 'base.yml'), 'docker compose config').findings;
}
const brief = (findings: ReturnType<typeof changed>) => findings.map(({ severity, code, subject }) => `${severity} ${code} ${subject}`);

it('finds nothing to say about a file like the published one', () => {
  expect(changed(() => undefined)).toEqual([]);
});

it('gives every finding its place in the base file', () => {
  const text = 'services:\n  redis: { image: valkey }\n  extra: {}\n';
  const { findings } = compareWithBase(planFrom(EVERY_SIZE, []), parseBaseFile(text, 'base.yml'), 'docker compose config');
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
      const roomy = planFrom(EVERY_SIZE, ['machine.memory=64Gi']);
      expect(changed((services) => Object.assign(services, { extra: { image: 'x', ...keys } }), roomy)).toEqual([]);
    },
  );

  it('warns of one that needs another, which runs only with a profile', () => {
    const findings = changed((services) => {
      services['fm-dashboard'].depends_on = ['extra'];
      Object.assign(services, { extra: { image: 'x', mem_limit: '8m', profiles: ['tools'] } });
    });
    expect(brief(findings)).toEqual(['warning base-refused dashboard']);
    expect(findings[0]?.message).toContain('runs only with its profile tools: unless that is active, Compose refuses the file');
  });

  it('names as not compared a cap that a variable decides', () => {
    const base = parseBaseFile('services:\n  extra: { image: x, mem_limit: "${M}" }\n', 'base.yml');
    expect(compareWithBase(planFrom(EVERY_SIZE, []), base, 'docker compose config').unread).toEqual(['extra.mem_limit']);
  });

  it('rejects one that the catalogue knows but the profile leaves out, and says how to give it a cap', () => {
    const findings = changed(() => undefined, planFrom(EVERY_SIZE, ['services.redis=null']));
    expect(brief(findings)).toEqual(['error base-service-without-cap redis']);
    expect(findings[0]?.message).toContain('give services.redis a size, or off');
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
      delete services['fm-job-worker'];
    });
    expect(brief(findings)).toEqual(['error base-service-missing job-worker']);
    expect(findings[0]?.message).toContain('services.job-worker: null');
  });
});

describe('deploy.resources', () => {
  const resources = (text: object, assignments: readonly string[] = []) =>
    changed((services) => Object.assign(services['fm-agent-service'], { deploy: { resources: text } }), planFrom(EVERY_SIZE, assignments));
  const about = (findings: ReturnType<typeof changed>) =>
    findings.map(({ message }) => /deploy\.resources\.(\S+) is (\S+)/.exec(message)?.slice(1).join('='));

  it('says nothing when it is the same in any notation', () => {
    expect(resources({ limits: { memory: '1.5g', cpus: '1.0' }, reservations: { memory: '512m' } })).toEqual([]);
  });

  it('says nothing when it has neither limits nor reservations', () => {
    expect(resources({})).toEqual([]);
    expect(changed((services) => Object.assign(services.redis, { deploy: { replicas: 1 } }))).toEqual([]);
  });

  it('rejects another memory limit, as Compose would refuse both', () => {
    const findings = resources({ limits: { memory: '2g', cpus: 1 } });
    expect(brief(findings)).toEqual(['error base-resources-contradict agent']);
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
    expect(resources({ limits: { memory: '1536m' } }, ['services.agent.cpu=null'])).toEqual([]);
  });

  it('rejects another reservation, and a missing one as zero', () => {
    expect(about(resources({ reservations: { memory: '1g' } }))).toEqual(['reservations.memory=1Gi']);
    expect(about(resources({ reservations: { cpus: '0.1' } }))).toEqual(['reservations.memory=absent']);
    expect(resources({ reservations: { memory: '1g' } }, ['services.agent.memory.request=null'])).toEqual([]);
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
    expect(resources({ limits: { memory: '${AGENT_MEMORY}', cpus: '${AGENT_CPUS:-1}' }, reservations: { memory: '${R}' } })).toEqual([]);
  });
});

it('names as not compared a security option that a variable decides', () => {
  const text = 'services:\n  redis: { image: redis, security_opt: ["${X:-no-new-privileges:true}"] }\n';
  const hardened = planFrom(sizes('  redis: { memory: { limit: 512Mi } }'), ['switches.hardening=true']);
  const { findings, unread } = compareWithBase(hardened, parseBaseFile(text, 'base.yml'), 'docker compose config');
  expect([findings, unread]).toEqual([[], ['redis.security_opt']]);
});

describe('what persist keeps', () => {
  const kept = (keys: object, volume: object | null = null) => {
    const base = { services: { chromadb: { image: 'chromadb/chroma', ...keys } }, volumes: { 'chromadb-data': volume } };
    const persisting = planFrom(sizes('  chromadb: { memory: { limit: 512Mi } }'), ['switches.persist=true']);
    return compareWithBase(persisting, parseBaseFile(stringify(base), 'base.yml'), 'docker compose config');
  };
  const LOST = ['warning base-data-lost chromadb'];

  it.each([
    ['another folder in a variable', { environment: { PERSIST_DIRECTORY: '/chroma/x' } }],
    ['another folder in a variable of a list', { environment: ['PERSIST_DIRECTORY=/chroma/x'] }],
    ['another folder in its command', { command: 'run --path /chroma/x' }],
    ['another folder in its command, in one word', { command: ['run', '--path=/chroma/x'] }],
    ['an order to store nothing', { environment: { IS_PERSISTENT: 'FALSE' } }],
    ['a tmpfs inside of the folder', { tmpfs: '/data/index' }],
    ['a tmpfs inside of the folder, in the long form', { volumes: [{ type: 'tmpfs', target: '/data/index' }] }],
  ])('is lost by %s', (_, keys) => {
    expect(brief(kept(keys).findings)).toEqual(LOST);
  });

  it.each(['tmpfs', 'ramfs'])('is lost on a volume that is a %s', (type) => {
    expect(brief(kept({}, { driver_opts: { type, device: type } }).findings)).toEqual(LOST);
  });

  it.each([
    ['the same folder in a variable', { environment: { PERSIST_DIRECTORY: '/data/', IS_PERSISTENT: 'TRUE' } }],
    ['a folder inside of it in its command', { command: 'run --path /data/x' }],
    ['another folder that lasts', { command: 'run --path /srv', volumes: ['./srv:/srv'] }],
    ['a folder of the host inside of it', { volumes: ['./index:/data/index'] }],
  ])('is kept with %s', (_, keys) => {
    expect(kept(keys).findings).toEqual([]);
  });

  it('is not compared where a variable decides it', () => {
    expect(kept({ command: 'run --path ${WHERE:-/x}' })).toMatchObject({ findings: [], unread: ['chromadb.command'] });
  });
});

describe('the port that a command asks for', () => {
  const asked = (command: string, ...switches: readonly string[]) => {
    const base = `services:\n  chromadb: { image: chromadb/chroma, command: "${command}", ports: ["8007:8000"] }\n`;
    const assignments = switches.map((path) => `${path}=true`);
    const of = planFrom(sizes('  chromadb: { memory: { limit: 512Mi } }'), assignments);
    return compareWithBase(of, parseBaseFile(base, 'base.yml'), 'docker compose config').findings;
  };

  it.each(['switches.loopbackPorts', 'services.chromadb.healthcheck'])('is not the one of %s', (name) => {
    expect(brief(asked('run --path /data --port 9000', name))).toEqual(['warning base-port-differs chromadb']);
  });

  it('matters to nothing else', () => {
    expect(asked('run --port 9000')).toEqual([]);
    expect(asked('run --port 8000', 'switches.loopbackPorts', 'services.chromadb.healthcheck')).toEqual([]);
  });
});

describe('images', () => {
  const image = (reference: string) => changed((services) => Object.assign(services.redis, { image: reference }));

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
      expect(brief(findings)).toEqual(['warning base-image-differs redis']);
      expect(findings[0]?.message).toContain(`the base file runs ${reference}, the catalogue describes redis`);
    },
  );

  it('says nothing of a service that is built', () => {
    expect(changed((services) => Object.assign(services.redis, { image: undefined, build: '.' }))).toEqual([]);
  });
});

describe('ports', () => {
  const ports = (...list: readonly unknown[]) => changed((services) => Object.assign(services['fm-auth-service'], { ports: list }));

  it.each([
    [['127.0.0.1:8001:8000']],
    [['8001:8000', '9001:9000']],
    [[{ target: 8000, published: '8001' }]],
    [['${AUTH_PORT:-8001}:8000']],
    [['9001:9000', '${AUTH_PORT}:8000']],
  ])('says nothing of %j', (list) => {
    expect(ports(...list)).toEqual([]);
  });

  it.each([
    ['another port of the laptop', '8101:8000'],
    ['another port of the container', '8001:8080'],
    ['nothing in common', '9001:9000'],
  ])('warns of %s', (_, mapping) => {
    const findings = ports(mapping);
    expect(brief(findings)).toEqual(['warning base-port-differs auth']);
    expect(findings[0]?.message).toContain(`the base file publishes ${mapping}, the catalogue has 8001:8000`);
  });

  it('says nothing of ports where the catalogue has none', () => {
    expect(changed((services) => Object.assign(services['fm-job-worker'], { ports: ['5555:5555'] }))).toEqual([]);
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
