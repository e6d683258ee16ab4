import { chmodSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describeSource, InputError, UsageError } from '../../lib/problem';
import { loadProfile, shownPath } from '../../lib/profile/load';
import type { ClusterProfile } from '../../lib/targets/kubernetes/schema/cluster';
import { FIXTURE, shop } from '../fixture/shop';
import { anyText } from '../support/any-text';
import { bind, HEAD, type LoadedLaptop, shopShapes, sizeOf, sizes } from '../support/plans';
import { problemsOf, thrownBy } from '../support/problems';
import { scratch } from '../support/scratch';
import { synthesize } from '../support/synthesize';

type Files = Readonly<Record<string, string | Uint8Array>>;

/** Where the shop's profiles are. */
const shipped = join(FIXTURE, 'profiles');

/** The profile of the shop's laptop. */
const LAPTOP = readFileSync(join(shipped, 'laptop.yaml'), 'utf8');

/** Loads the text as `x.yaml` with what it extends beside it. A test that looks at values looks at those of a laptop. */
const load = (text: string | Uint8Array, assignments: readonly string[] = [], beside: Files = {}) =>
  loadProfile({ file: 'x.yaml', cwd: scratch({ ...beside, 'x.yaml': text }), shapes: shopShapes, assignments, shipped }) as LoadedLaptop;

const problems = (text: string | Uint8Array, assignments: readonly string[] = [], beside: Files = {}) =>
  problemsOf(() => load(text, assignments, beside));
const at = (file: string, cwd: string) => () => loadProfile({ file, cwd, shapes: shopShapes });

describe('a profile', () => {
  it('is called what its file is called', () => {
    const cwd = scratch({ 'my-laptop.yaml': LAPTOP, 'other.yml': LAPTOP });
    expect(at('my-laptop.yaml', cwd)().name).toBe('my-laptop');
    expect(at(join(cwd, 'other.yml'), '/')().name).toBe('other');
  });

  it('is what its file holds, also when it held something else before', () => {
    const cwd = scratch({ 'x.yaml': 'extends: ./base.yaml\n', 'base.yaml': LAPTOP });
    expect(at('x.yaml', cwd)().values).toEqual(at('base.yaml', cwd)().values);
    writeFileSync(join(cwd, 'base.yaml'), `${LAPTOP}restart: always\n`);
    expect(at('x.yaml', cwd)().values).toMatchObject({ restart: 'always' });
    writeFileSync(join(cwd, 'base.yaml'), 'nothing\n');
    expect(problemsOf(at('x.yaml', cwd))).toEqual([expect.stringContaining('expected a profile, a map that starts with target')]);
  });

  it('knows the files that it was read from', () => {
    const cwd = scratch({ 'mine.yaml': 'extends: ./base/one.yaml\n', 'base/one.yaml': 'extends: two.yaml\n', 'base/two.yaml': LAPTOP });
    expect(at('mine.yaml', cwd)().files).toEqual(['mine.yaml', 'base/one.yaml', 'base/two.yaml'].map((file) => join(cwd, file)));
  });

  it('knows which place supplied a value', () => {
    const profile = load(sizes('  cart: { memory: { limit: 512Mi } }'));
    expect(describeSource(profile.sourceAt(['services', 'cart', 'memory', 'limit']))).toBe('x.yaml:4:28');
    expect(describeSource(profile.sourceAt(['services', 'orders', 'memory']))).toBe('x.yaml:4:3');
    expect(describeSource(profile.sourceAt(['switches', 'persist']))).toBe('x.yaml:1:1');
  });

  it.each(['a b.yaml', '.yaml', 'ä.yaml', '-x.yaml', `${'x'.repeat(65)}.yaml`])(
    'rejects the file name %j, which cannot name an output',
    (name) => {
      expect(problemsOf(at(name, scratch({ [name]: LAPTOP })))[0]).toContain('expected a file name of letters');
    },
  );
});

