import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { parseAllDocuments } from 'yaml';
import { fmsynth, type Outcome, ROOT } from './support/cli';
import { withDocker } from './support/engine';
import { EVERY_SIZE, HEAD } from './support/plans';
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

const attack = fc.constantFrom(...ATTACKS);
const word = fc
  .tuple(fc.constantFrom('', 'x', 'laptop', 'a/', './'), attack, fc.constantFrom('', '.yaml', '/y.yaml'))
  .map((parts) => parts.join(''));

it('lets no argument out unchanged, wherever it stands', async () => {
  const given = fc.oneof(
    word.map((text) => [text]),
    word.map((text) => ['--profile', text]),
    word.map((text) => ['plan', text]),
    word.map((text) => ['help', text]),
    word.map((text) => ['list', text]),
    word.map((text) => [`--${text}`]),
    word.map((text) => ['--profile', 'laptop', '--format', text]),
    word.map((text) => ['--profile', 'laptop', '--color', text]),
    word.map((text) => ['--profile', 'laptop', '--fit', text]),
    word.map((text) => ['--profile', 'laptop', '--output', `out${text}`]),
    word.map((text) => ['--profile', 'laptop', '--output', `out${text}`, '--check']),
    word.map((text) => ['--profile', 'laptop', '--output', `out${text}`, '--dry-run']),
    word.map((text) => ['--profile', 'laptop', '--stdout', '--set', text]),
    word.map((text) => ['--profile', 'laptop', '--stdout', '--set', `${text}=1`]),
    word.map((text) => ['--profile', 'laptop', '--stdout', '--set', `restart=${text}`]),
    word.map((text) => ['--profile', 'laptop', '--stdout', '--set', `services.redis.memory.limit=${text}`]),
    word.map((text) => ['--profile', 'laptop', '--output', 'out', '--set', `accept.departs-from-document=${text}`]),
    word.map((text) => ['check', '--profile', 'laptop', '--base', text]),
    word.map((text) => ['check', '--profile', 'laptop', '--set', `accept.departs-from-document=${text}`]),
    word.map((text) => ['check', '--profile', 'laptop', '--format', 'json', '--set', `accept.departs-from-document=${text}`]),
    word.map((text) => ['check', '--profile', 'laptop', '--format', 'sarif', '--set', `accept.departs-from-document=${text}`]),
    word.map((text) => ['--profile', 'cluster', '--stdout', '--set', `images.agent=${text}`]),
    word.map((text) => ['--profile', 'cluster', '--stdout', '--set', `ingress.annotations.x=${text}`]),
    word.map((text) => ['--profile', 'cluster', '--stdout', '--set', `registry=${text}`]),
    word.map((text) => ['list', 'secrets', '--profile', 'cluster', '--set', `pullSecret=${text}`]),
  );
  await fc.assert(
    fc.asyncProperty(given, async (args) => expectSafe(await fmsynth(args))),
    { numRuns: 300 },
  );
});

it('lets nothing of a profile out unchanged: not its name, its folder, its keys, its values or its reasons', async () => {
  const asYaml = (text: string): string => JSON.stringify(text);
  const text = fc.oneof(
    attack.map((bad) => `${EVERY_SIZE}${asYaml(bad)}: 1\n`),
    attack.map((bad) => `${EVERY_SIZE}restart: ${asYaml(bad)}\n`),
    attack.map((bad) => `${EVERY_SIZE}accept: { caps-exceed-machine: ${asYaml(`x${bad}`)}, ${asYaml(bad)}: ${asYaml(bad)} }\n`),
    attack.map((bad) => `${HEAD}services:\n  redis: { memory: { limit: ${asYaml(bad)} } }\n  ${asYaml(bad)}: 1\n`),
    attack.map((bad) => `extends: ${asYaml(`./x${bad}.yaml`)}\n`),
    attack.map((bad) => `a: !${bad.replace(/[^\w]/g, '')} x\n${bad}\n`),
    fc.constant(EVERY_SIZE),
  );
  const folder = fc.oneof(
    fc.constant('a'),
    attack.map((bad) => bad.replaceAll('/', '')),
  );
  const name = fc.oneof(
    fc.constant('mine.yaml'),
    attack.map((bad) => `${bad.replaceAll('/', '')}.yaml`),
  );
  const command = fc.constantFrom(['synth', '--output', 'out'], ['check'], ['check', '--format', 'json'], ['plan'], ['synth', '--stdout']);
  await fc.assert(
    fc.asyncProperty(text, folder, name, command, async (content, where, what, args) => {
      const cwd = scratch();
      mkdirSync(join(cwd, where), { recursive: true });
      writeFileSync(join(cwd, where, what), content);
      expectSafe(await fmsynth([...args, '--profile', `./${where}/${what}`], { cwd }));
      expectSafe(await fmsynth([...args, '--profile', `./${what}`], { cwd: join(cwd, where) }));
    }),
    { numRuns: 150 },
  );
});

