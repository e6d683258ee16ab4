import { BUCKET_NAME, bucketName } from '../../lib/units/bucket-name';
import { HEADER_NAME, headerName } from '../../lib/units/header-name';
import { HTTP_URL, httpUrl } from '../../lib/units/http-url';
import { ImageVersion } from '../../lib/units/image-version';
import { ANNOTATION_KEY, annotationKey, LABEL_VALUE, QUALIFIED_NAME, qualifiedName } from '../../lib/units/label';
import {
  NAMESPACE,
  namespace,
  OBJECT_NAME,
  OWN_NAMESPACE,
  objectName,
  ownNamespace,
  PRIORITY_PREFIX,
  priorityPrefix,
  secretName,
} from '../../lib/units/name';
import { NETWORK, network } from '../../lib/units/network';
import { REGISTRY, registry } from '../../lib/units/registry';
import { UnitError } from '../../lib/units/unit-error';
import { thrownBy } from '../support/problems';

/** A notation: who reads it, what editors see of it, what is one and what is none. */
interface Notation {
  readonly parse: (text: string) => unknown;
  readonly pattern: RegExp;
  readonly takes: readonly string[];
  readonly refuses: readonly string[];
  /** What only the program can tell: ranges of numbers and the like. */
  readonly refusesByItself?: readonly string[];
}

const HEX = 'a'.repeat(64);
const a = (length: number): string => 'a'.repeat(length);