describe('a file', () => {
  it('rejects one that is missing', () => {
    expect(problemsOf(at('nope.yaml', scratch()))).toEqual([
      expect.stringMatching(/^nope\.yaml: cannot be read: .*no such file or directory/),
    ]);
  });

  it('rejects one that is a directory', () => {
    const cwd = scratch();
    mkdirSync(join(cwd, 'x.yaml'));
    expect(problemsOf(at('x.yaml', cwd))).toEqual(['x.yaml: is a directory, expected a profile in YAML']);
  });

  it('rejects one that is empty', () => {
    expect(problems('')).toEqual([
      'x.yaml:1:1: the file is empty: expected a profile that starts with target, or with extends and the name of a profile',
    ]);
  });

  it('rejects one that is binary', () => {
    expect(problems(new Uint8Array([0x7f, 0x45, 0x4c, 0x46, 0, 1]))).toEqual(['x.yaml: is a binary file, expected a profile in YAML']);
  });

  it('rejects one in another encoding', () => {
    expect(problems(new Uint8Array([0x61, 0xe4, 0x62]))).toEqual(['x.yaml: is not UTF-8 text, expected a profile in YAML']);
  });

  it('takes 1 MiB and rejects a byte more', () => {
    const filled = (size: number): string => LAPTOP.padEnd(size, '#');
    expect(() => load(filled(1024 * 1024))).not.toThrow();
    expect(problems(filled(1024 * 1024 + 1))).toEqual(['x.yaml: is larger than 1 MiB (1048577 bytes), expected a profile in YAML']);
  });

  it('rejects one that cannot be read', () => {
    const cwd = scratch({ 'x.yaml': LAPTOP });
    chmodSync(join(cwd, 'x.yaml'), 0);
    // The superuser may read everything but what the kernel refuses.
    const file = process.getuid?.() === 0 ? '/proc/self/mem' : 'x.yaml';
    expect(problemsOf(at(file, cwd))).toEqual([expect.stringMatching(new RegExp(`^${file}: cannot be read: `))]);
  });

  it('rejects a device', () => {
    expect(problemsOf(at('/dev/null', '/tmp'))).toEqual(['/dev/null: is not a regular file, expected a profile in YAML']);
  });

  it('rejects a name that no file can have', () => {
    expect(problems(`${HEAD}services: {}\nextends: "a\\0b.yaml"\n`)[0]).not.toContain('UTF-8');
  });

  it('is shown relative to the folder of the user, and absolute outside of it', () => {
    expect(shownPath('/home/me/profiles/x.yaml', '/home/me')).toBe('profiles/x.yaml');
    expect(shownPath('/home/other/x.yaml', '/home/me')).toBe('/home/other/x.yaml');
  });
});

