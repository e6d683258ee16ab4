import { httpUrl, isPublic, portOf } from '../../lib/units/http-url';
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
  ...['https://user:password@x.org', 'https://user@x.org', `https://${'a'.repeat(64)}.org`],
])('rejects %j', (text) => expect(() => httpUrl(text)).toThrow(UnitError));

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
