import { decode, whyNoProfile } from '../../lib/profile/decode';
import { parseProfile } from '../../lib/profile/parse';
import type { ComposeProfile } from '../../lib/targets/compose/schema';
import { shopEditorSays } from '../support/json-schema';
import { HEAD, shopShapes, sizeOf, sizes } from '../support/plans';
import { problemsOf } from '../support/problems';

const read = (text: string) => decode(parseProfile(text, 'x.yaml'), shopShapes) as ComposeProfile;

/**
 * What only the program can tell: what a value is compared with, what a pattern cannot count, and how a number was written, which an
 * editor no longer knows.
 */
const BEYOND_AN_EDITOR = /expected at (least|most) |memory above zero|not a whole number of MiB|got "(1e3|\.5|01)"/;

/** What is wrong with a profile; and what the program refuses, an editor refuses as well, as far as it can. */
function problems(text: string): readonly string[] {
  const lines = problemsOf(() => read(text));
  if (!lines.every((line) => BEYOND_AN_EDITOR.test(line))) expect([text, shopEditorSays(text)]).not.toEqual([text, []]);
  return lines;
}

/** A profile that is read, and an editor says nothing of it. */
function taken(text: string): ComposeProfile {
  expect(shopEditorSays(text)).toEqual([]);
  return read(text);
}

const cart = (rest: string): string => sizes(`  cart: ${rest}`);
const memory = (rest: string): string => cart(`{ memory: ${rest} }`);

const MEMORY = 'expected memory such as 512Mi or 1.5Gi';
const CPUS = 'expected a number of CPUs such as 0.5 or 2';

describe('what may be left out', () => {
  it('leaves every switch off', () => {
    expect(taken(`${HEAD}services: {}\n`).switches).toEqual({
      hardening: false,
      loopbackPorts: false,
      persist: false,
    });
  });

  it('restarts unless stopped and accepts nothing', () => {
    const { restart, accept } = taken(`${HEAD}services: {}\n`);
    expect(restart).toBe('unless-stopped');
    expect(accept).toEqual({});
  });

  it('invents neither a reservation nor a CPU limit', () => {
    const size = sizeOf(taken(memory('{ limit: 512Mi }')).services, 'cart');
    expect(size?.memory.request).toBeUndefined();
    expect(size?.cpu).toBeUndefined();
  });

  it('invents no service', () => {
    expect(Object.keys(taken(memory('{ limit: 512Mi }')).services)).toEqual(['cart']);
  });
});

describe('what is read', () => {
  it('reads units into values', () => {
    const { machine, services: read1 } = taken(cart('{ cpu: { limit: 0.25 }, memory: { limit: 0.5Gi, request: "256Mi" } }'));
    expect(machine.memory.mebibytes).toBe(8192);
    expect(machine.keep.mebibytes).toBe(2048);
    expect(machine.cpus.millicores).toBe(4000);
    const size = sizeOf(read1, 'cart');
    expect(size?.memory.limit.mebibytes).toBe(512);
    expect(size?.memory.request?.mebibytes).toBe(256);
    expect(size?.cpu?.limit.millicores).toBe(250);
  });

  it.each(['no', 'always', 'on-failure', 'unless-stopped'])('reads restart: %s', (restart) => {
    expect(taken(`${HEAD}services: {}\nrestart: ${restart}\n`).restart).toBe(restart);
  });

  it('takes a machine of which nothing is kept', () => {
    expect(taken('target: compose\nmachine: { memory: 8Gi, cpus: 4, keep: 0Mi }\nservices: {}\n').machine.keep.mebibytes).toBe(0);
  });

  it('takes a request as large as its limit and a limit as small as its floor', () => {
    expect(sizeOf(taken(memory('{ limit: 144Mi, request: 144Mi }')).services, 'cart')?.memory.request?.mebibytes).toBe(144);
  });

  it('does not hand on what was extended', () => {
    expect(taken(`${HEAD}extends: ./other.yaml\nservices: {}\n`)).not.toHaveProperty('extends');
  });
});

