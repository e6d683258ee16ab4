import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { type BaseService, parseBaseFile } from '../../lib/base-file/parse';
import { describeSource, InputError } from '../../lib/problem';
import { services } from '../support/plans';
import { problemsOf } from '../support/problems';

const problems = (text: string) => problemsOf(() => parseBaseFile(text, 'base.yml'));

/** The one service of a file that has these keys. */
function service(keys: string): BaseService {
  const found = parseBaseFile(`services:\n  a: ${keys}\n`, 'base.yml').services.get('a');
  if (found === undefined) throw new Error('expected a service');
  return found;
}

const ports = (list: string) => service(`{ ports: [${list}] }`).ports.map((port) => port && `${port.published}:${port.container}`);

it('reads the twelve services of a file like the published one, each at its place', () => {
  const base = parseBaseFile(readFileSync(join(__dirname, '../fixtures/docker-compose.yml'), 'utf8'), 'base.yml');
  expect([...base.services.keys()].sort()).toEqual(services.map(({ name }) => name).sort());
  expect(describeSource(base.source)).toMatch(/^base\.yml:\d+:3$/);
  expect(base.services.get('redis')).toMatchObject({
    image: 'redis:7-alpine',
    ports: [{ published: 6379, container: 6379 }],
    capped: false,
  });
});

describe('ports', () => {
  it.each([
    ['"8001:8000"', ['8001:8000']],
    ['8001:8000', ['8001:8000']],
    ['"127.0.0.1:8001:8000"', ['8001:8000']],
    ['"8001:8000/tcp"', ['8001:8000']],
    ['"[::1]:8001:8000"', ['8001:8000']],
    ['{ target: 8000, published: 8001 }', ['8001:8000']],
    ['{ target: 8000, published: "8001", host_ip: 127.0.0.1, mode: ingress }', ['8001:8000']],
    ['"8001:8000", "9001:9000"', ['8001:8000', '9001:9000']],
  ])('are read from %s', (list, expected) => {
    expect(ports(list)).toEqual(expected);
  });

  it.each([
    '"8000"',
    '8000',
    '"${PORT}:8000"',
    '"${PORT:-8001}:8000"',
    '"8001:${PORT}"',
    '"8000-8010:8000-8010"',
    '"8000-8010:8000"',
    '{ target: 8000 }',
    '{ target: 8000, published: "${PORT}" }',
    '{ target: 8000, published: "8001-8002" }',
    '{ target: 8000, published: "" }',
    'null',
    '[]',
  ])('are skipped where they cannot be told: %s', (list) => {
    expect(ports(list)).toEqual([undefined]);
  });
});

describe('images', () => {
  it('are read as they are written', () => {
    expect(service('{ image: "redis:7@sha256:00" }').image).toBe('redis:7@sha256:00');
  });

  it.each(['{ image: "redis:${TAG}" }', '{ image: "${IMAGE:-redis}" }', '{ build: . }', '{ image: 3 }', '{}', ''])(
    'are skipped in %s',
    (keys) => {
      expect(service(keys).image).toBeUndefined();
    },
  );
});

describe('resources', () => {
  const resources = (text: string) => service(`{ deploy: { resources: ${text} } }`);

  it.each([
    ['512m', 536_870_912],
    ['512M', 536_870_912],
    ['512mb', 536_870_912],
    ['0.5g', 536_870_912],
    ['1GB', 1_073_741_824],
    ['1gib', 1_073_741_824],
    ['524288k', 536_870_912],
    ['536870912', 536_870_912],
    ['"536870912"', 536_870_912],
    ['536870912b', 536_870_912],
  ])('reads memory of %s as Compose does', (written, bytes) => {
    expect(resources(`{ limits: { memory: ${written} } }`).limits?.bytes).toBe(bytes);
  });

  it.each(['"${MEM}"', '"${MEM:-512m}"', 'lots'])('does not guess memory of %s', (written) => {
    expect(resources(`{ limits: { memory: ${written} } }`).limits?.bytes).toBe('unknown');
  });

  it('counts what is absent beside a limit as zero, as Compose does', () => {
    expect(resources('{ limits: { cpus: "0.5" } }').limits).toEqual({ bytes: 0, cpus: 0.5, pids: 0 });
    expect(resources('{ limits: { memory: 1g, pids: 100 } }').limits).toEqual({ bytes: 1_073_741_824, cpus: 0, pids: 100 });
    expect(resources('{ reservations: { cpus: "0.1" } }').reservations).toEqual({ bytes: 0 });
  });

  it('invents no limits where there are none', () => {
    for (const keys of ['{}', '{ deploy: {} }', '{ deploy: { replicas: 2 } }', '{ deploy: { resources: {} } }']) {
      expect(service(keys).limits).toBeUndefined();
      expect(service(keys).reservations).toBeUndefined();
    }
  });

  it('does not guess CPUs with a variable', () => {
    expect(resources('{ limits: { cpus: "${CPUS}" } }').limits?.cpus).toBe('unknown');
  });
});

