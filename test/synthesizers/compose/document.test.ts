import { parse } from 'yaml';
import { overrideDocument } from '../../../lib/synthesizers/compose/document';

const write = (service: object, header = 'made by a test'): string => overrideDocument(header, { a: service });

it('starts with the header as comments and goes on with the services', () => {
  expect(write({ restart: 'always' }, 'one').replaceAll(/digest: \w+/g, 'digest: 0')).toBe(
    '# one\n# digest: 0, of what is in no service; each has its own\n\nservices:\n  a:\n    # digest: 0\n    restart: always\n',
  );
});

it('keeps even a line break of the header inside the comment', () => {
  expect(parse(write({ restart: 'always' }, 'one\nservices: {}'))).toEqual({ services: { a: { restart: 'always' } } });
});

it.each([
  [1, 'cpus: 1.0\n'],
  [12, 'cpus: 12.0\n'],
  [0.5, 'cpus: 0.5\n'],
  [0.25, 'cpus: 0.25\n'],
  [1.125, 'cpus: 1.125\n'],
])('writes %d CPUs with a decimal at least', (cpus, expected) => {
  expect(write({ cpus })).toContain(expected);
});

it('writes other whole numbers without one', () => {
  expect(write({ pids_limit: 512 })).toContain('pids_limit: 512\n');
});

it('quotes what an older YAML reader would take for false', () => {
  expect(write({ restart: 'no' })).toMatch(/restart: ["']no["']\n/);
});

it('escapes every dollar, so that Compose replaces no variable', () => {
  const text = write({ command: ['echo', '$HOME', '${HOME} $$ $'], environment: { A: 'a$b' } });
  expect(parse(text).services.a).toEqual({ command: ['echo', '$$HOME', '$${HOME} $$$$ $$'], environment: { A: 'a$$b' } });
});

it('leaves out what is undefined', () => {
  expect(write({ restart: 'always', command: undefined })).not.toContain('command');
});

it('writes two equal lists out, without anchors', () => {
  const shared = ['ALL'];
  expect(overrideDocument('h', { a: { cap_drop: shared }, b: { cap_drop: shared } })).not.toMatch(/[&*]/);
});

it('does not break long lines', () => {
  const long = `${'word '.repeat(60)}end`;
  expect(write({ command: [long] })).toContain(long);
});

it('leaves an empty line between services, and none before the first', () => {
  const text = overrideDocument('h', { a: { restart: 'always' }, b: { restart: 'always' } });
  expect(text).toContain('\n\nservices:\n  a:\n');
  expect(text).toContain('always\n\n  b:\n');
});