describe('memory', () => {
  it.each([
    ['512m', 'got "512m" (512 MiB to Compose, 512 thousandths of a byte to Kubernetes: write 512Mi)'],
    ['"512m"', 'got "512m" (512 MiB to Compose, 512 thousandths of a byte to Kubernetes: write 512Mi)'],
    ['1g', 'got "1g" (1 GiB to Compose: write 1Gi)'],
    ['512M', 'got "512M" (488 MiB if SI, 512 MiB to Compose: write 512Mi)'],
    ['1GB', 'got "1GB" (954 MiB if SI, 1 GiB to Compose: write 1Gi)'],
    ['512', 'got 512 (a bare number is bytes to Compose and Kubernetes: write 512Mi)'],
    ['-512Mi', 'got "-512Mi" (memory cannot be negative)'],
    ['-1', 'got -1 (memory cannot be negative)'],
    ['abc', 'got "abc"'],
    ['.nan', 'got ".nan"'],
    ['NaN', 'got "NaN"'],
    ['1e3', 'got "1e3"'],
    ['1e3Mi', 'got "1e3Mi"'],
    ['1.3Mi', 'got "1.3Mi" (not a whole number of MiB: write 1Mi)'],
    ['true', 'got true'],
    ['[1Gi]', 'got a list'],
    ['{ of: 1Gi }', 'got a map'],
    ['~', 'got nothing'],
    ['""', 'got nothing'],
  ])('rejects a limit of %s', (written, complaint) => {
    expect(problems(memory(`{ limit: ${written} }`))).toEqual([`x.yaml:4:28: services.cart.memory.limit: ${MEMORY}, ${complaint}`]);
  });

  it('rejects a limit that was left empty, after its colon', () => {
    const text = sizes('  cart:\n    memory:\n      limit:');
    expect(problems(text)).toEqual([`x.yaml:6:13: services.cart.memory.limit: ${MEMORY}, got nothing`]);
  });

  it('rejects a limit of 0Mi', () => {
    expect(problems(memory('{ limit: 0Mi }'))).toEqual([
      'x.yaml:4:28: services.cart.memory.limit: expected memory above zero such as 512Mi or 1.5Gi, got "0Mi"',
    ]);
  });

  it('rejects a limit of 0 without advising 0Mi', () => {
    const [line] = problems(memory('{ limit: 0 }'));
    expect(line).toContain('x.yaml:4:28: services.cart.memory.limit: expected memory');
    expect(line).not.toContain('write 0Mi');
  });

  it('rejects a request of 0Mi', () => {
    expect(problems(memory('{ limit: 512Mi, request: 0Mi }'))).toEqual([
      'x.yaml:4:44: services.cart.memory.request: expected memory above zero such as 512Mi or 1.5Gi, got "0Mi"',
    ]);
  });

  it('rejects a request above its limit', () => {
    expect(problems(memory('{ limit: 512Mi, request: 1Gi }'))).toEqual([
      'x.yaml:4:44: services.cart.memory.request: expected at most the limit of 512Mi, got 1Gi',
    ]);
  });

  it('rejects a limit below the floor of its service, with the evidence', () => {
    const [line] = problems(memory('{ limit: 63Mi }'));
    expect(line).toMatch(/^x\.yaml:4:28: services\.cart\.memory\.limit: expected at least 64Mi, its working set \(.*\), got "63Mi"$/);
  });

  it('rejects a missing limit at the map that lacks it', () => {
    expect(problems(memory('{ request: 1Gi }'))).toEqual([
      'x.yaml:4:19: services.cart.memory.limit: expected memory such as 512Mi or 1.5Gi, got nothing',
    ]);
  });

  it('rejects a machine with a bad size, at its place', () => {
    expect(problems('target: compose\nmachine: { memory: 8G, cpus: 4, keep: 2GB }\nservices: {}\n')).toEqual([
      `x.yaml:2:20: machine.memory: ${MEMORY}, got "8G" (7629 MiB if SI, 8 GiB to Compose: write 8Gi)`,
      `x.yaml:2:39: machine.keep: ${MEMORY}, got "2GB" (1907 MiB if SI, 2 GiB to Compose: write 2Gi)`,
    ]);
  });
});

