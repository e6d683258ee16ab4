import { describeProblem } from '../../lib/problem';
import { parseProfile } from '../../lib/profile/parse';
import { unknownKeys } from '../../lib/profile/unknown-keys';
import { shop } from '../fixture/shop';
import { shopShapes } from '../support/plans';

const unknownIn =
  (target: string) =>
  (text: string): readonly string[] =>
    shopShapes
      .filter(({ name }) => name === target)
      .flatMap((shape) => {
        const others = shopShapes.filter((other) => other !== shape);
        return unknownKeys(parseProfile(text, 'x.yaml').tree, shape.schema(), { shape, others });
      })
      .map(({ problem }) => describeProblem(problem));

const unknown = unknownIn('compose');
const inCluster = unknownIn('kubernetes');

it('finds nothing in a profile of known keys', () => {
  expect(
    unknown('{ target: x, machine: { memory: x }, switches: { persist: x }, services: { orders: { memory: { limit: x } } }, restart: x }'),
  ).toEqual([]);
});

it('leaves the codes under accept alone', () => {
  expect(unknown('accept: { whatever-code: x }')).toEqual([]);
});

it('finds every unknown key at every depth, each at its own place', () => {
  expect(unknown('targt: x\nservices:\n  orders:\n    memry: x\n    cpu: { limits: x }\nswitches: { persit: x }\n')).toEqual([
    'x.yaml:1:1: targt: unknown key, did you mean target?',
    'x.yaml:4:5: services.orders.memry: unknown key, did you mean memory?',
    'x.yaml:5:12: services.orders.cpu.limits: unknown key, did you mean limit?',
    'x.yaml:6:13: switches.persit: unknown key, did you mean persist?',
  ]);
});

it('lists what is known when nothing is near', () => {
  expect(unknown('machine: { gigabytes: 8 }')).toEqual(['x.yaml:1:12: machine.gigabytes: unknown key, expected one of memory, cpus, keep']);
});

it('calls a service a service and names all of them when none is near', () => {
  const [line] = inCluster('services: { zookeeper: {} }');
  expect(line).toContain('services.zookeeper: unknown service, expected one of postgres, orders, search, ');
  for (const { kind } of shop.services) expect(line).toContain(kind);
});

it('says of what only a cluster has where it belongs, at any depth', () => {
  const complaint = 'belongs to a cluster profile';
  expect(unknown('ingress: x\nservices: { orders: { replicas: 3 } }\n')).toEqual([
    `x.yaml:1:1: ingress: ${complaint}`,
    `x.yaml:2:23: services.orders.replicas: ${complaint}: on a laptop every service is one container`,
  ]);
});

it('does not take what every object has for a known key', () => {
  expect(unknown('{ toString: x, hasOwnProperty: x, __proto__: x }')).toHaveLength(3);
});

it.each([
  ...shop.services.map(({ name, kind }) => [name, kind]).filter(([name, kind]) => name !== kind),
  ['shop-postgres', 'postgres'],
  ['order', 'orders'],
  ['cart-service', 'cart'],
])('knows which service %s is elsewhere', (name, kind) => {
  expect(inCluster(`services: { ${name}: {} }`)).toEqual([`x.yaml:1:13: services.${name}: unknown service, did you mean ${kind}?`]);
});

it('guesses no service from a letter or two', () => {
  expect(unknown('services: { io: {} }')[0]).toContain('expected one of');
});

describe('a hint', () => {
  it.each([
    ['services: { cart: { copies: 3 } }', 'services.cart.copies: is now services.cart.replicas'],
    ['services: { cart: { hpa: { min: 1 } } }', 'services.cart.hpa: unknown key, did you mean replicas?'],
    ['services: { search: { storage: 1Gi } }', 'services.search.storage: unknown key, did you mean volume?'],
    ['services: { cart: { minAvailble: 1 } }', 'services.cart.minAvailble: unknown key, did you mean minAvailable?'],
    ['ingress: { tlsSecrets: x }', 'ingress.tlsSecrets: unknown key, did you mean tlsSecret?'],
    ['tlsSecrets: x', 'tlsSecrets: unknown key, did you mean ingress.tlsSecret?'],
    ['host: x', 'host: unknown key, did you mean ingress.host?'],
    ['pullsecret: x', 'pullsecret: unknown key, did you mean pullSecret?'],
    ['ingress: { password: x }', 'ingress.password: a profile holds no secrets: list secrets tells'],
    ['services: { cart: { replicas: { minimum: 1 } } }', 'services.cart.replicas.minimum: unknown key, did you mean min?'],
    ['services: { cart: { env: { A: b } } }', 'services.cart.env: unknown key, did you mean environment?'],
    [
      'services: { shipper: { replica: 2 } }',
      'services.shipper.replica: unknown key, did you mean replicas (one pod runs on each node: remove it)?',
    ],
    [
      'services: { search: { scalings: {} } }',
      'services.search.scalings: unknown key, did you mean scaling (members are never autoscaled: remove it)?',
    ],
    ['machine: { memory: 8Gi }', 'machine: belongs to a laptop profile'],
    ['machin: { memory: 8Gi }', 'machin: unknown key, and machine belongs to a laptop profile'],
    ['services: { cart: { copie: 3 } }', 'services.cart.copie: unknown key, did you mean services.cart.replicas?'],
    ['restart: always', 'restart: belongs to a laptop profile'],
    ['ingress: { auth: { header: x } }', 'ingress.auth.header: unknown key, did you mean headers?'],
  ])('fits a cluster: %s', (text, expected) => {
    expect(inCluster(text)).toEqual([expect.stringContaining(expected)]);
  });

  it.each([
    ['services: { shipper: {} }', 'services.shipper: belongs to a cluster profile'],
    ['services: { orders: { hpa: {} } }', 'services.orders.hpa: belongs to a cluster profile'],
    [
      'services: { cart: { replcas: 2 } }',
      /: services\.cart\.replcas: unknown key, and replicas belongs to a cluster profile: on a laptop every service is one container$/,
    ],
    ['services: { postgres: { loopWat: 2 } }', /: services\.postgres\.loopWat: unknown key, and loopWait belongs to a cluster profile$/],
    ['services: { orders: { mem: x } }', /: services\.orders\.mem: unknown key, did you mean memory\?$/],
    [
      'services: { orders: { minAvailable: 2 } }',
      'services.orders.minAvailable: belongs to a cluster profile: on a laptop every service is one container',
    ],
    ['services: { postgres: { loopWait: 2 } }', /: services\.postgres\.loopWait: belongs to a cluster profile$/],
    ['nodes: []', 'nodes: belongs to a cluster profile'],
    ['ingress: x', /: ingress: belongs to a cluster profile$/],
    ['tlsSecrets: x', /: tlsSecrets: unknown key, and ingress\.tlsSecret belongs to a cluster profile$/],
    ['className: x', /: className: unknown key, and ingress\.className belongs to a cluster profile$/],
    ['password: x', 'password: a profile holds no secrets: on a laptop the base file has them, in variables or in the .env beside it'],
  ])('fits a laptop: %s', (text, expected) => {
    expect(unknown(text)).toEqual([expect.stringMatching(expected)]);
  });
});

it.each(['me', 'se', 'x', 'limitless', 'switch'])('guesses nothing of %s, which begins as several keys or as none', (key) => {
  expect(unknown(`services: { orders: { ${key}: 1 } }`)).toEqual([expect.stringContaining('unknown key, expected one of memory, cpu')]);
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
