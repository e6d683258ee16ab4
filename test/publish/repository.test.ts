import { addressOf, below, isLoopback, parseRepository } from '../../lib/publish/repository';

it.each(['ghcr.io/shop/manifests', 'localhost:5000/x', '127.0.0.1:5000/a/b/c', '[::1]:5000/a', 'registry.example.org/a-b_c.d/e__f'])(
  'takes oci://%s',
  (address) => {
    expect(addressOf(parseRepository('--to', `oci://${address}`))).toBe(address);
  },
);

it.each([
  ['', 'the name of a registry'],
  ['host', 'with a name of lower-case letters'],
  ['host/', 'with a name of lower-case letters'],
  ['/name', 'the name of a registry'],
  ['host/Name', 'with a name of lower-case letters'],
  ['host/name/', 'with a name of lower-case letters'],
  ['host/a//b', 'with a name of lower-case letters'],
  ['host/../b', 'with a name of lower-case letters'],
  ['host/name:tag', 'without a tag: the tag is the commit of the profile'],
  ['host/name@sha256:abc', 'without a user, a password or a digest'],
  ['user:secret@host/name', 'without a user, a password or a digest'],
  ['host:port/name', 'the name of a registry'],
  ['-o/name', 'the name of a registry'],
  ['host/name --insecure', 'with a name of lower-case letters'],
  ['host/na\nme', 'with a name of lower-case letters'],
])('refuses oci://%s and repeats nothing of it', (address, reason) => {
  const attempt = (): unknown => parseRepository('--to', `oci://${address}`);
  expect(attempt).toThrow(reason);
  expect(attempt).not.toThrow('secret');
});

it('names a profile below a repository, if a registry can', () => {
  const repository = parseRepository('--to', 'oci://host/a');
  expect(addressOf(below(repository, 'cluster-small'))).toBe('host/a/cluster-small');
  for (const part of ['Mine', 'a/b', '..', '', 'a_-b']) expect(() => below(repository, part)).toThrow('no registry takes that');
});

it.each([
  ['localhost', true],
  ['localhost:5000', true],
  ['LOCALHOST:5000', true],
  ['127.0.0.1:5000', true],
  ['127.8.9.1', true],
  ['[::1]:5000', true],
  ['[0:0:0:0:0:0:0:1]:5000', true],
  ['localhost.example.org', false],
  ['127.0.0.1.example.org', false],
  ['10.0.0.1:5000', false],
  ['[::2]', false],
  ['[1::1]', false],
  ['ghcr.io', false],
])('knows whether %s is this machine: %s', (host, expected) => {
  expect(isLoopback({ host, name: 'x' })).toBe(expected);
});
