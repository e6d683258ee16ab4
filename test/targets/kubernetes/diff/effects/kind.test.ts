import type { Difference } from '../../../../../lib/targets/kubernetes/diff/effects/differences';
import { again, all, below, type Changed, fixed, fromTo, refOf } from '../../../../../lib/targets/kubernetes/diff/effects/kind';
import type { Any } from '../../../../support/cluster';
import { object } from '../objects';

const roleOf = (name?: string): Any => object('Widget', 'x', name === undefined ? {} : { role: { name } });
const now = roleOf('b');
const paths = (...found: readonly string[]): readonly Difference[] => found.map((path) => ({ path: path.split('.') }));
const between = (then: Any, now: Any, found: readonly string[] = []): Changed => ({ then, now, found: paths(...found) });
const changed = (...found: readonly string[]): Changed => between(roleOf('a'), now, found);

it('names an object with its namespace, if it has one', () => {
  expect(refOf(now)).toStrictEqual({ kind: 'Widget', name: 'x' });
  expect(refOf({ ...now, metadata: { name: 'x', namespace: 'shop' } })).toStrictEqual({ kind: 'Widget', name: 'x', namespace: 'shop' });
});

it('finds what differs below a path', () => {
  const found = paths('spec.a.b', 'spec.b', 'data.a', 'spec');
  expect(below(found, 'spec', 'a')).toEqual(paths('spec.a.b'));
  expect(below(found, 'spec')).toEqual(paths('spec.a.b', 'spec.b', 'spec'));
});

describe('of fields that are fixed', () => {
  const rule = fixed('role-reference-is-fixed', ['role.kind', 'role'], fromTo('its role', 'role', 'name'), again('which takes a while'));

  it('warns once', () => {
    expect(rule(changed('role.name', 'role.kind'))).toEqual([
      {
        kind: 'refused',
        code: 'role-reference-is-fixed',
        field: 'role.kind',
        what: 'its role goes from a to b',
        way: 'kubectl delete widget x, which takes a while, then apply',
      },
    ]);
    expect(rule(changed('role.name'))).toMatchObject([{ field: 'role' }]);
  });

  it('says nothing of others', () => {
    expect(rule(changed('roles', 'spec.role'))).toEqual([]);
  });

  it('says what is new or gone', () => {
    const said = fromTo('it', 'role', 'name');
    expect(said(between(roleOf(), now))).toBe('it goes from none to b');
    expect(said(between(roleOf('a'), roleOf()))).toBe('it goes from a to none');
  });

  it('has all warnings of several rules', () => {
    expect(all(rule, () => [], rule)(changed('role'))).toHaveLength(2);
  });
});
