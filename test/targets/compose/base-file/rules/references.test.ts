import { references } from '../../../../../lib/targets/compose/base-file/rules/references';
import { clauses, pairOf } from '../../../../support/base-rules';

const found = (keys: string, file = '', ours = {}) => {
  const pair = pairOf(keys, { file });
  return clauses(references(pair.base, pair.file, ours));
};
const missing = (what: string): string => `the base file names the ${what} and does not have it`;

describe('what a service of the base file names', () => {
  it.each([
    ['image: a', ''],
    ['volumes: ["vol:/a", "./b:/b", /c, "data:${D}"]', 'volumes: { vol: {} }'],
    ['volumes: ["$V:/a"]', ''],
    ['networks: [default]', ''],
    ['networks: { n: null }', 'networks: { n: {} }'],
    ['secrets: [s, { source: t }]', 'secrets: { s: {}, t: {} }'],
    ['configs: [c, { target: x }]', 'configs: { c: {} }'],
    ['depends_on: [fm-one]', ''],
    ['links: ["fm-one:x", fm-one]', ''],
    ['volumes_from: ["container:x", "fm-one:ro"]', ''],
    ['network_mode: "service:fm-one", ipc: "service:fm-one", pid: host', ''],
    ['network_mode: "a-service:b"', ''],
    ['network_mode: bridge, networks: []', ''],
    ['network_mode: "", networks: [default]', ''],
    ['network_mode: null, networks: [default]', ''],
    ['depends_on: 5, secrets: s, networks: 5', ''],
  ])('is there, or nobody can tell: %s', (keys, file) => expect(found(keys, file)).toEqual([]));

  it.each([
    ['volumes: ["vol:/a", "vol:/b"]', [missing('volume vol')]],
    ['volumes: [{ type: volume, source: v, target: /a }]', [missing('volume v')]],
    ['networks: [n]', [missing('network n')]],
    ['networks: { n: null }', [missing('network n')]],
    ['secrets: [s, { source: t }]', [missing('secret s'), missing('secret t')]],
    ['configs: [c]', [missing('config c')]],
    ['depends_on: [b]', [missing('service b')]],
    ['depends_on: { b: { condition: service_started } }', [missing('service b')]],
    ['links: ["b:x"]', [missing('service b')]],
    ['volumes_from: ["b:ro", a-container:x]', [missing('service b'), missing('service a-container')]],
    ['network_mode: "service:b"', [missing('service b')]],
    ['ipc: "service:b"', [missing('service b')]],
    ['pid: "service:fm-two"', [missing('service fm-two')]],
    ['network_mode: host, networks: [default]', ['the base file has network_mode and networks']],
  ])('is not there: %s', (keys, expected) => expect(found(keys)).toEqual(expected));

  it('does not have to be there where the override mounts something else', () => {
    expect(found('volumes: ["vol:/a", "own:/b"]', '', { volumes: ['held:/a'] })).toEqual([missing('volume own')]);
  });

  it.each([
    ['depends_on: [b]', 'include: [a.yml]'],
    ['depends_on: { b: { condition: service_started } }, networks: { default: null }', 'name: shop'],
  ])('may be elsewhere: %s', (keys, file) => expect(found(keys, file)).toEqual([]));
});

describe('a service that runs only with a profile', () => {
  const asleep = (keys: string, profiles: string) => {
    const { file } = pairOf('');
    const pair = pairOf(keys);
    const other = pairOf(`profiles: ${profiles}`).base;
    return clauses(references(pair.base, { ...file, services: new Map([['b', other]]) }));
  };
  const NAMES = 'the base file names the service b, which runs only with its profile';

  it.each([
    ['depends_on: [b]', '[p]', [`${NAMES} p`]],
    ['links: ["b:x"]', '[p, q]', [`${NAMES} p or q`]],
    ['depends_on: { b: { condition: service_started } }', '[p]', [`${NAMES} p`]],
    ['depends_on: { b: { required: true } }', '[p]', [`${NAMES} p`]],
    ['depends_on: { b: { required: false } }', '[p]', []],
    ['depends_on: { b: { required: "${R}" } }', '[p]', []],
    ['depends_on: [b]', '[]', []],
    ['depends_on: [b], profiles: [q]', '[p]', []],
  ])('is one that others cannot need: %s', (keys, profiles, expected) => expect(asleep(keys, profiles)).toEqual(expected));
});
