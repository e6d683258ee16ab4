import fc from 'fast-check';
import { UsageError } from '../../lib/problem';
import { parseAssignment } from '../../lib/profile/set';
import { sourceAt, toPlain } from '../../lib/profile/tree';

it.each([
  ['services.agent.memory.limit=2Gi', { services: { agent: { memory: { limit: '2Gi' } } } }],
  ['services.agent.cpu.limit=1.5', { services: { agent: { cpu: { limit: 1.5 } } } }],
  ['switches.persist=true', { switches: { persist: true } }],
  ['services.agent=null', { services: { agent: null } }],
  ['machine.keep=', { machine: { keep: null } }],
  ['accept.some-code=because a=b', { accept: { 'some-code': 'because a=b' } }],
  ['restart=no', { restart: 'no' }],
])('reads %s', (assignment, expected) => {
  expect(toPlain(parseAssignment(assignment))).toEqual(expected);
});

it('says that the flag supplied every part', () => {
  const tree = parseAssignment('a.b=c');
  expect(sourceAt(tree, [])).toEqual({ kind: 'flag', flag: '--set' });
  expect(sourceAt(tree, ['a', 'b'])).toEqual({ kind: 'flag', flag: '--set' });
});

it.each(['', '=', '=2Gi', 'services.agent', 'services..agent=1', '.a=1', 'a.=1'])(
  'rejects %j as a wrong use of the command line',
  (assignment) => {
    expect(() => parseAssignment(assignment)).toThrow(UsageError);
    expect(() => parseAssignment(assignment)).toThrow(`got "${assignment}"`);
  },
);

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