describe('CPUs', () => {
  const cpu = (written: string): string => cart(`{ memory: { limit: 512Mi }, cpu: { limit: ${written} } }`);
  const PLACE = 'x.yaml:4:51: services.cart.cpu.limit';

  it.each([
    ['500m', 'got "500m" (thousandths of a CPU to Kubernetes: write 0.5)'],
    ['50%', 'got "50%" (write 0.5)'],
    ['-1', 'got -1 (a share cannot be negative)'],
    ['.nan', 'got ".nan"'],
    ['1e3', 'got "1e3" (written out, without an exponent)'],
    ['abc', 'got "abc"'],
    ['.5', 'got ".5"'],
    ['true', 'got true'],
    ['[1]', 'got a list'],
    ['~', 'got nothing'],
  ])('rejects a limit of %s', (written, complaint) => {
    expect(problems(cpu(written))).toEqual([`${PLACE}: ${CPUS}, ${complaint}`]);
  });

  it('rejects a limit of 0', () => {
    expect(problems(cpu('0'))).toEqual([`${PLACE}: expected a number of CPUs above zero such as 0.5 or 2, got 0`]);
  });

  it('rejects a number in quotes and says to leave them out', () => {
    expect(problems(cpu('"1"'))).toEqual([`${PLACE}: expected a plain value, got "1" (write it without quotes)`]);
  });

  it('rejects a leading zero without speaking of quotes that nobody wrote', () => {
    const [line] = problems(cpu('01'));
    expect(line).toContain(PLACE);
    expect(line).not.toContain('quotes');
  });

  it('rejects a share that rounds to nothing without advising nothing', () => {
    const [line] = problems(cpu('0.0001'));
    expect(line).toContain(PLACE);
    expect(line).not.toMatch(/write 0\b(?!\.)/);
  });

  it('rejects a tiny share as it was written', () => {
    const [line] = problems(cpu('0.0000001'));
    expect(line).toContain(PLACE);
    expect(line).not.toContain('1e-7');
    expect(line).not.toContain('exponent');
  });

  it('rejects a machine without a positive number of CPUs', () => {
    expect(problems('target: compose\nmachine: { memory: 8Gi, cpus: 0, keep: 2Gi }\nservices: {}\n')).toEqual([
      'x.yaml:2:31: machine.cpus: expected a number of CPUs above zero such as 0.5 or 2, got 0',
    ]);
  });
});

