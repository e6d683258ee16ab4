import { gunzipSync } from 'node:zlib';
import { sha256 } from '../../lib/digest';
import { storedGzip } from '../../lib/publish/gzip';

const bytes = (length: number): Buffer => Buffer.from(Array.from({ length }, (_, n) => (n * 7 + (n >> 8)) % 256));

it.each([0, 1, 65_534, 65_535, 65_536, 131_070, 131_071, 300_000])('holds %d bytes as they are', (length) => {
  expect(gunzipSync(storedGzip(bytes(length))).equals(bytes(length))).toBe(true);
});

it('is the same bytes always, and hardly more than it holds', () => {
  expect(sha256(storedGzip(bytes(100_000)))).toBe('52d756035ba11f4237906e563867aa61c45dbf5101b53e00dc4bfc87898ee9c1');
  expect(storedGzip(bytes(100_000)).length).toBe(100_000 + 10 + 2 * 5 + 8);
});
