import { mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { sha256 } from '../../lib/digest';
import { headerOf, sealed } from '../../lib/output/seal';
import { type Artifact, artifactOf, MEDIA_TYPES } from '../../lib/publish/artifact';
import { storedGzip } from '../../lib/publish/gzip';
import { tar } from '../../lib/publish/tar';
import { shopsynth } from '../support/cli';
import { scratch } from '../support/scratch';
import { checksum } from '../support/tar-header';

const file = (path: string, body: string) => ({ path, content: sealed(headerOf('mine'), body) });

const OUTPUT = {
  profile: 'mine',
  target: 'kubernetes',
  files: [file('a.yaml', 'kind: A\n'), file('b.yaml', 'kind: B\n')],
  findings: ['warning x y'],
};

const ARTIFACT = artifactOf({
  output: OUTPUT,
  revision: 'f'.repeat(40),
  created: '2026-01-02T03:04:05Z',
  generator: 'faultmaven-infra 1.2.3',
});

/** Where the parts of a layout are. */
const [MARKER, INDEX, CONFIG, LAYER, MANIFEST] = ARTIFACT.layout.map(({ path }) => path) as [string, string, string, string, string];

it('is the same digest always', () => {
  // Changes of the layout's form change it, and so would another version of Node if it had any part in it.
  const whole = artifactOf({
    output: { profile: 'mine', target: 'kubernetes', files: [{ path: 'a.yaml', content: 'kind: A\n' }], findings: [] },
    revision: 'f'.repeat(40),
    created: '2026-01-02T03:04:05Z',
    generator: 'faultmaven-infra 1.2.3',
  });
  expect(whole.digest).toBe('sha256:76ec8e4b376680187cf800e3406a94512873d224c8d156b733b3246a331fc87c');
});

/** What `verify` says of the artifact in a folder, after a change. */
async function verified(change: (folder: string) => void = () => undefined, artifact: Artifact = ARTIFACT) {
  const cwd = scratch();
  const folder = join(cwd, 'layout');
  for (const { path, content } of artifact.layout) put(folder, path, content);
  change(folder);
  return shopsynth(['verify', 'layout'], { cwd });
}

function put(folder: string, path: string, content: string | Buffer): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), content);
}

/** The same artifact around another layer, with every digest right again. */
function around(
  layer: Buffer,
  { mediaType = MEDIA_TYPES.layer as string, config = MEDIA_TYPES.config as string, annotations = {} } = {},
): Artifact {
  const blob = (content: Buffer) => ({ path: `blobs/sha256/${sha256(content)}`, content });
  const descriptor = (type: string, content: Buffer) => ({ mediaType: type, digest: `sha256:${sha256(content)}`, size: content.length });
  const configBytes = Buffer.from('{}');
  const manifest = Buffer.from(
    JSON.stringify({
      schemaVersion: 2,
      mediaType: MEDIA_TYPES.manifest,
      config: descriptor(config, configBytes),
      layers: [descriptor(mediaType, layer)],
      annotations: { ...ARTIFACT.annotations, ...annotations },
    }),
  );
  const index = Buffer.from(JSON.stringify({ schemaVersion: 2, manifests: [descriptor(MEDIA_TYPES.manifest, manifest)] }));
  return {
    ...ARTIFACT,
    layout: [
      { path: 'oci-layout', content: Buffer.from('{"imageLayoutVersion":"1.0.0"}') },
      { path: 'index.json', content: index },
      ...[configBytes, layer, manifest].map(blob),
    ],
  };
}

const FILES = [...OUTPUT.files, { path: '.faultmaven-infra.json', content: indexOf(OUTPUT) }];

function indexOf({ profile, target, files, findings }: typeof OUTPUT): string {
  return `${JSON.stringify({ format: 2, generator: 'faultmaven-infra', profile, target, files: files.map(({ path }) => path), findings }, null, 2)}\n`;
}

const [A, B, LIST] = FILES as [(typeof FILES)[0], (typeof FILES)[0], (typeof FILES)[0]];

it('finds nothing in what was published, as a folder and as a tar', async () => {
  const said = `layout: ${ARTIFACT.digest}: 2 files of the profile mine, written by version`;
  expect(await verified()).toMatchObject({ code: 0, stderr: '', stdout: expect.stringContaining(said) });
  const cwd = scratch({
    'layout.tar': tar(ARTIFACT.layout),
    'files.tar.gz': ARTIFACT.layout.find(({ path }) => path === LAYER)?.content ?? '',
  });
  expect(await shopsynth(['verify', 'layout.tar'], { cwd })).toMatchObject({
    code: 0,
    stderr: '',
    stdout: expect.stringContaining(ARTIFACT.digest),
  });
  expect(await shopsynth(['verify', 'files.tar.gz'], { cwd })).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('2 files of the profile mine'),
  });
});

