import { writeFileSync } from 'node:fs';
import { manifestsOf, PROFILE_CHANGES } from '../../faultmaven/diff/profile-changes';
import { clusterPlan, objectsOf, ofKind } from '../../support/cluster';
import { MANIFEST_CHANGES } from '../../targets/kubernetes/diff/changes';
import { CONTROL_PLANE } from '../control-plane/assets';
import { ControlPlane } from '../control-plane/control-plane';
import { eventually } from '../support/eventually';
import type { Any } from '../support/manifests';
import { describeWith } from '../support/tools';
import { PodWatch } from './pod-watch';
import { foretoldOf, keyOf, LOSSES, lossesForetold, lossesObserved, observedOf, type Snapshot, Trial } from './trial';

jest.setTimeout(300_000);

const ZONES = ['a', 'b', 'c'];

/** A class whose claims grow. */
const GROWING = {
  apiVersion: 'storage.k8s.io/v1',
  kind: 'StorageClass',
  metadata: { name: 'growing' },
  provisioner: 'example.com/growing',
  allowVolumeExpansion: true,
};

/** The kinds of all objects that are changed, by their paths. */
const LISTS: Readonly<Record<string, string>> = {
  Deployment: 'apis/apps/v1/deployments',
  StatefulSet: 'apis/apps/v1/statefulsets',
  DaemonSet: 'apis/apps/v1/daemonsets',
  Job: 'apis/batch/v1/jobs',
  CronJob: 'apis/batch/v1/cronjobs',
  PersistentVolumeClaim: 'api/v1/persistentvolumeclaims',
  Namespace: 'api/v1/namespaces',
  Service: 'api/v1/services',
  ConfigMap: 'api/v1/configmaps',
  Secret: 'api/v1/secrets',
  ServiceAccount: 'api/v1/serviceaccounts',
  ResourceQuota: 'api/v1/resourcequotas',
  LimitRange: 'api/v1/limitranges',
  HorizontalPodAutoscaler: 'apis/autoscaling/v2/horizontalpodautoscalers',
  PodDisruptionBudget: 'apis/policy/v1/poddisruptionbudgets',
  NetworkPolicy: 'apis/networking.k8s.io/v1/networkpolicies',
  Ingress: 'apis/networking.k8s.io/v1/ingresses',
  IngressClass: 'apis/networking.k8s.io/v1/ingressclasses',
  Role: 'apis/rbac.authorization.k8s.io/v1/roles',
  RoleBinding: 'apis/rbac.authorization.k8s.io/v1/rolebindings',
  PriorityClass: 'apis/scheduling.k8s.io/v1/priorityclasses',
  StorageClass: 'apis/storage.k8s.io/v1/storageclasses',
};

