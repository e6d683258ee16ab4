import { type BaseService, parseBaseFile } from '../../../../lib/targets/compose/base-file/parse';
import {
  isLoopback,
  isPublished,
  mappingOf,
  type Port,
  portsOf,
  publishedBy,
  readPort,
  TakenPorts,
} from '../../../../lib/targets/compose/base-file/port';
import { readTree } from '../../../../lib/targets/compose/base-file/tree';

const port = (text: string): Port => {
  const [document] = readTree(text, 'base.yml').documents;
  if (document === undefined) throw new Error('expected a value');
  return readPort(document);
};
const brief = (text: string): string => {
  const read = port(text);
  if (typeof read === 'string') return read;
  const range = (one?: { from: number; to: number }) =>
    one === undefined ? '*' : one.from === one.to ? one.from : `${one.from}-${one.to}`;
  return `${read.address || '*'} ${range(read.host)} ${range(read.container)} ${read.protocol}`;
};

it.each([
  ['8001:8000', '* 8001 8000 tcp'],
  ['"8001:8000/udp"', '* 8001 8000 udp'],
  ['127.0.0.1:8001:8000', '127.0.0.1 8001 8000 tcp'],
  ['"[::1]:8001:8000"', '::1 8001 8000 tcp'],
  ['127.0.0.1::8000', '127.0.0.1 * 8000 tcp'],
  ['8000', '* * 8000 tcp'],
  ['8000-8010:8000-8010', '* 8000-8010 8000-8010 tcp'],
  ['8000-8010:8000', '* 8000-8010 8000 tcp'],
  ['{ target: 8000, published: 8001 }', '* 8001 8000 tcp'],
  ['{ target: 8000, published: "8001", host_ip: 127.0.0.1, protocol: udp }', '127.0.0.1 8001 8000 udp'],
  ['{ target: 8000, published: "8001", host_ip: "::1", mode: ingress }', '::1 8001 8000 tcp'],
  ['{ target: 8000 }', '* * 8000 tcp'],
  ['{ target: 8000, published: "" }', '* * 8000 tcp'],
  ['{ target: 8000, host_ip: 127.0.0.1 }', '127.0.0.1 * 8000 tcp'],
])('reads %s', (text, expected) => {
  expect(brief(text)).toBe(expected);
});

it.each(['"${PORT}:8000"', '"${PORT:-8001}:8000"', '"8001:$PORT"', '{ target: 8000, published: "${PORT}" }'])(
  'does not guess %s',
  (text) => {
    expect(port(text)).toBe('unknown');
  },
);

it.each(['null', '[]', 'x:y', '1:2:3:4:5', '"99999:1"', '9-8:1', '0', '80:0', '{ published: 1 }', '""'])('refuses %s', (text) => {
  expect(port(text)).toBe('wrong');
});

it.each([
  ['127.0.0.1:1:2', true],
  ['127.9.9.9:1:2', true],
  ['"[::1]:1:2"', true],
  ['1:2', false],
  ['10.127.0.1:1:2', false],
  ['"[::]:1:2"', false],
])('tells whether %s stays on the machine', (text, expected) => {
  const read = port(text);
  expect(isPublished(read) && isLoopback(read)).toBe(expected);
});

it('publishes a port once, and what the override has instead', () => {
  const base = parseBaseFile(
    'services: { a: { ports: ["1:2", "0.0.0.0:1:2", { target: 2, published: 1 }, "127.0.0.1:1:2", "2", "2", "$P:1", x] } }',
    'base.yml',
  ).services.get('a') as BaseService;
  const said = (all: readonly Port[]) => all.map((one) => (isPublished(one) ? `${one.address} ${mappingOf(one)}` : one));
  const theirs = [' 1-1:2-2/tcp', '127.0.0.1 1-1:2-2/tcp', ' :2-2/tcp', 'unknown', 'wrong'];
  expect([said(portsOf(base)), said(publishedBy(base, {}))]).toEqual([theirs, theirs]);
  expect(said(publishedBy(base, { ports: ['5:6/udp'] }))).toEqual([' 5-5:6-6/udp']);
  const none = parseBaseFile('services: { a: { ports: x }, b: {} }', 'base.yml').services;
  for (const one of none.values()) expect(portsOf(one)).toEqual([]);
});

describe('ports of the host', () => {
  const taken = (...all: readonly string[]): readonly (string | undefined)[] => {
    const ports = new TakenPorts<string>();
    return all.map((text) => {
      const read = port(text);
      if (typeof read === 'string') throw new Error('expected a port');
      return ports.take(read, text);
    });
  };

  it.each([
    [['80:1', '80:2'], 0],
    [['80:1', '127.0.0.1:80:2'], 0],
    [['127.0.0.1:80:1', '80:2'], 0],
    [['127.0.0.1:80:1', '0.0.0.0:80:2'], 0],
    [['"[::]:80:1"', '"[::1]:80:2"'], 0],
    [['"[::1]:80:1"', '80:2'], 0],
  ])('of %j the second is refused', (all, first) => {
    expect(taken(...all)).toEqual([undefined, all[first]]);
  });

  it.each([
    [['80:1', '81:1']],
    [['80:1', '"80:1/udp"']],
    [['127.0.0.1:80:1', '127.0.0.2:80:1']],
    [['0.0.0.0:80:1', '"[::1]:80:1"']],
    [['80-81:1', '80:1']],
    [['8000', '8000']],
  ])('of %j both go', (all) => {
    expect(taken(...all)).toEqual([undefined, undefined]);
  });
});