describe('extends', () => {
  const base = `${sizes('  cart: { cpu: { limit: 0.5 }, memory: { limit: 1Gi, request: 512Mi } }\n  orders: { memory: { limit: 256Mi } }')}restart: always\n`;
  const over = (text: string) => load(`extends: ./base.yaml\n${text}`, [], { 'base.yaml': base });

  it('takes everything from a profile that adds nothing', () => {
    expect(JSON.stringify(over('').values)).toBe(JSON.stringify(load(base).values));
  });

  it('keeps the name of the extending file', () => {
    expect(over('').name).toBe('x');
  });

  it('merges maps and replaces scalars', () => {
    const {
      machine,
      restart,
      services: merged,
    } = over('machine: { memory: 16Gi }\nrestart: "no"\nservices: { cart: { memory: { limit: 2Gi } } }\n').values;
    expect(machine).toMatchObject({ memory: { mebibytes: 16_384 }, keep: { mebibytes: 2048 }, cpus: { millicores: 4000 } });
    expect(restart).toBe('no');
    expect(merged.cart).toMatchObject({
      cpu: { limit: { millicores: 500 } },
      memory: { limit: { mebibytes: 2048 }, request: { mebibytes: 512 } },
    });
    expect(merged.orders).toMatchObject({ memory: { limit: { mebibytes: 256 } } });
  });

  it('removes with an explicit null', () => {
    const { services: merged, restart } = over(
      'restart: null\nservices: { orders: null, cart: { cpu: ~, memory: { request: null } } }\n',
    ).values;
    expect(Object.keys(merged)).toEqual(['cart']);
    expect(sizeOf(merged, 'cart')?.cpu).toBeUndefined();
    expect(sizeOf(merged, 'cart')?.memory.request).toBeUndefined();
    expect(restart).toBe('unless-stopped');
  });

  it('removes nothing, and complains of nothing, where the base has nothing to remove', () => {
    const { services: merged, switches } = over(
      'switches: null\nservices: { orders: { cpu: null, memory: { request: null } }, search: null }\n',
    ).values;
    expect(Object.keys(merged)).toEqual(['orders', 'cart']);
    expect(sizeOf(merged, 'orders')?.cpu).toBeUndefined();
    expect(switches.persist).toBe(false);
  });

  it('rejects the removal of a service that does not exist', () => {
    expect(problems('extends: ./base.yaml\nservices: { crt: null }\n', [], { 'base.yaml': base })).toEqual([
      'x.yaml:2:13: services.crt: unknown service, did you mean cart?',
    ]);
  });

  it('rejects the removal of what a profile needs', () => {
    expect(problems('extends: ./base.yaml\nmachine: null\n', [], { 'base.yaml': base })).toEqual([
      'x.yaml:2:10: machine: expected a map of memory, cpus, keep, got null: it removes the inherited value, and a profile needs one',
    ]);
  });

  it('rejects an empty value, which is no null', () => {
    expect(problems('extends: ./base.yaml\nrestart:\n', [], { 'base.yaml': base })).toEqual([
      expect.stringMatching(/^x\.yaml:2:9: restart: expected one of .*, got nothing$/),
    ]);
  });

  it('goes over several files, each relative to the one that names it', () => {
    const profile = load('extends: sub/a.yaml\nrestart: always\n', [], {
      'sub/a.yaml': 'extends: ../b.yaml\nmachine: { keep: 1Gi }\n',
      'b.yaml': base,
    });
    expect(profile.values.restart).toBe('always');
    expect(profile.values.machine.keep.mebibytes).toBe(1024);
    expect(describeSource(profile.sourceAt(['restart']))).toBe('x.yaml:2:10');
    expect(describeSource(profile.sourceAt(['machine', 'keep']))).toBe('sub/a.yaml:2:18');
    expect(describeSource(profile.sourceAt(['machine', 'memory']))).toBe('b.yaml:2:20');
  });

  it('rejects bad values in both files at once, each with the file that supplied it', () => {
    const text = 'extends: base.yaml\nmachine: { keep: 1G }\nservices: { ordrs: {} }\n';
    const below = 'target: compose\nmachine: { memory: 8g, cpus: 4, keep: 2Gi }\nservices: { cart: { memory: { limit: 512m } } }\n';
    expect(problems(text, [], { 'base.yaml': below }).map((line) => line.replace(/: expected.*/, ''))).toEqual([
      'base.yaml:2:20: machine.memory',
      'base.yaml:3:38: services.cart.memory.limit',
      'x.yaml:2:18: machine.keep',
      'x.yaml:3:13: services.ordrs: unknown service, did you mean orders?',
    ]);
  });

  it('rejects a limit that falls below the request of the base, at the request', () => {
    expect(problems('extends: base.yaml\nservices: { cart: { memory: { limit: 256Mi } } }\n', [], { 'base.yaml': base })).toEqual([
      'base.yaml:4:63: services.cart.memory.request: expected at most the limit of 256Mi, got 512Mi',
    ]);
  });

  it('rejects a missing file where it is named', () => {
    expect(problems('restart: always\nextends: nope.yaml\n')).toEqual([
      expect.stringMatching(/^x\.yaml:2:10: extends: nope\.yaml: cannot be read: .*no such file or directory/),
    ]);
  });

  it('takes the name of a shipped profile, from anywhere', () => {
    expect(load('extends: laptop\nmachine: { memory: 64Gi }\n').values).toMatchObject({ machine: { memory: { mebibytes: 65_536 } } });
  });

  it('takes a path for a file beside, whatever it is called', () => {
    expect(load('extends: ./laptop.yaml\n', [], { 'laptop.yaml': `${HEAD}services: {}\n` }).values.services).toEqual({});
  });

  it.each([
    ['lapto', 'extends: "lapto": no such profile, did you mean laptop? (a file of your own is named by its path, such as ./mine.yaml)'],
    ['zzzzzz', 'extends: "zzzzzz": no such profile, expected one of cluster, laptop, laptop-large'],
    ['[laptop]', 'extends: expected the name of a shipped profile or the path of a file, got a list'],
    ['5', 'extends: expected the name of a shipped profile or the path of a file, got 5'],
    ['null', 'extends: expected the name of a shipped profile or the path of a file, got nothing'],
    ['.', 'extends: .: is a directory, expected a profile in YAML'],
    ['""', 'extends: expected the name of a shipped profile or the path of a file, got nothing'],
  ])('rejects the name %s, which no shipped profile has', (name, expected) => {
    const [line, ...more] = problems(`extends: ${name}\n`, [], { zzzzzz: LAPTOP });
    expect(line).toContain(expected);
    expect(more).toEqual([]);
  });

  it.each([
    ['a text', 'root:$6$hunter2:19000:0:99999:7:::\nbin:*:18000:0:99999:7:::\n'],
    ['a list', '- hunter2\n'],
    ['another map', 'apiVersion: v1\nhunter2: hunter2\n'],
    ['broken YAML', 'a: "hunter2\n  b: : hunter2\n- hunter2: [\n'],
    ['an unknown tag', 'a: !hunter2 b\n'],
    ['a key over many lines', `${'hunter2 '.repeat(400)}\n`],
    ['JSON of something else', '{"hunter2": {"token": "hunter2"}}'],
    ['a shell script', 'export TOKEN=hunter2\nif [ hunter2 ]; then\n\techo hunter2\nfi\n'],
  ])('shows nothing of a wrong file: %s', (_, content) => {
    const lines = problems('extends: ./secret\n', [], { secret: content });
    expect(lines.join('\n')).not.toContain('hunter2');
    expect(lines[0]).toMatch(/secret/);
  });

  it('says of a file that is no map, and of another map, where it is named', () => {
    const message = (content: string) => problems('target: compose\nextends: ./base\n', [], { base: content });
    expect(message('hello\n')).toEqual([
      'x.yaml:2:10: extends: base: expected a profile, a map that starts with target, got a single value',
    ]);
    expect(message('- hello\n')).toEqual(['x.yaml:2:10: extends: base: expected a profile, a map that starts with target, got a list']);
    expect(message('kind: Secret\n')).toEqual([
      'x.yaml:2:10: extends: base: is no profile: it has none of the keys that one has, such as target and services',
    ]);
  });

  it.each([
    ['https://user:hunter2@host/x.yaml', 'expected the name of a shipped profile or the path of a file, got a URL'],
    ['user:hunter2@host:x.yaml', 'cannot be read: no such file or directory'],
    ['./x?token=hunter2hunter2', 'cannot be read: no such file or directory'],
  ])('does not repeat the secret in %s', (name, expected) => {
    const [line] = problems(`extends: "${name}"\n`);
    expect(line).toContain(expected);
    expect(line).not.toContain('hunter2');
  });

  it('rejects a base for another target in one line', () => {
    expect(problems('target: kubernetes\nextends: ./base.yaml\n', [], { 'base.yaml': LAPTOP })).toEqual([
      'x.yaml:1:9: target: expected "compose" as in base.yaml, which it extends, got "kubernetes"',
    ]);
  });

  it('goes over sixteen files and no further', () => {
    const chain = (length: number): Files =>
      Object.fromEntries(Array.from({ length }, (_, n) => [`${n}.yaml`, n + 1 < length ? `extends: ${n + 1}.yaml\n` : LAPTOP]));
    expect(load('extends: 0.yaml\n', [], chain(15)).values.target).toBe('compose');
    expect(problems('extends: 0.yaml\n', [], chain(16))).toEqual([
      '14.yaml:1:10: extends: goes on for more than 16 files: write some of them as one',
    ]);
  });

  it.each(['/dev/zero', '/dev/stdin', '/dev/null'])('does not wait for %s', (file) => {
    expect(problems(`extends: ${file}\n`)[0]).toMatch(
      /^x\.yaml:1:10: extends: .*(is not a regular file|is a binary file|is no profile|cannot be read|the file is empty)/,
    );
  });

  it('rejects a directory where it is named', () => {
    expect(problems('extends: .\n')).toEqual([
      expect.stringMatching(/^x\.yaml:1:10: extends: .*is a directory, expected a profile in YAML$/),
    ]);
  });

  it('rejects invalid YAML in the base, at its place there', () => {
    expect(problems('extends: base.yaml\n', [], { 'base.yaml': 'a: [1\n' })).toEqual([
      expect.stringMatching(/^base\.yaml:2:1: not valid YAML: /),
    ]);
  });

  it('rejects a key that stands twice in the base, at its place there', () => {
    const lines = problems(LAPTOP.replace('target: compose', 'extends: base.yaml'), [], {
      'base.yaml': 'target: compose\ntarget: compose\n',
    });
    expect(lines).toEqual(['base.yaml:2:1: this key stands twice in its map: remove one']);
  });

  it('rejects a file that extends itself', () => {
    expect(problems('extends: ./x.yaml\n')).toEqual(['x.yaml:1:10: extends: goes in a circle: x.yaml -> x.yaml']);
  });

  it('rejects a circle over several files, at the link that closes it', () => {
    expect(problems('extends: a.yaml\n', [], { 'a.yaml': 'extends: b.yaml\n', 'b.yaml': '\nextends: a.yaml\n' })).toEqual([
      'b.yaml:2:10: extends: goes in a circle: a.yaml -> b.yaml -> a.yaml',
    ]);
  });

  it('rejects a circle through links of the file system', () => {
    const cwd = scratch({ 'x.yaml': 'extends: sub/x.yaml\n' });
    symlinkSync('.', join(cwd, 'sub'));
    expect(() => at('x.yaml', cwd)()).toThrow(InputError);
  });
});

