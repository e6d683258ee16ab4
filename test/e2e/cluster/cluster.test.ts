import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { CONTROL_PLANE } from '../control-plane/assets';
import { ControlPlane } from '../control-plane/control-plane';
import { type Claim, isServing, type List, type PodObject } from '../control-plane/objects';
import { CHECKOUT, DIST } from '../support/checkout';
import { eventually } from '../support/eventually';
import { type Any, committed } from '../support/manifests';
import { describeWith } from '../support/tools';
import { ready, Workloads } from './workloads';

jest.setTimeout(600_000);

const DOCUMENT = readFileSync(resolve(CHECKOUT, 'docs/cluster.md'), 'utf8');
const NAMESPACE = 'faultmaven';
/** Its own, and those of the platform. */
const NAMESPACES = committed('cluster').flatMap(({ kind, metadata }) => (kind === 'Namespace' ? metadata.name : []));
const NAME = 'app.kubernetes.io/name';
const ZONES = ['a', 'b', 'c'];
const NODES = ZONES.map((zone) => ({ name: `node-${zone}`, zone, cpu: '64', memory: '256Gi' }));

/** Of these any one member does all the work; all other members decide by majority. */
const WITHOUT_MAJORITY = ['prometheus'];

interface Budget {
  readonly metadata: { readonly name: string; readonly namespace: string };
  readonly spec: { readonly minAvailable: number; readonly selector: { readonly matchLabels: Readonly<Record<string, string>> } };
}

