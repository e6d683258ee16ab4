import fc from 'fast-check';
import { shippedProfiles } from '../lib/commands/profiles';
import type { Application } from '../lib/model/application';
import { FIXTURE, shop } from './fixture/shop';
import { shopsynth } from './support/cli';
import { commandsOf } from './support/commands';
import { HEAD, sizes } from './support/plans';
import { namesIn, scratch } from './support/scratch';

const ORDERS = sizes('  orders: { memory: { limit: 512Mi, request: 256Mi } }');
/** Every command of the program. */
const COMMANDS = commandsOf(shop, FIXTURE).map((command) => command.name());
/** More CPUs than the machine has: an error that can be accepted. */
const GREEDY = sizes('  orders: { memory: { limit: 512Mi }, cpu: { limit: 8 } }');
/** Reservations that the machine does not have. */
const TOO_LARGE = sizes('  orders: { memory: { limit: 7Gi, request: 7Gi } }');

/** A catalogue that cannot be read: a defect of the program's own. */
const DEFECTIVE: Application = {
  ...shop,
  get services(): never {
    throw new TypeError('a defect');
  },
};

describe('exit codes', () => {
  const withProfile = (text: string, ...args: readonly string[]) => {
    const cwd = scratch({ 'x.yaml': text });
    return shopsynth([...args, '--profile', 'x.yaml'], { cwd }).then((outcome) => ({ ...outcome, files: namesIn(cwd) }));
  };

  it('is 0 when files are written', async () => {
    expect(await withProfile(ORDERS)).toMatchObject({ code: 0, files: ['dist', 'x.yaml'] });
  });

  it('is 1 for bad input, with nothing written', async () => {
    const { code, files, stderr } = await withProfile(sizes('  orders: { memory: { limit: 512m } }'));
    expect([code, files]).toEqual([1, ['x.yaml']]);
    expect(stderr).toMatch(/^x\.yaml:4:30: services\.orders\.memory\.limit: expected memory such as 512Mi or 1\.5Gi, got "512m" \(.*\)\n$/);
  });

  it('is 2 for a command line that makes no sense', async () => {
    expect((await shopsynth(['--nonsense'])).code).toBe(2);
  });

  it('is 3 for drift', async () => {
    expect(await withProfile(ORDERS, '--check')).toMatchObject({ code: 3, files: ['x.yaml'] });
  });

  it('is 4 for an error that is not accepted, with nothing written', async () => {
    const { code, files, stderr } = await withProfile(GREEDY);
    expect([code, files]).toEqual([4, ['x.yaml']]);
    expect(stderr).toContain('error    cpus-exceed-machine  x.yaml:4:');
    expect(stderr).toContain('nothing was written');
  });

  it('is 0 for an error that is accepted, which is shown', async () => {
    const { code, files, stderr } = await withProfile(`${GREEDY}accept: { cpus-exceed-machine: a larger machine comes tomorrow }\n`);
    expect([code, files]).toEqual([0, ['dist', 'x.yaml']]);
    expect(stderr).toContain('\n    1 accepted: cpus-exceed-machine; --verbose shows it\n');
  });

  it('is 0 for an error that is accepted, whose reason --verbose shows', async () => {
    const { code, stderr } = await withProfile(`${GREEDY}accept: { cpus-exceed-machine: a larger machine comes tomorrow }\n`, '--verbose');
    expect(code).toBe(0);
    expect(stderr).toMatch(/^ {4}accepted cpus-exceed-machine {2}.* \[accepted: a larger machine comes tomorrow\]$/m);
  });

  it('is 4 for a warning under --strict', async () => {
    expect((await withProfile(ORDERS, 'check')).code).toBe(0);
    expect((await withProfile(ORDERS, 'check', '--strict')).code).toBe(4);
  });

  it('is 5 for reservations above the machine, with nothing written', async () => {
    const { code, files, stderr } = await withProfile(TOO_LARGE);
    expect([code, files]).toEqual([5, ['x.yaml']]);
    expect(stderr).toContain('reservations-exceed-machine');
  });

  it('is 5 when even the floors do not fit, and says how much is missing and who needs it', async () => {
    const { code, stderr } = await shopsynth(['plan', '--profile', 'laptop', '--fit', '2Gi']);
    expect(code).toBe(5);
    expect(stderr).toMatch(
      /^does not fit: the floors of all services need \d+Mi, 1024Mi are available beside the 1Gi that are kept \(postgres 1Gi, /,
    );
  });

  it('is 70 for a defect, without a stack trace', async () => {
    const { code, stderr } = await shopsynth(['check', '--profile', 'laptop'], { application: DEFECTIVE });
    expect(code).toBe(70);
    expect(stderr).toContain('a defect of this program: a defect');
    expect(stderr).not.toMatch(/\n\s+at /);
  });

  it('shows the stack trace of a defect with --debug', async () => {
    const { stderr } = await shopsynth(['check', '--profile', 'laptop', '--debug'], { application: DEFECTIVE });
    expect(stderr).toMatch(/\n\s+at /);
  });

  it.each([
    ['2 before 1', 2, sizes('  orders: { memory: { limit: 512m } }'), ['--stdout', '--check']],
    ['1 before 5', 1, `${TOO_LARGE}restart: maybe\n`, []],
    ['5 before 4', 5, sizes('  orders: { memory: { limit: 7Gi, request: 7Gi }, cpu: { limit: 8 } }'), []],
    ['4 before 3', 4, GREEDY, ['--check']],
  ])('is the first that applies: %s', async (_, expected, text, args) => {
    expect((await withProfile(text, ...args)).code).toBe(expected);
  });
});

describe('usage', () => {
  const complaint = async (...args: readonly string[]): Promise<string> => {
    const { code, stderr, stdout } = await shopsynth(args);
    expect([code, stdout]).toEqual([2, '']);
    return stderr;
  };

  it.each([
    ['an unknown flag', ['--profle', 'laptop'], "unknown option '--profle'"],
    ['an unknown command', ['chekc'], 'unknown command "chekc", did you mean check?'],
    ['an argument too many', ['plan', 'extra'], 'unexpected argument "extra"'],
    ['a command too many', ['plan', 'check'], 'unexpected argument "check"'],
    ['a profile by itself', ['laptop'], 'laptop is a profile: fmsynth --profile laptop\n'],
    ['a profile of the user by itself', ['./mine.yaml'], './mine.yaml is a profile: fmsynth --profile ./mine.yaml\n'],
    ['a profile after a command', ['plan', 'a b.yml'], "a b.yml is a profile: fmsynth plan --profile 'a b.yml'\n"],
    ['a profile that is misspelt', ['laptop-larg'], 'unexpected argument "laptop-larg", did you mean fmsynth --profile laptop-large?'],
    ['a profile before flags', ['laptop-large', '--output', '../x'], 'fmsynth --profile laptop-large --output ../x\n'],
    ['a profile without a name', ['--profile', ''], '--profile: expected a name or the path of a file, got nothing'],
    ['help about nothing', ['help', 'chekc'], 'unknown command "chekc", did you mean check?'],
    ['no profile', [], `--profile is needed: one of ${shippedProfiles({ root: FIXTURE }).join(', ')}, or the path of a YAML file`],
    ['a flag without its value', ['--profile'], 'argument missing'],
    ['--set without a destination', ['--profile', 'laptop', '--set', 'a=b'], '--set and --fit need --output DIR or --stdout'],
    ['--fit without a destination', ['--profile', 'laptop', '--fit', '8Gi'], '--set and --fit need --output DIR or --stdout'],
    ['--set without a value', ['plan', '--profile', 'laptop', '--set', 'services.orders'], 'expected PATH=VALUE'],
    ['a size that is none', ['plan', '--profile', 'laptop', '--fit', '8g'], '8 GiB to Compose: write 8Gi'],
    ['--stdout beside --check', ['--profile', 'laptop', '--stdout', '--check'], '--stdout and --check contradict each other'],
    ['--stdout beside --output', ['--profile', 'laptop', '--stdout', '--output', 'x'], '--stdout and --output contradict each other'],
    ['--output without a folder', ['--profile', 'laptop', '--output', ''], '--output: expected a folder, got nothing'],
    ['--stdout beside --force', ['--profile', 'laptop', '--stdout', '--force'], '--force replaces files, and --stdout writes none'],
    ['--check beside --force', ['--profile', 'laptop', '--check', '--force'], '--force replaces files, and --check writes none'],
    ['--quiet beside --verbose', ['--profile', 'laptop', '--quiet', '--verbose'], '--quiet and --verbose contradict each other'],
    ['another format', ['plan', '--profile', 'laptop', '--format', 'xml'], 'Allowed choices are table, json, markdown'],
    ['another colour', ['list', '--color', 'sometimes'], 'Allowed choices are auto, always, never'],
  ])('rejects %s', async (_, args, expected) => {
    const stderr = await complaint(...args);
    expect(stderr).toContain(expected);
    expect(stderr).toContain('see fmsynth --help');
  });

  it('names the missing -- where npm kept a flag', async () => {
    const { code, stderr } = await shopsynth(['laptop'], { env: { npm_lifecycle_event: 'synth', npm_config_profile: 'true' } });
    expect(code).toBe(2);
    expect(stderr).toContain('npm kept --profile for itself: put -- before our flags');
  });
});

describe('help', () => {
  it('lists every command and every exit code', async () => {
    const { code, stdout, stderr } = await shopsynth(['--help']);
    expect([code, stderr]).toEqual([0, '']);
    for (const command of COMMANDS) expect(stdout).toMatch(new RegExp(`^ {2}${command} `, 'm'));
    for (const exit of [0, 1, 2, 3, 4, 5, 70]) expect(stdout).toMatch(new RegExp(`^ {2}${exit} +\\S`, 'm'));
  });

  it.each([[], ...COMMANDS.map((command) => [command])])('has examples in %j --help that can be typed', async (...args) => {
    const { stdout } = await shopsynth([...args, '--help']);
    expect(stdout).toMatch(/Examples:\n {2}\S/);
    expect(stdout).toContain('fmsynth ');
  });

  it.each([
    ['npm run synth --', { npm_lifecycle_event: 'synth', npm_package_name: 'faultmaven-infra' }],
    ['fmsynth', { npm_lifecycle_event: 'synth', npm_package_name: 'mine', npm_package_json: '/x/package.json' }],
    ['npx fmsynth', { npm_lifecycle_event: 'npx', npm_command: 'exec' }],
    ['fmsynth', {}],
  ])('calls the program as the user did: %s', async (program, env) => {
    const { stdout } = await shopsynth(['--help'], { env });
    expect(stdout).toContain(`  ${program} --profile laptop-large\n`);
    expect(stdout).toContain(`Usage: ${program} [command] [options]`);
    expect((await shopsynth(['--nonsense'], { env })).stderr).toContain(`see ${program} --help\n`);
  });

  it.each([
    [['help'], ['--help']],
    [['help', 'help'], ['--help']],
    ...COMMANDS.flatMap((command) => [
      [
        ['help', command],
        [command, '--help'],
      ],
      [
        [command, 'help'],
        [command, '--help'],
      ],
    ]),
    [['version'], ['--version']],
  ])('understands %j as %j', async (words, flags) => {
    expect(await shopsynth(words)).toEqual(await shopsynth(flags));
    expect((await shopsynth(words)).code).toBe(0);
  });

  // An example of `diff` and a sentence of `publish` are longer.
  const narrow = COMMANDS.filter((command) => command !== 'diff' && command !== 'publish');

  it.each([[], ...narrow.map((command) => [command])])('fits a terminal in %j --help, however the program is called', async (...args) => {
    for (const env of [{}, { npm_lifecycle_event: 'synth' }]) {
      const { stdout } = await shopsynth([...args, '--help'], { env });
      expect(stdout.split('\n').filter((line) => line.length > 80)).toEqual([]);
    }
  });

  it.each(COMMANDS)('knows what a misspelt %s should be', async (command) => {
    const { code, stderr } = await shopsynth([`${command}x`]);
    expect([code, stderr]).toEqual([2, expect.stringContaining(`unknown command "${command}x", did you mean ${command}?`)]);
  });

  it('says its version', async () => {
    expect((await shopsynth(['--version'])).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  });
});

describe('at the width of a terminal', () => {
  it.each([
    ['a plan that does not fit', ['plan', '--profile', 'laptop', '--fit', '2Gi']],
    ['a profile that is none', ['plan', '--profile', 'nope']],
    ['no profile', []],
    ['a wrong value', ['plan', '--profile', 'laptop', '--set', 'restart=maybe', '--set', 'services.orders.memory.limit=512m']],
    ['what is blocked', ['--profile', 'laptop', '--set', 'services.orders.cpu.limit=8', '--output', 'x']],
    ['a note', ['list', 'images', '--profile', 'laptop']],
  ])('breaks the message about %s', async (_, args) => {
    const { stderr } = await shopsynth(args, { isTTY: true, columns: 60, env: { NO_COLOR: '1', CI: '1' } });
    const lines = stderr.trimEnd().split('\n');
    expect(lines.length).toBeGreaterThan(1);
    expect(lines.filter((line) => line.length > 60)).toEqual([]);
    expect(lines.slice(1).some((line) => line.startsWith('  '))).toBe(true);
  });

  it('leaves the message about them on one line in a file', async () => {
    expect((await shopsynth(['plan', '--profile', 'nope'])).stderr.match(/\n/g)).toHaveLength(1);
  });
});

describe('a profile that is none of ours', () => {
  it.each(['mine.yaml', 'mine.yml'])('may be the file %s of the user', async (name) => {
    const { code, stderr } = await shopsynth(['plan', '--profile', 'mine'], { cwd: scratch({ [name]: ORDERS }) });
    expect([code, stderr]).toEqual([1, `--profile "mine": no such profile, did you mean --profile ./${name}?\n`]);
  });
});

describe('colour', () => {
  const coloured = async (args: readonly string[], options: Parameters<typeof shopsynth>[1]): Promise<boolean> =>
    (await shopsynth(['check', '--profile', 'laptop', ...args], options)).stdout.includes('\u001b[');

  it.each([
    [false, 'a file', [], {}],
    [true, 'a terminal', [], { isTTY: true }],
    [false, 'a terminal with NO_COLOR', [], { isTTY: true, env: { NO_COLOR: '1' } }],
    [false, 'a dumb terminal', [], { isTTY: true, env: { TERM: 'dumb' } }],
    [true, 'a file with --color always', ['--color', 'always'], {}],
    [true, 'NO_COLOR with --color=always', ['--color=always'], { env: { NO_COLOR: '1' } }],
    [false, 'a terminal with --color never', ['--color', 'never'], { isTTY: true }],
    [true, 'a terminal with --color auto', ['--color', 'auto'], { isTTY: true }],
  ])('is %s for %s', async (expected, _, args, options) => {
    expect(await coloured(args, options)).toBe(expected);
  });
});

describe('whatever it is given', () => {
  const CODES = [0, 1, 2, 3, 4, 5];

  it('ends with a documented code and no stack trace, whatever the arguments are', async () => {
    const word = fc.oneof(
      fc.constantFrom(
        ...COMMANDS,
        '--profile',
        'laptop',
        '--fit',
        '8Gi',
        '--set',
        '--stdout',
        '--check',
        '--dry-run',
        '--quiet',
        '--format',
        'json',
        '--',
      ),
      fc.string({ maxLength: 12 }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(word, { maxLength: 6 }), async (args) => {
        const { code, stdout, stderr } = await shopsynth(args);
        expect(CODES).toContain(code);
        expect(stdout + stderr).not.toMatch(/\n\s+at .*:\d+/);
      }),
      { numRuns: 60 },
    );
  });

  it('ends with a documented code and no stack trace, whatever the profile says', async () => {
    const line = fc.constantFrom(
      'services:',
      '  orders: { memory: { limit: 512Mi } }',
      '  orders: 1',
      'machine: []',
      'accept: { a: b }',
      'switches: { persist: true }',
      'restart: no',
      'extends: ./x.yaml',
      'target: kubernetes',
      '\t',
      '- a',
      '{',
      '!x',
    );
    await fc.assert(
      fc.asyncProperty(fc.array(fc.oneof(line, fc.string()), { maxLength: 5 }), async (lines) => {
        const cwd = scratch({ 'x.yaml': `${HEAD}${lines.join('\n')}\n` });
        const { code, stdout, stderr } = await shopsynth(['check', '--profile', 'x.yaml'], { cwd });
        expect(CODES).toContain(code);
        expect(stdout + stderr).not.toMatch(/\n\s+at .*:\d+/);
      }),
      { numRuns: 60 },
    );
  });
});