describe('--set', () => {
  const text = sizes('  cart: { cpu: { limit: 0.5 }, memory: { limit: 1Gi, request: 512Mi } }');
  const set = (...assignments: readonly string[]) => load(text, assignments);

  it('lays values over the profile, the last one on top', () => {
    const { values } = set('services.cart.memory.limit=2Gi', 'services.cart.cpu.limit=1', 'services.cart.memory.limit=3Gi');
    expect(values.services.cart).toMatchObject({
      cpu: { limit: { millicores: 1000 } },
      memory: { limit: { mebibytes: 3072 }, request: { mebibytes: 512 } },
    });
  });

  it('adds what the profile does not have', () => {
    const { values } = set('services.orders.memory.limit=1Gi', 'switches.persist=true', 'accept.some-code=a reason = this');
    expect(sizeOf(values.services, 'orders')?.memory.limit.mebibytes).toBe(1024);
    expect(values.switches.persist).toBe(true);
    expect(values.accept).toEqual({ 'some-code': 'a reason = this' });
  });

  it('turns a service off, and gives it a size again', () => {
    expect(set('services.cart=off').values.services).toEqual({ cart: 'off' });
    expect(sizeOf(set('services.cart=off', 'services.cart.memory.limit=256Mi').values.services, 'cart')?.memory.limit.mebibytes).toBe(256);
  });

  it('removes with null', () => {
    expect(sizeOf(set('services.cart.cpu=null').values.services, 'cart')?.cpu).toBeUndefined();
    expect(set('services.cart=null').values.services).toEqual({});
  });

  it('says that a value came from the flag', () => {
    expect(set('restart=no').sourceAt(['restart'])).toEqual({ kind: 'flag', flag: '--set' });
    expect(describeSource(set('restart=no').sourceAt(['machine', 'keep']))).toBe('x.yaml:2:40');
  });

  it.each([
    ['services.crt.memory.limit=1Gi', 'services.crt: unknown service, did you mean cart?'],
    ['services.shop-orders.cpu.limit=1', 'services.shop-orders: unknown service, did you mean orders?'],
    ['services.cart.memory.limt=1Gi', 'services.cart.memory.limt: unknown key, did you mean limit?'],
    ['switch.persist=true', 'switch: unknown key, did you mean switches?'],
    ['services.cart.replicas=2', 'services.cart.replicas: belongs to a cluster profile: on a laptop every service is one container'],
    ['services.cart.memory=2Gi', 'services.cart.memory: expected a map of limit, request, got "2Gi"'],
    ['machine.keep=', 'machine.keep: expected memory such as 512Mi or 1.5Gi, got nothing'],
    ['switches.persist=yes', 'switches.persist: expected true or false, got "yes"'],
    [
      'services.cart.memory.limit=1024m',
      'services.cart.memory.limit: expected memory such as 512Mi or 1.5Gi, got "1024m" (1024 MiB to Compose, 1024 thousandths of a byte to Kubernetes: write 1Gi)',
    ],
  ])('rejects %s', (assignment, complaint) => {
    expect(problemsOf(() => set(assignment))).toEqual([`--set: ${complaint}`]);
  });

  it('takes a text that looks like a number, a list and a key with dots', () => {
    const cwd = scratch({ 'x.yaml': 'extends: cluster\n' });
    const assignments = ['version="1.30"', 'apiServer.ports=[6443]', 'ingress.annotations."a.b/c"=x', 'accept."placeholder"=null'];
    const values = loadProfile({ file: 'x.yaml', cwd, shapes: shopShapes, assignments, shipped }).values as ClusterProfile;
    expect([String(values.version), values.apiServer?.ports, values.ingress?.annotations]).toEqual(['1.30', [6443], { 'a.b/c': 'x' }]);
    expect(values.accept).not.toHaveProperty('placeholder');
  });

  it('takes many thousand assignments', () => {
    const many = Array.from({ length: 20_000 }, (_, n) => `accept.code-${n}=x`);
    expect(Object.keys(set(...many).values.accept)).toHaveLength(20_000);
  });

  it('lets a later assignment build on what an earlier one removed', () => {
    const { values } = set('services.cart=null', 'services.cart.memory.limit=1Gi', 'services.cart.cpu=null');
    expect(values.services.cart).toMatchObject({ memory: { limit: { mebibytes: 1024 } } });
    expect(sizeOf(values.services, 'cart')?.memory.request).toBeUndefined();
  });

  it('rejects every bad assignment at once', () => {
    expect(problemsOf(() => set('services.crt.cpu.limit=1', 'machine.cpus=0', 'restart=maybe'))).toHaveLength(3);
  });

  it('rejects a value of the file that an assignment made wrong', () => {
    expect(problemsOf(() => set('services.cart.memory.limit=256Mi'))).toEqual([
      'x.yaml:4:63: services.cart.memory.request: expected at most the limit of 256Mi, got 512Mi',
    ]);
  });

  it('rejects what is no assignment as a wrong use of the command line', () => {
    expect(() => set('services.cart')).toThrow(UsageError);
  });

  it('rejects extends, which it could not follow, instead of ignoring it', () => {
    const error = thrownBy(() => set('extends=other.yaml'));
    expect(error instanceof InputError || error instanceof UsageError).toBe(true);
  });
});

