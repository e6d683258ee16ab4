import { saidIn } from '../../../../lib/targets/compose/diff/override';

const said = (keys: string) => {
  const one = saidIn(`services: { one: { ${keys} } }\n`, 'x.yml').get('one');
  return { figures: [...(one?.figures ?? [])].map(([what, value]) => `${what} ${value}`), others: [...(one?.others ?? [])] };
};

it.each([
  ['mem_limit: 1g, memswap_limit: 1g, mem_reservation: 512m, cpus: 0.5', ['memory limit 1Gi', 'memory reservation 512Mi', 'CPU limit 0.5']],
  ['cpus: "1.23456"', ['CPU limit 1.235']],
  ['cpus: 999999', ['CPU limit 999999']],
  ['mem_limit: 0, cpus: 0', []],
  ['mem_limit: "${M}", mem_reservation: x, cpus: "${C}"', []],
  ['cpus: x', []],
  ['cpus: -1', []],
  ...['1000000', '999999.9999', '1e300'].map((cpus): [string, string[]] => [`cpus: ${cpus}`, []]),
])('reads sizes, and none where nobody knows one: %s', (keys, expected) => expect(said(keys)).toEqual({ figures: expected, others: [] }));

it('reads everything else, maps by their keys', () => {
  expect(said('scale: 0, command: [a, b], environment: { A: x, B: y }').others).toEqual([
    ['scale', '0'],
    ['command', 'a b'],
    ['environment.A', 'x'],
    ['environment.B', 'y'],
  ]);
});

it('reads nothing where there is none', () => {
  expect(saidIn(undefined, 'x.yml').size).toBe(0);
  expect(() => saidIn('services: [', 'x.yml')).toThrow();
});
