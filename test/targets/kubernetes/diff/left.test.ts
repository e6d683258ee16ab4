import type { ObjectChange } from '../../../../lib/targets/kubernetes/diff/effect';
import { deletions, leftNotes } from '../../../../lib/targets/kubernetes/diff/left';
import type { Any } from '../../../support/cluster';
import { object, sideOf } from './objects';

const removed = (kind: string, name = 'x', spec: Any = {}): ObjectChange => {
  const before = object(kind, name, { spec });
  return { ref: { kind, name }, change: 'removed', before, effects: [] };
};
const notes = (changes: readonly ObjectChange[], ...after: readonly Any[]): readonly string[] => leftNotes(changes, sideOf(after));

it('says nothing of what never acts, or of what is not gone', () => {
  const others = [removed('ConfigMap'), removed('constructor'), { ...removed('Ingress'), change: 'changed' as const }];
  expect(notes(others)).toEqual([]);
});

it('says what acts on, in the order of its weight', () => {
  expect(notes([removed('Ingress')])).toEqual([
    'an apply leaves what is no longer generated: Ingress/x still leads to its Services. Delete it, or let a tool prune it.',
  ]);
  expect(notes([removed('LimitRange'), removed('CronJob', 'b'), removed('CronJob', 'a'), removed('NetworkPolicy')])).toEqual([
    'an apply leaves what is no longer generated: NetworkPolicy/x still allows its edges, CronJob/b still runs its Jobs, CronJob/a still runs its Jobs, LimitRange/x still limits its namespace. Delete them, or let a tool prune them.',
  ]);
});

it('names the namespace of each, because several may have one of its name', () => {
  const policies = ['a', 'b'].map((namespace): ObjectChange => {
    const one = removed('NetworkPolicy', 'default-deny');
    return { ...one, ref: { ...one.ref, namespace } };
  });
  expect(notes(policies)).toEqual([
    'an apply leaves what is no longer generated: NetworkPolicy/default-deny in a still allows its edges, NetworkPolicy/default-deny in b still allows its edges. Delete them, or let a tool prune them.',
  ]);
});

it('says how an ExternalSecret goes without its Secret, and never to delete it as other objects', () => {
  const note = (names: string): string =>
    `an apply leaves ${names}. An ExternalSecret goes on to fill in its Secret, and takes it along when it is deleted. If pods still read that Secret, delete the ExternalSecret with kubectl delete --cascade=orphan, and let no tool prune it.`;
  expect(notes([removed('ExternalSecret')])).toEqual([note('ExternalSecret/x')]);
  expect(notes([removed('ExternalSecret', 'a'), removed('ExternalSecret', 'b'), removed('CronJob')])).toEqual([
    'an apply leaves what is no longer generated: CronJob/x still runs its Jobs. Delete it, or let a tool prune it.',
    note('ExternalSecret/a, ExternalSecret/b'),
  ]);
});

describe('of an autoscaler', () => {
  const autoscaler = removed('HorizontalPodAutoscaler', 'hpa', { scaleTargetRef: { kind: 'Deployment', name: 'web' } });
  const workload = (spec: Any): Any => object('Deployment', 'web', { spec });

  it('says that it goes first where the number of pods is fixed from then on', () => {
    expect(notes([autoscaler], workload({ replicas: 2 }))[1]).toBe(
      'delete HorizontalPodAutoscaler/hpa before the apply: as long as it sets the replicas of Deployment/web, the API server refuses another number.',
    );
  });

  it('says no more where nothing states a number', () => {
    expect(notes([autoscaler], workload({}))).toHaveLength(1);
    expect(notes([autoscaler])).toHaveLength(1);
    expect(notes([removed('HorizontalPodAutoscaler')], object('', '', { spec: {} }))).toHaveLength(1);
  });

  it('says no more of other kinds', () => {
    const other = removed('CronJob', 'x', { scaleTargetRef: { kind: 'Deployment', name: 'web' } });
    expect(notes([other], workload({ replicas: 2 }))).toHaveLength(1);
  });
});

describe('the commands that delete what is gone', () => {
  const gone = (kind: string, name: string, namespace?: string): ObjectChange => {
    const one = removed(kind, name);
    return { ...one, ref: { kind, name, ...(namespace === undefined ? {} : { namespace }) } };
  };

  it('name everything of each namespace, whatever its kind, and what is in none', () => {
    const changes = [
      gone('DaemonSet', 'node-exporter', 'shop-node'),
      gone('ConfigMap', 'settings', 'shop-node'),
      gone('PodMonitor', 'cart', 'shop'),
      gone('HTTPRoute', 'shop', 'shop'),
      gone('ClusterRole', 'shop-prometheus'),
    ];
    expect(deletions(changes)).toEqual([
      'kubectl delete --ignore-not-found --namespace shop-node ConfigMap/settings DaemonSet/node-exporter',
      'kubectl delete --ignore-not-found --namespace shop HTTPRoute/shop PodMonitor/cart',
      'kubectl delete --ignore-not-found ClusterRole/shop-prometheus',
    ]);
  });

  it('name nothing that holds data or hands it out, and nothing that stays', () => {
    const kept = ['Namespace', 'PersistentVolumeClaim', 'Secret', 'ExternalSecret'].map((kind) => gone(kind, 'x', 'shop'));
    const stays: ObjectChange = { ...gone('Deployment', 'web', 'shop'), change: 'changed' };
    expect(deletions([...kept, stays, gone('CronJob', 'nightly', 'shop')])).toEqual([
      'kubectl delete --ignore-not-found --namespace shop CronJob/nightly',
    ]);
  });

  it('are none where nothing acts', () => {
    expect(deletions([gone('ConfigMap', 'old', 'shop')])).toEqual([]);
  });

  it('hold no words for the shell', () => {
    expect(deletions([gone('CronJob', 'a; reboot', 'b c')])).toEqual([
      "kubectl delete --ignore-not-found --namespace 'b c' 'CronJob/a; reboot'",
    ]);
  });
});
