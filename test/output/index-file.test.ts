import fc from 'fast-check';
import { INDEX } from '../../lib/output/file-name';
import { indexFile, parseIndex } from '../../lib/output/index-file';
import { WRITERS } from '../support/writers';

const index = (more: object = {}): object => ({
  format: 2,
  generator: 'faultmaven-infra',
  profile: 'laptop',
  target: 'compose',
  files: ['a.yaml'],
  ...more,
});
const read = (more: object = {}) => parseIndex(JSON.stringify(index(more)), WRITERS);

it('lists what was written, a path in each line, and ends with a line break', () => {
  const files = [
    { path: 'a.yaml', content: 'hello' },
    { path: 'b.yaml', content: '' },
  ];
  const { path, content } = indexFile({ profile: 'laptop', target: 'compose', files, findings: ['warning a b'] });
  expect(path).toBe(INDEX);
  expect(JSON.parse(content)).toEqual(index({ files: ['a.yaml', 'b.yaml'], findings: ['warning a b'] }));
  expect(content).toContain('\n    "a.yaml",\n    "b.yaml"\n');
  expect(content.endsWith('}\n')).toBe(true);
});

it('does not change with what is in the files', () => {
  const of = (content: string) => indexFile({ profile: 'laptop', target: 'compose', files: [{ path: 'a.yaml', content }], findings: [] });
  expect(of('one')).toEqual(of('other'));
});

it('reads what it wrote', () => {
  const files = [{ path: 'a.yaml', content: 'x' }];
  const { content } = indexFile({ profile: 'mine', target: 'kubernetes', files, findings: ['error c d'] });
  expect(parseIndex(content, WRITERS)).toEqual({
    profile: 'mine',
    target: 'kubernetes',
    paths: ['a.yaml'],
    findings: ['error c d'],
    digests: new Map(),
  });
});

it('reads the first format, which had a digest for each file and did not say the target', () => {
  const first = (paths: readonly string[]) =>
    read({ format: 1, target: undefined, digest: 'sha256:0', files: paths.map((path) => ({ path, sha256: '0', objects: [] })) });
  expect(first(['docker-compose.override.yml'])).toEqual({
    profile: 'laptop',
    target: 'compose',
    paths: ['docker-compose.override.yml'],
    digests: new Map([['docker-compose.override.yml', '0']]),
  });
  expect(first(['postgres.yaml', 'redis.yaml'])).toMatchObject({ target: 'kubernetes', paths: ['postgres.yaml', 'redis.yaml'] });
});

it.each([[undefined], [null], ['warning a b'], [[1]], [{}]])('reads %j as no findings', (findings) => {
  expect(read({ findings })?.findings).toBeUndefined();
});

it('reads a path that stands twice once', () => {
  expect(read({ files: ['a.yaml', 'a.yaml'] })?.paths).toEqual(['a.yaml']);
});

it('reads both sides of a conflict', () => {
  const text = JSON.stringify(index({ files: ['a.yaml', 'b.yaml'], findings: ['warning a b'] }), null, 2);
  const conflict = text.replace('    "b.yaml"\n', '<<<<<<< HEAD\n    "b.yaml"\n=======\n    "c.yaml"\n>>>>>>> other\n');
  expect(parseIndex(conflict, WRITERS)?.paths).toEqual(['a.yaml', 'b.yaml', 'c.yaml']);
  expect(parseIndex(`<<<<<<< HEAD\n${text}\n=======\n{}\n>>>>>>> other\n`, WRITERS)?.paths).toEqual(['a.yaml', 'b.yaml']);
  expect(parseIndex(`<<<<<<< HEAD\n${text}\n=======\n${text.replace('laptop', 'other')}\n>>>>>>> other\n`, WRITERS)).toBeUndefined();
});

it.each([
  ['nothing', ''],
  ['no JSON', '{'],
  ['null', 'null'],
  ['a number', '2'],
  ['a list', '[]'],
  ['nested to the depth', `${'['.repeat(100_000)}`],
])('rejects %s as an index', (_, text) => {
  expect(parseIndex(text, WRITERS)).toBeUndefined();
});

it.each([
  ['another format', { format: 3 }],
  ['a format of another type', { format: '2' }],
  ['another generator', { generator: 'somebody' }],
  ['no profile', { profile: undefined }],
  ['a profile that is a list', { profile: ['laptop'] }],
  ['another target', { target: 'nomad' }],
  ['no list of files', { files: {} }],
  ['a path that is a number', { files: [1] }],
  ['a path that is null', { files: [null] }],
  ['a path that is a map', { files: [{ path: 'a.yaml' }] }],
  ['more files than there can be', { files: Array.from({ length: 10_001 }, (_, n) => `a${n}.yaml`) }],
  ['of the first format, a file without a digest', { format: 1, files: [{ path: 'a.yaml' }] }],
  ['of the first format, a file that is null', { format: 1, files: [null] }],
  ['of the first format, a digest that is a number', { format: 1, files: [{ path: 'a.yaml', sha256: 7 }] }],
  ['of the first format, a text', { format: 1, files: ['a.yaml'] }],
])('rejects an index with %s', (_, more) => {
  expect(read(more)).toBeUndefined();
});

it.each(['../a.yaml', '..', '', '/etc/passwd', 'sub/victim.yaml', 'docker-compose.yml', 'compose.yaml', '.env', '__proto__'])(
  'rejects an index with the path %j, which no synthesizer renders',
  (path) => {
    expect(read({ files: ['ok.yaml', path] })).toBeUndefined();
    expect(read({ format: 1, files: [{ path, sha256: '0' }] })).toBeUndefined();
  },
);

it('rejects any text or reads an index', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
      expect(() => parseIndex(text, WRITERS)).not.toThrow();
    }),
    { numRuns: 200 },
  );
});
