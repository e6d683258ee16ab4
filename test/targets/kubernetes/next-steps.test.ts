import { nextSteps } from '../../../lib/targets/kubernetes/next-steps';
import { shopPlan } from '../../support/cluster';

const steps = (assignments: readonly string[], undone: readonly string[] = []) =>
  nextSteps(
    { plan: shopPlan(assignments), selection: '--profile mine', folder: '/x/my out', shown: 'my out', changes: [], undone, asks: false },
    { program: 'shopsynth' } as never,
  ).split('\n');

const REST = [
  'then: create the Secrets that shopsynth list secrets --profile mine prints',
  "then: kubectl apply --server-side -k 'my out'",
  '',
];

it('creates the namespace first, then its Secrets, then everything else', () => {
  expect(steps([])).toEqual(["next: kubectl apply --server-side -f 'my out/create-namespace.yaml'", ...REST]);
});

it('says what has to be there where the profile makes nothing outside of its namespace', () => {
  const [first, classes, ...rest] = steps(['clusterScoped=false', 'namespace=mine']);
  expect(first).toBe('next: see that the namespace mine is there: this profile does not make it');
  expect(classes).toMatch(/^then: see that the PriorityClasses \S+-data, \S+-edge, \S+-core, \S+-batch are there: this profile does not/);
  expect(rest).toEqual(REST);
});

it('begins with the changes that an apply does not make', () => {
  expect(steps([], ['delete the StatefulSet\u001b', 'grow the disk']).slice(0, 3)).toEqual([
    'an apply alone does not do these (docs/runbooks/immutable-fields.md):',
    '  delete the StatefulSet\\u001b',
    '  grow the disk',
  ]);
});
