import { mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { INDEX } from '../../lib/output/file-name';
import { headerOf, sealed } from '../../lib/output/seal';
import { shopsynth } from '../support/cli';
import { scratch } from '../support/scratch';

/** An output of the shop in a folder `out`, changed by `change`, and what `verify` says of it. */
async function verified(profile: string, change: (folder: string) => void = () => undefined) {
  const cwd = scratch();
  const { code, stderr } = await shopsynth(['--profile', profile, '--output', 'out', '--quiet'], { cwd });
  expect([code, stderr]).toEqual([0, '']);
  change(join(cwd, 'out'));
  return shopsynth(['verify', 'out'], { cwd });
}

const edit =
  (name: string, edited: (text: string) => string | Buffer) =>
  (folder: string): void =>
    writeFileSync(join(folder, name), edited(readFileSync(join(folder, name), 'utf8')));

/** The same index as JSON, with its keys the other way round. */
const reordered = (text: string): string =>
  `${JSON.stringify(Object.fromEntries(Object.entries(JSON.parse(text) as object).reverse()), null, 2)}\n`;

const CART = 'shop-cart.yaml';

it.each(['laptop', 'cluster'])('finds nothing in the output of %s as it was written', async (profile) => {
  const { code, stdout, stderr } = await verified(profile);
  expect([code, stderr]).toEqual([0, '']);
  expect(stdout).toMatch(new RegExp(`^out: \\d+ files? of the profile ${profile}, written by version \\d+\\.\\d+\\.\\d+\n$`));
});

it('names everything at once: what was edited, what is missing, what is foreign', async () => {
  const { code, stdout, stderr } = await verified('cluster', (folder) => {
    edit(CART, (text) => text.replace(/memory: \w+/, 'memory: 9Gi'))(folder);
    rmSync(join(folder, 'namespace.yaml'));
    writeFileSync(join(folder, 'extra.yaml'), 'kind: Pod\n');
    mkdirSync(join(folder, 'more'));
    writeFileSync(join(folder, 'more/inside.yaml'), 'kind: Pod\n');
  });
  expect([code, stderr]).toEqual([3, '']);
  expect(stdout.split('\n')).toEqual([
    'out: namespace.yaml: missing: the index lists it',
    'out: shop-cart.yaml: edited: its content is not that of the digest in it',
    'out: extra.yaml: foreign: the index does not list it',
    'out: more: foreign: the index does not list it',
    expect.stringMatching(/^out: \d+ files of the profile cluster, /),
    'out: 4 differences',
    '',
  ]);
});

describe.each<readonly [string, (folder: string) => void, RegExp]>([
  ['a changed letter', edit(CART, (text) => text.replace('kind: Service', 'kind: service')), /cart\.yaml: edited/],
  ['an added line', edit(CART, (text) => `${text}# mine\n`), /cart\.yaml: edited/],
  ['other line ends', edit(CART, (text) => text.replaceAll('\n', '\r\n')), /cart\.yaml: edited/],
  ['a mark at the start', edit(CART, (text) => `\ufeff${text}`), /cart\.yaml: edited: does not start/],
  ['no header', edit(CART, (text) => text.slice(text.indexOf('---'))), /cart\.yaml: edited: does not start/],
  ['an empty file', edit(CART, () => ''), /cart\.yaml: edited: does not start/],
  ['bytes that are no text', edit(CART, (text) => Buffer.concat([Buffer.from(text), Buffer.from([0xff])])), /cart\.yaml: edited/],
  ['another profile in a header', edit(CART, (text) => text.replace('profile cluster', 'profile other')), /cart\.yaml: edited/],
  [
    'another version in one header',
    edit(CART, (text) => text.replace(/infra \S+ from/, 'infra 9.9.9 from')),
    /cart\.yaml: edited: is of version 9\.9\.9, and \S+\.yaml is of /,
  ],
  ['an index in other spaces', edit(INDEX, (text) => JSON.stringify(JSON.parse(text))), /\.faultmaven-infra\.json: edited/],
  ['a key of the index renamed', edit(INDEX, (text) => text.replace('"findings"', '"findingz"')), /\.faultmaven-infra\.json: edited/],
  ['a key more in the index', edit(INDEX, (text) => text.replace('{\n', '{\n  "a": 1,\n')), /\.faultmaven-infra\.json: edited/],
  ['keys of the index in another order', edit(INDEX, reordered), /\.faultmaven-infra\.json: edited/],
  ['findings that are no texts', edit(INDEX, (text) => text.replace(/"findings": \[/, '"findings": [\n    1,')), /infra\.json: edited/],
  ['a file twice in the index', edit(INDEX, (text) => text.replace(/( +"shop-cart\.yaml",\n)/, '$1$1')), /infra\.json: edited/],
  ['an index that is none', edit(INDEX, () => '{'), /\.faultmaven-infra\.json: edited/],
  ['an index that lists a file less', edit(INDEX, (text) => text.replace(/ +"shop-cart\.yaml",\n/, '')), /cart\.yaml: foreign/],
  [
    'an index that lists a file more',
    edit(INDEX, (text) => text.replace('"shop-cart.yaml"', '"shop-cart.yaml",\n    "cats.yaml"')),
    /cats\.yaml: missing: the index lists it/,
  ],
  [
    'an index of another profile',
    edit(INDEX, (text) => text.replace('"cluster"', '"staging"')),
    /is from the profile cluster, expected staging/,
  ],
  ['no index', (folder) => rmSync(join(folder, INDEX)), /\.faultmaven-infra\.json: missing: every output has one/],
  [
    'a link to what was there',
    (folder) => {
      writeFileSync(join(folder, '../real.yaml'), readFileSync(join(folder, CART)));
      rmSync(join(folder, CART));
      symlinkSync('../real.yaml', join(folder, CART));
    },
    /cart\.yaml: edited: is a link/,
  ],
  ['a link that is foreign', (folder) => symlinkSync('/etc/passwd', join(folder, 'x.yaml')), /x\.yaml: foreign/],
  ['a backup', (folder) => writeFileSync(join(folder, 'cart.yaml.bak'), ''), /cart\.yaml\.bak: foreign/],
  ['a name that moves the cursor', (folder) => writeFileSync(join(folder, 'a\n\u001b[2Jb'), ''), /out: a\\n\\u001b\[2Jb: foreign/],
])('a cluster with %s', (_, change, expected) => {
  it('differs', async () => {
    const { code, stdout, stderr } = await verified('cluster', change);
    expect([code, stderr]).toEqual([3, '']);
    expect(stdout).toMatch(expected);
  });
});

it('takes a whole file of another profile for edited', async () => {
  const { code, stdout } = await verified(
    'cluster',
    edit(CART, () => sealed(headerOf('other'), 'kind: Pod\n')),
  );
  expect([code, stdout]).toEqual([3, expect.stringContaining('shop-cart.yaml: edited: is from the profile other, expected cluster')]);
});

it.each([
  ['edited in a service', (text: string) => text.replace(/mem_limit: \w+/, 'mem_limit: 1m')],
  ['edited outside the services', (text: string) => `# mine\n${text}`],
  ['cut', (text: string) => text.slice(0, text.length / 2)],
])('finds an override that was %s', async (_, edited) => {
  const { code, stdout } = await verified('laptop', edit('docker-compose.override.yml', edited));
  expect([code, stdout]).toEqual([3, expect.stringContaining('out: docker-compose.override.yml: edited')]);
});

it("takes files beside an override for the user's where a base file is one of them, and for foreign elsewhere", async () => {
  const beside = (names: readonly string[]) => (folder: string) => {
    for (const name of names) writeFileSync(join(folder, name), '');
  };
  expect(await verified('laptop', beside(['docker-compose.yml', '.env', 'notes.txt']))).toMatchObject({ code: 0, stderr: '' });
  expect(await verified('laptop', beside(['notes.txt']))).toMatchObject({ code: 3 });
});

it('takes an index of a version that listed no findings', async () => {
  const { code } = await verified(
    'cluster',
    edit(INDEX, (text) => `${JSON.stringify({ ...JSON.parse(text), findings: undefined }, null, 2)}\n`),
  );
  expect(code).toBe(0);
});

describe('a folder of outputs', () => {
  it('is verified as a whole', async () => {
    const cwd = scratch({ 'dist/README.md': 'mine', 'dist/other/notes.yaml': 'mine: yes' });
    for (const profile of ['cluster', 'laptop'])
      expect((await shopsynth(['--profile', profile, '--output', `dist/${profile}`, '--quiet'], { cwd })).code).toBe(0);
    const { code, stdout, stderr } = await shopsynth(['verify', 'dist'], { cwd });
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/^dist: cluster: \d+ files of the profile cluster, .*\ndist: laptop: 1 file of the profile laptop, .*\n$/);
    rmSync(join(cwd, 'dist/cluster', CART));
    rmSync(join(cwd, 'dist/laptop', INDEX));
    const damaged = await shopsynth(['verify', 'dist'], { cwd });
    expect(damaged).toMatchObject({ code: 3, stderr: '' });
    expect(damaged.stdout).toContain('dist: cluster/shop-cart.yaml: missing: the index lists it\n');
    expect(damaged.stdout).toContain('dist: laptop/.faultmaven-infra.json: missing: every output has one\n');
    mkdirSync(join(cwd, 'dist/cluster', CART));
    expect(await shopsynth(['verify', 'dist'], { cwd })).toMatchObject({
      code: 1,
      stderr: 'dist: cluster/shop-cart.yaml: is a folder, expected a file: move it away\n',
    });
  });
});

describe('is told what it cannot verify', () => {
  it.each([
    ['nope', 'nope: cannot be read: no such file or directory'],
    ['empty', 'empty: expected a folder that synth wrote, or an OCI image layout'],
    ['file', 'file: is no tar that can be read: '],
    ['oci://user:secret@host/name', 'verify: expected a folder or a file, got a URL'],
  ])('%s', async (path, message) => {
    const cwd = scratch({ 'empty/x': '', file: 'text\n'.repeat(200) });
    const { code, stdout, stderr } = await shopsynth(['verify', path], { cwd });
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toContain(message);
    expect(stderr).not.toContain('secret');
  });

  it.each([
    ['cluster', CART],
    ['cluster', INDEX],
    ['laptop', 'docker-compose.override.yml'],
  ])('one file of the output of %s: %s', async (profile, name) => {
    const cwd = scratch();
    await shopsynth(['--profile', profile, '--output', 'out', '--quiet'], { cwd });
    expect(await shopsynth(['verify', `out/${name}`], { cwd })).toEqual({
      code: 1,
      stdout: '',
      stderr: `out/${name}: is one file of an output, expected the folder that it is in, where the index is\n`,
    });
  });

  it.each([
    [[], "missing required argument 'dir|artifact'"],
    [[''], 'expected a folder or a file, got nothing'],
    [['a', 'b'], 'unexpected argument "b"'],
  ])('%j', async (args, message) => {
    expect(await shopsynth(['verify', ...args])).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining(message) });
  });

  it('a folder in the place of a file, with everything else', async () => {
    const { code, stdout, stderr } = await verified('cluster', (folder) => {
      rmSync(join(folder, CART));
      mkdirSync(join(folder, CART));
      writeFileSync(join(folder, 'extra.yaml'), '');
    });
    expect([code, stderr]).toEqual([1, 'out: shop-cart.yaml: is a folder, expected a file: move it away\n']);
    expect(stdout).toContain('extra.yaml: foreign');
  });
});
