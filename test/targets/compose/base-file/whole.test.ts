import { compareWithBase } from '../../../../lib/targets/compose/base-file/compare';
import { parseBaseFile } from '../../../../lib/targets/compose/base-file/parse';
import { HEAD, planOver } from '../../../support/plans';
import { testService } from '../../../support/services';

const SIZE = '{ memory: { limit: 64Mi } }';
const services = ['one', 'two', 'three'].map((kind) => testService(kind, { ports: { http: { container: 8000 } } }));

/** What is said of a base file beside the sizes of a profile. */
function compared(base: string, sizes = `one: ${SIZE}`) {
  return compareWithBase(planOver(services, `${HEAD}services: { ${sizes} }\n`), parseBaseFile(base, 'base.yml'), 'docker compose config');
}
const found = (base: string, sizes?: string) =>
  compared(base, sizes).findings.map(({ severity, subject, message }) => `${severity} ${subject}: ${message.split(/[:;] /)[0]}`);
const ONE = 'fm-one: { image: example.org/test }';
const file = (...all: readonly string[]): string => `services: { ${[ONE, ...all].join(', ')} }\n`;

describe('a service that the profile does not size', () => {
  it.each([
    ['extra: { image: x, scale: 0 }'],
    ['extra: { provider: { type: x } }'],
    ['extra: { image: x, mem_limit: "8m" }'],
    ['extra: { extends: { file: a.yml, service: b } }'],
  ])('is nothing to speak of: %s', (extra) => expect(found(file(extra))).toEqual([]));

  it('runs without a limit, or with its own, which no sum counts', () => {
    expect(found(file('extra: { image: x }'))).toEqual(['warning extra: is in the base file but not in the profile']);
    expect(found(file('fm-two: { image: example.org/test }'))).toEqual([
      'error two: is in the base file, and the profile has no size for it',
    ]);
    const [uncapped, capped] = ['', ', mem_limit: 8m'].map(
      (cap) => compared(file(`fm-two: { image: example.org/test${cap} }`)).findings[0],
    );
    const advice = 'so that it does not run';
    expect(uncapped?.message).toMatch(new RegExp(`it runs without a limit and may .*; give services.two a size, or off, ${advice}`));
    expect(uncapped?.alike?.message).toMatch(/it runs without a limit and may .*; give each a size under services/);
    expect(capped?.message).toMatch(/its own mem_limit of 8m is all that holds it, and no sum of the profile counts it; give services.two/);
    expect(capped?.alike?.message).toMatch(/has no size for it: no sum of the profile counts it; give each a size/);
  });

  it('is named as not compared where a variable is its limit', () => {
    const { findings, unread } = compared(file('extra: { image: x, mem_limit: "${M}" }', 'other: { image: x, mem_limit: 8m }'));
    expect([findings, unread]).toEqual([[], ['extra.mem_limit']]);
  });
});

describe('what Compose refuses of a file', () => {
  it.each([
    [`${file()}version: 3\n`, 'error base file: version'],
    [
      `${file()}volumes: { data: { driver: [x], size: 1 } }\n`,
      'error base file: volumes.data.size is no key of Compose 2.40, which refuses the file',
    ],
    [
      file('extra: { image: x, scale: 0, mem_swapiness: 5 }'),
      'error extra: mem_swapiness is no key of Compose 2.40 (did you mean mem_swappiness?), which refuses the file',
    ],
    [file('extra: { scale: 0 }'), 'error extra: extra has neither an image nor a build context in the base file'],
    [file('extra: { image: x, scale: 0, depends_on: [b] }'), 'error extra: the base file names the service b and does not have it'],
    [
      'services: { fm-one: { image: example.org/test, volumes: ["data:b"] } }\nvolumes: { data: {} }\n',
      'error one: the base file mounts something at b',
    ],
  ])('is said of it: %s', (base, expected) => expect(found(base)).toEqual([expected]));

  it.each([
    ['services: { fm-one: { image: example.org/test, scale: 0, volumes: ["data:b"] } }\nvolumes: { data: {} }\n', `one: ${SIZE}`],
    ['services: { fm-one: { image: example.org/test, volumes: ["data:b"] } }\nvolumes: { data: {} }\n', 'one: off'],
  ])('is not the mounts of what does not run', (base, sizes) => expect(found(base, sizes)).toEqual([]));

  it('has its place', () => {
    const [version] = compared(`${file()}version: 3\n`).findings;
    expect(version?.source).toMatchObject({ line: 2, column: 10 });
  });

  it('is a warning where only a profile of Compose makes it run, unless the file is refused in any case', () => {
    expect(compared(file('extra: { profiles: [a, b], mem_limit: 8m }')).findings).toMatchObject([
      { severity: 'warning', message: expect.stringMatching(/ \(once its profile a or b is active\)$/) },
    ]);
    expect(found(file('extra: { profiles: [a], image: x, mem_limit: 8m, nope: 1 }'))).toEqual([
      expect.stringMatching(/^error extra: nope is no key/),
    ]);
    expect(compared(file('extra: { profiles: [a], image: x }')).findings).toMatchObject([
      { severity: 'warning', message: expect.not.stringContaining('once its profile') },
    ]);
  });
});

