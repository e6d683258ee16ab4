import { describeProblem } from '../../lib/problem';
import { parseProfile } from '../../lib/profile/parse';
import { unknownKeys } from '../../lib/profile/unknown-keys';
import { services, shapes } from '../support/plans';

const unknownIn =
  (target: string) =>
  (text: string): readonly string[] =>
    shapes
      .filter(({ name }) => name === target)
      .flatMap((shape) => {
        const others = shapes.filter((other) => other !== shape);
        return unknownKeys(parseProfile(text, 'x.yaml').tree, shape.schema(), { shape, others });
      })
      .map(({ problem }) => describeProblem(problem));

const unknown = unknownIn('compose');
const inCluster = unknownIn('kubernetes');

it('finds nothing in a profile of known keys', () => {
  expect(
    unknown('{ target: x, machine: { memory: x }, switches: { persist: x }, services: { redis: { memory: { limit: x } } }, restart: x }'),
  ).toEqual([]);
});

it('leaves the codes under accept alone', () => {
  expect(unknown('accept: { whatever-code: x }')).toEqual([]);
});

it('finds every unknown key at every depth, each at its own place', () => {
  expect(unknown('targt: x\nservices:\n  redis:\n    memry: x\n    cpu: { limits: x }\nswitches: { persit: x }\n')).toEqual([
    'x.yaml:1:1: targt: unknown key, did you mean target?',
    'x.yaml:4:5: services.redis.memry: unknown key, did you mean memory?',
    'x.yaml:5:12: services.redis.cpu.limits: unknown key, did you mean limit?',
    'x.yaml:6:13: switches.persit: unknown key, did you mean persist?',
  ]);
});

it('lists what is known when nothing is near', () => {
  expect(unknown('machine: { gigabytes: 8 }')).toEqual(['x.yaml:1:12: machine.gigabytes: unknown key, expected one of memory, cpus, keep']);
});

it('calls a service a service and names all of them when none is near', () => {
  const [line] = unknown('services: { zookeeper: {} }');
  expect(line).toContain('services.zookeeper: unknown service, expected one of redis, chromadb, auth, ');
  for (const { kind } of services) expect(line).toContain(kind);
});

it('says of what only a cluster has where it belongs, at any depth', () => {
  const complaint = 'belongs to a cluster profile';
  expect(unknown('ingress: x\nservices: { redis: { replicas: 3 } }\n')).toEqual([
    `x.yaml:1:1: ingress: ${complaint}`,
    `x.yaml:2:22: services.redis.replicas: ${complaint}: on a laptop every service is one container`,
  ]);
});

it('does not take what every object has for a known key', () => {
  expect(unknown('{ toString: x, hasOwnProperty: x, __proto__: x }')).toHaveLength(3);
});

it.each([
  ...services.map(({ name, kind }) => [name, kind]).filter(([name, kind]) => name !== kind),
  ['faultmaven-redis', 'redis'],
  ['gateway', 'api-gateway'],
  ['worker', 'job-worker'],
  ['beat', 'job-worker-beat'],
  ['knowledge-service', 'knowledge'],
])('knows which service %s is elsewhere', (name, kind) => {
  expect(unknown(`services: { ${name}: {} }`)).toEqual([`x.yaml:1:13: services.${name}: unknown service, did you mean ${kind}?`]);
});

it('guesses no service from a letter or two', () => {
  expect(unknown('services: { io: {} }')[0]).toContain('expected one of');
});

describe('a hint', () => {
  it.each([
    ['services: { agent: { copies: 3 } }', 'services.agent.copies: is now services.agent.replicas'],
    ['services: { agent: { hpa: { min: 1 } } }', 'services.agent.hpa: unknown key, did you mean replicas?'],
    ['services: { redis: { storage: 1Gi } }', 'services.redis.storage: unknown key, did you mean volume?'],
    ['services: { agent: { minAvailble: 1 } }', 'services.agent.minAvailble: unknown key, did you mean minAvailable?'],
    ['ingress: { tlsSecrets: x }', 'ingress.tlsSecrets: unknown key, did you mean tlsSecret?'],
    ['tlsSecrets: x', 'tlsSecrets: unknown key, did you mean ingress.tlsSecret?'],
    ['host: x', 'host: unknown key, did you mean ingress.host?'],
    ['pullsecret: x', 'pullsecret: unknown key, did you mean pullSecret?'],
    ['ingress: { password: x }', 'ingress.password: a profile holds no secrets: list secrets tells'],
    ['machine: { memory: 8Gi }', 'machine: belongs to a laptop profile'],
    ['restart: always', 'restart: belongs to a laptop profile'],
    ['ingress: { auth: { header: x } }', 'ingress.auth.header: unknown key, did you mean headers?'],
  ])('fits a cluster: %s', (text, expected) => {
    expect(inCluster(text)).toEqual([expect.stringContaining(expected)]);
  });

  it.each([
    ['services: { postgres: {} }', 'services.postgres: belongs to a cluster profile'],
    ['services: { redis: { hpa: {} } }', 'services.redis.hpa: belongs to a cluster profile'],
    ['services: { redis: { mem: x } }', /: services\.redis\.mem: unknown key, did you mean memory\?$/],
    [
      'services: { redis: { minAvailable: 2 } }',
      'services.redis.minAvailable: belongs to a cluster profile: on a laptop every service is one container',
    ],
    ['services: { redis: { quorum: 2 } }', /: services\.redis\.quorum: belongs to a cluster profile$/],
    ['nodes: {}', 'nodes: belongs to a cluster profile'],
    ['ingress: x', /: ingress: belongs to a cluster profile$/],
    ['tlsSecrets: x', /: tlsSecrets: unknown key, and ingress\.tlsSecret belongs to a cluster profile$/],
    ['className: x', /: className: unknown key, and ingress\.className belongs to a cluster profile$/],
    ['password: x', 'password: a profile holds no secrets: on a laptop the base file has them, in variables or in the .env beside it'],
  ])('fits a laptop: %s', (text, expected) => {
    expect(unknown(text)).toEqual([expect.stringMatching(expected)]);
  });
});

it('says of a key that no map can have that it cannot', () => {
  expect(inCluster('ingress: { annotations: { __proto__: x, constructor: x, a: x } }\naccept: { prototype: x }\n')).toEqual([
    'x.yaml:1:27: ingress.annotations.__proto__: cannot be a name here',
    'x.yaml:1:41: ingress.annotations.constructor: cannot be a name here',
    'x.yaml:2:11: accept.prototype: cannot be a name here',
  ]);
});

it('shows no more of a key than a word, and nothing that stands before an @', () => {
  expect(unknown(`? "${'k'.repeat(900)}"\n: 1\n? "user:password@host"\n: 1\n`).join()).not.toMatch(/k{61}|password/);
});

it('guesses only as often as somebody reads it', () => {
  const lines = unknown(Array.from({ length: 20_000 }, (_, n) => `targt${n}: 1\n`).join(''));
  expect(lines).toHaveLength(20_000);
  expect(lines.filter((line) => line.includes('did you mean')).length).toBeLessThanOrEqual(100);
});