describe('shape', () => {
  it('rejects an unknown key with the nearest known one', () => {
    expect(problems(memory('{ limit: 512Mi, requests: 256Mi }'))).toEqual([
      'x.yaml:4:35: services.cart.memory.requests: unknown key, did you mean request?',
    ]);
  });

  it('rejects an unknown service with the nearest known one', () => {
    expect(problems(sizes('  serch: { memory: { limit: 512Mi } }'))).toEqual([
      'x.yaml:4:3: services.serch: unknown service, did you mean search?',
    ]);
  });

  it.each([
    ['replicas', ': on a laptop every service is one container'],
    ['replicas', ': on a laptop every service is one container'],
    ['autoscaling', ': on a laptop every service is one container'],
    ['storage', ''],
  ])('rejects %s, which only a cluster has', (key, because) => {
    expect(problems(cart(`{ memory: { limit: 512Mi }, ${key}: 2 }`))).toEqual([
      `x.yaml:4:37: services.cart.${key}: belongs to a cluster profile${because}`,
    ]);
  });

  it('rejects a profile for another target', () => {
    expect(problems(`${sizes('  {}').replace('compose', 'nomad')}`)).toEqual([
      'x.yaml:1:9: target: expected compose or kubernetes, got "nomad"',
    ]);
  });

  it('says of a value that only the rules refuse nothing of another target', () => {
    expect(problems(memory('{ limit: 512Mi, request: 1Gi }'))).toEqual([expect.stringMatching(/got 1Gi$/)]);
  });

  it('rejects a profile without what it needs', () => {
    expect(problems('target: compose\n')).toEqual([
      'x.yaml:1:1: machine: expected a map of memory, cpus, keep, got nothing',
      'x.yaml:1:1: services: expected a map of postgres, orders, search, cart, got nothing',
    ]);
  });

  it.each([
    ['a text', 'hello', 'got a single value'],
    ['a list', '- a', 'got a list'],
    ['a number', '3', 'got a single value'],
  ])('rejects a profile that is %s', (_, text, complaint) => {
    const lines = problems(text);
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(/^x\.yaml:1:1: expected a profile, a map that starts with target, /);
    expect(lines[0]).toContain(complaint);
  });

  it.each([
    ['services', 'services: []', 'x.yaml:3:11: services: expected a map of '],
    ['switches', 'services: {}\nswitches: []', 'x.yaml:4:11: switches: expected a map of '],
    ['accept', 'services: {}\naccept: [a]', 'x.yaml:4:9: accept: expected a map of '],
    ['a size', 'services: { cart: { memory: [512Mi] } }', 'x.yaml:3:29: services.cart.memory: expected a map of '],
  ])('rejects a list where %s must be a map', (_, text, expected) => {
    const lines = problems(`${HEAD}${text}\n`);
    expect(lines).toHaveLength(1);
    expect(lines[0]).toContain(expected);
    expect(lines[0]).toContain('got a list');
  });

  it('rejects a service without any value', () => {
    expect(problems(sizes('  cart:'))).toEqual([
      'x.yaml:4:8: services.cart: expected a size such as { memory: { limit: 512Mi } }, or off, got nothing (write null if the base file has none, off if it must not run)',
    ]);
  });

  it('rejects another restart policy', () => {
    expect(problems(`${HEAD}services: {}\nrestart: sometimes\n`)).toEqual([
      'x.yaml:4:10: restart: expected one of no, always, on-failure, unless-stopped, got "sometimes"',
    ]);
  });

  it.each([
    ['yes', 'got "yes"'],
    ['"true"', 'got "true"'],
    ['1', 'got 1'],
  ])('rejects a switch that is %s', (written, complaint) => {
    expect(problems(`${HEAD}services: {}\nswitches: { persist: ${written} }\n`)).toEqual([
      `x.yaml:4:22: switches.persist: expected true or false, ${complaint}`,
    ]);
  });

  it.each([
    ['""', 'got nothing'],
    ['"  "', 'got "  "'],
    ['~', 'got nothing'],
    ['3', 'got 3'],
    ['[a]', 'got a list'],
  ])('rejects an acceptance without a reason: %s', (written, complaint) => {
    expect(problems(`${HEAD}services: {}\naccept: { some-code: ${written} }\n`)).toEqual([
      `x.yaml:4:22: accept.some-code: expected a reason, ${complaint}`,
    ]);
  });

  it('rejects an extends that is no path', () => {
    expect(problems(`${HEAD}services: {}\nextends: [a.yaml]\n`)).toEqual(['x.yaml:4:10: extends: expected a path, got a list']);
  });

  it('rejects keys that objects treat specially', () => {
    const lines = problems(`${HEAD}services: { __proto__: {}, toString: {} }\nconstructor: 1\n`);
    expect(lines).toHaveLength(3);
    expect(lines.join('\n')).toContain('x.yaml:3:13: services.__proto__: unknown service');
    expect(lines.join('\n')).toContain('x.yaml:3:28: services.toString: unknown service');
    expect(lines.join('\n')).toContain('x.yaml:4:1: constructor: unknown key');
  });

  it('shortens what was found when it is very long', () => {
    const [line = ''] = problems(`${HEAD}services: {}\nrestart: ${'x'.repeat(10_000)}\n`);
    expect(line.length).toBeLessThan(200);
  });
});

