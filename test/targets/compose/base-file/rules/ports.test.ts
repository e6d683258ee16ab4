import { listens, openPorts, ports } from '../../../../../lib/targets/compose/base-file/rules/ports';
import type { ComposeService } from '../../../../../lib/targets/compose/render/compose-service';
import { clauses, pairOf } from '../../../../support/base-rules';
import { testService } from '../../../../support/services';

const service = testService('one', { ports: { http: { container: 8000, laptop: 8001 } } });
const CLOSED = { ports: ['127.0.0.1:8001:8000'] };
const NO_PORT = 'is no port that Compose can read';

describe('without loopbackPorts', () => {
  const found = (keys: string, ours: ComposeService = {}) => clauses(ports(pairOf(keys, { service, ours })));

  it.each([
    ['image: a'],
    ['ports: ["8001:8000"]'],
    ['ports: ["9001:9000", "8001:8000"]'],
    ['ports: ["8001:9000", "8001:8000"]'],
    ['ports: ["9001:9000", "$P:8000"]'],
    ['ports: ["$P:8000"]'],
    ['ports: ["8000"]'],
    ['ports: ["8001-8002:8000-8001"]'],
    ['network_mode: host'],
  ])('are as the catalogue has them: %s', (keys) => expect(found(keys)).toEqual([]));

  it.each([
    ['ports: ["8001:9000"]', 'the base file publishes 8001:9000, the catalogue has 8001:8000'],
    ['ports: ["9001:8000", "1:2"]', 'the base file publishes 9001:8000, the catalogue has 8001:8000'],
    ['ports: ["9001:9000", "1:2"]', 'the base file publishes 9001:9000, 1:2, the catalogue has 8001:8000'],
    ['ports: [x]', `x ${NO_PORT}`],
    ['ports: [{ target: 99999 }]', 'target: 99999 is no port that the engine can read'],
  ])('are others, or none: %s', (keys, expected) => {
    const clause = /: (?=what)|; /;
    expect(clauses(ports(pairOf(keys, { service })), clause)).toEqual([expected]);
  });

  it('are nobody’s where the service is off, and all are right where none is known', () => {
    expect(found('ports: [x]', { scale: 0 })).toEqual([]);
    expect(ports(pairOf('ports: ["1:2"]', { service: testService('two', { ports: { http: { container: 8000 } } }) }))).toEqual([]);
  });
});

describe('with loopbackPorts', () => {
  const switches = { loopbackPorts: true };
  const found = (keys: string, ours: ComposeService = CLOSED) =>
    clauses(ports(pairOf(keys, { service, ours, switches })), /: (?=the|what|write)/);
  const replaced = (theirs: string): string => `the base file publishes ${theirs}, loopbackPorts replaces it by 127.0.0.1:8001:8000`;

  it.each([
    ['ports: ["8001:8000"]', []],
    ['ports: ["127.0.0.1:8001:8000/tcp"]', []],
    ['ports: ["8001:8000", x]', [`x ${NO_PORT}`]],
    ['ports: ["8001:8000", { target: 99999 }]', []],
    ['image: a', [replaced('nothing')]],
    ['ports: ["8001:9000"]', [replaced('8001:9000')]],
    ['ports: ["8001:8000", "1:2", x]', [`x ${NO_PORT}`, replaced('8001:8000, 1:2')]],
    ['ports: ["8001:8000/udp"]', [replaced('8001:8000/udp')]],
    ['ports: ["8000"]', [replaced('8000')]],
    ['ports: ["8001:8000", "$P:1"]', ['unread ports']],
    ['network_mode: bridge, ports: ["8001:8000"]', []],
    ...['service:b', 'container:b'].map((mode): [string, string[]] => [
      `network_mode: "${mode}"`,
      [`network_mode is ${mode} in the base file, and the override publishes 127.0.0.1:8001:8000`],
    ]),
    ['network_mode: a-service:b, ports: ["8001:8000"]', []],
    ['network_mode: host', ['network_mode is host in the base file']],
  ])('are replaced: %s', (keys, expected) => expect(found(keys)).toEqual(expected));

  it('replaces several in any order', () => {
    expect(found('ports: ["1:2", "8001:8000"]', { ports: ['127.0.0.1:8001:8000', '127.0.0.1:1:2'] })).toEqual([]);
  });

  it('are as the base file has them where the override writes none', () => {
    expect(found('ports: [x, "8001:8000"]', {})).toEqual([
      `x ${NO_PORT}`,
      'publishes 8001:8000 to the whole network, and loopbackPorts does not reach it',
    ]);
  });

  it.each([
    ['image: a', []],
    ['ports: ["127.0.0.1:1:2", "[::1]:1:2"]', []],
    ['ports: [x]', []],
    ['ports: ["127.0.0.1:1:2", "1:2", "3:4"]', ['publishes 1:2, 3:4 to the whole network, and loopbackPorts does not reach it']],
    ['ports: ["$P:1"]', ['unread ports']],
    ['network_mode: [host]', []],
    ['network_mode: host, ports: ["1:2"]', ['network_mode is host in the base file']],
  ])('are open where the catalogue does not know them: %s', (keys, expected) => {
    const { base, plan } = pairOf(keys, { switches });
    expect(clauses(openPorts(base, plan))).toEqual(expected);
    expect(openPorts(base, pairOf('').plan)).toEqual([]);
  });
});

describe('the port that a command asks for', () => {
  const found = (keys: string, ours: ComposeService, of = service) => clauses(listens(pairOf(keys, { service: of, ours })), /$/);
  const healthcheck = { test: [], interval: '', timeout: '', retries: 1, start_period: '' };
  const OTHER = 'command: serve --port 9000';
  const starts = (users: string): string => `the base file starts it with --port 9000, and ${users} 8000, where nothing listens`;

  it.each<[string, ComposeService, string[]]>([
    [OTHER, CLOSED, [starts('loopbackPorts of the override uses')]],
    [OTHER, { healthcheck }, [starts('the health check of the override uses')]],
    [OTHER, { ...CLOSED, healthcheck }, [starts('loopbackPorts and the health check of the override use')]],
    [OTHER, {}, []],
    [OTHER, { ...CLOSED, command: ['x'] }, []],
    ['command: serve --port=8000', CLOSED, []],
    ['command: serve', CLOSED, []],
    ['command: serve --port $P', CLOSED, ['unread command']],
  ])('is one that the override uses: %s', (keys, ours, expected) => expect(found(keys, ours)).toEqual(expected));

  it('matters to no service without ports', () => expect(found(OTHER, CLOSED, testService('two'))).toEqual([]));
});
