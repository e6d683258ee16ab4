import { covering, type Mount, mountsOf, placeOf } from '../../../../lib/targets/compose/base-file/mount';
import { type BaseService, parseBaseFile } from '../../../../lib/targets/compose/base-file/parse';

const service = (keys: string): BaseService => parseBaseFile(`services: { a: ${keys} }`, 'base.yml').services.get('a') as BaseService;
const mounts = (keys: string) =>
  mountsOf(service(keys)).map((mount) =>
    mount === 'unknown' ? mount : `${mount.kind} ${mount.source}->${mount.target}${mount.readOnly ? ' ro' : ''}`,
  );

it.each([
  ['./data:/data', 'bind ./data->/data'],
  ['~/x:/data/', 'bind ~/x->/data'],
  ['uploads:/app/./data/uploads', 'volume uploads->/app/data/uploads'],
  ['/srv:/data:ro,z', 'bind /srv->/data ro'],
  ['/data', 'anonymous ->/data'],
  ['C:/x:/data', 'bind C:/x->/data'],
  ['${DIR:-./data}:/data', 'volume ${DIR:-./data}->/data'],
])('reads %s', (text, expected) => {
  expect(mounts(`{ volumes: [ "${text}" ] }`)).toEqual([expected]);
});

it.each([
  ['{ type: bind, source: ./x, target: /data, read_only: true }', 'bind ./x->/data ro'],
  ['{ type: volume, target: /data }', 'anonymous ->/data'],
  ['{ type: tmpfs, target: /data/ }', 'tmpfs ->/data'],
  ['{ type: volume, source: v, target: "${DIR}" }', 'unknown'],
])('reads %s', (text, expected) => {
  expect(mounts(`{ volumes: [ ${text} ] }`)).toEqual([expected]);
});

it('counts tmpfs, and what comes from other containers, which is not known', () => {
  expect(mounts('{ tmpfs: "/run:size=1m" }')).toEqual(['tmpfs ->/run']);
  expect(mounts('{ tmpfs: [/run/, /tmp], volumes_from: [b] }')).toEqual(['tmpfs ->/run', 'tmpfs ->/tmp', 'unknown']);
});

it('finds what a path lies on, and where that is', () => {
  const all = mountsOf(service('{ volumes: ["./root:/", "./data:/data", "vol:/data/x"] }')) as readonly Mount[];
  const found = (path: string) => covering(all, path)?.source;
  expect([found('/data'), found('/data/x/y'), found('/data/xy'), found('/else')]).toEqual(['./data', 'vol', './data', './root']);
  expect(placeOf(covering(all, '/data/uploads') as Mount, '/data/uploads')).toBe('data/uploads');
});
