import { type Port, readPort, TakenPorts } from '../../../../lib/targets/compose/base-file/port';
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