it('finds nothing in the same files that another program has packed', async () => {
  expect(await verified(undefined, around(gzipSync(tar(FILES))))).toMatchObject({ code: 0, stderr: '' });
  expect(await verified(undefined, around(tar(FILES)))).toMatchObject({ code: 0, stderr: '' });
});

it('names everything at once', async () => {
  const { code, stdout } = await verified((folder) => {
    put(folder, LAYER, readFileSync(join(folder, LAYER)).subarray(1));
    rmSync(join(folder, CONFIG));
    put(folder, 'blobs/sha256/other', 'x');
    put(folder, 'notes.txt', 'x');
  });
  expect(code).toBe(3);
  expect(stdout).toContain(`layout: ${CONFIG}: missing: the layout needs it\n`);
  expect(stdout).toMatch(new RegExp(`layout: ${LAYER}: edited: has \\d+ bytes, expected \\d+\n`));
  expect(stdout).toContain('layout: blobs/sha256/other: foreign: no manifest in the layout names it\n');
  expect(stdout).toContain('layout: notes.txt: foreign: ');
});

describe.each<readonly [string, (folder: string) => void, string]>([
  [
    'a changed byte in the layer',
    (folder) => put(folder, LAYER, Buffer.from(readFileSync(join(folder, LAYER))).fill('x', 600, 601)),
    `${LAYER}: edited: has the digest`,
  ],
  [
    'a changed byte in the manifest',
    (folder) => put(folder, MANIFEST, readFileSync(join(folder, MANIFEST), 'utf8').replace('mine', 'mind')),
    `${MANIFEST}: edited: has the digest`,
  ],
  ['no manifest', (folder) => rmSync(join(folder, MANIFEST)), `${MANIFEST}: missing`],
  ['no marker', (folder) => rmSync(join(folder, MARKER)), 'oci-layout: missing'],
  ['no index', (folder) => rmSync(join(folder, INDEX)), 'index.json: missing'],
  [
    'a link in the place of the layer',
    (folder) => {
      put(folder, '../real', readFileSync(join(folder, LAYER)));
      rmSync(join(folder, LAYER));
      symlinkSync('../../../real', join(folder, LAYER));
    },
    `${LAYER}: edited: is a link`,
  ],
])('a layout with %s', (_, change, expected) => {
  it('differs', async () => {
    expect(await verified(change)).toMatchObject({ code: 3, stderr: '', stdout: expect.stringContaining(expected) });
  });
});

describe.each<readonly [string, Artifact, string]>([
  ['an edited file', around(storedGzip(tar([{ ...A, content: `${A.content}# mine\n` }, B, LIST]))), 'a.yaml: edited: its content'],
  ['a missing file', around(storedGzip(tar([A, LIST]))), 'b.yaml: missing: the index lists it'],
  ['a foreign file', around(storedGzip(tar([...FILES, { path: 'c.yaml', content: '' }]))), 'c.yaml: foreign: the index does not list it'],
  ['no index', around(storedGzip(tar([A, B]))), '.faultmaven-infra.json: missing'],
  [
    'a file above it',
    around(storedGzip(tar([...FILES, { path: '../../etc/x', content: '' }]))),
    '../../etc/x: foreign: would be unpacked elsewhere',
  ],
  [
    'an absolute path',
    around(storedGzip(tar([...FILES, { path: '/etc/x', content: '' }]))),
    '/etc/x: foreign: would be unpacked elsewhere',
  ],
  ['a path of Windows', around(storedGzip(tar([...FILES, { path: 'C:\\x', content: '' }]))), 'C:\\x: foreign: would be unpacked elsewhere'],
  ['a file twice', around(storedGzip(tar([...FILES, { ...A, content: 'kind: Pod\n' }]))), 'a.yaml: foreign: is there twice'],
  [
    'another profile than it says',
    around(storedGzip(tar(FILES)), { annotations: { 'io.github.faultmaven-infra.profile': 'other' } }),
    'the manifest says other, and its files say mine',
  ],
])('an artifact whose layer has %s', (_, artifact, expected) => {
  it('differs, though every digest is right', async () => {
    expect(await verified(undefined, artifact)).toMatchObject({ code: 3, stderr: '', stdout: expect.stringContaining(expected) });
  });
});

it('takes links in a layer for foreign', async () => {
  const bytes = tar([...FILES, { path: 'link', content: '' }]);
  const start = bytes.indexOf('link');
  bytes.write('2', start + 156);
  bytes.write('/etc/passwd', start + 157);
  const header = bytes.subarray(start, start + 512);
  checksum(header);
  expect(await verified(undefined, around(storedGzip(bytes)))).toMatchObject({
    code: 3,
    stdout: expect.stringContaining('link: foreign: is no plain file'),
  });
});