it('lets nothing out unchanged of what stands in an output folder', async () => {
  const folder = attack.map((bad) => `o${bad.replaceAll('/', '')}`);
  await fc.assert(
    fc.asyncProperty(folder, attack, async (out, bad) => {
      const cwd = scratch();
      mkdirSync(join(cwd, out, 'x'), { recursive: true });
      const flags = ['--profile', 'laptop', '--output', out];
      expectSafe(await fmsynth(flags, { cwd }));
      writeFileSync(join(cwd, out, 'docker-compose.yml'), '');
      writeFileSync(join(cwd, out, 'faultmaven'), '');
      expectSafe(await fmsynth([...flags, '--set', 'services.redis.memory.limit=600Mi'], { cwd }));
      writeFileSync(join(cwd, out, 'docker-compose.override.yml'), `edited${bad}`);
      expectSafe(await fmsynth(flags, { cwd }));
      const index = { format: 2, generator: 'faultmaven-infra', profile: bad, target: 'compose', files: [] };
      writeFileSync(join(cwd, out, '.faultmaven-infra.json'), JSON.stringify(index));
      expectSafe(await fmsynth(flags, { cwd }));
      expectSafe(await fmsynth([...flags, '--force', '--dry-run'], { cwd }));
      symlinkSync(bad, join(cwd, `${out}link`));
      expectSafe(await fmsynth([...flags.slice(0, -1), `${out}link`], { cwd }));
    }),
    { numRuns: 30 },
  );
});

it('lets nothing of an edited StatefulSet out unchanged', async () => {
  const cwd = scratch();
  const args = ['--profile', 'cluster', '--output', 'out'];
  await fmsynth(args, { cwd });
  for (const bad of ATTACKS) {
    const edited = [
      ...['---', 'apiVersion: apps/v1', 'kind: StatefulSet', 'metadata: { name: redis, namespace: faultmaven }', 'spec:'],
      `  serviceName: ${JSON.stringify(bad)}`,
      `  volumeClaimTemplates: [{ metadata: { name: data }, spec: { storageClassName: ${JSON.stringify(bad)} } }]`,
    ];
    writeFileSync(join(cwd, 'out/redis.yaml'), `${edited.join('\n')}\n`);
    const outcome = await fmsynth(args, { cwd });
    expect(outcome.stderr).toContain(MARK);
    expectSafe(outcome);
    expectSafe(await fmsynth([...args, '--force'], { cwd }));
  }
});

it("lets nothing of Docker's own words out unchanged", async () => {
  for (const bad of ATTACKS) {
    const script = `printf '%s' ${`'${bad.replaceAll("'", '')}'`} >&2; exit 1`;
    expectSafe(await fmsynth(['--profile', 'laptop', '--fit', 'auto', '--stdout'], { env: withDocker(script) }));
    const said = { MemTotal: 4 * 1024 ** 3, NCPU: 1, OperatingSystem: bad, Name: bad, KernelVersion: bad, CgroupDriver: 'none' };
    const env = { NO_COLOR: '1', ...withDocker(`cat <<'END'\n${JSON.stringify(said)}\nEND`) };
    for (const args of [['check'], ['check', '--fit', 'auto'], ['synth', '--output', 'out']])
      expectSafe(await fmsynth([...args, '--profile', 'laptop-8gb'], { env, isTTY: true, columns: 100 }));
  }
}, 60_000);

it('lets nothing of the folders out unchanged that it runs in', async () => {
  for (const bad of ATTACKS) {
    const cwd = join(scratch(), `w${bad.replaceAll('/', '')}`);
    mkdirSync(cwd);
    expectSafe(await fmsynth(['--profile', 'laptop'], { cwd }));
    expectSafe(await fmsynth(['--profile', 'laptop', '--output', '/proc/nowhere'], { cwd }));
    expectSafe(await fmsynth(['--profile', './nowhere.yaml'], { cwd }));
    expectSafe(await fmsynth(['--profile', 'laptop'], { cwd, root: ROOT, env: { npm_lifecycle_event: 'synth' } }));
  }
});