describe('names of containers', () => {
  const named = (name: string, profiles = ''): string => `{ image: example.org/test, mem_limit: 8m, container_name: ${name}${profiles} }`;

  it('are there once', () => {
    const base = `services: { fm-one: ${named('same')}, extra: ${named('same')}, more: ${named('other')} }\n`;
    expect(found(base)).toEqual(['error extra: names its container same, as fm-one does']);
    expect(found(base.replace('same }', 'same, profiles: [a] }'))).toEqual(['warning extra: names its container same, as fm-one does']);
  });

  it.each(['""', '"${N}"'])('may be the same where they are %s', (name) => {
    expect(found(`services: { fm-one: ${named(name)}, extra: ${named(name)} }\n`).filter((one) => one.includes('names its'))).toEqual([]);
  });
});

describe('ports of the host', () => {
  const AT = 'would publish 8000:8000, and fm-one 8000:8000';
  const extra = (keys: string): string =>
    `services: { fm-one: { image: example.org/test, ports: ["8000:8000"] }, extra: { image: x, mem_limit: 8m, ${keys} } }\n`;

  it('go to one container', () => {
    expect(found(extra('ports: ["8000:8000"]'))).toEqual([`error extra: ${AT}`]);
    expect(found(extra('ports: ["8000:8000"], network_mode: host'))).toEqual([]);
    expect(found(extra('ports: ["9000:1", "9000:2"]'))).toEqual([
      'error extra: publishes 9000:1 and 9000:2, which is the same port of the host',
    ]);
  });
});

describe('what is elsewhere', () => {
  const said = (base: string, sizes?: string) =>
    compared(base, sizes).findings.map(({ code, message }) => `${code}: ${message.split(/[.:] /)[0]}`);
  const RESOLVED =
    'name: shop\nservices: { fm-one: { image: example.org/test, networks: { default: null } } }\nnetworks: { default: {} }\n';

  it.each([
    [`${file('fm-two: { image: example.org/test }')}include: [a.yml]\n`, 'include takes services from other files'],
    [file('fm-two: { extends: { file: a.yml, service: b } }'), 'fm-two extends another service'],
    [file('fm-two: { extends: x }', 'fm-three: { extends: x }'), 'fm-two, fm-three extend another service'],
    [`${file()}---\nservices: {}\n`, 'it holds 2 documents, each of which is laid over those before it'],
  ])('is not compared: %s', (base, expected) => {
    expect(said(base, `one: ${SIZE}, two: ${SIZE}, three: ${SIZE}`).filter((one) => !one.startsWith('base-service-missing'))).toEqual([
      `base-unresolved: ${expected}`,
    ]);
  });

  it('is not missed', () => {
    const both = `one: ${SIZE}, two: ${SIZE}`;
    expect(said(`${file()}include: [a.yml]\n`, both)).toEqual(['base-unresolved: include takes services from other files']);
    expect(said(RESOLVED)).toEqual([]);
    expect(said(RESOLVED, both)).toEqual(['base-unresolved: it does not have fm-two']);
    expect(said(file(), both)).toEqual([expect.stringMatching(/^base-service-missing: fm-two is in the profile/)]);
  });

  it('is not compared, nor counted', () => {
    expect(compared(file('fm-two: { extends: x }'), `one: ${SIZE}, two: ${SIZE}`).services).toBe(1);
    expect(compared(`${file()}---\nservices: {}\n`).services).toBe(0);
  });

  it('is a dozen names at most', () => {
    const many = (count: number) => {
      const all = Array.from({ length: count }, (_, n) => testService(`x${n}`));
      const plan = planOver(all, `${HEAD}services: { ${all.map(({ kind }) => `${kind}: ${SIZE}`).join(', ')} }\n`);
      const base = `services: { ${all.map(({ name }) => `${name}: { extends: x }`).join(', ')} }\n`;
      return compareWithBase(plan, parseBaseFile(base, 'base.yml'), 'docker compose config').findings[0]?.message.split('. ')[0];
    };
    expect(many(12)).toMatch(/^fm-x0, .*, fm-x11 extend another service$/);
    expect(many(14)).toMatch(/^fm-x0, .*, fm-x11 and 2 more extend another service$/);
  });
});

it('names twenty of a kind', () => {
  const extras = (count: number) =>
    found(file(...Array.from({ length: count }, (_, n) => `x${n}: { image: x }`), 'odd: { mem_limit: 8m }'));
  expect(extras(20)).toHaveLength(21);
  expect(extras(20).join()).not.toContain('more of this kind');
  expect(extras(23)).toHaveLength(22);
  expect(extras(23).at(-1)).toBe('warning base file: and 3 more of this kind');
});