it('rejects syntax and values of one file at once where both can be told', () => {
  const text = sizes('  cart: { memory: { limit: 512m } }\n  orders: { memory: { limit: 256Mi } }\n  orders: { memory: { limit: 256Mi } }');
  expect(problems(text).map((line) => line.replace(/: (expected|this).*/, ''))).toEqual([
    'x.yaml:4:28: services.cart.memory.limit',
    'x.yaml:6:3',
  ]);
});

describe('whatever is in the file', () => {
  const cwd = scratch();
  const outcome = (text: string | Uint8Array, assignments: readonly string[] = []): void => {
    // A file that is emptied and written again is flushed to the disk at once by some file systems.
    rmSync(join(cwd, 'x.yaml'), { force: true });
    writeFileSync(join(cwd, 'x.yaml'), text);
    try {
      const profile = loadProfile({ file: 'x.yaml', cwd, shapes: shopShapes, assignments });
      void synthesize(bind(shop, profile));
    } catch (error) {
      if (!(error instanceof InputError) && !(error instanceof UsageError)) throw error;
      expect(error.message).not.toMatch(/\n\s+at |undefined|\[object|NaN(?!")/);
    }
  };

  it('rejects arbitrary bytes with nothing but an InputError', () => {
    fc.assert(
      fc.property(fc.oneof(fc.uint8Array({ maxLength: 200 }), anyText), (bytes) => outcome(bytes)),
      { numRuns: 100 },
    );
  });

  it('rejects a damaged profile with nothing but an InputError', () => {
    const damage = fc.record({
      position: fc.nat(LAPTOP.length),
      removed: fc.nat(12),
      inserted: fc.oneof(
        fc.string({ maxLength: 6 }),
        fc.constantFrom('\t', '\n', ': ', '- ', '{', '}', '[', ']', 'null', '~', '0', '-', '&a ', '*a', '!x ', '"', 'extends: .\n'),
      ),
    });
    fc.assert(
      fc.property(fc.array(damage, { minLength: 1, maxLength: 3 }), (damages) => {
        outcome(
          damages.reduce(
            (text, { position, removed, inserted }) => text.slice(0, position) + inserted + text.slice(position + removed),
            LAPTOP,
          ),
        );
      }),
      { numRuns: 150 },
    );
  });

  it('rejects a profile of the right shape with any values with nothing but an InputError', () => {
    const value = fc.oneof(
      fc.constantFrom('512Mi', '512m', '1.5Gi', '0', '-1', '1e3', '.nan', 'null', '', '[]', '{}', 'true', '1', '0.5', '99999999Gi', '"x"'),
      fc.integer().map(String),
      fc.double().map(String),
    );
    fc.assert(
      fc.property(fc.array(value, { minLength: 6, maxLength: 6 }), ([memory, cpus, keep, limit, request, cpu]) => {
        outcome(`target: compose
machine: { memory: ${memory}, cpus: ${cpus}, keep: ${keep} }
services:
  cart: { memory: { limit: ${limit}, request: ${request} }, cpu: { limit: ${cpu} } }
`);
      }),
      { numRuns: 150 },
    );
  });

  it('rejects any assignment with nothing but an InputError or a UsageError', () => {
    const path = fc.array(
      fc.constantFrom('services', 'cart', 'memory', 'limit', 'machine', 'accept', 'switches', '__proto__', 'constructor', '', 'x'),
      { maxLength: 5 },
    );
    const assignment = fc.oneof(
      fc.string(),
      fc.tuple(path, fc.string()).map(([keys, value]) => `${keys.join('.')}=${value}`),
    );
    fc.assert(
      fc.property(fc.array(assignment, { maxLength: 3 }), (assignments) => outcome(LAPTOP, assignments)),
      { numRuns: 100 },
    );
  });
});

describe('one line for one fault', () => {
  const cluster = (text: string): readonly string[] => problemsOf(() => load(`extends: cluster\n${text}\n`));

  it.each([
    [
      'services: { cart: { scaling: { up: {} } } }',
      'services.cart.scaling.up: expected a map of window, every, percent, pods, got an empty map',
    ],
    ['placement: { pool: {} }', 'placement.pool: expected a map of key, value, required, got an empty map'],
    ['namespace: "\\ud800"', 'U+D800'],
    ['namespace: *x', 'an alias is not supported'],
    ['"\\ud800": 1', 'U+D800'],
    ['images: null', 'images: expected the build of each image that services runs (postgres, orders, search, cart, shipper'],
    [
      'images: { cart: null }',
      'images.cart: expected the build that services.cart runs, got null: it removes the inherited value, and a profile needs one',
    ],
    [
      'ingress: null',
      'ingress: expected how users come in, because services.cart takes requests from outside, got null: it removes the inherited value, and a profile needs one',
    ],
    [
      'ingress: { host: null }',
      'ingress.host: expected a host name such as shop.example.com, got null: it removes the inherited value, and a profile needs one',
    ],
    ['services: { cart: off }', 'got "off" (a laptop profile takes that here: a cluster runs every service)'],
    ['services: { shipper: off }', 'got "off" (a cluster runs every service)'],
    ['services: { postgres: x }', 'got "x"'],
  ])('of %s', (text, line) => expect(cluster(text)).toEqual([expect.stringContaining(line)]));

  it.each([
    ['search:', 'got nothing (write null if the base file has none, off if it must not run)'],
    ['search: *x', 'an alias is not supported'],
  ])('of %s on a laptop', (text, line) => {
    expect(problemsOf(() => load(`extends: laptop-large\nservices:\n  ${text}\n`))).toEqual([expect.stringContaining(line)]);
  });
});
