import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { FIXTURE } from '../fixture/shop';
import { type Outcome, shopsynth } from '../support/cli';
import { scratch } from '../support/scratch';

const INDEX = '.faultmaven-infra.json';
const CODES = [0, 1];

/** A base file that agrees with the profile, so that nothing is refused for its sake. */
const BASE = readFileSync(join(FIXTURE, 'docker-compose.yml'), 'utf8');

/** What belongs to the user, by its path. */
const PRECIOUS: Readonly<Record<string, string>> = {
  'victim/victim.yaml': 'precious',
  'victim.yaml': 'precious',
  'docker-compose.yml': 'precious',
  'out/docker-compose.yml': BASE,
  'out/compose.yaml': BASE,
  'out/.env': 'PRECIOUS=1\n',
  'out/notes.txt': 'precious',
};

/** The shipped output, in a folder beside things that are not to be touched. */
function shipped(profile: string): { readonly cwd: string; readonly out: string; readonly untouched: () => void } {
  const cwd = scratch(PRECIOUS);
  const out = join(cwd, 'out');
  cpSync(join(FIXTURE, 'dist', profile), out, { recursive: true });
  symlinkSync('../victim', join(out, 'sub'));
  return {
    cwd,
    out,
    untouched: () => {
      for (const [path, content] of Object.entries(PRECIOUS))
        expect([path, readFileSync(join(cwd, path), 'utf8')]).toEqual([path, content]);
      expect(readdirSync(join(cwd, 'victim'))).toEqual(['victim.yaml']);
      expect(readdirSync(cwd).sort()).toEqual(['docker-compose.yml', 'out', 'victim', 'victim.yaml']);
      expect(readdirSync(out).filter((name) => /\.tmp$|\.lock/.test(name))).toEqual([]);
    },
  };
}

