import { describeProblem } from '../../lib/problem';
import { parseProfile } from '../../lib/profile/parse';
import { composeProfile } from '../../lib/profile/schema/compose';
import { unknownKeys } from '../../lib/profile/unknown-keys';
import { services } from '../support/plans';

const unknown = (text: string): readonly string[] =>
  unknownKeys(parseProfile(text, 'x.yaml').tree, composeProfile(services)).map(describeProblem);

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

it('calls a service a service and names all twelve when none is near', () => {
  const [line] = unknown('services: { zookeeper: {} }');
  expect(line).toContain('services.zookeeper: unknown service, expected one of redis, chromadb, auth, ');
  for (const { kind } of services) expect(line).toContain(kind);
});

it('says of what only a cluster has where it belongs, at any depth', () => {
  const complaint = 'belongs to a cluster profile: on a laptop every service is one container';
  expect(unknown('ingress: x\nservices: { redis: { copies: 3 } }\n')).toEqual([
    `x.yaml:1:1: ingress: ${complaint}`,
    `x.yaml:2:22: services.redis.copies: ${complaint}`,
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