describe.each<readonly [string, (folder: string) => void, string]>([
  ['an index that is no JSON', (folder) => put(folder, INDEX, '{'), 'index.json: expected a JSON object'],
  ['an index of nothing', (folder) => put(folder, INDEX, '{"manifests":[]}'), 'index.json: expected a list of manifests'],
  ['a list in the place of the index', (folder) => put(folder, INDEX, '[]'), 'index.json: expected a JSON object'],
  [
    'a layout of another version',
    (folder) => put(folder, MARKER, '{"imageLayoutVersion":"2.0.0"}'),
    'expected imageLayoutVersion "1.0.0", got "2.0.0"',
  ],
  [
    'a digest that leads elsewhere',
    (folder) =>
      put(folder, INDEX, `{"manifests":[{"mediaType":"${MEDIA_TYPES.manifest}","digest":"sha256:../../../etc/passwd","size":1}]}`),
    'manifests[0].digest: expected a SHA-256, got "sha256:../../../etc/passwd"',
  ],
  [
    'a manifest without a size',
    (folder) => put(folder, INDEX, `{"manifests":[{"mediaType":"${MEDIA_TYPES.manifest}","digest":"sha256:${'0'.repeat(64)}"}]}`),
    'manifests[0].size: expected a number of bytes, got nothing',
  ],
  [
    'a folder in the place of a blob',
    (folder) => {
      rmSync(join(folder, LAYER));
      put(folder, `${LAYER}/x`, '');
    },
    `${LAYER}: is a folder`,
  ],
])('a layout with %s', (_, change, expected) => {
  it('is bad input', async () => {
    const { code, stderr } = await verified(change);
    expect([code, stderr]).toEqual([1, expect.stringContaining(expected)]);
  });
});

describe.each<readonly [string, Artifact, string]>([
  [
    'an image of Docker',
    around(storedGzip(tar(FILES)), { config: 'application/vnd.docker.container.image.v1+json' }),
    'names no artifact of this program',
  ],
  [
    'another kind of layer',
    around(storedGzip(tar(FILES)), { mediaType: 'application/x' }),
    'layers: expected one of application/vnd.cncf.flux.content.v1.tar+gzip, got ["application/x"]',
  ],
  ['a layer that is no tar', around(storedGzip(Buffer.from('text'))), 'is no tar that can be read'],
  ['a layer that is cut', around(storedGzip(tar(FILES).subarray(0, 1500))), 'is no tar that can be read'],
  ['a damaged gzip', around(storedGzip(tar(FILES)).subarray(0, 700)), 'is a damaged gzip'],
  ['a layer that unpacks to more than there can be', around(gzipSync(Buffer.alloc(65 * 1024 * 1024))), 'unpacks to more than 64 MiB'],
])('%s', (_, artifact, expected) => {
  it('is bad input', async () => {
    const { code, stderr } = await verified(undefined, artifact);
    expect([code, stderr]).toEqual([1, expect.stringContaining(expected)]);
  });
});

describe('whatever is changed', () => {
  const PARTS = [MARKER, INDEX, CONFIG, LAYER, MANIFEST];
  const edit = fc.tuple(fc.constantFrom(...PARTS), fc.nat(), fc.integer({ min: 1, max: 255 }));

  it('in a part with a digest is found, and nothing ends the program', async () => {
    await fc.assert(
      fc.asyncProperty(edit, async ([path, position, difference]) => {
        const { code, stderr } = await verified((folder) => {
          const bytes = readFileSync(join(folder, path));
          const at = position % bytes.length;
          bytes[at] = ((bytes[at] ?? 0) + difference) % 256;
          put(folder, path, bytes);
        });
        // What an index says beside digests, nothing proves.
        expect(path === INDEX ? [0, 1, 3] : [1, 3]).toContain(code);
        expect(stderr).not.toContain('defect');
      }),
      { numRuns: 150 },
    );
  });

  it.each([
    ['lists in lists', '['.repeat(200_000) + ']'.repeat(200_000)],
    ['objects in objects', `${'{"a":'.repeat(200_000)}1${'}'.repeat(200_000)}`],
  ])('into %s, it is told in a line', async (_, deep) => {
    for (const text of [deep, `{"manifests":[{"digest":${deep}}]}`, `{"manifests":${deep}}`]) {
      const { code, stderr } = await verified((folder) => put(folder, INDEX, text));
      expect([code, stderr.length < 2000]).toEqual([1, true]);
    }
  });
});