const NOTATIONS: Readonly<Record<string, Notation>> = {
  'the name of an object': {
    parse: objectName,
    pattern: OBJECT_NAME,
    takes: ['a', '1', '1abc', 'a.b', 'gp3.csi.example.com', a(253)],
    refuses: ['', 'A', 'a_b', '-a', 'a-', 'a..b', 'a.', '.a', 'a.-b', 'a b', a(254)],
  },
  'the name of a Secret': { parse: secretName, pattern: OBJECT_NAME, takes: ['pull', 'my.pull'], refuses: ['', 'Pull', 'my pull'] },
  'a namespace': {
    parse: namespace,
    pattern: NAMESPACE,
    takes: ['1abc', '1', 'kube-system', 'default', a(63)],
    refuses: ['', 'a.b', 'A', '-a', 'a-', a(64)],
  },
  'a namespace of our own': {
    parse: ownNamespace,
    pattern: OWN_NAMESPACE,
    takes: ['1abc', 'faultmaven', 'kubernetes', 'default-1'],
    refuses: ['A', 'default', 'kube-system', 'kube-public', 'kube-node-lease', 'kube-mine'],
  },
  'the beginning of the name of a PriorityClass': {
    parse: priorityPrefix,
    pattern: PRIORITY_PREFIX,
    takes: ['a', 'a.b', 'systems', 'my-system', a(240)],
    refuses: ['', 'A', 'system', 'system-a', 'a-', '-a', 'a..b', 'a_b', a(241)],
  },
  'a key of a label': {
    parse: qualifiedName('a key'),
    pattern: QUALIFIED_NAME,
    takes: ['a', 'true', '1', '2001-01-01', 'example.com/A'],
    refuses: ['', 'a b'],
  },
  'a key of an annotation': {
    parse: annotationKey('a key'),
    pattern: ANNOTATION_KEY,
    takes: [
      ...['a', 'A_b.c', 'example.com/A', '1.2/3', 'x/true', 'x/1', `${a(253)}/x`, `x/${a(63)}`],
      ...['y', 'on', 'no', 'tRUE', '1a', '1.2.3', '0x', '0b12', '1e', 'nan', '1-2', '200-1-1', 'trueish'],
    ],
    refuses: [
      ...['true', 'False', 'NULL', '1', '012', '1_000', '1.5', '1e3', '1E-3', '0x1F', '0o17', '0b11', '2001-01-01', '2001-1-1'],
      ...['', '/a', 'a/', 'a/b/c', 'a..b/c', 'a.-b/c', '-a/b', 'a b', `${a(254)}/x`, `x/${a(64)}`, '_a', 'a_', 'A/b'],
    ],
  },
  'a network': {
    parse: network,
    pattern: NETWORK,
    takes: ['10.0.0.0/8', '192.168.100.128/25', '0.0.0.0/0', '10.0.0.1/32', 'fc00::/7', 'FD00::/8', '::1/128'],
    refuses: ['', '10.0.0.0', 'x.0.0.0/8', '10.x.0.0/8', '10.0.0.0/', '10.0.0.0/08', 'fe80::1%eth0/64', '10.0.0.0/8/8', ' 10.0.0.0/8'],
    refusesByItself: ['10.0.0.5/8', '::ffff:10.0.0.0/104', '10.0.0/8', '10.0.0.256/8', '010.0.0.0/8', '10.0.0.0/33', '::/129', ':::/8'],
  },
  'a registry': {
    parse: registry,
    pattern: REGISTRY,
    takes: [
      'registry.example.com',
      'registry.example.com:5000/a/b',
      'localhost',
      'localhost:5000',
      'mirror:1/a_b/c--d',
      'docker.io/mirror',
      '10.0.0.1:65535',
    ],
    refuses: [
      '',
      'a..b',
      'https://a.b',
      'a.b/',
      'a.b//c',
      'a.b/../c',
      'a.b/C',
      'A.b',
      'a.b:0',
      'a.b:',
      'mirror',
      'mirror/a',
      'a.b/c..d',
      'a.b/c:1',
      'u:p@a.b',
      `a.b/${a(180)}`,
    ],
    refusesByItself: ['a.b:65536', 'a.b:99999/c'],
  },
  'a build of an image': {
    parse: ImageVersion.parse,
    pattern: ImageVersion.pattern,
    takes: ['1.28.0', 'latest-1', '_x', a(128), `sha256:${HEX}`, `@sha256:${HEX}`, `1.0@sha256:${HEX}`, `latest@sha256:${HEX}`],
    refuses: [
      '',
      'latest',
      'a b',
      '.a',
      a(129),
      `v1sha256:${HEX}`,
      `sha256:${a(63)}`,
      `1.0@sha256:${a(65)}`,
      '1.0@',
      '@',
      `1.0@sha256:${HEX.toUpperCase()}`,
      `sha256:${HEX}@sha256:${HEX}`,
    ],
  },
  'a bucket': {
    parse: bucketName,
    pattern: BUCKET_NAME,
    takes: ['abc', 'a.b', 'abc-s3alias.x', 'abc--x-s3-x', 'my-bucket.example.com', '1-2', a(63), '1.2.3'],
    refuses: ['', 'ab', 'a..b', 'a.-b', 'a-.b', '-ab', 'ab-', '.ab', 'ab.', 'Abc', 'a_b', 'xn--abc', 'sthree-x', a(64)],
    refusesByItself: ['192.168.1.1', 'abc-s3alias', 'abc--ol-s3', 'abc.mrap', 'abc--x-s3', 'abc--table-s3'],
  },
  'a header': {
    parse: headerName,
    pattern: HEADER_NAME,
    takes: ['X-User', 'Remote-User', 'x', `X${a(63)}`],
    refuses: ['', 'X_User', 'X User', '-X', 'X-', '1X', 'X:Y', `X${a(64)}`, 'X\r\nY'],
    refusesByItself: ['Host', 'content-length', 'Connection', 'Cookie', 'Set-Cookie', 'Transfer-Encoding', 'Authorization'],
  },
  'a URL': {
    parse: httpUrl,
    pattern: HTTP_URL,
    takes: ['http://a', 'https://login.example.com:65535/a/b~%20', 'http://10.0.0.1', 'http://[fd00::1]:4180/auth', `http://a/${a(1991)}`],
    refuses: [
      '',
      'ftp://a',
      'https://',
      'https://a:0',
      'https://a:',
      'https://a:080',
      'https://a..b',
      'https://A.b',
      'https://a.b.',
      'https://u:p@a',
      'https://a/?x',
      'https://a/#x',
      'https://a/ b',
      'https://a/$x',
      `http://a/${a(1992)}`,
      `http://${a(64)}.b`,
    ],
    refusesByItself: [
      'https://a:65536',
      'http://10.0.0.256',
      'http://2130706433',
      'http://0x7f.1',
      'http://0177.0.0.1',
      'http://127.1',
      'http://[:::1]',
      'http://[1.2.3.4]',
    ],
  },
};

describe.each(Object.entries(NOTATIONS))('%s', (_, { parse, pattern, takes, refuses, refusesByItself }) => {
  it.each(takes)('can be %j', (text) => {
    expect(() => parse(text)).not.toThrow();
    expect(text).toMatch(pattern);
  });

  it.each(refuses)('cannot be %j, and an editor says so', (text) => {
    expect(thrownBy(() => parse(text))).toBeInstanceOf(UnitError);
    expect(text).not.toMatch(pattern);
  });

  it('cannot be what only the program can tell', () => {
    for (const text of refusesByItself ?? []) expect([text, thrownBy(() => parse(text))]).toEqual([text, expect.any(UnitError)]);
  });
});

