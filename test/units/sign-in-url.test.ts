import { beforeAddress, signInUrl } from '../../lib/units/sign-in-url';
import { UnitError } from '../../lib/units/unit-error';

it.each([
  ['https://login.example.com/oauth2/start', 'https://login.example.com/oauth2/start?rd='],
  ['https://login.example.com', 'https://login.example.com?rd='],
  ['https://login.example.com/?', 'https://login.example.com/?rd='],
  ['https://login.example.com/login?app=fm', 'https://login.example.com/login?app=fm&rd='],
  ['https://login.example.com/login?app=fm&', 'https://login.example.com/login?app=fm&rd='],
  ['https://login.example.com/login?return_to=', 'https://login.example.com/login?return_to='],
  ['https://login.example.com/login?app=fm&return_to=', 'https://login.example.com/login?app=fm&return_to='],
  ['https://login.example.com/login?a==', 'https://login.example.com/login?a==&rd='],
  ['https://login.example.com/login?rd=', 'https://login.example.com/login?rd='],
  ['https://login.example.com/login?rd=&app=fm', 'https://login.example.com/login?rd=&app=fm&rd='],
  ['https://10.0.0.1:8443/start', 'https://10.0.0.1:8443/start?rd='],
])('puts the address into %s', (text, before) => expect(beforeAddress(signInUrl(text))).toBe(before));

it.each([
  ['http://login.example.com/start', 'gives away a password'],
  ['https://login.example.com/start#a', 'without a fragment'],
  ['https://login.example.com/start?rd=$escaped_request_uri', 'the exposed service adds the address itself'],
  ['https://login.example.com/start?rd={url}', 'the exposed service adds the address itself'],
  ['https://login.example.com/start?rd=https://x.org', 'without a value for rd'],
  ['https://user:password@login.example.com/start', ''],
  ['/oauth2/start', ''],
  ['login.example.com', ''],
  ['', ''],
  ['https://login.example.com/start?a b', ''],
  ['https://login.example.com/start?a="x"', ''],
  ['https://login.example.com/start?a;b', ''],
  ['https://login.example.com/a/../b', ''],
  [`https://login.example.com/?${'a'.repeat(2000)}`, ''],
])('rejects %j', (text, hint) => {
  expect(() => signInUrl(text)).toThrow(UnitError);
  expect(() => signInUrl(text)).toThrow(hint);
});
