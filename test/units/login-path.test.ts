import { loginPathsBeside } from '../../lib/units/login-path';
import { UnitError } from '../../lib/units/unit-error';
import { thrownBy } from '../support/problems';

const { parse: loginPath, pattern } = loginPathsBeside(['admin', 'api', 'assets', 'health', 'healthz']);

it.each([
  ['/oauth2/', '/oauth2/'],
  ['/oauth2', '/oauth2/'],
  ['/sso/v1', '/sso/v1/'],
  ['/apis/', '/apis/'],
  ['/OAuth2/', '/OAuth2/'],
  ['/sso/v1.2/', '/sso/v1.2/'],
])('takes %s', (text, path) => expect(loginPath(text)).toBe(path));

it.each([
  ['/', 'all of the host'],
  ['/api/', '/api/ is taken'],
  ['/api/oauth2', '/api/ is taken'],
  ['/assets', '/assets/ is taken'],
  ['/healthz', '/healthz/ is taken'],
  ['/ADMIN', '/admin/ is taken'],
  ['/Api/v1', '/api/ is taken'],
  ['/health', '/health/ is taken'],
  ['/config.js', 'the name of a file'],
  ['/favicon.ico/', 'the name of a file'],
  ['/openapi.json', 'the name of a file'],
  ['/index.html/oauth2', 'the name of a file'],
  ['https://x.org/oauth2/', 'only the path'],
  ['http://x.org/oauth2/', 'only the path'],
  ['oauth2', ''],
  ['/oauth2/../api/', ''],
  ['/oauth2//x', ''],
  ['/_authentication/', ''],
  ['/a b/', ''],
  ['/a;b/', ''],
  [`/${'a'.repeat(200)}`, ''],
  ['', ''],
])('rejects %j', (text, hint) => {
  expect(() => loginPath(text)).toThrow(UnitError);
  expect(() => loginPath(text)).toThrow(hint);
});

it('takes whatever no application answers itself', () => {
  expect(loginPathsBeside([]).parse('/api')).toBe('/api/');
  expect(pattern.test('/api')).toBe(false);
});

it.each(['oauth2', '/a b/', 'ahttps://x', 'a.b', '/a/b.c d'])('does not guess what %j was to be', (text) => {
  expect(thrownBy(() => loginPath(text))).toMatchObject({ hint: undefined });
});
