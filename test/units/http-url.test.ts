import { addressOf, httpUrl, httpUrlLike, isOneself, isPublic, isWithin, portOf } from '../../lib/units/http-url';
import { UnitError } from '../../lib/units/unit-error';

it.each([
  'https://login.example.com/check',
  'http://oauth2-proxy.login.svc.cluster.local:4180/oauth2/auth',
  'https://10.0.0.1',
  'http://x:65535/',
])('takes %s', (text) => expect(httpUrl(text)).toBe(text));

it.each([
  ...['', 'login.example.com', 'ftp://x.org', 'https://', 'https://x.org?a', 'https://x.org/#a', 'https://X.org', 'https://x.org/a b'],
  ...['https://a..b', 'https://.x.org', 'https://x-.org', 'https://x.org:', 'https://x.org:99999', 'https://10.0.0.256'],
  ...['https://x.org/a/../b', 'https://x.org/%2E%2e/b', 'https://x.org/./', 'https://x.org/..', 'https://x.org/%zz/../..//%'],
  ...['https://x.org/%', 'http://[::ffff:10.0.0.1]', 'http://[::FFFF:a00:1]'],
  ...['https://user:password@x.org', 'https://user@x.org', `https://${'a'.repeat(64)}.org`],
])('rejects %j', (text) => expect(() => httpUrl(text)).toThrow(UnitError));

it.each([
  ['https://x.org/a/../b', 'https://x.org/b'],
  ['https://x.org/%2e/b', 'https://x.org/b'],
  ['https://X.org/', 'https://x.org/'],
  ['https://x.org/a b', 'https://x.org/a%20b'],
])('says what %s is to a reader of URLs', (text, href) => {
  expect(() => httpUrl(text)).toThrow(`(write ${href})`);
});

it.each([
  ['https://logs.example.com:4318/a$b', 'a path has no "$": write %24'],
  ['https://x.org/a$b/', 'a path has no "$": write %24'],
  ["https://x.org/it's", 'a path has no "\'": write %27'],
  ['https://x.org/%zz', 'two digits of hexadecimal follow a "%"'],
  ['login.example.com', 'it begins with http:// or https://'],
  ['https://', 'a host is missing'],
  ['https://a_b.org/', 'a host name has no "_"'],
  ['https://x-.org', 'a host name is parts of'],
  ['https://x.org:a/', 'a port is from 1 to 65535'],
  ['https://x.org:0/', 'a port is from 1 to 65535'],
])('says what is wrong with %s', (text, hint) => {
  expect(() => httpUrl(text)).toThrow(`(${hint}`);
});

it('has an example of the right kind in its complaint', () => {
  expect(() => httpUrlLike('https://logs.example.com:9200')('there')).toThrow('expected a URL such as https://logs.example.com:9200, got');
});

it.each([
  ...[
    'https://x.org/.well-known/a',
    'https://x.org/a..b',
    'https://x.org/...',
    'https://x.org/a.',
    'https://x.org//a',
    'https://x.org/%41',
  ],
])('takes the path of %s', (text) => expect(httpUrl(text)).toBe(text));

it.each([
  ['https://x.org', 443],
  ['http://x.org/a', 80],
  ['https://x.org:9000/a', 9000],
])('reads the port of %s', (text, port) => expect(portOf(httpUrl(text))).toBe(port));

it.each(['https://s3.test.org', 'https://8.8.8.8', 'https://172.32.0.1', 'https://100.128.0.1', 'https://local.org'])(
  'takes %s for public',
  (text) => expect(isPublic(httpUrl(text))).toBe(true),
);

it.each([
  ...[
    'http://minio',
    'http://minio.storage.svc',
    'http://minio.storage.svc.k8s.test.org',
    'https://s3.corp.internal',
    'https://nas.home.arpa',
  ],
  ...[
    'https://10.1.2.3',
    'https://172.16.0.1',
    'https://172.31.0.1',
    'https://192.168.0.1',
    'https://100.64.0.1',
    'https://169.254.169.254',
  ],
])('takes %s for private', (text) => expect(isPublic(httpUrl(text))).toBe(false));

it.each([
  ...['http://169.254.169.254', 'http://0.0.0.0', 'http://224.0.0.1', 'http://255.255.255.255', 'http://a.localhost', 'http://[::1]'],
  ...['http://[fd00::1]', 'http://[FD00::1]', 'http://[fe80::1]', 'http://[ff02::1]', 'http://[64:ff9b::1]'],
])('takes %s for private, too', (url) => expect(isPublic(httpUrl(url))).toBe(false));

it('takes an address of version 6 for public', () => expect(isPublic(httpUrl('http://[2606:4700::1]'))).toBe(true));

it.each([
  ['http://127.0.0.1', true],
  ['http://127.8.8.8', true],
  ['http://[::1]', true],
  ['http://0.0.0.0', true],
  ['http://localhost:80', true],
  ['http://10.0.0.1', false],
  ['http://login.example.com', false],
])('%s is oneself: %s', (url, expected) => {
  expect(isOneself(httpUrl(url))).toBe(expected);
});

it('tells the address that it names', () => {
  expect(addressOf(httpUrl('http://[fd00::1]:81'))).toBe('fd00::1');
  expect(addressOf(httpUrl('http://a.b'))).toBeUndefined();
});

it('finds an address within networks of its own kind', () => {
  expect(isWithin('10.1.2.3', ['192.168.0.0/16', '10.0.0.0/8'])).toBe(true);
  expect(isWithin('fd00::1', ['10.0.0.0/8', 'fc00::/7'])).toBe(true);
  expect(isWithin('10.1.2.3', ['fc00::/7'])).toBe(false);
  expect(isWithin('10.1.2.3', ['::/0'])).toBe(false);
});

it.each(['http://localhost.test.org', 'http://mylocalhost', 'http://local.host'])('%s is not oneself', (text) => {
  expect(isOneself(httpUrl(text))).toBe(false);
});

it('takes an address of version 6 that only ends like one of version 4', () => {
  expect(httpUrl('http://[fd00::ffff:1]')).toBe('http://[fd00::ffff:1]');
  expect(addressOf(httpUrl('http://[fd00::ffff:1]'))).toBe('fd00::ffff:1');
});

it('takes a host of 253 characters', () => {
  const host = `${`${'a'.repeat(62)}.`.repeat(4)}b`;
  expect([host.length, httpUrl(`http://${host}`)]).toEqual([253, `http://${host}`]);
  expect(() => httpUrl(`http://${host}b`)).toThrow('at most 253 characters');
});