/** Simulated nodes run no container, so a pod is Ready as soon as it is placed. The controllers that replace pods are real. */
describeWith(CONTROL_PLANE, 'what is foretold of a change, and what the API server and the controllers do', () => {
  const trials = [...MANIFEST_CHANGES, ...PROFILE_CHANGES.map(manifestsOf)].map((change, index) => new Trial(change, index));
  let plane: ControlPlane;
  let watch: PodWatch;
  let before: Snapshot;
  let after: Snapshot;
  /** How many events of pods came before the changes. */
  let since = 0;
  let taken: ReadonlySet<string>;
  let binding = true;
  let binder: Promise<void>;

  beforeAll(async () => {
    plane = await ControlPlane.start();
    await plane.addNodes(ZONES.map((zone) => ({ name: `node-${zone}`, zone, cpu: '500', memory: '2000Gi', pods: 1000 })));
    watch = new PodWatch(plane.kubeconfig);
    binder = bindClaims();
    const namespaces = trials.flatMap((trial) => trial.namespaces);
    await plane.applyObjects([
      GROWING,
      ...ofKind(objectsOf(clusterPlan()), 'PriorityClass').map(({ file: _, ...object }) => object),
      ...namespaces.map((name) => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } })),
    ]);
    await plane.applyObjects(trials.flatMap((trial) => [...trial.around, ...trial.before]));
    await settled();
    before = await snapshot();
    since = watch.events.length;
    // An autoscaler that is left sets back at once what is stated.
    await prune(({ kind }) => kind === 'HorizontalPodAutoscaler');
    taken = await applied();
    await prune();
    await settled();
    after = await snapshot();
  });

  afterAll(async () => {
    binding = false;
    await binder;
    watch?.stop();
    await plane?.stop();
  });

  async function bindClaims(): Promise<void> {
    while (binding) {
      await plane.bindPendingClaims().catch(() => 0);
      await new Promise((done) => setTimeout(done, 300));
    }
  }

  /** Applies what changed, and returns the keys of what was taken. kubectl prints a line for each, in order, and none for what is refused. */
  async function applied(): Promise<ReadonlySet<string>> {
    const objects = trials.flatMap((trial) => [...trial.after, trial.marker]);
    const lines = await plane.applyObjects(objects).catch((error: unknown) => String(error));
    const names = lines.split('\n').flatMap((line) => /^(\S+)\/(\S+) serverside-applied$/.exec(line)?.slice(1) ?? []);
    const took = new Set<string>();
    let next = 0;
    for (const trial of trials) {
      const end = trial.markerName;
      for (; next < names.length && names[next + 1] !== end; next += 2) {
        const kind = (names[next] ?? '').replace(/\..*/, '');
        const object = trial.after.find((one) => one.metadata.name === names[next + 1] && one.kind.toLowerCase() === kind);
        if (object !== undefined) took.add(keyOf(object));
      }
      next += 2;
    }
    return took;
  }

  /** Deletes what is no longer among the objects, as a tool that prunes does. */
  async function prune(which: (object: Any) => boolean = () => true): Promise<void> {
    const items = trials.flatMap((trial) => trial.removed).filter(which);
    const file = `${plane.folder}/removed.json`;
    writeFileSync(file, JSON.stringify({ apiVersion: 'v1', kind: 'List', items }));
    await plane.kubectl('delete', '--wait=false', '--ignore-not-found', '-f', file);
  }

  /** Waits until the controllers have done what they will. */
  async function settled(): Promise<void> {
    const list = async (kind: string): Promise<readonly Any[]> =>
      (await plane.api.get<{ readonly items: readonly Any[] }>(`/${LISTS[kind]}`)).items.map((item) => ({ kind, ...item }));
    await eventually('the controllers are done', 120, async () => {
      const busy = [
        ...(await list('Deployment')).filter(({ metadata, spec, status }) => {
          const done = spec.paused === true || (status.updatedReplicas ?? 0) === spec.replicas;
          return status.observedGeneration !== metadata.generation || !done || (status.readyReplicas ?? 0) !== spec.replicas;
        }),
        ...(await list('StatefulSet')).filter(({ metadata, spec, status }) => {
          const { type, rollingUpdate } = spec.updateStrategy;
          const wanted = type === 'OnDelete' ? 0 : Math.max(0, spec.replicas - (rollingUpdate?.partition ?? 0));
          const done = (status.updatedReplicas ?? 0) >= wanted;
          return status.observedGeneration !== metadata.generation || !done || (status.readyReplicas ?? 0) !== spec.replicas;
        }),
        ...(await list('DaemonSet')).filter(({ metadata, spec, status }) => {
          const updated = spec.updateStrategy.type === 'OnDelete' || status.updatedNumberScheduled === status.desiredNumberScheduled;
          return status.observedGeneration !== metadata.generation || !updated || status.numberReady !== ZONES.length;
        }),
        ...(await list('Namespace')).filter(({ metadata }) => metadata.deletionTimestamp !== undefined),
        ...(await list('PersistentVolumeClaim')).filter(({ metadata }) => metadata.deletionTimestamp !== undefined),
      ];
      if (busy.length > 0) throw new Error(busy.map(keyOf).join(', '));
      // Whether nothing more happens can only be waited for.
      return !watch.isEnding && Date.now() - watch.last > 3000;
    });
  }

  async function snapshot(): Promise<Snapshot> {
    const objects = new Map<string, Any>();
    for (const [kind, path] of Object.entries(LISTS)) {
      const { items } = await plane.api.get<{ readonly items: readonly Any[] }>(`/${path}`);
      for (const item of items) {
        const { managedFields: _, resourceVersion: __, generation: ___, annotations, ...metadata } = item.metadata;
        const { 'deployment.kubernetes.io/revision': ____, ...rest } = annotations ?? {};
        const { status: _____, ...object } = item;
        const whole = { kind, ...object, metadata: { ...metadata, annotations: rest } };
        objects.set(keyOf(whole), whole);
      }
    }
    const { items } = await plane.api.get<{ readonly items: readonly Any[] }>('/api/v1/pods');
    const living = items.filter(({ metadata }) => metadata.deletionTimestamp === undefined);
    const mounted = new Set(
      living.flatMap(({ metadata, spec }) =>
        (spec.volumes ?? []).map((volume: Any) => `${metadata.namespace}/${volume.persistentVolumeClaim?.claimName}`),
      ),
    );
    const claims = [...objects.values()]
      .filter(({ kind }) => kind === 'PersistentVolumeClaim')
      .map(({ kind, metadata }) => ({
        kind,
        metadata,
        mounted: mounted.has(`${metadata.namespace}/${metadata.name}`),
        owned: (metadata.ownerReferences ?? []).length > 0,
      }));
    return { objects, pods: watch.alive(), claims };
  }

  const observed = (trial: Trial): readonly (readonly [string, string, string])[] => {
    const all = [...trial.after, ...trial.removed];
    return all.flatMap((object) => {
      const change = trial.foretold.find(
        ({ ref, change: one }) =>
          keyOf({ kind: ref.kind, metadata: ref }) === keyOf(object) && (one === 'removed') === trial.removed.includes(object),
      );
      const told = change === undefined ? 'nothing' : foretoldOf(change.effects);
      const seen = observedOf(object, taken.has(keyOf(object)), before, after, watch, since);
      return [[`${object.kind} ${object.metadata.name.replace(/^trial-\d+-/, '')}`, told, seen] as const];
    });
  };

  it('tries at least sixty changes', () => {
    expect(trials.length).toBeGreaterThanOrEqual(60);
  });

  it.each(trials)('foretells what happens to $name', (trial) => {
    const objects = observed(trial);
    // What the server takes and keeps as it was is refused as well, in silence.
    const agreed = objects.map(([object, told, seen]) => [object, told === 'refused' && seen === 'nothing' ? told : seen]);
    expect(agreed).toEqual(objects.map(([object, told]) => [object, told]));

    const [told, seen] = [lossesForetold(trial), lossesObserved(trial, before, after, watch, since)];
    const unseen = told.filter((code) => !seen.some((loss) => LOSSES[loss]?.includes(code)));
    const untold = seen.filter((loss) => !LOSSES[loss]?.some((code) => told.includes(code)));
    expect({ unseen, untold }).toEqual({ unseen: [], untold: [] });
  });

  it('names ways round that work, where a command is the way', async () => {
    const ways = trials.flatMap(({ foretold }) =>
      foretold.flatMap(({ ref, effects }) =>
        effects.flatMap((effect) => (effect.kind === 'refused' ? commandIn(effect.way).map((command) => ({ ref, command })) : [])),
      ),
    );
    expect(ways.length).toBeGreaterThan(25);
    for (const { ref, command } of ways) {
      const again = command[0] === 'delete' ? ['--ignore-not-found'] : [];
      await plane.kubectl('--namespace', ref.namespace ?? 'default', ...command, ...again);
    }
    const took = await applied();
    expect(ways.filter(({ ref: { kind, ...metadata } }) => !took.has(keyOf({ kind, metadata })))).toEqual([]);
  });

  it('prints what was foretold and what was observed', () => {
    const rows = trials.flatMap((trial) => {
      const losses = [lossesForetold(trial).join(', '), lossesObserved(trial, before, after, watch, since).join(', ')] as const;
      return observed(trial).map(([object, told, seen], index) => [
        index === 0 ? trial.name : '',
        object,
        told,
        seen,
        ...(index === 0 ? losses : ['', '']),
      ]);
    });
    const table = [
      '| change | object | foretold | observed | loss foretold | loss observed |',
      '|---|---|---|---|---|---|',
      ...rows.map((row) => `| ${row.join(' | ')} |`),
    ].join('\n');
    process.stdout.write(`${table}\n`);
    const file = process.env.EFFECTS_TABLE;
    if (file !== undefined) writeFileSync(file, `${table}\n`);
  });
});

/** The arguments of the command that a way round starts with, if it starts with one. */
function commandIn(way: string): readonly (readonly string[])[] {
  const [, command] = /^kubectl ((?:delete|patch) (?:'[^']*'|[^,'])*)/.exec(way) ?? [];
  return command === undefined ? [] : [[...command.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, plain = '']) => quoted ?? plain)];
}
