import { ImageRepository } from '../../lib/units/image';
import { UnitError } from '../../lib/units/unit-error';

it.each([
  'redis',
  'ab.cd-ef.gh/x',
  'host:12345/a--b/c',
  'chromadb/chroma',
  'ghcr.io/example/shop-orders',
  'localhost:5000/a/b',
  'a.b_c/d__e',
])('reads %s', (text) => {
  expect(String(ImageRepository.parse(text))).toBe(text);
});

it.each([
  ['a tag', 'redis:7-alpine'],
  ['a digest', 'redis@sha256:0123'],
  ['capital letters', 'Redis'],
  ['a variable', 'redis${SUFFIX}'],
  ['a scheme', 'https://ghcr.io/a/b'],
  ['a slash at the end', 'redis/'],
  ['two dots in its host', 'a..b:5000/c'],
  ['a dot before its slash', 'a./b'],
  ['an underscore at its end', 'a/b_'],
  ['a port too long', 'a:123456/b'],
  ['something before it', '-redis'],
  ['nothing', ''],
])('rejects a repository with %s', (_, text) => {
  expect(() => ImageRepository.parse(text)).toThrow(UnitError);
});

it.each([
  ['redis', 'redis'],
  ['redis', 'redis:7-alpine'],
  ['redis', 'redis@sha256:0123'],
  ['redis', 'redis:7-alpine@sha256:0123'],
  ['redis', 'docker.io/library/redis:7'],
  ['redis', 'index.docker.io/library/redis'],
  ['redis', 'library/redis'],
  ['chromadb/chroma', 'docker.io/chromadb/chroma:1.0'],
  ['ghcr.io/example/shop-worker', 'ghcr.io/example/shop-worker:latest'],
  ['localhost:5000/a', 'localhost:5000/a'],
  ['localhost:5000/a', 'localhost:5000/a:1'],
])('%s is the repository of %s', (repository, reference) => {
  expect(ImageRepository.parse(repository).isOf(reference)).toBe(true);
});

it.each([
  ['redis', 'valkey:8'],
  ['redis', 'redis-stack:7'],
  ['redis', 'localhost:5000/redis:7'],
  ['redis', 'bitnami/redis'],
  ['ghcr.io/example/shop-worker', 'example/shop-worker'],
  ['ghcr.io/example/shop-worker', 'ghcr.io/example/shop-worker-beat:latest'],
])('%s is not the repository of %s', (repository, reference) => {
  expect(ImageRepository.parse(repository).isOf(reference)).toBe(false);
});

it.each([
  ['redis', 'docker.io', 'library/redis'],
  ['chromadb/chroma', 'docker.io', 'chromadb/chroma'],
  ['docker.io/library/redis', 'docker.io', 'library/redis'],
  ['docker.io/redis', 'docker.io', 'library/redis'],
  ['ghcr.io/example/shop-orders', 'ghcr.io', 'example/shop-orders'],
  ['localhost:5000/a', 'localhost:5000', 'a'],
  ['localhost/a/b', 'localhost', 'a/b'],
])('%s is published in %s as %s', (text, upstream, path) => {
  const image = ImageRepository.parse(text);
  expect([image.upstream, image.pathAtUpstream]).toEqual([upstream, path]);
});

it.each([
  ['redis', 'redis'],
  ['chromadb/chroma', 'chromadb/chroma'],
  ['localhosts/a', 'localhosts/a'],
  ['my-localhost/a', 'my-localhost/a'],
  ['localhost', 'localhost'],
  ['a.b', 'a.b'],
  ['a.b/c/d', 'c/d'],
  ['localhost/a', 'a'],
])('without its registry, %s is %s', (text, path) => expect(ImageRepository.parse(text).path).toBe(path));

it('takes only the beginning of a name for the registry and the owner that are left out', () => {
  expect(ImageRepository.parse('mirror/docker.io/redis').isOf('mirror/redis')).toBe(false);
  expect(ImageRepository.parse('mirror/library/redis').isOf('mirror/redis')).toBe(false);
});