/** Simulated nodes run no container: Ready is evidence of admission, scheduling and control only. */
describeWith(CONTROL_PLANE, 'the cluster on a real control plane with three simulated nodes', () => {
  let plane: ControlPlane;
  let workloads: Workloads;

  beforeAll(async () => {
    plane = await ControlPlane.start();
    workloads = new Workloads(plane, NAMESPACES);
    await plane.addNodes(NODES);
  });

  afterAll(async () => plane?.stop());

  const kubectl = (...args: readonly string[]): Promise<string> => plane.kubectl('--namespace', NAMESPACE, ...args);
  const list = async <T>(path: string): Promise<readonly T[]> => (await plane.api.get<List<T>>(path)).items;
  const budgets = () => list<Budget>('/apis/policy/v1/poddisruptionbudgets');
  const pods = () => list<PodObject>('/api/v1/pods');
  const serviceOf = (pod: PodObject): string => pod.metadata.labels?.[NAME] ?? '';
  const isService = (pod: PodObject): boolean => pod.metadata.labels?.['app.kubernetes.io/component'] === 'service';

  /** Does something, and returns of every service with a budget by how much it fell below it meanwhile. */
  async function shortfallsDuring(something: Promise<unknown>): Promise<readonly string[]> {
    const least = new Map<string, number>();
    const all = await budgets();
    let done = false;
    const finished = something.finally(() => {
      done = true;
    });
    while (!done) {
      const serving = (await pods()).filter((pod) => isServing(pod) && isService(pod));
      for (const { metadata } of all) {
        const of = (pod: PodObject): boolean => pod.metadata.namespace === metadata.namespace && serviceOf(pod) === metadata.name;
        const count = serving.filter(of).length;
        least.set(metadata.name, Math.min(least.get(metadata.name) ?? count, count));
      }
    }
    await finished;
    return all
      .filter(({ metadata, spec }) => (least.get(metadata.name) ?? 0) < spec.minAvailable)
      .map(({ metadata }) => `${metadata.name}: ${least.get(metadata.name)}`);
  }

  it('is accepted, with pod security enforced', async () => {
    const applied = (await plane.apply(`${DIST}/cluster`)).split('\n');
    expect(applied.every((line) => line.endsWith('serverside-applied'))).toBe(true);
    expect(applied.length).toBeGreaterThan(110);
    await eventually('all are Ready', 120, async () => {
      await plane.bindPendingClaims();
      return workloads.allAt('minReplicas');
    });
  });

  it('refuses a pod that is not restricted', async () => {
    await expect(kubectl('run', 'root', '--image=example.com/x:1')).rejects.toThrow('violates PodSecurity "restricted:v1.28"');
  });

  it('does not change when it is applied again', async () => {
    // diff exits 1 and prints where something would change.
    expect(await plane.kubectl('diff', '--server-side', '--kustomize', `${DIST}/cluster`)).toBe('');
  });

  it('runs the platform in namespaces of its own', async () => {
    expect([...NAMESPACES].sort()).toEqual([NAMESPACE, ...['logging', 'monitoring', 'node'].map((part) => `${NAMESPACE}-${part}`)]);
    const running = (await pods()).filter((pod) => isServing(pod) && isService(pod));
    for (const namespace of NAMESPACES)
      expect(running.filter(({ metadata }) => metadata.namespace === namespace).length).toBeGreaterThan(5);
  });

  it('spreads every service over nodes and zones', async () => {
    const all = (await pods()).filter((pod) => isServing(pod) && isService(pod));
    for (const { metadata, spec } of [...(await workloads.deployments()), ...(await workloads.members()), ...(await workloads.perNode())]) {
      const nodes = new Set(all.filter((pod) => serviceOf(pod) === metadata.name).map((pod) => pod.spec.nodeName));
      expect([metadata.name, nodes.size]).toEqual([metadata.name, Math.min(spec.replicas, ZONES.length)]);
    }
  });

  it('has a disk for every member', async () => {
    const claims = await list<Claim>(`/api/v1/namespaces/${NAMESPACE}/persistentvolumeclaims`);
    expect(claims.map(({ metadata, status }) => `${metadata.name} ${status?.phase}`).sort()).toEqual(
      ['chromadb', 'postgres', 'redis'].flatMap((name) => [0, 1, 2].map((ordinal) => `data-${name}-${ordinal} Bound`)),
    );
  });

  it('completes every migration and every other Job', async () => {
    await plane.kubectl('wait', '--for=condition=Complete', 'jobs', '--all', '--all-namespaces', '--timeout=60s');
  });

  it('keeps every disruption budget while its nodes are drained one by one', async () => {
    for (const { name } of NODES) {
      const drain = plane.kubectl('drain', name, '--ignore-daemonsets', '--delete-emptydir-data', '--timeout=120s');
      expect(await shortfallsDuring(drain)).toEqual([]);
      await plane.kubectl('uncordon', name);
      await eventually('all are Ready again', 120, () => workloads.allReady());
    }
  });

  it('evicts no more members at once than a majority can spare, and never the last Prometheus', async () => {
    const all = await pods();
    const evicted = async (name: string): Promise<number> => {
      const members = all.filter((pod) => isService(pod) && serviceOf(pod) === name);
      let count = 0;
      for (const { metadata } of members)
        await plane.evict(metadata).then(
          () => count++,
          (error) => expect(String(error)).toContain("would violate the pod's disruption budget"),
        );
      return count;
    };
    // None of those that are evicted comes back meanwhile.
    await plane.setTermination('full grace');
    const members = await workloads.members();
    expect(members.map(({ metadata }) => metadata.name)).toEqual(expect.arrayContaining(['opensearch', 'alertmanager', 'postgres']));
    for (const { metadata, spec } of members) {
      const needed = WITHOUT_MAJORITY.includes(metadata.name) ? 1 : Math.floor(spec.replicas / 2) + 1;
      expect([metadata.name, await evicted(metadata.name)]).toEqual([metadata.name, spec.replicas - needed]);
    }
    await plane.setTermination('soon');
    await eventually('all are Ready again', 120, () => workloads.allReady());
  });

  it('scales the agent from 3 to the replicas that a load needs at 70 %, up to 10, and back', async () => {
    await workloads.hurryAutoscalers();
    const agents = (count: number) => async (): Promise<boolean> =>
      (await pods()).filter((pod) => isServing(pod) && serviceOf(pod) === 'fm-agent-service').length === count;
    const load = (millicores: number): void => {
      plane.metrics.usage = (pod, asked) => (serviceOf(pod) === 'fm-agent-service' ? millicores / asked.length : 350);
    };
    // Of a request of 1000m, 70 % are 700m.
    load(4500);
    await eventually('seven agents share 4.5 CPUs', 90, agents(7));
    load(20_000);
    await eventually('ten agents share 20 CPUs, which would need 29', 90, agents(10));
    load(500);
    await eventually('three agents are left', 90, agents(3));
  });

  it('can be rolled out within its quota with every autoscaler at its maximum, while old pods take their full grace period', async () => {
    plane.metrics.usage = () => 10_000;
    await eventually('all are at their maximum', 240, () => workloads.allAt('maxReplicas'));
    await plane.setTermination('full grace');
    for (const namespace of NAMESPACES) await plane.kubectl('--namespace', namespace, 'rollout', 'restart', 'deployment,daemonset');
    await eventually('every pod is a new one', 420, () => workloads.allAt('maxReplicas'));
    const events = await plane.kubectl('get', 'events', '--all-namespaces', '--output=jsonpath={.items[*].message}');
    expect(events).not.toContain('exceeded quota');
    await plane.setTermination('soon');
  });

  it('has quota for a restore beside the live data, with every autoscaler at its maximum', async () => {
    const live = await list<Any>(`/apis/apps/v1/namespaces/${NAMESPACE}/statefulsets`);
    const restored = live.map(
      ({ metadata: { name }, spec: { replicas, ...spec } }): Any => ({
        apiVersion: 'apps/v1',
        kind: 'StatefulSet',
        metadata: { name: `${name}-restored`, namespace: NAMESPACE },
        spec: { replicas, ...JSON.parse(JSON.stringify(spec).replaceAll(`"${NAME}":"${name}"`, `"${NAME}":"${name}-restored"`)) },
      }),
    );
    expect(restored).toHaveLength(3);
    await plane.applyObjects(restored);
    await eventually('all members are Ready twice', 120, async () => {
      await plane.bindPendingClaims();
      return ready(await workloads.members());
    });
    for (const { metadata } of restored) {
      await kubectl('delete', 'statefulset', metadata.name);
      await kubectl('delete', 'pvc', `--selector=${NAME}=${metadata.name}`);
    }
  });

  it('keeps the disks of deleted members, and gives them back', async () => {
    const volumes = async () =>
      (await list<Claim>(`/api/v1/namespaces/${NAMESPACE}/persistentvolumeclaims`)).map(({ metadata, spec }) => [
        metadata.name,
        spec.volumeName,
      ]);
    const before = await volumes();
    await kubectl('delete', 'statefulset', 'postgres', '--wait');
    await eventually('its pods are gone', 60, async () => (await pods()).every((pod) => serviceOf(pod) !== 'postgres' || !isService(pod)));
    expect(await volumes()).toEqual(before);
    await kubectl('apply', '--server-side', '--filename', `${DIST}/cluster/postgres.yaml`);
    await eventually('its members are back', 60, async () => ready(await workloads.members()));
    expect(await volumes()).toEqual(before);
  });

  it('replaces the pods of a deleted node, except members, whose disks were there', async () => {
    const [lost] = NODES;
    await plane.removeNode(lost?.name as string);
    await eventually('all are Ready on the nodes that are left', 180, async () => {
      const left = (await pods()).filter((pod) => pod.spec.nodeName === lost?.name);
      if (left.length > 0) throw new Error(`${left.length} pods are still on it`);
      return ready([...(await workloads.deployments()), ...(await workloads.members()).filter(({ spec }) => spec.replicas < NODES.length)]);
    });
    for (const { metadata, status } of await workloads.members()) expect([metadata.name, status.readyReplicas]).toEqual([metadata.name, 2]);
  });
});