function expectTold({ code, stdout, stderr }: Outcome): void {
  expect(CODES).toContain(code);
  expect(stdout + stderr).not.toMatch(/\n\s+at .*:\d+|undefined|\[object|NaN/);
  if (code === 1) expect(stderr).toMatch(/^out\S*: |\/out/m);
}

const PATHS = [
  'sub/victim.yaml',
  '../victim.yaml',
  'docker-compose.yml',
  'compose.yaml',
  '.env',
  'notes.txt',
  '/etc/passwd',
  'sub',
  '.',
  '',
  '__proto__',
  'constructor',
  'a.yaml',
];

/** Anything that JSON can hold in the place of something. */
const anything = fc.oneof(
  fc.constantFrom<unknown>(null, 0, -1, 1e308, '', 'x', true, [], {}, [null], { path: 'a.yaml' }, ['__proto__']),
  fc.constantFrom(...PATHS),
  fc.jsonValue(),
);

it('touches nothing outside its own files and tells what is wrong, whatever the index says', async () => {
  const key = fc.constantFrom('format', 'generator', 'profile', 'target', 'files', '__proto__', 'extra');
  const index = fc.oneof(
    fc.tuple(key, anything).map(
      ([name, value]) =>
        (text: string) =>
          JSON.stringify({ ...JSON.parse(text), [name]: value }),
    ),
    fc.array(fc.oneof(fc.constantFrom(...PATHS), anything), { maxLength: 4 }).map((more) => (text: string) => {
      const parsed = JSON.parse(text);
      return JSON.stringify({ ...parsed, files: [...parsed.files, ...more] });
    }),
    fc
      .array(fc.record({ path: anything, sha256: anything }), { maxLength: 4 })
      .map((files) => (text: string) => JSON.stringify({ ...JSON.parse(text), format: 1, files })),
    fc.tuple(fc.nat(), fc.string()).map(
      ([at, put]) =>
        (text: string) =>
          text.slice(0, at % text.length) + put + text.slice(at % text.length),
    ),
    fc.nat().map((at) => (text: string) => text.slice(0, at % text.length)),
    fc.constant((text: string) => text.repeat(2)),
    fc.constant((text: string) => `<<<<<<< a\n${text}=======\n${text.replace('laptop', 'other')}>>>>>>> b\n`),
  );
  const flags = fc.constantFrom([], ['--force'], ['--check'], ['--dry-run'], ['--set', 'services.cart.memory.limit=300Mi']);
  const codes = new Set<number>();
  await fc.assert(
    fc.asyncProperty(index, flags, async (mutate, more) => {
      const { cwd, out, untouched } = shipped('laptop');
      writeFileSync(join(out, INDEX), mutate(readFileSync(join(out, INDEX), 'utf8')));
      const outcome = await shopsynth(['--profile', 'laptop', '--output', 'out', ...more], { cwd });
      codes.add(outcome.code);
      expect(outcome.stderr).not.toMatch(/\n\s+at .*:\d+/);
      untouched();
    }),
    { numRuns: 80 },
  );
  // Each of them is seen, and no other.
  expect([...codes].sort()).toEqual([0, 1, 3]);
});

const NAMES = ['postgres.yaml', 'shop-search.yaml', 'shop-orders.yaml', 'namespace.yaml'];

it('tells what an apply would not do or says nothing of it, whatever was done to the manifests that stand there', async () => {
  const scalar = fc.oneof(
    fc.constantFrom(
      '107374182400',
      '5',
      '-1',
      'null',
      '[]',
      '{}',
      '"x"',
      '100Gi',
      '1e3',
      '.inf',
      '.nan',
      '!!binary x',
      '*a',
      '&a [*a]',
      '2001-01-01',
      "'\\u0000'",
    ),
    fc.string({ maxLength: 8 }),
  );
  const mutation = fc.oneof(
    // Another value after a key.
    fc
      .tuple(
        fc.constantFrom(
          'storage',
          'volumeClaimTemplates',
          'selector',
          'serviceName',
          'name',
          'kind',
          'spec',
          'metadata',
          'resources',
          'requests',
          'namespace',
          'annotations',
        ),
        scalar,
      )
      .map(
        ([key, value]) =>
          (text: string) =>
            text.replaceAll(new RegExp(`^(\\s*(?:- )?${key}:).*$`, 'gm'), `$1 ${value.replaceAll('$', '')}`),
      ),
    // A line less, or twice.
    fc.tuple(fc.nat(), fc.boolean()).map(([at, twice]) => (text: string) => {
      const lines = text.split('\n');
      const n = at % lines.length;
      return [...lines.slice(0, n), ...(twice ? [lines[n], lines[n]] : []), ...lines.slice(n + 1)].join('\n');
    }),
    fc.tuple(fc.nat(), fc.string()).map(
      ([at, put]) =>
        (text: string) =>
          text.slice(0, at % text.length) + put + text.slice(at % text.length),
    ),
    fc.nat().map((at) => (text: string) => text.slice(0, at % text.length)),
    fc.constant((text: string) => `${text}---\nkind: StatefulSet\nmetadata: ${'{ a: '.repeat(50_000)}\n`),
    fc.constant((text: string) => `<<<<<<< a\n${text}=======\n${text.replaceAll('10Gi', '9Gi')}>>>>>>> b\n`),
  );
  const { cwd, out, untouched } = shipped('cluster');
  const flags = [
    '--profile',
    'cluster',
    '--output',
    'out',
    '--set',
    'services.postgres.volume.size=200Gi',
    '--set',
    'services.search.volume.size=9Gi',
  ];
  const originals = new Map(NAMES.map((name) => [name, readFileSync(join(out, name), 'utf8')]));
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...NAMES), mutation, async (name, mutate) => {
      writeFileSync(join(out, name), mutate(originals.get(name) ?? ''));
      const outcome = await shopsynth(flags, { cwd });
      writeFileSync(join(out, name), originals.get(name) ?? '');
      expectTold(outcome);
      expect(outcome.code).toBe(1);
      untouched();
    }),
    { numRuns: 40 },
  );
});

it.each([
  ['a folder', (path: string) => mkdirSync(path), 'is a folder, expected a file: move it away'],
  ['a pipe', (path: string) => execFileSync('mkfifo', [path]), 'is a pipe, expected a file: move it away'],
  ['a link to a device', (path: string) => symlinkSync('/dev/zero', path), 'is a link, and nothing is written through one'],
  ['a link to somebody’s file', (path: string) => symlinkSync('../victim.yaml', path), 'is a link, and nothing is written through one'],
])('tells of %s in the place of a file, and leaves it alone', async (_, make, expected) => {
  for (const name of ['docker-compose.override.yml', INDEX, 'docker-compose.override.yml.example']) {
    const { cwd, out, untouched } = shipped('laptop');
    rmSync(join(out, name), { force: true });
    make(join(out, name));
    // An example that is none counts as none; only what is ours to write is told.
    const outcome = await shopsynth(['--profile', 'laptop', '--output', 'out', '--set', 'services.cart.memory.limit=300Mi'], { cwd });
    expectTold(outcome);
    if (!name.endsWith('.example')) expect(outcome.stderr).toContain(`${name}: ${expected}`);
    expect(existsSync(join(cwd, 'victim.yaml'))).toBe(true);
    untouched();
  }
});
