import { shapes } from '../../../../../lib/targets/compose/base-file/rules/shapes';
import { pairOf } from '../../../../support/base-rules';

const found = (keys: string): readonly string[] =>
  shapes(pairOf(keys).base).map((remark) => {
    expect(remark).toMatchObject({ code: 'base-refused', always: true });
    return 'message' in remark ? remark.message.replace(/: Compose refuses the file$/, '') : '';
  });

const nested = (path: string, value: string): string =>
  path
    .split('.')
    .reverse()
    .reduce((inner, key) => `${key}: ${inner.includes(': ') && inner !== value ? `{ ${inner} }` : inner}`, value);

const LISTS = 'a text or a list of texts';
const texts = ['[]', '[a, b, a]'];
const noTexts = ['a', '{}', '[1]', '[null]', '[[a]]', 'null', '5'];
const sizes = ['1g', '5', '1.5'];
const noSizes = ['null', 'true', '[]', '{}'];
const counts = ['1', '"1"', '-1', '"${N}"'];
const noCounts = ['1.5', '"1.5"', 'x', 'null', 'true', '[]'];
const flags = ['true', 'false', '"yes"', '"${F}"'];
const noFlags = ['maybe', '1', 'null', '[]'];
const maps = ['{}', '{ driver: a }'];
const noMaps = ['a', '[]', 'null', '5'];
const someText = ['a', '""', '"5"'];
const noText = ['5', 'true', 'null', '[]', '{}'];
const all = ['{}', '{ a: b }', '[]', '[a, b]'];
const twice = ['a', '[a, a]', '[5]', '5'];

it.each<[path: string, expected: string, right: readonly string[], wrong: readonly string[]]>([
  ['image', 'a text', someText, noText],
  ['restart', 'a text', someText, noText],
  ['deploy.restart_policy.condition', 'a text', someText, noText],
  ['build', 'a text or a map', ['.', '{}'], ['[]', '5', 'null']],
  ['command', LISTS, ['null', 'a', ...texts], ['5', '[5]', '{}']],
  ['entrypoint', LISTS, ['null', 'a', ...texts], ['5', '[5]', '{}']],
  ['environment', 'a map or a list of texts', ['{ A: 1, B: null, C: x }', ...texts], ['{ A: [x] }', 'a', '[5]', 'null']],
  [
    'ports',
    'a list of ports',
    [
      '[8000, "8001:8000"]',
      '[{ target: 80, published: "80", host_ip: a, protocol: tcp, mode: x }]',
      '[{ target: "80" }]',
      '[{ target: 80, published: 80 }]',
    ],
    [
      '5',
      '[null]',
      '[[a]]',
      '[{ published: 1 }]',
      '[{ target: 1.5 }]',
      '[{ target: [1] }]',
      '[{ target: 80, host_ip: 5 }]',
      '[{ target: 80, protocol: 5 }]',
      '[{ target: 80, mode: 5 }]',
    ],
  ],
  [
    'volumes',
    'a list of mounts, each with a target',
    ['["a:/b"]', '[{ type: bind, source: a, target: /b }]', '[{ type: tmpfs, target: /b }]'],
    [
      'a',
      '[5]',
      '[{ target: /b }]',
      '[{ type: bind }]',
      '[{ type: 5, target: /b }]',
      '[{ type: bind, target: 5 }]',
      '[{ type: bind, target: /b, source: 5 }]',
    ],
  ],
  ['depends_on', 'a map, or a list of texts, each once', all, [...twice, 'null']],
  ['networks', 'a map, or a list of texts, each once', [...all, 'null'], twice],
  ['profiles', 'a list of texts', texts, noTexts],
  ['tmpfs', LISTS, ['a', ...texts], ['5', 'null', '{}']],
  ['cap_add', 'a list of texts', texts, noTexts],
  ['security_opt', 'a list of texts, each once', ['[]', '[a, b]'], ['[a, a]', 'a', '[5]']],
  ['mem_limit', 'a size', sizes, noSizes],
  ['cpus', 'a number', ['1', '0.5', '"0.5"', '"${C}"'], ['x', 'null', 'true', '[]']],
  ['cpu_quota', 'a number', ['1', '1.5', '"1"', '"${Q}"'], ['"1.5"', 'x', 'null', '[]']],
  ['pids_limit', 'a number', ['1', '1.5'], ['"1.5"', 'null']],
  ['mem_swappiness', 'a whole number', counts, noCounts],
  ['scale', 'a whole number', counts, noCounts],
  ['deploy.replicas', 'a whole number', counts, noCounts],
  ['container_name', 'a name of letters, digits, dots, hyphens and underscores', ['ab', 'a.b-c_d'], ['a', '"!!"', '5', 'null']],
  ['init', 'true or false', flags, noFlags],
  ['healthcheck', 'a map', ['{}'], noMaps],
  ['healthcheck.disable', 'true or false', flags, noFlags],
  ['healthcheck.test', LISTS, ['a', ...texts], ['5', 'null', '{}']],
  ['logging', 'a map', maps, noMaps],
  ['logging.options', 'a map of texts and numbers', ['{ a: b, c: 5 }', '{ a: null }'], ['{ a: true }', '{ a: [b] }', 'a', '[]']],
  ['deploy', 'a map', ['{}', 'null'], ['a', '[]', '5']],
  ['deploy.resources', 'a map', ['{}'], noMaps],
  ['deploy.resources.limits.memory', 'a size in quotes or with a unit', ['1g', '"5"'], ['5', 'null', '[]']],
  ['deploy.resources.limits.cpus', 'a number', ['1', '"0.5"'], ['x', 'null']],
])('asks of %s for %s', (path, expected, right, wrong) => {
  for (const value of right) expect([value, found(nested(path, value))]).toEqual([value, []]);
  for (const value of wrong)
    expect([value, found(nested(path, value))]).toEqual([value, [expect.stringContaining(`${path}: expected ${expected}, got `)]]);
});

it('asks nothing of what is not there, and of nothing inside of what is wrong', () => {
  expect(found('')).toEqual([]);
  expect(found('deploy: { resources: a }')).toHaveLength(1);
});