/** How many disks a committed cluster claims: each member its own, and those that are claimed by name. */
const claimsIn = (profile: string): number =>
  committed(profile).reduce((sum, { kind, spec }) => {
    if (kind === 'PersistentVolumeClaim') return sum + 1;
    return kind === 'StatefulSet' ? sum + spec.replicas * spec.volumeClaimTemplates.length : sum;
  }, 0);

describeWith(CONTROL_PLANE, 'the cluster for the released images', () => {
  let plane: ControlPlane;

  beforeAll(async () => {
    plane = await ControlPlane.start();
    // Several in a zone: that pods run in different ones then follows from no other rule.
    await plane.addNodes(['', '-2', '-3'].flatMap((suffix) => NODES.map((node) => ({ ...node, name: `${node.name}${suffix}` }))));
  });

  afterAll(async () => plane?.stop());

  it('is accepted, and its single services have their disks', async () => {
    await plane.apply(`${DIST}/cluster-released-images`);
    await eventually('the claims are bound', 60, async () => {
      await plane.bindPendingClaims();
      const claims = await plane.kubectl('--namespace', NAMESPACE, 'get', 'pvc', '--output=jsonpath={.items[*].status.phase}');
      return claims === Array(claimsIn('cluster-released-images')).fill('Bound').join(' ');
    });
    for (const name of ['fm-case-service', 'fm-knowledge-service'])
      await plane.kubectl('--namespace', NAMESPACE, 'rollout', 'status', `deployment/${name}`, '--timeout=180s');
  });

  it('spreads the replicas of every service over the zones', async () => {
    const pods = (await plane.api.get<List<PodObject>>(`/api/v1/namespaces/${NAMESPACE}/pods`)).items;
    const zonesOf = new Map<string, string[]>();
    for (const { metadata, spec } of pods.filter(
      (pod) => isServing(pod) && pod.metadata.labels?.['app.kubernetes.io/component'] === 'service',
    )) {
      const name = metadata.labels?.['app.kubernetes.io/name'] ?? '';
      zonesOf.set(name, [...(zonesOf.get(name) ?? []), /^node-(\w)/.exec(spec.nodeName ?? '')?.[1] ?? '']);
    }
    const replicated = committed('cluster-released-images').flatMap(({ kind, metadata }) => (kind === 'Deployment' ? metadata.name : []));
    expect([...zonesOf.keys()]).toEqual(expect.arrayContaining(replicated));
    for (const [name, zones] of zonesOf) expect([name, new Set(zones).size]).toEqual([name, Math.min(zones.length, ZONES.length)]);
  });

  it('has every autoscaler at its maximum within its quota, and back, without a platform too', async () => {
    const workloads = new Workloads(plane, [NAMESPACE]);
    expect(await workloads.hurryAutoscalers()).toBeGreaterThan(0);
    plane.metrics.usage = () => 10_000;
    await eventually('all are at their maximum', 240, () => workloads.allAt('maxReplicas'));
    plane.metrics.usage = () => 1;
    await eventually('all are at their minimum', 240, () => workloads.allAt('minReplicas'));
    const events = await plane.kubectl('--namespace', NAMESPACE, 'get', 'events', '--output=jsonpath={.items[*].message}');
    expect(events).not.toContain('exceeded quota');
    // What hurried them belongs to the manifests again.
    await plane.kubectl('apply', '--server-side', '--force-conflicts', '--kustomize', `${DIST}/cluster-released-images`);
  });

  it('can replace the other profile, whose leftovers the documented pruning finds', async () => {
    const inNamespace = (...args: readonly string[]): Promise<string> => plane.kubectl('--namespace', NAMESPACE, ...args);
    const pruning = /^comm -13 <\(kubectl (create.*) -k dist\/mine.*<\(kubectl --namespace faultmaven (get[^|]*) \|/ms.exec(DOCUMENT);
    const words = (text = ''): readonly string[] => text.replaceAll('\\\n', '').trim().split(/\s+/);
    const leftovers = async (): Promise<readonly string[]> => {
      const wanted = (await plane.kubectl(...words(pruning?.[1]), '--kustomize', `${DIST}/cluster-released-images`)).split('\n');
      // As the document's own filter does: a schedule may start a Job at any time.
      const isOfCronJob = (name: string): boolean => /^job\.batch\/.*-[0-9]{8}$/.test(name);
      return (await inNamespace(...words(pruning?.[2])))
        .split('\n')
        .filter((name) => name !== '' && !isOfCronJob(name) && !wanted.includes(name));
    };
    expect(await leftovers()).toEqual([]);

    await plane.apply(`${DIST}/cluster`);
    const found = await leftovers();
    expect(found.map((name) => name.replace(/-[0-9a-f]{8}$/, '')).sort()).toEqual(
      [
        ...['fm-case-service', 'fm-knowledge-service'].flatMap((name) => [
          `horizontalpodautoscaler.autoscaling/${name}`,
          `poddisruptionbudget.policy/${name}`,
        ]),
        ...['postgres-exporter', 'redis-exporter'].flatMap((name) => [
          ...[`deployment.apps/${name}`, `service/${name}`, `serviceaccount/${name}`],
          ...[`networkpolicy.networking.k8s.io/${name}`, `poddisruptionbudget.policy/${name}`],
        ]),
        ...['prometheus', 'kube-state-metrics', 'log-events'].flatMap((name) => [
          `role.rbac.authorization.k8s.io/${name}`,
          `rolebinding.rbac.authorization.k8s.io/${name}`,
        ]),
        ...['configmap', 'job.batch', 'networkpolicy.networking.k8s.io', 'serviceaccount'].map((kind) => `${kind}/postgres-monitor`),
        'configmap/fm-edge-configuration',
        'configmap/postgres-tasks',
        'job.batch/fm-knowledge-service-migrate',
        'networkpolicy.networking.k8s.io/fm-knowledge-service-migrate',
        'job.batch/postgres-bootstrap',
        'job.batch/postgres-configure',
      ].sort(),
    );
    await inNamespace('delete', ...found);
    await plane.kubectl('apply', '--server-side', '--force-conflicts', '--kustomize', `${DIST}/cluster-released-images`);
    expect(await leftovers()).toEqual([]);
    expect(await inNamespace('get', 'deployment/fm-case-service', '--output=jsonpath={.spec.replicas}')).toBe('1');
  });

  it('can be drained: no single pod blocks a node', async () => {
    await plane.kubectl('drain', 'node-a', '--ignore-daemonsets', '--delete-emptydir-data', '--timeout=120s');
  });
});
