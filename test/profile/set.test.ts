import fc from 'fast-check';
import { UsageError } from '../../lib/problem';
import { parseAssignment } from '../../lib/profile/set';
import { sourceAt, toPlain } from '../../lib/profile/tree';
import { thrownBy } from '../support/problems';

it.each([
  ['services.cart.memory.limit=2Gi', { services: { cart: { memory: { limit: '2Gi' } } } }],
  ['services.cart.cpu.limit=1.5', { services: { cart: { cpu: { limit: 1.5 } } } }],
  ['switches.persist=true', { switches: { persist: true } }],
  ['services.cart=null', { services: { cart: null } }],
  ['machine.keep=', { machine: { keep: null } }],
  ['accept.some-code=because a=b', { accept: { 'some-code': 'because a=b' } }],
  ['restart=no', { restart: 'no' }],
  ['version="1.30"', { version: '1.30' }],
  ["version='1.30'", { version: '1.30' }],
  ['a="null"', { a: 'null' }],
  ['a="true"', { a: 'true' }],
  ['a=""', { a: '' }],
  ['a="it\\n"', { a: 'it\n' }],
  ["a='it''s'", { a: "it's" }],
  ['a="[x]"', { a: '[x]' }],
  ['apiServer.ports=[443, 6443]', { apiServer: { ports: [443, 6443] } }],
  ['apiServer={ cidrs: [10.0.0.1/32], ports: [443] }', { apiServer: { cidrs: ['10.0.0.1/32'], ports: [443] } }],
  ['ingress.annotations."a.b/c=d"=x', { ingress: { annotations: { 'a.b/c=d': 'x' } } }],
  ['"a"."b.c"=1', { a: { 'b.c': 1 } }],
  ['a=b: c # d', { a: 'b: c # d' }],
  ['a=say "yes"', { a: 'say "yes"' }],
  ['__proto__.polluted=1', JSON.parse('{ "__proto__": { "polluted": 1 } }')],
  ['constructor.prototype.polluted=1', { constructor: { prototype: { polluted: 1 } } }],
])('reads %s', (assignment, expected) => {
  expect(toPlain(parseAssignment(assignment))).toEqual(expected);
});

it('says that the flag supplied every part', () => {
  const tree = parseAssignment('a.b=c');
  expect(sourceAt(tree, [])).toEqual({ kind: 'flag', flag: '--set' });
  expect(sourceAt(tree, ['a', 'b'])).toEqual({ kind: 'flag', flag: '--set' });
});

it('pollutes nothing', () => {
  toPlain(parseAssignment('__proto__.polluted=1'));
  expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
});

it.each([
  ['a="1.30', '--set: a: not valid YAML: a quote is not closed'],
  ['a="x" y', '--set: a: not valid YAML: this cannot stand here'],
  ['a=[1', '--set: a: not valid YAML: a bracket, a brace, a comma, a colon or a space is missing'],
  ['a={b: 1, b: 2}', '--set: a: this key stands twice in its map: remove one'],
  ['a=[*x]', '--set: a: '],
  ['a="\\ud800"', '--set: a: this text holds U+D800'],
])('rejects %s and says how such a text is written', (assignment, expected) => {
  const error = thrownBy(() => parseAssignment(assignment)) as UsageError;
  expect(error).toBeInstanceOf(UsageError);
  expect(error.message).toContain(expected);
  expect(error.message).toContain('(a text that starts with a quote or a bracket is itself written in quotes)');
});

it.each(['https://user:hunter2@host/', 'registry:user:hunter2@host', `sk-${'h'.repeat(40)}`])(
  'does not repeat the secret in %s',
  (assignment) => {
    expect((thrownBy(() => parseAssignment(assignment)) as UsageError).message).not.toMatch(/hunter2|hhhh/);
  },
);

it('rejects a path that is deeper than any profile', () => {
  expect(() => parseAssignment(`${'a.'.repeat(100_000)}a=1`)).toThrow(UsageError);
});

it.each(['', '=', '=2Gi', 'services.cart', 'services..cart=1', '.a=1', 'a.=1', '""=1', 'a."b=1', '"a"b=1'])(
  'rejects %j as a wrong use of the command line',
  (assignment) => {
    expect(() => parseAssignment(assignment)).toThrow(UsageError);
    expect(() => parseAssignment(assignment)).toThrow(`got ${JSON.stringify(assignment)}`);
  },
);

it('shows what ends a line to some readers as an escape', () => {
  expect((thrownBy(() => parseAssignment('"=\u2028')) as UsageError).message).toMatch(/got "\\"=\\u2028"$/);
});

it('rejects any text with a UsageError or reads it', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      try {
        toPlain(parseAssignment(text));
        expect(text).toContain('=');
      } catch (error) {
        if (!(error instanceof UsageError)) throw error;
      }
    }),
    { numRuns: 300 },
  );
});
