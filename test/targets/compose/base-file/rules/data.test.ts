import type { PersistentFolder } from '../../../../../lib/model/service';
import { data, mountTargets, namedVariable, variableOf } from '../../../../../lib/targets/compose/base-file/rules/data';
import type { ComposeService } from '../../../../../lib/targets/compose/render/compose-service';
import { clauses, pairOf } from '../../../../support/base-rules';
import { testService } from '../../../../support/services';

describe('a folder that the override names in a variable', () => {
  const NOTES: PersistentFolder = { holds: 'notes', unset: '/app/notes', path: '/data/notes', through: { variable: 'NOTES' } };
  const OURS: ComposeService = { environment: { NOTES: '/data/notes' } };
  const found = (keys: string, ours = OURS, folder = NOTES) =>
    clauses(data(pairOf(keys, { ours, service: testService('one', { persists: [folder] }) })), /; /);
  const DATA = 'volumes: ["./data:/data"]';
  const into = (place: string, fate = 'are lost with the container') =>
    `persist puts notes into /data/notes, where the base file mounts ${place}: they ${fate}`;

  it.each([
    [DATA],
    [`environment: { NOTES: /data/notes }, ${DATA}`],
    [`environment: { NOTES: "" }, ${DATA}`],
    ['environment: { NOTES: /srv }, volumes: ["./data:/data", "./data/notes:/srv"]'],
    ['volumes: ["./data:/data", "./more:/data/notes/more"]'],
    [`${DATA}, tmpfs: /data/notes-of-others`],
  ])('is kept, and so is what was there: %s', (keys) => expect(found(keys)).toEqual([]));

  it.each([
    ['image: a', into('nothing')],
    ['environment: { NOTES: "${N}" }', into('nothing')],
    ['volumes: ["./data:/data:ro"]', into('./data read-only', 'cannot be written')],
    ['environment: { NOTES: /data/notes }, volumes: ["./data:/data:ro"]', into('./data read-only', 'cannot be written')],
    ['volumes: ["/data"]', into('a volume without a name')],
    ['tmpfs: /data', into('a tmpfs')],
    ['volumes: [{ type: npipe, target: /data }]', into('other')],
    ['volumes: ["./old:/app/notes"]', `${into('nothing')}, and today they are kept in ./old at /app/notes`],
    ['tmpfs: /app/notes', into('nothing')],
    [
      'volumes: ["./old:/app", "./data:/data"]',
      'the base file keeps notes in ./old at /app/notes, persist puts them into /data/notes on ./data: what is in the first is not seen there',
    ],
    [
      'environment: { NOTES: "" }, volumes: ["./old:/app", "./data:/data"]',
      'the base file keeps notes in ./old at /app/notes, persist puts them into /data/notes on ./data: what is in the first is not seen there',
    ],
    [
      `environment: { NOTES: /srv }, ${DATA}`,
      'the base file sets NOTES to /srv, the override to /data/notes: notes in the first are not seen any more',
    ],
    [
      `${DATA}, tmpfs: /data/notes/new`,
      'the base file mounts a tmpfs at /data/notes/new, inside of /data/notes: what of notes lies there is lost with the container',
    ],
    [`environment: { NOTES: "\${N}" }, ${DATA}`, 'unread environment.NOTES'],
    [`env_file: a.env, ${DATA}`, 'unread environment.NOTES'],
    ['volumes: ["./data:/data", "./x:${X}"]', 'unread volumes'],
  ])('is not kept, or not known, or what was there is not seen: %s', (keys, expected) => expect(found(keys)).toEqual([expected]));

  it('may lie on what the override mounts', () => expect(found('image: a', { ...OURS, volumes: ['held:/data'] })).toEqual([]));

  it('is where it was, if the override does not name it', () => {
    expect(found('tmpfs: /data/notes/new', {})).toEqual([]);
    expect(found('tmpfs: /data/notes/new', { environment: {} })).toEqual([]);
  });
});