describe('all at once', () => {
  it('tells every problem of a file', () => {
    const text = `target: compos
machine: { memory: 8G, cpus: 0, keeps: 2Gi }
restart: maybe
switches: { hardning: true, persist: 1 }
services:
  cart: { memory: { limit: 512m, request: -1 }, replicas: 3 }
  sarch: {}
  orders: { memory: { limit: 128Mi, request: 1Gi } }
accept: { x: }
`;
    expect(problems(text).map((line) => line.replace(/: (expected|unknown|belongs).*/, ''))).toEqual([
      'x.yaml:1:9: target',
      'x.yaml:2:20: machine.memory',
      'x.yaml:2:30: machine.cpus',
      'x.yaml:2:33: machine.keeps',
      'x.yaml:3:10: restart',
      'x.yaml:4:13: switches.hardning',
      'x.yaml:4:38: switches.persist',
      'x.yaml:6:28: services.cart.memory.limit',
      'x.yaml:6:43: services.cart.memory.request',
      'x.yaml:6:49: services.cart.replicas',
      'x.yaml:7:3: services.sarch',
      'x.yaml:8:46: services.orders.memory.request',
      'x.yaml:9:14: accept.x',
    ]);
  });

  it('tells of a request above its limit only where the limit itself can stay', () => {
    expect(problems(memory('{ limit: 7Mi, request: 8Mi }'))).toHaveLength(1);
  });

  it('tells of a limit below its floor although the request beside it cannot be read', () => {
    const lines = problems(memory('{ limit: 1Mi, request: 512m }')).join('\n');
    expect(lines).toContain('services.cart.memory.request: expected memory such as');
    expect(lines).toContain('services.cart.memory.limit: expected at least 64Mi');
  });

  it('tells of a request above its limit although the CPUs beside it cannot be read', () => {
    const lines = problems(cart('{ memory: { limit: 512Mi, request: 1Gi }, cpu: { limit: 0 } }'));
    expect(lines.map((line) => line.split(': ')[1])).toEqual(['services.cart.memory.request', 'services.cart.cpu.limit']);
  });
});

describe('a file that is no profile', () => {
  const why = (text: string) => whyNoProfile(parseProfile(text, 'x.yaml').tree, shopShapes);

  it.each([
    ['[a]', 'expected a profile, a map that starts with target, got a list'],
    ['a', 'expected a profile, a map that starts with target, got a single value'],
    ['apiVersion: v1\nkind: Secret\n', 'is no profile: it has none of the keys that one has, such as target and services'],
  ])('is told apart: %j', (text, expected) => expect(why(text)).toBe(expected));

  it.each(['{}', 'target: x', 'targt: x\na: b\n', 'a: b\nextend: x\n', 'ingress: {}', 'machine: {}', 'a: b\nservices: {}\n'])(
    'can be one that says %j',
    (text) => expect(why(text)).toBeUndefined(),
  );
});

it('asks for a target before anything else can be said', () => {
  for (const [target, found] of [
    ['', 'got nothing'],
    ['target: [compose]\n', 'got a list'],
    ['target: 5\n', 'got 5'],
    ['target: zzzzzz\n', 'got "zzzzzz"'],
  ])
    expect(problemsOf(() => read(`${target}machine: 5\nzebra: 1\n`))).toEqual([
      expect.stringMatching(new RegExp(`target: expected compose.* or kubernetes.*, ${found}$`)),
    ]);
});
