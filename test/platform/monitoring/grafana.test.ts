import { grafanaIni } from '../../../lib/platform/monitoring/grafana/grafana';

/** The keys of a file in INI, each after its section. */
const read = (text: string): Readonly<Record<string, string>> => {
  let section = '';
  const entries: [string, string][] = [];
  for (const line of text.split('\n')) {
    section = /^\[(.+)\]$/.exec(line)?.[1] ?? section;
    const [, key, value] = /^(\w+) = (.*)$/.exec(line) ?? [];
    if (key !== undefined) entries.push([`${section}.${key}`, value ?? '']);
  }
  return Object.fromEntries(entries);
};

it('is found at the address to which port-forward leads, and by nothing else', () => {
  const ini = read(grafanaIni('http://localhost:3000'));
  expect(ini).toMatchObject({ 'server.root_url': 'http://localhost:3000', 'security.cookie_secure': 'false' });
  expect(ini).not.toHaveProperty(['live.max_connections']);
});

it('is found under the host of its page, and needs no WebSockets there', () => {
  expect(read(grafanaIni('https://grafana.example.com'))).toMatchObject({
    'server.root_url': 'https://grafana.example.com',
    'security.cookie_secure': 'true',
    'live.max_connections': '0',
  });
});

it('keeps its own login behind that of users, and believes no header', () => {
  const ini = read(grafanaIni('https://grafana.example.com'));
  expect(ini['auth.anonymous.enabled']).toBe('false');
  expect(Object.keys(ini).filter((key) => /auth\.(proxy|basic)|disable_login/.test(key))).toEqual([]);
});

it('does not compress, which takes memory and leaked it in some versions', () => {
  expect(read(grafanaIni('http://localhost:3000'))['server.enable_gzip']).toBe('false');
});
