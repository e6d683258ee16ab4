import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Service } from '../../../lib/model/service';
import { againstBase, againstFolder } from '../../../lib/targets/compose/base';
import { FIXTURE } from '../../fixture/shop';
import { shopsynth } from '../../support/cli';
import { HEAD, planOver, shopLaptopOf, sizes } from '../../support/plans';
import { AGREEING } from '../../support/published';
import { namesIn, scratch } from '../../support/scratch';
import { testService } from '../../support/services';

const CART = sizes('  cart: { memory: { limit: 512Mi } }');
const IMAGE = 'ghcr.io/example/shop-cart';

/** The profile of the shop's laptop. */
const LAPTOP = readFileSync(join(FIXTURE, 'profiles/laptop.yaml'), 'utf8');

const CONTRADICTING = `services:\n  shop-cart: { image: ${IMAGE}, deploy: { resources: { limits: { memory: 1g } } } }\n`;

describe('check --base', () => {
  const check = (base: string | Uint8Array, ...args: readonly string[]) =>
    shopsynth(['check', '--profile', 'x.yaml', '--base', 'base.yml', ...args], { cwd: scratch({ 'x.yaml': CART, 'base.yml': base }) });
  const agreement = (stdout: string) => /base agrees: .*/.exec(stdout)?.[0];

  it('says that a base agrees, and with how many services', async () => {
    expect(agreement((await check(`services: { shop-cart: { image: ${IMAGE} } }`)).stdout)).toBe('base agrees: 1 service');
    const cwd = scratch({ 'base.yml': AGREEING });
    const { stdout } = await shopsynth(['check', '--profile', 'laptop', '--base', 'base.yml'], { cwd });
    expect(agreement(stdout)).toBe('base agrees: 4 services');
  });

  it('says so beside findings for programs, not among them', async () => {
    const { stdout, stderr } = await check(`services: { shop-cart: { image: ${IMAGE} } }`, '--format', 'json');
    expect(JSON.parse(stdout)).toMatchObject({ format: 1 });
    expect(stderr).toBe('base agrees: 1 service\n');
  });

  it('does not say so of one that differs, unless the profile accepts it', async () => {
    const other = 'services: { shop-cart: { image: other } }';
    expect(agreement((await check(other)).stdout)).toBeUndefined();
    const cwd = scratch({ 'x.yaml': `${CART}accept: { base-image-differs: it is one of ours }\n`, 'base.yml': other });
    const { stdout } = await shopsynth(['check', '--profile', 'x.yaml', '--base', 'base.yml'], { cwd });
    expect(agreement(stdout)).toBe('base agrees: 1 service');
  });

  it('says what a variable decides, and what runs only with a profile', async () => {
    const keys = `image: ${IMAGE}, profiles: [cart], deploy: { resources: { limits: { memory: "\${M}", pids: 5 } } }`;
    const { stdout } = await check(`services: { shop-cart: { ${keys} } }`);
    expect(stdout).toContain(
      'not compared, because a variable or what is not shown decides it: shop-cart.deploy.resources.limits.memory\n',
    );
    expect(stdout).toContain('compared as if it ran, which needs one of its profiles: shop-cart\n');
  });

  it.each([
    ['UTF-16', Buffer.from(`\ufeffservices: { shop-cart: { image: ${IMAGE} } }`, 'utf16le')],
    ['carriage returns', `services:\r\n  shop-cart:\r\n    image: ${IMAGE}\r\n`],
    ['a byte order mark', `\ufeffservices: { shop-cart: { image: ${IMAGE} } }`],
  ])('reads %s', async (_, base) => {
    expect(agreement((await check(base)).stdout)).toBe('base agrees: 1 service');
  });

  it.each([
    ['a list of services', 'services:\n  shop-cart: []\n'],
    ['a binary file', Buffer.from([0, 1, 2])],
    ['no text', ''],
    ['no YAML', 'services: [\n'],
  ])('exits 1 for %s, without a stack trace', async (_, base) => {
    const { code, stdout, stderr } = await check(base);
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(/^base\.yml:(\d+:\d+:)? .*\n$/);
  });

  it('names the command that resolves what is elsewhere, with the flags of this one', async () => {
    const { stdout } = await check('include: [x.yml]', '--set', 'services.cart.memory.limit=1Gi');
    expect(stdout).toContain(
      "docker compose --profile '*' -f base.yml config --format json | fmsynth check --profile x.yaml --set services.cart.memory.limit=1Gi --base -",
    );
  });

  it.each(['https://u:hunter2@host/x.yaml', 'u:hunter2@host:x.yaml', 'ssh://host/x?hunter2', 'u:hun/ter2@host'])(
    'repeats nothing of a URL, and asks nobody: %s',
    async (url) => {
      const { code, stdout, stderr } = await shopsynth(['check', '--profile', 'laptop', '--base', url]);
      expect([code, stdout, stderr]).toEqual([1, '', '--base: expected a file, got a URL\n']);
    },
  );

  it('reads a path that looks like one', async () => {
    const cwd = scratch({ 'a:b@c.yml': 'services: {}' });
    const { stdout } = await shopsynth(['check', '--profile', 'laptop', '--base', './a:b@c.yml'], { cwd });
    expect(stdout).toContain('a:b@c.yml');
  });

  it('is for laptops', async () => {
    const { code, stderr } = await shopsynth(['check', '--profile', 'cluster', '--base', 'x']);
    expect([code, stderr]).toEqual([2, expect.stringContaining('give a laptop profile')]);
  });
});