describe('a volume that the override mounts', () => {
  const told = { variable: 'WHERE', argument: '--path', stores: 'STORES' };
  const INDEX: PersistentFolder = { holds: 'vectors', unset: '/index', path: '/index', through: { volume: 'held', told } };
  const found = (keys: string, file = 'volumes: { held: {} }\n', folder = INDEX, ours: ComposeService = { volumes: ['held:/index'] }) =>
    clauses(data(pairOf(keys, { ours, service: testService('one', { persists: [folder] }), file })), /; /);

  it.each([
    ['image: a'],
    ['volumes: ["held:/index"]'],
    ['volumes: [{ type: volume, source: held, target: /index }]'],
    ['volumes: [{ type: tmpfs, target: /index }]'],
    ['volumes: ["./old:/other"]'],
    ['tmpfs: /other'],
    ['environment: { WHERE: /index/a }'],
    ['environment: { WHERE: /srv/ }, volumes: ["./srv:/srv"]'],
    ['command: run --path /index/a'],
    ...['true', '"${S}"', 'offside', 'no-off'].map((stores) => [`environment: { STORES: ${stores} }`]),
  ])('keeps what is in it: %s', (keys) => expect(found(keys)).toEqual([]));

  const at = (name: string, place: string): string =>
    `the base file sets ${name} to ${place}, where nothing is mounted that lasts, and the override mounts held at /index: vectors are lost with the container`;
  const bothStay = (what: string): string =>
    `the base file mounts ${what} at /index, the override held: both stay, and two mounts at one place are refused`;
  const OLD = 'the base file mounts ./old at /index, the override replaces it by held: vectors that are in the first seem gone';

  it.each([
    ['volumes: ["./old:/index"]', OLD],
    ['volumes: ["./old:/index/"]', OLD],
    ['volumes: [{ type: bind, source: ./old, target: /index }]', OLD],
    ['volumes: [{ type: bind, source: ./old, target: /index/ }]', bothStay('./old')],
    ['tmpfs: /index', bothStay('a tmpfs')],
    ['tmpfs: /index/', 'the base file mounts a tmpfs at /index/, on top of held of the override: vectors are lost with the container'],
    [
      'tmpfs: /index/a',
      'the base file mounts a tmpfs at /index/a, inside of /index: what of vectors lies there is lost with the container',
    ],
    ['volumes: ["${OLD}:/index"]', 'unread volumes'],
    ['volumes: ["./old:${X}"], environment: { WHERE: /index }', 'unread volumes'],
    ['environment: { WHERE: /srv }', at('WHERE', '/srv')],
    ['environment: { WHERE: /srv }, tmpfs: /srv', at('WHERE', '/srv')],
    ['environment: { WHERE: "${W}" }', 'unread environment.WHERE'],
    ['env_file: a.env', 'unread environment.WHERE'],
    ['command: run --path /srv', at('--path', '/srv')],
    ['command: run --path $X', 'unread command'],
    ...['"false"', '0', 'No', 'off'].map((stores): [string, string] => [
      `environment: { STORES: ${stores} }`,
      `the base file sets STORES to ${stores.replaceAll('"', '')}: vectors are stored nowhere, whatever is mounted`,
    ]),
  ])('loses it, or takes its place, or is not known: %s', (keys, expected) => expect(found(keys)).toEqual([expected]));

  it.each([
    ['', 'the override mounts held, which the base file does not declare: Compose refuses it'],
    [
      'volumes: { held: { driver_opts: { type: tmpfs } } }\n',
      'the base file makes held a tmpfs, in memory: vectors are lost when nothing uses it any more',
    ],
    [
      'volumes: { held: { driver_opts: { type: ramfs } } }\n',
      'the base file makes held a ramfs, in memory: vectors are lost when nothing uses it any more',
    ],
    ['volumes: { held: { driver_opts: { type: "${T}" } } }\n', 'unread volumes.held.driver_opts'],
  ])('is declared, and lasts: %s', (file, expected) => expect(found('image: a', file)).toEqual([expected]));

  it.each(['nfs', 'tmpfs2', 'no-tmpfs', '[tmpfs]'])('lasts where its type is %s', (type) =>
    expect(found('image: a', `volumes: { held: { driver_opts: { type: ${type} } } }\n`)).toEqual([]),
  );

  it('may be declared where nobody looks, or not be shown', () => {
    expect(found('image: a', 'include: [a.yml]\n')).toEqual([]);
    expect(found('networks: { default: null }', 'name: shop\n')).toEqual(['unread volumes.held']);
  });

  it('is all that counts where the image can store nowhere else', () => {
    expect(found('env_file: a.env', undefined, { ...INDEX, through: { volume: 'held' } })).toEqual([]);
  });

  it('matters only where the override mounts it', () => expect(found('tmpfs: /index/a', '', INDEX, {})).toEqual([]));
});

it.each([
  ['["vol:/b", /c, "./x:${X}"]', []],
  ['["vol:b"]', ['the base file mounts something at b']],
  ['[{ type: bind, source: /a, target: ./b }]', ['the base file mounts something at ./b']],
])('mounts at absolute paths only: %s', (volumes, expected) => {
  expect(clauses(mountTargets(pairOf(`volumes: ${volumes}`).base))).toEqual(expected);
});

it.each([
  ['image: a', undefined],
  ['environment: null', undefined],
  ['environment: { A: x }', 'x'],
  ['environment: { A: $$x }', '$x'],
  ['environment: { A: null }', 'unknown'],
  ['environment: { A: [x] }', 'unknown'],
  ['environment: { A: $X }', 'unknown'],
  ['environment: { A: x }, env_file: a.env', 'x'],
  ['environment: { B: x }, env_file: a.env', 'unknown'],
  ['environment: [A=x, B=y]', 'x'],
  ['environment: [A=x, A=y=z]', 'y=z'],
  ['environment: [A=]', ''],
  ['environment: [A=x, A]', 'unknown'],
  ['environment: [[A=x], AB=y, B]', undefined],
])('finds a variable: %s', (keys, expected) => expect(variableOf(pairOf(keys).base, 'A')).toBe(expected));

it('tells a variable without a value from one that is not there', () => {
  expect(namedVariable(pairOf('environment: [A]').base, 'A')).toBe('unset');
  expect(namedVariable(pairOf('environment: [A=x]').base, 'A')).toMatchObject({ text: 'x', value: 'x' });
});