describe('a cap', () => {
  it.each(['{ mem_limit: 1g }', '{ mem_limit: "${MEM}" }', '{ deploy: { resources: { limits: { memory: 1g } } } }'])(
    'is there in %s',
    (keys) => {
      expect(service(keys).capped).toBe(true);
    },
  );

  it.each([
    '{}',
    '{ cpus: 1 }',
    '{ deploy: { resources: { limits: { cpus: "1" } } } }',
    '{ mem_reservation: 1g }',
    '{ mem_limit: }',
    '{ mem_limit: 0 }',
  ])('is not there in %s', (keys) => {
    expect(service(keys).capped).toBe(false);
  });
});

describe('the file', () => {
  it('may be what docker compose config prints as JSON', () => {
    const json = JSON.stringify({
      name: 'x',
      services: { redis: { image: 'redis', ports: [{ mode: 'ingress', target: 6379, published: '6379' }] } },
    });
    expect(parseBaseFile(json, 'stdin').services.get('redis')).toMatchObject({
      image: 'redis',
      ports: [{ published: 6379, container: 6379 }],
    });
  });

  it('may use anchors, merge keys and tags of Compose', () => {
    const base = parseBaseFile('x-a: &a { image: redis }\nservices:\n  a: { <<: *a, ports: !reset [] }\n  b: *a\n', 'base.yml');
    expect([...base.services.values()].map(({ image }) => image)).toEqual(['redis', 'redis']);
  });

  it('knows the place of every service', () => {
    const base = parseBaseFile('services:\n  a: {}\n\n  b:\n    image: x\n', 'base.yml');
    expect([...base.services.values()].map(({ source }) => describeSource(source))).toEqual(['base.yml:2:3', 'base.yml:4:3']);
  });

  it.each(['', '# nothing\n', 'hello', '- a', '{}', 'services:', 'services: []', 'services: x', '3'])(
    'rejects %j, which has no services',
    (text) => {
      expect(problems(text)).toEqual([expect.stringMatching(/^base\.yml:1:1: expected a Compose file with a map of services$/)]);
    },
  );

  it('rejects every place where it is not YAML', () => {
    const lines = problems('services:\n  a: {}\n  a: {}\n\tb: {}\n');
    expect(lines).toHaveLength(2);
    expect(lines[0]).toMatch(/^base\.yml:3:3: not valid YAML: /);
    expect(lines[1]).toMatch(/^base\.yml:4:1: not valid YAML: /);
  });

  it('rejects a second document, as Compose would merge it', () => {
    expect(problems('services: { a: {} }\n---\nservices: { b: {} }\n')[0]).toMatch(/^base\.yml:2:1: /);
  });

  it('rejects what is nested deeper than the stack, at its place', () => {
    const text = `services:\n  a: ${'['.repeat(20_000)}${']'.repeat(20_000)}\n`;
    expect(problems(text)).toEqual(['base.yml:2:36: nested deeper than 32 levels']);
  });

  it('rejects an alias bomb', () => {
    const layers = Array.from({ length: 9 }, (_, n) => `l${n + 1}: &l${n + 1} [${Array(9).fill(`*l${n}`).join(', ')}]`);
    expect(problems(`l0: &l0 [x]\n${layers.join('\n')}\nservices: { a: *l9 }\n`)).toHaveLength(1);
  });

  it('rejects an alias without an anchor', () => {
    expect(problems('services: { a: *nope }\n')).toHaveLength(1);
  });

  it('rejects any text with an InputError or reads it', () => {
    const token = fc.constantFrom(
      'services:',
      ' ',
      '\n',
      '  a:',
      '\t',
      '- ',
      '{',
      '}',
      '[',
      ']',
      '"',
      '&x ',
      '*x',
      'ports: ',
      '8001:8000',
      'image: ',
      'deploy: ',
      '${X}',
      'null',
      '<<: ',
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.json(),
          fc.array(token, { maxLength: 30 }).map((tokens) => `services:\n  a:${tokens.join('')}`),
        ),
        (text) => {
          try {
            parseBaseFile(text, 'base.yml');
          } catch (error) {
            if (!(error instanceof InputError)) throw error;
          }
        },
      ),
      { numRuns: 150 },
    );
  });
});