it.each([
  [registry, 'mirror', 'an owner on Docker Hub'],
  [registry, 'user:secret@registry.example.com', 'without a name and a password'],
  [registry, 'https://registry.example.com', 'without a protocol'],
  [ImageVersion.parse, `v1sha256:${HEX}`, 'v1@sha256:'],
  [network, '10.0.0.1', '10.0.0.1/32'],
  [network, 'fd00::1', 'fd00::1/128'],
  [headerName, 'X_User', 'underscore'],
  [qualifiedName('a key'), 'a/b/c', 'one slash'],
  [qualifiedName('a key'), `${a(254)}/x`, 'before its slash at most 253'],
  [qualifiedName('a key'), `x/${a(64)}`, 'at most 63 characters'],
  [qualifiedName('a key'), a(64), 'at most 63 characters'],
  [annotationKey('a key'), 'true', 'for text'],
  [registry, 'mirror/', 'an owner on Docker Hub'],
  [registry, `a.b/${a(180)}`, 'at most 180 characters'],
  [registry, 'a.b:65536', '1 to 65535'],
  [ImageVersion.parse, 'latest', 'another build tomorrow'],
  [bucketName, '192.168.1.1', 'an address'],
  [bucketName, 'abc--table-s3', 'this ending'],
  [headerName, 'Host', 'something else'],
  [priorityPrefix, 'system-a', 'Kubernetes keeps'],
  [httpUrl, 'https://u:p@a', 'without a name and a password'],
  [httpUrl, `http://a/${a(1992)}`, 'at most 2000 characters'],
  [httpUrl, `http://${`${a(50)}.`.repeat(5)}b`, 'at most 253 characters'],
  [httpUrl, 'http://[::ffff:10.0.0.1]', 'write it as version 4'],
  [httpUrl, 'https://a:65536', 'a port is from 1 to 65535'],
  [httpUrl, 'https://a/?token=x', 'without a query'],
  [httpUrl, 'http://2130706433', 'an address is written out: 127.0.0.1'],
  [httpUrl, 'https://', 'a host is missing'],
  [httpUrl, 'https://a.b.', 'a host name is parts of at most 63'],
  [httpUrl, 'ftp://a b', 'it begins with http:// or https://'],
] as const)('says what would be right: %#', (parse, text, hint) => {
  expect((thrownBy(() => parse(text)) as UnitError).hint).toContain(hint);
});

it.each([
  [qualifiedName('a key'), 'a b'],
  [qualifiedName('a key'), `${a(253)}/ `],
  [qualifiedName('a key'), `${a(63)}/-`],
  [registry, `a.b/${a(175)}!`],
  [registry, 'A.b'],
  [ImageVersion.parse, `sha256:${HEX}@sha256:${HEX}`],
  [ImageVersion.parse, `sha256:${a(63)}`],
  [ImageVersion.parse, `v1sha256:${HEX}0`],
  [network, '10.0.0.0/33'],
  [network, 'x'],
  [headerName, 'X User'],
  [priorityPrefix, 'a_b'],
] as const)('says nothing more where nothing is known to be right: %#', (parse, text) => {
  expect((thrownBy(() => parse(text)) as UnitError).hint).toBeUndefined();
});

it.each(['', 'a', 'A_b.c-d', '1', a(63)])('a label can be %j', (text) => expect(text).toMatch(LABEL_VALUE));

it.each([' ', '-a', 'a-', 'a b', 'a/b', '.', a(64)])('a label cannot be %j', (text) => expect(text).not.toMatch(LABEL_VALUE));

it('reads a tag with its digest', () => {
  expect(ImageVersion.parse(`1.0@sha256:${HEX}`)).toMatchObject({ tag: '1.0', digest: `sha256:${HEX}` });
  expect(String(ImageVersion.parse(`@sha256:${HEX}`))).toBe(`sha256:${HEX}`);
  expect(ImageVersion.parse('sha256').tag).toBe('sha256');
});

it('tells nobody what stood in the place of a Secret', () => {
  expect((thrownBy(() => secretName('Hunter2!')) as UnitError).message).not.toContain('Hunter2');
});
