import { fileKeys, serviceKeys } from '../../../../../lib/targets/compose/base-file/rules/keys';
import { pairOf } from '../../../../support/base-rules';

const messages = (remarks: ReturnType<typeof fileKeys>): readonly string[] =>
  remarks.map((remark) => {
    if ('unread' in remark) return 'unread';
    expect(remark).toMatchObject({ code: 'base-refused', severity: 'error', always: true });
    return remark.message.replace(/, which refuses the file.*|: Compose refuses the file$/, '');
  });
const ofService = (keys: string): readonly string[] => messages(serviceKeys(pairOf(keys).base));
const ofFile = (file: string): readonly string[] => messages(fileKeys(pairOf('', { file }).file.document));
const no = (key: string, meant?: string): string =>
  `${key} is no key of Compose 2.40${meant === undefined ? '' : ` (did you mean ${meant}?)`}`;

it.each([
  ['image: a, x-mine: b, mem_limit: 1g, working_dir: /a'],
  ['deploy: { resources: { limits: { cpus: "1", pids: 1, x-mine: 1 }, reservations: { devices: [] } }, restart_policy: { window: 5s } }'],
  ['healthcheck: { test: x, start_interval: 1s }, logging: { driver: x, options: { any: y } }, deploy: null'],
  ['depends_on: [a, b]'],
  ['depends_on: { a: { condition: service_healthy, required: true, restart: true } }'],
  ['depends_on: { a: { condition: "${C}" } }'],
])('knows the keys of Compose: %s', (keys) => expect(ofService(keys)).toEqual([]));

it.each([
  ['mem_limits: 1g', [no('mem_limits', 'mem_limit')]],
  ['quite_another: 1g', [no('quite_another')]],
  ['deploy: { replica: 1 }', [no('deploy.replica', 'replicas')]],
  [
    'deploy: { resources: { limits: { mem: 1 }, reservations: { pids: 5 } } }',
    [no('deploy.resources.limits.mem'), no('deploy.resources.reservations.pids')],
  ],
  ['deploy: { resources: { limit: {} } }', [no('deploy.resources.limit', 'limits')]],
  ['deploy: { restart_policy: { conditions: any } }', [no('deploy.restart_policy.conditions', 'condition')]],
  ['healthcheck: { tests: x }', [no('healthcheck.tests', 'test')]],
  ['logging: { option: {} }', [no('logging.option', 'options')]],
  ['depends_on: { a: {} }', ['depends_on.a: expected a map with a condition']],
  ['depends_on: { a: service_started }', ['depends_on.a: expected a map with a condition']],
  [
    'depends_on: { a: { condition: started }, b: { condition: [service_started] } }',
    ['a', 'b'].map((name) => `depends_on.${name}.condition: expected service_started, service_healthy, service_completed_successfully`),
  ],
  ['depends_on: { a: { condition: service_started, requires: true } }', [no('depends_on.a.requires', 'required')]],
])('refuses others: %s', (keys, expected) => expect(ofService(keys)).toEqual(expected));

it.each([
  ['version: "3.8"\nx-mine: 1\nname: a\ninclude: []'],
  ['include: null'],
  ['volumes: { a: null, b.c_d-1: { driver: local, x-mine: 1 } }\nnetworks: { n: { attachable: true }, x-n n: {} }'],
])('knows the keys of a file: %s', (file) => expect(ofFile(file)).toEqual([]));

it.each([
  ['volume: {}', [no('volume', 'volumes')]],
  ['version: 3', ['version: expected a text, such as "3.8"']],
  ['version: [a]', ['version: expected a text, such as "3.8"']],
  ['include: a.yml', ['include: expected a list']],
  ['include: {}', ['include: expected a list']],
  ['volumes: { a: { drivers: x } }', [no('volumes.a.drivers', 'driver')]],
  ['networks: { a: { externals: x } }', [no('networks.a.externals', 'external')]],
  ['volumes: { "a b": {} }', ['volumes: "a b" is no name: expected letters, digits, dots, hyphens and underscores']],
  ['networks: { "a/": {} }', ['networks: "a/" is no name: expected letters, digits, dots, hyphens and underscores']],
  ['networks: { "/a": {} }', ['networks: "/a" is no name: expected letters, digits, dots, hyphens and underscores']],
])('refuses others of a file: %s', (file, expected) => expect(ofFile(file)).toEqual(expected));