describe('synth --output', () => {
  const synth = (cwd: string, output = 'deploy', ...args: readonly string[]) =>
    shopsynth(['--profile', 'x.yaml', '--output', output, ...args], { cwd });
  const folder = (files: Readonly<Record<string, string>>, profile = CART) =>
    scratch({ 'x.yaml': profile, ...Object.fromEntries(Object.entries(files).map(([name, text]) => [`deploy/${name}`, text])) });

  it('writes beside a base file that agrees', async () => {
    const cwd = folder({ 'docker-compose.yml': AGREEING }, LAPTOP);
    const { code, stderr } = await synth(cwd);
    expect(code).toBe(0);
    expect(stderr).not.toContain('base-');
    expect(namesIn(join(cwd, 'deploy'))).toContain('docker-compose.override.yml');
  });

  it('writes nothing beside one that Compose would refuse to merge, and says where', async () => {
    const cwd = folder({ 'docker-compose.yml': CONTRADICTING });
    const { code, stderr } = await synth(cwd);
    expect(code).toBe(4);
    expect(stderr).toMatch(/^error {4}base-resources-contradict {2}deploy\/docker-compose\.yml:2:3: cart: /m);
    expect(namesIn(join(cwd, 'deploy'))).toEqual(['docker-compose.yml']);
  });

  it('writes beside it when the profile accepts that', async () => {
    const cwd = folder({ 'docker-compose.yml': CONTRADICTING }, `${CART}accept: { base-resources-contradict: I try something }\n`);
    expect((await synth(cwd)).code).toBe(0);
  });

  it('writes nothing beside what is no Compose file', async () => {
    const cwd = folder({ 'docker-compose.yml': 'hello' });
    const { code, stderr } = await synth(cwd);
    expect([code, stderr]).toEqual([1, 'deploy/docker-compose.yml:1:1: expected a Compose file with a map of services\n']);
    expect(namesIn(join(cwd, 'deploy'))).toEqual(['docker-compose.yml']);
  });

  it.each([
    [['compose.yaml', 'docker-compose.yml'], 'compose.yaml'],
    [['compose.yml', 'docker-compose.yml'], 'compose.yml'],
    [['docker-compose.yml', 'docker-compose.yaml'], 'docker-compose.yml'],
    [['docker-compose.yaml'], 'docker-compose.yaml'],
  ])('compares with the one of %j that Compose takes', async (names, taken) => {
    const cwd = folder(Object.fromEntries(names.map((name) => [name, name === taken ? CONTRADICTING : 'nonsense'])));
    expect((await synth(cwd)).stderr).toContain(`deploy/${taken}:2:3: cart: `);
  });

  it.each(['compose.override.yml', 'compose.override.yaml'])('warns where Compose loads %s instead', async (name) => {
    const { code, stderr } = await synth(
      folder({ 'compose.yaml': `services: { shop-cart: { image: ${IMAGE} } }`, [name]: 'services: {}' }),
    );
    expect(code).toBe(0);
    expect(stderr).toContain(
      `override-not-loaded  output: deploy/docker-compose.override.yml is not loaded by docker compose: Compose loads ${name} instead`,
    );
  });

  it.each(['https://u:hunter2@host/x', 'u:hunter2@host:x'])('refuses a URL and repeats nothing of it: %s', async (url) => {
    const cwd = folder({});
    for (const args of [[], ['--dry-run'], ['--check']]) {
      const { code, stdout, stderr } = await synth(cwd, url, ...args);
      expect([code, stdout, stderr]).toEqual([1, '', '--output: expected a folder, got a URL\n']);
    }
    expect(namesIn(cwd)).toEqual(['x.yaml']);
  });

  describe('with COMPOSE_FILE in .env', () => {
    const base = `services: { shop-cart: { image: ${IMAGE} } }`;

    it('compares with the one base file that it names', async () => {
      const cwd = folder({ '.env': 'COMPOSE_FILE="mine.yml:docker-compose.override.yml" # all\n', 'mine.yml': CONTRADICTING });
      expect((await synth(cwd)).stderr).toContain('deploy/mine.yml:2:3: cart: ');
    });

    it('warns where it does not name the override', async () => {
      const { stderr } = await synth(folder({ '.env': 'export COMPOSE_FILE=docker-compose.yml\r\n', 'docker-compose.yml': base }));
      expect(stderr).toContain(
        'override-not-loaded  output: deploy/docker-compose.override.yml is not loaded by docker compose: COMPOSE_FILE does not name it',
      );
    });

    it('says that several are not resolved, and how Compose resolves them', async () => {
      const cwd = folder({ '.env': 'COMPOSE_FILE=a.yml:b.yml:docker-compose.override.yml\n', 'a.yml': CONTRADICTING, 'b.yml': base });
      const { code, stderr } = await synth(cwd);
      expect(code).toBe(0);
      expect(stderr).toContain(
        "docker compose --profile '*' -f deploy/a.yml -f deploy/b.yml config --format json | fmsynth check --profile x.yaml --base -",
      );
    });

    it.each([
      ['a colon', 'COMPOSE_FILE: mine.yml:docker-compose.override.yml\n'],
      ['another separator', 'COMPOSE_PATH_SEPARATOR=;\nCOMPOSE_FILE=mine.yml;docker-compose.override.yml\n'],
    ])('reads it with %s', async (_, env) => {
      const { stderr } = await synth(folder({ '.env': env, 'mine.yml': CONTRADICTING }));
      expect(stderr).toContain('deploy/mine.yml:2:3: cart: ');
      expect(stderr).not.toContain('override-not-loaded');
    });

    it('says of a variable in it that it decides', async () => {
      const { code, stderr } = await synth(folder({ '.env': 'X=mine\nCOMPOSE_FILE=${X}.yml\n', 'docker-compose.yml': CONTRADICTING }));
      expect(code).toBe(0);
      expect(stderr).toMatch(/base-unresolved.*COMPOSE_FILE is \$\{X\}\.yml, which has a variable/);
      expect(stderr).not.toContain('override-not-loaded');
    });

    it('reads the files that COMPOSE_ENV_FILES names instead, of which the last wins', async () => {
      const files = { '.env': '', 'a.env': 'COMPOSE_FILE=b.yml\n', 'b.env': 'COMPOSE_FILE=mine.yml:docker-compose.override.yml\n' };
      const cwd = folder({ ...files, 'mine.yml': CONTRADICTING });
      const env = { COMPOSE_ENV_FILES: 'a.env,b.env' };
      const { stderr } = await shopsynth(['--profile', 'x.yaml', '--output', 'deploy'], { cwd, env });
      expect(stderr).toContain('deploy/mine.yml:2:3: cart: ');
    });

    it('heeds the variable of the environment first', async () => {
      const cwd = folder({ '.env': 'COMPOSE_FILE=a.yml\n', 'docker-compose.yml': base });
      const env = { COMPOSE_FILE: 'docker-compose.yml:docker-compose.override.yml' };
      const { stderr } = await shopsynth(['--profile', 'x.yaml', '--output', 'deploy'], { cwd, env });
      expect(stderr).not.toMatch(/override-not-loaded|base-/);
    });

    it('names a file elsewhere by its own path', async () => {
      const other = join(scratch({ 'mine.yml': CONTRADICTING, 'secrets.txt': 'root:x:0' }), '/');
      const { stderr } = await synth(folder({ '.env': `COMPOSE_FILE=${other}mine.yml:docker-compose.override.yml\n` }));
      expect(stderr).toContain(`base-resources-contradict  ${other}mine.yml:2:3: cart: `);
      const wrong = await synth(folder({ '.env': `COMPOSE_FILE=${other}secrets.txt\n` }));
      expect(wrong).toMatchObject({ code: 1, stderr: `${other}secrets.txt:1:1: expected a Compose file with a map of services\n` });
      const several = await synth(folder({ '.env': `COMPOSE_FILE=${other}mine.yml:b.yml\n` }));
      expect(several.stderr).toContain(`-f ${other}mine.yml -f deploy/b.yml config`);
    });

    it.each(['https://u:hunter2@host/c.yml', 'a.yml:u:hunter2@host:c.yml', 'oci://host/x?hunter2:docker-compose.override.yml'])(
      'repeats nothing of a URL, and says what resolves it: %s',
      async (url) => {
        const cwd = folder({ 'docker-compose.yml': base });
        const { code, stderr } = await shopsynth(['--profile', 'x.yaml', '--output', 'deploy'], { cwd, env: { COMPOSE_FILE: url } });
        expect(code).toBe(0);
        expect(stderr).not.toContain('hunter2');
        expect(stderr).toContain('base-unresolved  base file: COMPOSE_FILE names a URL, from which nothing is fetched here');
        expect(stderr).toContain("docker compose --profile '*' config --format json | fmsynth check --profile x.yaml --base -");
      },
    );
  });

  it('names a folder without a base file', async () => {
    const cwd = folder({ 'README.md': 'x' });
    const { code, stderr } = await synth(cwd);
    expect(code).toBe(0);
    expect(stderr).toContain('base-file-missing  output: deploy has no base file (docker-compose.yml)');
  });

  it('names a folder that was not there', async () => {
    const cwd = scratch({ 'x.yaml': CART });
    const { code, stderr } = await synth(cwd, 'new');
    expect([code, existsSync(join(cwd, 'new'))]).toEqual([0, true]);
    expect(stderr).toContain('base-file-missing  output: new was not there, and has no base file');
  });

  it('makes no folder beside the one that was meant', async () => {
    const cwd = folder({ 'docker-compose.yml': AGREEING });
    const { code, stderr } = await synth(cwd, 'deply');
    expect([code, stderr]).toEqual([
      1,
      'deply: there is no such folder: did you mean deploy, which has a Compose file? If not, make the folder first\n',
    ]);
    expect(existsSync(join(cwd, 'deply'))).toBe(false);
    mkdirSync(join(cwd, 'deply'));
    expect((await synth(cwd, 'deply')).code).toBe(0);
  });

  it('says nothing of base files where none is expected', async () => {
    const cwd = scratch({ 'x.yaml': CART });
    expect((await shopsynth(['--profile', 'x.yaml'], { cwd })).stderr).not.toContain('base-');
    expect((await shopsynth(['--profile', 'cluster', '--output', 'out'], { cwd })).stderr).not.toContain('base-');
  });
});

