import fc from 'fast-check';
import { sha256 } from '../../lib/digest';
import { INDEX, indexFile, parseIndex } from '../../lib/output/index-file';

const DIGEST = '0'.repeat(64);
const index = (more: object = {}): object => ({
  format: 1,
  generator: 'faultmaven-infra',
  profile: 'laptop',
  digest: `sha256:${DIGEST}`,
  files: [{ path: 'a.yml', sha256: DIGEST }],
  ...more,
});

it('lists what was written with its digest, and ends with a line break', () => {
  const { path, content } = indexFile('laptop', { digest: DIGEST, files: [{ path: 'a.yml', content: 'hello' }] });
  expect(path).toBe(INDEX);
  expect(content.endsWith('}\n')).toBe(true);
  expect(JSON.parse(content)).toEqual(index({ files: [{ path: 'a.yml', sha256: sha256('hello') }] }));
});

it('holds neither a date nor an absolute path', () => {
  const { content } = indexFile('laptop', { digest: DIGEST, files: [{ path: 'a.yml', content: '' }] });
  expect(Object.keys(JSON.parse(content))).toEqual(['format', 'generator', 'profile', 'digest', 'files']);
});

it('reads what it wrote', () => {
  const { content } = indexFile('laptop', { digest: DIGEST, files: [{ path: 'sub/a.yml', content: 'x' }] });
  expect(parseIndex(content)?.files).toEqual([{ path: 'sub/a.yml', sha256: sha256('x') }]);
});

it.each([
  ['nothing', ''],
  ['no JSON', '{'],
  ['null', 'null'],
  ['a list', '[]'],
  ['another format', JSON.stringify(index({ format: 2 }))],
  ['another generator', JSON.stringify(index({ generator: 'somebody' }))],
  ['no list of files', JSON.stringify(index({ files: {} }))],
  ['a file without a digest', JSON.stringify(index({ files: [{ path: 'a' }] }))],
  ['a file that is null', JSON.stringify(index({ files: [null] }))],
  ['a file without a path', JSON.stringify(index({ files: [{ sha256: DIGEST }] }))],
])('rejects %s as an index', (_, text) => {
  expect(parseIndex(text)).toBeUndefined();
});

it.each(['../a', '..', '.', '', '/etc/passwd', 'a/../../b', 'a/./b', 'a//b', 'a/', '..\\a', 'C:\\a', './a'])(
  'rejects an index with the path %j',
  (path) => {
    expect(
      parseIndex(
        JSON.stringify(
          index({
            files: [
              { path: 'ok.yml', sha256: DIGEST },
              { path, sha256: DIGEST },
            ],
          }),
        ),
      ),
    ).toBeUndefined();
  },
);

it('rejects any text or reads an index', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
      expect(() => parseIndex(text)).not.toThrow();
    }),
    { numRuns: 200 },
  );
});
