import { cpSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { FIXTURE } from '../fixture/shop';
import { fmsynth, type Outcome, ROOT, shopsynth } from '../support/cli';
import { committed, edit } from '../support/repository';
import { namesIn, scratch } from '../support/scratch';

/** What is committed of the shop. */
const base = (profile = ''): string => `dir:${join(FIXTURE, 'dist', profile)}`;

const diff = (...args: readonly string[]): Promise<Outcome> => shopsynth(['diff', ...args]);

/** A project of its own with the shop's profiles and what they become. */
function project(): string {
  const root = scratch();
  for (const folder of ['profiles', 'dist']) cpSync(join(FIXTURE, folder), join(root, folder), { recursive: true });
  return root;
}

const repository = (): string => committed(project());

describe('in a cluster', () => {
  const cluster = (...args: readonly string[]): Promise<Outcome> => diff('--profile', 'cluster', '--against', base(), ...args);

  it('says nothing where nothing changes', async () => {
    expect(await cluster()).toEqual({ code: 0, stdout: `nothing changes against ${base()}: cluster\n`, stderr: '' });
  });

  it('says what restarts, what does not, and what it adds up to', async () => {
    const { code, stdout, stderr } = await cluster('--set', 'services.cart.memory.limit=256Mi', '--set', 'services.cart.replicas.max=6');
    expect([code, stderr]).toEqual([3, '']);
    expect(stdout).toBe(
      [
        `cluster, against ${base()}`,
        '  services',
        '    cart: memory limit 128→256Mi, max 4→6',
        '  restarts',
        '    cart (Deployment): rolling: memory limit 128→256Mi',
        '  changes in place',
        '    the namespace (ResourceQuota)',
        '    cart (HorizontalPodAutoscaler): maxReplicas 4→6',
        ...stdout.split('\n').slice(8, 17),
        '  findings: none new',
        '',
      ].join('\n'),
    );
    expect(stdout).toMatch(/\n {4}pods +13 +15→17 +\d+→\d+\n/);
    expect(stdout).toMatch(/\n {4}memory limits +6208→6464Mi +6464→7488Mi /);
  });

  it.each([
    ['requests', ['services.cart.cpu.request=0.2'], 'At rest: pods and limits unchanged, requests +0.2 CPUs. Full load: CPU requests '],
    ['a disk', ['services.search.volume.size=6Gi'], 'search: disk data 5→6Gi.'],
    ['replicas', ['services.orders.replicas=3'], 'orders: replicas 2→3.'],
    ['a new image', ['images.cart=4.0.0'], 'cart: image 3.1.4→4.0.0.'],
    ['a variable', ['services.cart.settings.currency=USD'], 'cart: variable CURRENCY USD.'],
    ['more connections', ['services.orders.replicas=4'], 'max_connections 95→155, because orders may have 4 replicas.'],
    [
      'less memory',
      ['services.postgres.memory={ request: 1Gi, limit: 1Gi }'],
      "maintenance_work_mem 96MB→64MB, because postgres's memory limit goes 1536Mi→1Gi",
    ],
    ['no change of disks', ['services.cart.replicas.max=5'], 'no disk, Secret, Job or max_connections change.'],
    ['an archive', ['services.postgres.backup=null'], 'postgres: no backup schedule (was 0 3 * * *), no variable '],
  ])('sums up %s', async (_, sets, expected) => {
    const { stdout } = await cluster('--summary', ...sets.flatMap((one) => ['--set', one]));
    expect(stdout).toContain(expected);
  });

  it('names redundancy that is lost, ports, edges, rights and Secrets', async () => {
    const less = await cluster('--set', 'services.cart.replicas=1');
    expect(less.stdout).toContain('  redundancy lost\n    cart: one pod at rest instead of 2, and none while it moves\n');
    expect(less.stdout).toContain('    cart: no disruption budget any more: a drain may end all of its pods at once\n');
    const off = await cluster('--set', 'services.postgres.backup=null');
    const summary = (...sets: readonly string[]) => cluster('--summary', ...sets.flatMap((one) => ['--set', one]));
    expect((await summary('services.cart.replicas=1')).stdout).toContain(
      ' Redundancy lost: cart: one pod at rest instead of 2, and none while it moves; cart: no disruption budget any more',
    );
    expect((await summary('ingress.namespace=gate')).stdout).toContain(' New network edges: the namespace gate to cart: 8000/TCP. ');
    expect(off.stdout).toContain('  network edges that are gone\n    postgres to 0.0.0.0/0: 443/TCP, but for 6 networks\n');
    expect(off.stdout).toContain('  Secrets read that are gone\n    postgres: postgres-backup');
    const elsewhere = await cluster('--set', 'ingress.namespace=gate', '--set', 'ingress.host=other.example.com');
    expect(elsewhere.stdout).toContain('  new network edges\n    the namespace gate to cart: 8000/TCP\n');
    expect(elsewhere.stdout).toContain('  new open ports\n    Ingress shop-cart: other.example.com/\n');
  });

  it('tells a service that is new, and one that is gone', async () => {
    const root = project();
    const folder = join(root, 'dist/cluster');
    // The base has a service that nobody knows any more in the place of one.
    const text = readFileSync(join(folder, 'shop-shipper.yaml'), 'utf8').replaceAll('shop-shipper', 'shop-mailer');
    writeFileSync(join(folder, 'shop-mailer.yaml'), text);
    edit(join(folder, '.faultmaven-infra.json'), 'shop-shipper.yaml', 'shop-mailer.yaml');
    const { stdout } = await diff('--profile', 'cluster', '--against', `dir:${join(root, 'dist')}`);
    expect(stdout).toContain('    shipper: new (memory request 32Mi, memory limit 64Mi, CPU request 0.05, CPU limit 0.1, image ');
    expect(stdout).toContain('    shop-mailer: gone\n');
    expect(stdout).toContain('  starts\n    shipper (DaemonSet)\n  stops\n    shop-mailer (DaemonSet)\n');
    expect(stdout).toContain('  objects that are gone\n    ServiceAccount/shop-mailer\n');
    expect(stdout).toMatch(/\n {4}pods +13 +15\n/);
  });

  it('names findings that are new and that are gone', async () => {
    const { stdout } = await cluster('--set', 'services.postgres.backup=null');
    expect(stdout).toContain('  findings: 1 new (warning no-point-in-time-recovery postgres)');
    const accepted = await cluster('--set', 'accept={ cart-rounds: "as agreed" }');
    expect(accepted).toMatchObject({ code: 3 });
    expect(accepted.stdout).toContain('  findings: none new, 1 more accepted (warning cart-rounds cart)\n');
  });

  it('ends with 6 where the API server refuses something, until that is allowed by name', async () => {
    const smaller = ['--set', 'services.search.volume.size=4Gi'];
    const { code, stdout } = await cluster(...smaller);
    expect(code).toBe(6);
    expect(stdout).toContain(
      '  refused  disk-shrinks:StatefulSet/shop-search  the size of its disks goes from 5Gi to 4Gi\n    way: a disk never shrinks',
    );
    expect((await cluster(...smaller, '--summary')).stdout).toContain(
      'Refused: StatefulSet/shop-search: the size of its disks goes from 5Gi to 4Gi.',
    );
    const allowed = await cluster(...smaller, '--allow', 'disk-shrinks:StatefulSet/shop-search');
    expect(allowed).toMatchObject({ code: 3, stderr: '' });
    expect(allowed.stdout).toContain('  refused, allowed  disk-shrinks:StatefulSet/shop-search');
  });

  it.each<readonly [string, RegExp]>([
    ['text', /\n {2}refused, allowed {2}disk-shrinks:StatefulSet\/shop-search {2}the size of its disks/],
    ['summary', /^cluster\nRefused, allowed: StatefulSet\/shop-search: the size of its disks goes from 5Gi to 4Gi\. /],
    ['markdown', /\n\nRefused, allowed: StatefulSet\/shop-search: the size [\s\S]*\*\*Refused, allowed\*\* disk-shrinks:/],
    ['json', /"allowed": true[\s\S]*"Refused, allowed: StatefulSet\/shop-search: the size /],
  ])('still says what is allowed, as allowed: %s', async (format, expected) => {
    const shrinks = ['--set', 'services.search.volume.size=4Gi', '--allow', 'disk-shrinks:StatefulSet/shop-search'];
    const { code, stdout } = await cluster(...shrinks, ...(format === 'summary' ? ['--summary'] : ['--format', format]));
    expect([code, stdout]).toEqual([3, expect.stringMatching(expected)]);
  });

  it('says of an allowance that it has no use', async () => {
    const { code, stderr } = await cluster('--set', 'services.cart.replicas.max=5', '--allow', 'disk-shrinks:StatefulSet/shop-search');
    expect([code, stderr]).toEqual([3, '--allow "disk-shrinks:StatefulSet/shop-search": nothing of that name is in this change\n']);
  });

  it('compares two profiles, of which each has a namespace of its own', async () => {
    const root = project();
    writeFileSync(
      join(root, 'profiles/staging.yaml'),
      'extends: cluster\ntarget: kubernetes\nnamespace: staging\nservices: { cart: { replicas: { max: 3 } } }\n',
    );
    const { code, stdout } = await shopsynth(['diff', '--profile', 'staging', '--against', base('cluster'), '--summary'], { root });
    expect(code).toBe(3);
    expect(stdout).toMatch(
      /^staging, compared with cluster\nAnother namespace: shop→staging\. Applying one leaves the objects of the other alone\. cart: max 4→3\. /,
    );
    const full = await shopsynth(['diff', '--profile', 'staging', '--against', base('cluster')], { root });
    expect(full.stdout).not.toMatch(/restarts|objects that are gone|destroys/);
  });

  it('tells what is lost when the namespace of a profile changes', async () => {
    const { code, stdout } = await cluster('--set', 'namespace=other');
    expect(code).toBe(6);
    expect(stdout).toContain('  destroys  data-left-behind:StatefulSet/postgres  its namespace goes from shop to other\n');
  });

  it('prints numbers for programs', async () => {
    const { stdout } = await cluster('--format', 'json', '--set', 'services.cart.replicas.max=6');
    const { formatVersion, against, profiles, unaffected } = JSON.parse(stdout);
    expect([formatVersion, against, unaffected]).toEqual([1, base(), []]);
    expect(profiles).toHaveLength(1);
    expect(profiles[0]).toMatchObject({
      profile: 'cluster',
      change: 'changed',
      services: [{ of: 'cart', change: 'changed', figures: [{ what: 'max', before: 4, after: 6 }] }],
      warnings: [],
      findings: { known: true, gained: [], lost: [] },
      files: ['namespace.yaml', 'shop-cart.yaml'],
    });
    expect(profiles[0].sentences[0]).toBe('cart: max 4→6.');
  });

  it('shows the lines that differ', async () => {
    const { stdout } = await cluster('--unified', '--set', 'services.cart.replicas.max=6');
    expect(stdout).toContain('--- a/cluster/shop-cart.yaml\n+++ b/cluster/shop-cart.yaml\n@@ ');
    expect(stdout).toContain('\n-  maxReplicas: 4\n+  maxReplicas: 6\n');
  });

  it('takes a base of an older version, which lists no findings and has other first lines', async () => {
    const root = project();
    const folder = join(root, 'dist/cluster');
    const files = namesIn(folder).filter((name) => name.endsWith('.yaml'));
    for (const name of files)
      edit(join(folder, name), /^.*\n.*\n/, '# Generated by faultmaven-infra from the profile cluster.\n# Do not edit.\n');
    writeFileSync(
      join(folder, '.faultmaven-infra.json'),
      JSON.stringify({ format: 1, generator: 'faultmaven-infra', profile: 'cluster', files: files.map((path) => ({ path, sha256: '0' })) }),
    );
    const against = ['--profile', 'cluster', '--against', `dir:${join(root, 'dist')}`];
    expect(await diff(...against)).toMatchObject({ code: 0 });
    const { stdout } = await diff(...against, '--set', 'services.cart.replicas.max=6', '--summary');
    expect(stdout).toMatch(/Findings: \d+ now; the base does not list its own\.\n$/);
  });

  it('says where a base cannot be read', async () => {
    const root = project();
    const file = join(root, 'dist/cluster/shop-cart.yaml');
    edit(file, '  maxReplicas: 4', '  maxReplicas: [4');
    const { code, stderr } = await shopsynth(['diff', '--profile', 'cluster', '--against', `dir:${join(root, 'dist')}`]);
    expect(code).toBe(1);
    const line =
      readFileSync(file, 'utf8')
        .split('\n')
        .findIndex((text) => text.includes('[4')) + 1;
    expect(stderr).toMatch(new RegExp(`shop-cart\\.yaml:(${line}|${line + 1}):\\d+: not valid YAML`));
  });
});

describe('the examples of its help', () => {
  it.each([
    ['shopsynth', shopsynth, base()],
    ['fmsynth', fmsynth, `dir:${join(ROOT, 'dist')}`],
  ])('change something where they set something: %s', async (_, run, against) => {
    const { stdout: help } = await run(['diff', '--help']);
    const examples = [...help.matchAll(/^ {2}.* (diff .*--set .*)$/gm)].map(([, line = '']) => line.split(' '));
    expect(examples).not.toEqual([]);
    for (const words of examples) expect(await run([...words, '--against', against])).toMatchObject({ code: 3, stderr: '' });
  });
});

describe('on a laptop', () => {
  const laptop = (...args: readonly string[]): Promise<Outcome> => diff('--profile', 'laptop-large', '--against', base(), ...args);

  it('says what is left, and what recreating the containers loses', async () => {
    const { code, stdout } = await laptop('--set', 'services.orders.memory.limit=768Mi', '--set', 'services.cart.memory.limit=512Mi');
    expect(code).toBe(6);
    expect(stdout).toContain(
      'destroys  container-data-lost:orders  its container is recreated, which destroys what it keeps inside: receipts\n',
    );
    expect(stdout).toContain('    orders (container): recreated: memory limit 512→768Mi: loses receipts\n');
    expect(stdout).toContain('    cart (container): recreated: memory limit 256→512Mi\n');
    expect(stdout).toMatch(/ {4}memory limits +3328→3840Mi\n/);
    expect(stdout).toMatch(/ {4}at every limit +4864→4352Mi\n/);
  });

  it('says so in sentences', async () => {
    const { stdout } = await laptop('--summary', '--set', 'services.cart.memory.limit=512Mi', '--allow', 'container-data-lost:orders');
    expect(stdout).toBe(
      'laptop-large\ncart: memory limit 256→512Mi. In all: memory limits 3328→3584Mi. Left of 8Gi: at every limit 4864→4608Mi. Compose recreates cart; no loss of data is known. Findings: none new.\n',
    );
  });

  it('tells a service that the override no longer names: Compose recreates it as the base file has it', async () => {
    const root = project();
    edit(join(root, 'dist/laptop-large/docker-compose.override.yml'), /$/, '  old:\n    mem_limit: 64m\n');
    const { stdout } = await diff('--profile', 'laptop-large', '--against', `dir:${join(root, 'dist')}`);
    expect(stdout).toContain('  services\n    old: gone\n  restarts\n    old (container): recreated: the override no longer names it\n');
  });

  it('tells a service that is off, and one whose variables change', async () => {
    const { stdout } = await laptop('--set', 'services.search=off', '--set', 'services.cart.settings.currency=USD');
    expect(stdout).toContain('    search: no memory limit (was 1Gi), no memory reservation (was 256Mi), no CPU limit (was 0.5), scale 0');
    expect(stdout).toContain('    cart: environment.CURRENCY USD\n');
  });
});

describe('against a commit', () => {
  it('takes what is committed in dist/', async () => {
    const root = repository();
    const run = (...args: readonly string[]): Promise<Outcome> => shopsynth(['diff', ...args], { root, cwd: join(root, 'profiles') });
    expect(await run('--profile', 'cluster')).toMatchObject({ code: 0, stdout: 'nothing changes against git:HEAD: cluster\n' });
    edit(join(root, 'profiles/cluster.yaml'), 'max: 4', 'max: 6');
    // What lies in the folder does not count.
    rmSync(join(root, 'dist'), { recursive: true });
    expect((await run('--profile', 'cluster', '--against', 'git:main', '--summary')).stdout).toMatch(/^cluster\ncart: max 4→6\. /);
  });

  it('knows profiles that are new, gone and renamed', async () => {
    const root = repository();
    const profiles = join(root, 'profiles');
    rmSync(join(profiles, 'laptop-large.yaml'));
    renameSync(join(profiles, 'cluster.yaml'), join(profiles, 'production.yaml'));
    edit(join(profiles, 'production.yaml'), 'max: 4', 'max: 6');
    writeFileSync(
      join(profiles, 'tiny.yaml'),
      'target: compose\nmachine: { memory: 4Gi, cpus: 2, keep: 1Gi }\nservices: { cart: { memory: { limit: 128Mi } } }\n',
    );
    const { code, stdout } = await shopsynth(['diff', '--all', '--summary'], { root, cwd: root });
    expect(code).toBe(3);
    expect(stdout).toMatch(/^production, renamed from cluster\nIts former output, .* cart: max 4→6\. /);
    expect(stdout).toMatch(/\ntiny \(new\)\nNew: cart\. /);
    expect(stdout).toMatch(/\nlaptop-large \(removed\)\nRemoved: postgres, orders, search and cart\. /);
    expect(stdout).toContain('laptop unaffected');
  });

  it('takes a cluster that is gone for one whose data goes', async () => {
    const root = repository();
    rmSync(join(root, 'profiles/cluster.yaml'));
    const { code, stdout } = await shopsynth(['diff', '--all'], { root, cwd: root });
    expect(code).toBe(6);
    expect(stdout).toContain('  destroys  members-removed:StatefulSet/postgres');
    expect(stdout).toMatch(/ {4}pods +9→0 +11→0/);
  });

  it.each([
    [
      'no such commit',
      ['--against', 'git:nowhere'],
      '--against "git:nowhere": no such commit here: see git branch -a, or fetch it first\n',
    ],
    [
      'a flag in the place of a commit',
      ['--against', 'git:--output=x'],
      '--against "git:--output=x": no such commit here: see git branch -a, or fetch it first\n',
    ],
  ])('says so where there is %s', async (_, args, expected) => {
    const root = repository();
    expect(await shopsynth(['diff', '--profile', 'cluster', ...args], { root, cwd: root })).toEqual({
      code: 1,
      stdout: '',
      stderr: expected,
    });
  });

  it('reads what is no UTF-8, and the files behind it', async () => {
    const root = repository();
    const file = join(root, 'dist/cluster/namespace.yaml');
    writeFileSync(file, Buffer.concat([readFileSync(file), Buffer.from('# caf\xe9\n', 'latin1')]));
    committed(root);
    expect(await shopsynth(['diff', '--profile', 'cluster'], { root, cwd: root })).toMatchObject({
      code: 0,
      stdout: 'nothing changes against git:HEAD: cluster\n',
    });
  });

  it('says so where there is no repository', async () => {
    const cwd = scratch();
    const { code, stderr } = await shopsynth(['diff', '--profile', 'cluster'], { cwd });
    expect(code).toBe(1);
    expect(stderr).toContain('is in no repository of git');
  });
});

describe('all profiles of a folder', () => {
  it('takes them with their own outputs', async () => {
    const root = repository();
    edit(join(root, 'profiles/laptop.yaml'), 'cart: { memory: { limit: 256Mi } }', 'cart: { memory: { limit: 128Mi } }');
    const { stdout } = await shopsynth(['diff', '--all', './profiles', '--summary'], { root: FIXTURE, cwd: root });
    // What is shipped is accepted of a shipped profile alone.
    expect(stdout).toMatch(/^cluster\nOnly findings change\. Findings: none new, \d+ no longer accepted /);
    expect(stdout).toMatch(/\nlaptop\ncart: memory limit 256→128Mi\. .* laptop-large unaffected\. Findings: none new\.\n$/);
  });

  it('accepts a destructive change of one profile, and not the same of another', async () => {
    const root = project();
    const cluster = join(root, 'profiles/cluster.yaml');
    for (const folder of ['profiles/other.yaml', 'dist/other'])
      cpSync(join(root, folder.replace('other', 'cluster')), join(root, folder), { recursive: true });
    for (const file of [cluster, join(root, 'profiles/other.yaml')]) edit(file, 'size: 5Gi', 'size: 4Gi');
    const name = 'disk-shrinks:StatefulSet/shop-search';
    const run = (...allowed: readonly string[]): Promise<Outcome> =>
      shopsynth(['diff', '--all', '--against', 'dir:dist', '--summary', ...allowed.flatMap((one) => ['--allow', one])], {
        root,
        cwd: root,
      });
    const one = await run(`other/${name}`);
    expect([one.code, one.stderr]).toEqual([6, '']);
    expect(one.stdout).toMatch(
      /^cluster\nRefused: StatefulSet\/shop-search: [\s\S]*\nother.*\nRefused, allowed: StatefulSet\/shop-search: /,
    );
    expect(await run(`other/${name}`, `cluster/${name}`)).toMatchObject({ code: 3, stderr: '' });
    expect(await run(name)).toMatchObject({ code: 3, stderr: '' });
    expect(await run(`laptop/${name}`)).toMatchObject({
      code: 6,
      stderr: `--allow "laptop/${name}": nothing of that name is in this change\n`,
    });
  });

  it('tells every problem of every profile', async () => {
    const root = repository();
    edit(join(root, 'profiles/laptop.yaml'), '256Mi', '256');
    edit(join(root, 'profiles/cluster.yaml'), 'max: 4', 'max: many');
    const { code, stderr } = await shopsynth(['diff', '--all'], { root, cwd: root });
    expect(code).toBe(1);
    expect(stderr).toMatch(/profiles\/cluster\.yaml:\d+:\d+: services\.cart\.replicas\.max/);
    expect(stderr).toMatch(/profiles\/laptop\.yaml:\d+:\d+: services\.(cart|search)\.memory/);
  });
});

describe('markdown', () => {
  const markdownOf = async (set: string): Promise<string> =>
    (await diff('--profile', 'cluster', '--against', base(), '--format', 'markdown', '--set', set)).stdout;

  it('starts with the same sentences, and keeps everything else below a line that unfolds', async () => {
    const stdout = await markdownOf('services.cart.replicas.max=6');
    expect(stdout).toMatch(/^\*\*cluster\*\*\n\ncart: max 4→6\. /);
    expect(stdout).toContain('<details><summary>Everything that changes against ');
    expect(stdout).toContain('| pods | 13 | 15→17 |');
    expect(stdout).toMatch(/<\/details>\n$/);
  });

  it('takes no mark, no mention and no tag from what others wrote', async () => {
    const stdout = await markdownOf('services.cart.environment.X="<b>@all #1 `x` |"');
    expect(stdout).not.toMatch(/<b>|@all|#1|`x`/);
  });

  it('stays shorter than a comment can be, and says so', async () => {
    const root = project();
    const [text = ''] = [readFileSync(join(root, 'profiles/cluster.yaml'), 'utf8')];
    // As many profiles that differ as are too long together.
    for (let n = 0; n < 30; n += 1) {
      const profile = text.replace('max: 4', `max: ${5 + n}`).replace(/^namespace:.*\n/m, '');
      writeFileSync(join(root, 'profiles', `p${n}.yaml`), profile);
    }
    const { stdout } = await shopsynth(['diff', '--all', '--against', base(), '--format', 'markdown'], { root });
    expect(stdout.length).toBeLessThan(65_536);
    expect(stdout).toContain('\n\nThe rest is too long for a comment: `diff` without `--format` prints it.\n');
    expect(stdout).toContain('**p29 (new)**');
  });

  it('says where nothing changes', async () => {
    expect((await diff('--profile', 'cluster', '--against', base(), '--format', 'markdown')).stdout).toMatch(
      /^Nothing changes against dir:/,
    );
  });
});

it.each([
  [['--all', '--profile', 'cluster'], '--all and --profile contradict each other: give one'],
  [['--all', '--set', 'a=b'], '--set and --fit change one profile: give --profile'],
  [['--profile', 'cluster', '--summary', '--unified'], '--summary and --unified contradict each other: give one'],
  [['--profile', 'cluster', '--summary', '--format', 'json'], '--summary is a text: leave out --format'],
  [['--profile', 'cluster', '--against', 'main'], '--against: expected git:REF, dir:PATH or cluster, got "main"'],
  [['--profile', 'cluster', '--against', 'git:'], '--against: expected git:REF, dir:PATH or cluster, got "git:"'],
  [['--profile', 'cluster', '--against', 'https://me:secret@example.com/x'], '--against: expected git:REF, dir:PATH or cluster, got a URL'],
  [['--profile', 'laptop', '--against', 'cluster'], '--against cluster asks a cluster: laptop is for a laptop'],
  [['--profile', 'cluster', '--allow', 'disk-shrink:x'], '--allow "disk-shrink:x": no such code, did you mean disk-shrinks?'],
  [
    ['--profile', 'cluster', '--allow', 'disk-shrinks'],
    '--allow "disk-shrinks": expected code:subject, as the change is called in the output, or profile/code:subject',
  ],
  [[], '--profile is needed: one of cluster, laptop, laptop-large, or the path of a YAML file'],
])('refuses %j', async (args, expected) => {
  const against = args.includes('--against') ? [] : ['--against', base()];
  const { code, stdout, stderr } = await diff(...args, ...against);
  expect([code, stdout, stderr.split('\n')[0]]).toEqual([2, '', `fmsynth: ${expected}`]);
});

it.each([
  ['no output', `dir:${join(FIXTURE, 'profiles')}`],
  ['no folder', 'dir:/nowhere/at/all'],
])('says so where a folder is %s', async (_, against) => {
  const { code, stderr } = await diff('--profile', 'cluster', '--against', against);
  expect(code).toBe(1);
  expect(stderr).toContain('no output of this program is there: give the folder of one, or the folder above it');
});
