import { httpUrl } from '../../lib/units/http-url';
import { fullName, placeOf } from '../../lib/units/place';

const place = (url: string) => placeOf(httpUrl(url), 'k8s.test.org');

it.each(['http://localhost:80', 'http://a.localhost', 'http://127.0.0.1', 'http://[::1]'])('%s is whoever asks', (url) => {
  expect(place(url)).toEqual({ kind: 'oneself' });
});

it.each(['http://169.254.169.254', 'http://100.100.100.200', 'http://168.63.129.16', 'http://[fe80::1]', 'http://[fd00:ec2::254]'])(
  '%s is the own of a node',
  (url) => expect(place(url)).toEqual({ kind: 'node' }),
);

it.each([
  ['http://10.0.0.1', 'private'],
  ['http://[fd00::1]', 'private'],
  ['http://8.8.8.8', 'public'],
  ['http://login.corp.internal', 'private'],
  ['http://nas.home.arpa', 'private'],
  ['https://login.example.com', 'public'],
  ['https://k8s.test.org', 'public'],
  ['https://mine-k8s.test.org', 'public'],
])('%s is %s', (url, kind) => expect(place(url)).toEqual({ kind }));

it.each([
  ['http://login.sso.svc.k8s.test.org', { kind: 'service', namespace: 'sso' }],
  ['http://pod.login.sso.svc.k8s.test.org:81/a', { kind: 'service', namespace: 'sso' }],
  ['http://10-0-0-1.sso.pod.k8s.test.org', { kind: 'cluster' }],
  ['http://sso.svc.k8s.test.org', { kind: 'cluster' }],
  ['http://login.sso.svc.more.k8s.test.org', { kind: 'cluster' }],
  ['http://x.k8s.test.org', { kind: 'cluster' }],
])('%s is of the cluster', (url, expected) => expect(place(url)).toEqual(expected));

it.each([
  ['http://login', { service: 'login', namespace: undefined, whole: 'never' }],
  ['http://login.sso.svc', { service: 'login', namespace: 'sso', whole: 'never' }],
  ['http://pod.login.sso.svc', { service: 'login', namespace: 'sso', whole: 'never' }],
  ['http://login.sso', { service: 'login', namespace: 'sso', whole: 'perhaps' }],
  ['http://login.example', { service: 'login', namespace: 'example', whole: 'perhaps' }],
])('%s may be whole only with the endings of the cluster', (url, expected) => {
  expect(place(url)).toEqual({ kind: 'short', ...expected });
});

it.each([
  ['https://example.com', 'public'],
  ['https://example.de', 'public'],
  ['https://nas.lan', 'private'],
  ['https://a.sso.example', 'public'],
])('%s is whole', (url, kind) => expect(place(url)).toEqual({ kind }));

it('writes the full name of a Service, or what to put there', () => {
  expect(fullName('k8s.test.org', 'sso', 'login')).toBe('http://login.sso.svc.k8s.test.org');
  expect(fullName('cluster.local')).toBe('http://SERVICE.NAMESPACE.svc.cluster.local');
});