describe('what Compose loads in a folder', () => {
  const OVERRIDE = 'docker-compose.override.yml';
  const AGREES = 'services: { shop-cart: { image: "ghcr.io/example/shop-cart:3" } }\n';
  const plan = shopLaptopOf(`${HEAD}services: { cart: { memory: { limit: 256Mi } } }\n`);

  /** The codes of the findings with their messages, for a folder `deploy` with these files. */
  async function found(files: Readonly<Record<string, string>>, { env = {}, output = 'deploy', program = 'shopsynth' } = {}) {
    const cwd = scratch(Object.fromEntries(Object.entries(files).map(([name, text]) => [`deploy/${name}`, text])));
    const selected = { plan, selection: '--profile mine' };
    const findings = await againstFolder(selected, join(cwd, output), { cwd, env, program } as never);
    return findings.map(({ code, message }) => `${code}: ${message}`);
  }

  it.each<[string, Readonly<Record<string, string>>, Readonly<Record<string, string>>]>([
    ['the base file', { 'docker-compose.yml': AGREES }, {}],
    ['the override before another one', { 'docker-compose.yml': AGREES, 'docker-compose.override.yaml': '' }, {}],
    ['what is named beside nothing', { 'a.yml': AGREES, '.env': `COMPOSE_FILE=:a.yml::${OVERRIDE}:\n` }, {}],
    ['what is named in quotes, before a remark', { 'a.yml': AGREES, '.env': `COMPOSE_FILE='a.yml:${OVERRIDE}'   # all of it \n` }, {}],
    [
      'what the last file of variables names that names any',
      { 'a.yml': AGREES, 'a.env': `COMPOSE_FILE=a.yml:${OVERRIDE}`, 'b.env': 'A=b' },
      { COMPOSE_ENV_FILES: ' a.env , b.env,none.env' },
    ],
  ])('is %s', async (_, files, env) => expect(await found(files, { env })).toEqual([]));

  it('is said where it is not the override, although that is there', async () => {
    const files = { 'docker-compose.yml': AGREES, [OVERRIDE]: '', '.env': 'COMPOSE_FILE=docker-compose.yml' };
    expect(await found(files)).toEqual([
      `override-not-loaded: deploy/${OVERRIDE} is not loaded by docker compose: COMPOSE_FILE does not name it; so nothing is capped`,
    ]);
  });

  it('is asked of Compose itself where files include others, by a command that prints nothing else', async () => {
    const check =
      "docker compose --profile '*' -f deploy/docker-compose.yml config --format json | npm run --silent synth -- check --profile mine --base -";
    const [first] = await found({ 'docker-compose.yml': 'include: [a.yml]\n' }, { program: 'npm run synth --' });
    expect(first).toContain(`base-unresolved: `);
    expect(first).toContain(check);
  });

  it('is nothing in a folder that was not there, nor near one that Compose finds nothing in', async () => {
    for (const output of ['none/deploy', 'deplo'])
      expect(await found({ 'README.md': '' }, { output })).toEqual([
        `base-file-missing: ${output} was not there, and has no base file (docker-compose.yml): Compose loads the override only beside one; --output takes the folder of Shop's`,
      ]);
  });
});

describe('the closing line of a comparison', () => {
  const closing = async (count: number, keys: string) => {
    const all = Array.from({ length: count }, (_, n) => testService(`x${n}`));
    const inAll = (text: (service: Service) => string): string => `services: { ${all.map(text).join(', ')} }\n`;
    const plan = planOver(all, `${HEAD}${inAll(({ kind }) => `${kind}: { memory: { limit: 64Mi } }`)}`);
    const cwd = scratch({ 'base.yml': inAll(({ name }) => `${name}: { ${keys} }`) });
    const session = { cwd, env: {}, program: 'shopsynth' } as never;
    const { findings, agreement } = await againstBase({ plan, selection: '--profile mine' }, 'base.yml', session);
    return agreement(findings);
  };
  const INACTIVE = 'image: example.org/test, profiles: [a]';

  it('names at most twelve of those that it is about', async () => {
    expect(await closing(12, INACTIVE)).toMatch(/its profiles: fm-x0, fm-x1, .*, fm-x11\n$/);
    expect(await closing(14, INACTIVE)).toMatch(/its profiles: fm-x0, fm-x1, .*, fm-x11 and 2 more\n$/);
  });

  it('is none where they differ', async () => expect(await closing(1, 'image: other')).toBe(''));
});
