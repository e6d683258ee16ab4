import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { parseAllDocuments } from 'yaml';
import { FIXTURE } from './fixture/shop';
import { type Outcome, shopsynth } from './support/cli';
import { withDocker } from './support/engine';
import { runs } from './support/mutations';
import { HEAD } from './support/plans';
import { scratch } from './support/scratch';

/** What ends a line or moves a terminal's cursor, each followed by what must not start a line then. */
const MARK = 'pwned';
const ATTACKS = [
  `\n::error::${MARK}`,
  `\n${MARK}: 1`,
  `\r${MARK}`,
  `\r\n::error file=x::${MARK}`,
  `\u0085${MARK}`,
  `\u2028${MARK}`,
  `\u2029${MARK}`,
  `\u001b[2J${MARK}`,
  `\u001b]0;${MARK}\u0007`,
  `\u009b31m${MARK}`,
  `\u202e${MARK}`,
  `::error::${MARK}`,
  `##[error]${MARK}`,
  `\n---\nkind: ${MARK}`,
  `\u007f\u0008${MARK}`,
  `\v\f${MARK}`,
];
const CODES = [0, 1, 2, 3, 4, 5];

/** Nothing but printable lines, of which none starts with what was smuggled in, and none is a stack trace or a command of a CI system. */
function expectSafe({ code, stdout, stderr }: Outcome): void {
  expect(CODES).toContain(code);
  for (const text of [stdout, stderr]) {
    expect(text.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u);
    expect(text).not.toMatch(/\n\s+at .*:\d+/);
    expect(text).not.toMatch(/^\s*(::|##\[)/m);
  }
  expect(stderr).not.toMatch(new RegExp(`^\\s*(kind: )?${MARK}`, 'm'));
  if (!stdout.startsWith('# Generated')) expect(stdout).not.toMatch(new RegExp(`^\\s*(kind: )?${MARK}`, 'm'));
  else for (const document of parseAllDocuments(stdout)) expect(document.toJS().kind).not.toBe(MARK);
}

const LAPTOP = readFileSync(join(FIXTURE, 'profiles/laptop.yaml'), 'utf8');
const asYaml = (text: string): string => JSON.stringify(text);

const attack = fc.constantFrom(...ATTACKS);
const word = fc
  .tuple(fc.constantFrom('', 'x', 'laptop', 'a/', './'), attack, fc.constantFrom('', '.yaml', '/y.yaml'))
  .map((parts) => parts.join(''));

/** Where an argument can stand. */
const ARGUMENTS: readonly ((text: string) => readonly string[])[] = [
  (text) => [text],
  (text) => ['--profile', text],
  (text) => ['plan', text],
  (text) => ['help', text],
  (text) => ['list', text],
  (text) => [`--${text}`],
  (text) => ['--profile', 'laptop', '--format', text],
  (text) => ['--profile', 'laptop', '--color', text],
  (text) => ['--profile', 'laptop', '--fit', text],
  (text) => ['--profile', 'laptop', '--output', `out${text}`],
  (text) => ['--profile', 'laptop', '--output', `out${text}`, '--check'],
  (text) => ['--profile', 'laptop', '--output', `out${text}`, '--dry-run'],
  (text) => ['--profile', 'laptop', '--stdout', '--set', text],
  (text) => ['--profile', 'laptop', '--stdout', '--set', `${text}=1`],
  (text) => ['--profile', 'laptop', '--stdout', '--set', `restart=${text}`],
  (text) => ['--profile', 'laptop', '--stdout', '--set', `services.cart.memory.limit=${text}`],
  (text) => ['--profile', 'laptop', '--output', 'out', '--set', `accept.departs-from-document=${text}`],
  (text) => ['check', '--profile', 'laptop', '--base', text],
  (text) => ['check', '--profile', 'laptop', '--set', `accept.departs-from-document=${text}`],
  (text) => ['check', '--profile', 'laptop', '--format', 'json', '--set', `accept.departs-from-document=${text}`],
  (text) => ['check', '--profile', 'laptop', '--format', 'sarif', '--set', `accept.departs-from-document=${text}`],
  (text) => ['--profile', 'cluster', '--stdout', '--set', `images.cart=${text}`],
  (text) => ['--profile', 'cluster', '--stdout', '--set', `ingress.annotations.x=${text}`],
  (text) => ['--profile', 'cluster', '--stdout', '--set', `registry=${text}`],
  (text) => ['list', 'secrets', '--profile', 'cluster', '--set', `pullSecret=${text}`],
];

it.each(ARGUMENTS.map((args) => [args('X').join(' '), args] as const))('lets no argument out unchanged: %s', async (_, args) => {
  await fc.assert(
    fc.asyncProperty(word, async (text) => expectSafe(await shopsynth(args(text)))),
    { numRuns: runs(6) },
  );
});

/** What can stand in a profile, each with a place for an attack. */
const CONTENTS: Readonly<Record<string, (bad: string) => string>> = {
  'an unknown key': (bad) => `${LAPTOP}${asYaml(bad)}: 1\n`,
  'a value': (bad) => `${LAPTOP}restart: ${asYaml(bad)}\n`,
  'a reason, and an unknown code': (bad) =>
    `${LAPTOP}accept: { caps-exceed-machine: ${asYaml(`x${bad}`)}, ${asYaml(bad)}: ${asYaml(bad)} }\n`,
  'a size, and an unknown service': (bad) => `${HEAD}services:\n  cart: { memory: { limit: ${asYaml(bad)} } }\n  ${asYaml(bad)}: 1\n`,
  'what it extends': (bad) => `extends: ${asYaml(`./x${bad}.yaml`)}\n`,
  'a tag, and what is no YAML': (bad) => `a: !${bad.replace(/[^\w]/g, '')} x\n${bad}\n`,
  nothing: () => LAPTOP,
};

it.each(Object.entries(CONTENTS))(
  'lets nothing of a profile out unchanged, not its name and not its folder, with an attack in %s',
  async (_, content) => {
    const withoutSlashes = attack.map((bad) => bad.replaceAll('/', ''));
    const folder = fc.oneof(fc.constant('a'), withoutSlashes);
    const name = fc.oneof(
      fc.constant('mine.yaml'),
      withoutSlashes.map((bad) => `${bad}.yaml`),
    );
    for (const args of [['synth', '--output', 'out'], ['check'], ['check', '--format', 'json'], ['plan'], ['synth', '--stdout']])
      await fc.assert(
        fc.asyncProperty(attack, folder, name, async (bad, where, what) => {
          const cwd = scratch();
          mkdirSync(join(cwd, where), { recursive: true });
          writeFileSync(join(cwd, where, what), content(bad));
          expectSafe(await shopsynth([...args, '--profile', `./${where}/${what}`], { cwd }));
          expectSafe(await shopsynth([...args, '--profile', `./${what}`], { cwd: join(cwd, where) }));
        }),
        { numRuns: runs(3) },
      );
  },
);

it('lets nothing out unchanged of what stands in an output folder', async () => {
  const folder = attack.map((bad) => `o${bad.replaceAll('/', '')}`);
  await fc.assert(
    fc.asyncProperty(folder, attack, async (out, bad) => {
      const cwd = scratch();
      mkdirSync(join(cwd, out, 'x'), { recursive: true });
      const flags = ['--profile', 'laptop', '--output', out];
      expectSafe(await shopsynth(flags, { cwd }));
      writeFileSync(join(cwd, out, 'docker-compose.yml'), '');
      writeFileSync(join(cwd, out, 'faultmaven'), '');
      expectSafe(await shopsynth([...flags, '--set', 'services.cart.memory.limit=300Mi'], { cwd }));
      writeFileSync(join(cwd, out, 'docker-compose.override.yml'), `edited${bad}`);
      expectSafe(await shopsynth(flags, { cwd }));
      const index = { format: 2, generator: 'faultmaven-infra', profile: bad, target: 'compose', files: [] };
      writeFileSync(join(cwd, out, '.faultmaven-infra.json'), JSON.stringify(index));
      expectSafe(await shopsynth(flags, { cwd }));
      expectSafe(await shopsynth([...flags, '--force', '--dry-run'], { cwd }));
      symlinkSync(bad, join(cwd, `${out}link`));
      expectSafe(await shopsynth([...flags.slice(0, -1), `${out}link`], { cwd }));
    }),
    { numRuns: 30 },
  );
});

it('lets nothing of an edited StatefulSet out unchanged', async () => {
  const cwd = scratch();
  const args = ['--profile', 'cluster', '--output', 'out'];
  await shopsynth(args, { cwd });
  for (const bad of ATTACKS) {
    const edited = [
      ...['---', 'apiVersion: apps/v1', 'kind: StatefulSet', 'metadata: { name: postgres, namespace: shop }', 'spec:'],
      `  serviceName: ${JSON.stringify(bad)}`,
      `  volumeClaimTemplates: [{ metadata: { name: data }, spec: { storageClassName: ${JSON.stringify(bad)} } }]`,
    ];
    writeFileSync(join(cwd, 'out/postgres.yaml'), `${edited.join('\n')}\n`);
    const outcome = await shopsynth(args, { cwd });
    expect(outcome.stderr).toContain(MARK);
    expectSafe(outcome);
    expectSafe(await shopsynth([...args, '--force'], { cwd }));
  }
});

it("lets nothing of Docker's own words out unchanged", async () => {
  for (const bad of ATTACKS) {
    const script = `printf '%s' ${`'${bad.replaceAll("'", '')}'`} >&2; exit 1`;
    expectSafe(await shopsynth(['--profile', 'laptop', '--fit', 'auto', '--stdout'], { env: withDocker(script) }));
    const said = { MemTotal: 4 * 1024 ** 3, NCPU: 1, OperatingSystem: bad, Name: bad, KernelVersion: bad, CgroupDriver: 'none' };
    const env = { NO_COLOR: '1', ...withDocker(`cat <<'END'\n${JSON.stringify(said)}\nEND`) };
    for (const args of [['check'], ['check', '--fit', 'auto'], ['synth', '--output', 'out']])
      expectSafe(await shopsynth([...args, '--profile', 'laptop-large'], { env, isTTY: true, columns: 100 }));
  }
}, 60_000);

it('lets nothing of the folders out unchanged that it runs in', async () => {
  for (const bad of ATTACKS) {
    const cwd = join(scratch(), `w${bad.replaceAll('/', '')}`);
    mkdirSync(cwd);
    expectSafe(await shopsynth(['--profile', 'laptop'], { cwd }));
    expectSafe(await shopsynth(['--profile', 'laptop', '--output', '/proc/nowhere'], { cwd }));
    expectSafe(await shopsynth(['--profile', './nowhere.yaml'], { cwd }));
    expectSafe(await shopsynth(['--profile', 'laptop'], { cwd, env: { npm_lifecycle_event: 'synth' } }));
  }
});
