import { commonEffect, commonLabels, withoutCommon } from '../../../../lib/targets/kubernetes/diff/alike';
import type { Effect, ObjectChange } from '../../../../lib/targets/kubernetes/diff/effect';
import { labelled, object } from './objects';

const inPlace = (...what: readonly string[]): Effect => ({ kind: 'in-place', why: what.map((one) => ({ what: one, from: 'a', to: 'b' })) });
const restart = (...what: readonly string[]): Effect => ({
  kind: 'restart',
  how: 'rolling',
  pods: { kind: 'Deployment', name: 'x' },
  why: what.map((one) => ({ what: one, from: 'a', to: 'b' })),
});

/** A change of an object of a service. */
const change = (service: string | undefined, ...effects: readonly Effect[]): ObjectChange => {
  const after = service === undefined ? object('Service') : labelled(object('Service'), service);
  return { ref: { kind: 'Service', name: 'x' }, change: 'changed', before: after, after, effects };
};
const many = (count: number, ...effects: readonly Effect[]): readonly ObjectChange[] =>
  Array.from({ length: count }, (_, n) => change(`s${n}`, ...effects));
const common = (changes: readonly ObjectChange[]): readonly string[] => [...commonLabels(changes)];

it('calls common what changes on the objects of more than three services', () => {
  expect(common(many(4, inPlace('label a')))).toEqual(['label a']);
  expect(common(many(3, inPlace('label a')))).toEqual([]);
  expect(common([...many(3, inPlace('label a')), change('s0', inPlace('label a'))])).toEqual([]);
  expect(common([...many(3, inPlace('label a')), change(undefined, inPlace('label a'))])).toEqual(['label a']);
  expect(common([...many(3, inPlace('label a')), ...many(4, inPlace('label b'))])).toEqual(['label b']);
});

it('counts labels and annotations, of pods too, and nothing else', () => {
  const found = many(
    4,
    inPlace('label app.kubernetes.io/name', 'annotation b', 'replicas'),
    restart("pods' label c", "pods' annotation d", 'image', 'the label e', 'label f of it'),
  );
  expect(common(found)).toEqual(['label app.kubernetes.io/name', 'annotation b', "pods' label c", "pods' annotation d"]);
});

it('counts nothing of what is gone or new', () => {
  expect(common(many(4, { kind: 'created' }))).toEqual([]);
  const gone = many(4, inPlace('label a')).map((one) => ({ ...one, after: undefined }));
  expect(common(gone)).toEqual([]);
});

const COMMON: ReadonlySet<string> = new Set(['label a', "pods' label b"]);

it('leaves out what many have in common, and keeps it as a reason to restart without its values', () => {
  const effects = [inPlace('label a', 'replicas'), restart("pods' label b", 'image'), { kind: 'created' } as const];
  expect(withoutCommon([change('s', ...effects)], COMMON)[0]?.effects).toEqual([
    inPlace('replicas'),
    { ...restart('image'), why: [{ what: "pods' label b" }, { what: 'image', from: 'a', to: 'b' }] },
    { kind: 'created' },
  ]);
});

it('leaves out a change of nothing else, but not one that has no reason', () => {
  expect(withoutCommon([change('s', inPlace('label a'))], COMMON)[0]?.effects).toEqual([]);
  expect(withoutCommon([change('s', inPlace())], COMMON)[0]?.effects).toEqual([inPlace()]);
});

it('changes nothing where nothing is common', () => {
  const changes = [change('s', inPlace('label a'))];
  expect(withoutCommon(changes, new Set())).toBe(changes);
});

it('says once of all objects what they have in common', () => {
  const changes = [
    change('s', inPlace('replicas', 'label a')),
    change('t', inPlace('label a'), restart('image')),
    change('u', inPlace('label c')),
    change('v', restart('label a')),
  ];
  expect(commonEffect(changes, COMMON)).toEqual([
    { subject: 'many services', object: '2 objects', does: 'changes in place', why: ['label a'] },
  ]);
  expect(commonEffect([change('u', inPlace('label c'))], COMMON)).toEqual([]);
});
