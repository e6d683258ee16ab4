import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Any, clusterPlanOf, objectsOf, shopPlanOf, withoutDigest } from '../../support/cluster';
import { type Peer, peerOf, Reach } from '../../support/reach';
import { scratch } from '../../support/scratch';
import { CONTROL_PLANE } from '../control-plane/assets';
import { ControlPlane } from '../control-plane/control-plane';
import type { List } from '../control-plane/objects';
import { WITH_ELASTICSEARCH } from '../elasticsearch/profile';
import { CHECKOUT } from '../support/checkout';
import { eventually } from '../support/eventually';
import { fmsynth, mustRun } from '../support/program';
import { describeWith } from '../support/tools';

jest.setTimeout(300_000);

const WATCHED = join(CHECKOUT, 'test/fixture/watched/dist/cluster');
const NODES = ['a', 'b', 'c'].map((zone) => ({ name: `node-${zone}`, zone, cpu: '16', memory: '64Gi' }));

/** A deployment of FaultMaven of which the logging is turned on and off. */
const TURNED = 'on-off';
const IN_NAMESPACES =
  'deployments,statefulsets,daemonsets,jobs,cronjobs,services,configmaps,secrets,serviceaccounts,resourcequotas,limitranges,hpa,pdb,networkpolicies,ingresses,roles,rolebindings';
const IN_CLUSTER = 'namespaces,clusterroles,clusterrolebindings,priorityclasses,ingressclasses,storageclasses';

/** What an object is, in a cluster or a file. */
const keyOf = ({ kind, metadata }: Any): string => `${kind} ${metadata.namespace ?? ''}/${metadata.name}`;

describeWith(CONTROL_PLANE, 'a platform in namespaces of its own, at a real API server', () => {
  let plane: ControlPlane;

  beforeAll(async () => {
    plane = await ControlPlane.start();
    await plane.addNodes(NODES);
    await plane.kubectl('apply', '--server-side', '--filename', join(WATCHED, 'create-namespace.yaml'));
    await plane.apply(WATCHED);
  });

  afterAll(async () => plane?.stop());

  const podsIn = async (namespace: string): Promise<readonly Any[]> =>
    (await plane.api.get<List<Any>>(`/api/v1/namespaces/${namespace}/pods`)).items;
  /** The nodes that pods run on. */
  const nodesOf = (pods: readonly Any[]): readonly string[] =>
    pods.filter(({ status }) => status.phase === 'Running').map(({ spec }) => spec.nodeName);

  it('runs what watches beside the application, and on each node what reads its folders', async () => {
    await eventually('the pods run', 120, async () => {
      const [watch = [], node = []] = await Promise.all(['shop-watch', 'shop-node'].map(podsIn));
      return nodesOf(watch).length === 2 && new Set(nodesOf(node)).size === NODES.length;
    });
    const [node] = await podsIn('shop-node');
    expect(node.spec.volumes.filter(({ hostPath }: Any) => hostPath !== undefined)).toHaveLength(2);
  });

  it('admits folders of a node in no namespace but the privileged one', async () => {
    const [pod] = await podsIn('shop-node');
    const { volumes, containers, securityContext } = pod.spec;
    const copy = (namespace: string): Any => ({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'copy', namespace },
      spec: { containers, volumes, securityContext, automountServiceAccountToken: false },
    });
    const admitted = (namespace: string) => plane.applyObjects([copy(namespace)]);
    await expect(admitted('shop')).rejects.toThrow(/violates PodSecurity "restricted:v1\.28".*hostPath/s);
    await expect(admitted('shop-watch')).rejects.toThrow(/violates PodSecurity "restricted:v1\.28".*hostPath/s);
    expect(await admitted('shop-node')).toContain('serverside-applied');
  });

  it('bounds each namespace by a quota of its own', async () => {
    for (const namespace of ['shop', 'shop-watch', 'shop-node']) {
      const { status } = await plane.api.get<Any>(`/api/v1/namespaces/${namespace}/resourcequotas/shop`);
      expect(Number(status.used.pods)).toBeGreaterThan(0);
      expect(Number(status.used.pods)).toBeLessThanOrEqual(Number(status.hard.pods));
    }
  });

  /** Whether the account of the watch may, as the API server says it. */
  const may = async (verb: string, what: string, ...where: readonly string[]): Promise<boolean> => {
    const asked = plane.kubectl('auth', 'can-i', verb, what, '--as=system:serviceaccount:shop-watch:shop-watch', ...where);
    return (await asked.catch(() => 'no')).trim().endsWith('yes');
  };

  it('lets its account see what is in its namespaces and on nodes, and nothing besides', async () => {
    for (const namespace of ['shop', 'shop-watch', 'shop-node']) {
      expect(await may('watch', 'pods', `--namespace=${namespace}`)).toBe(true);
      expect(await may('list', 'horizontalpodautoscalers.autoscaling', `--namespace=${namespace}`)).toBe(true);
      for (const what of ['secrets', 'configmaps']) expect(await may('list', what, `--namespace=${namespace}`)).toBe(false);
      expect(await may('delete', 'pods', `--namespace=${namespace}`)).toBe(false);
    }
    expect(await may('list', 'pods', '--namespace=default')).toBe(false);
    expect([await may('list', 'nodes'), await may('list', 'persistentvolumes')]).toEqual([true, true]);
    expect([await may('get', 'nodes', '--subresource=metrics'), await may('get', 'nodes', '--subresource=proxy')]).toEqual([true, false]);
    expect(await may('list', 'namespaces')).toBe(false);
  });

  it('admits the pods of Elasticsearch and of Kibana in a restricted namespace, and each of their Jobs', async () => {
    const logging = 'faultmaven-logging';
    const objects = objectsOf(clusterPlanOf(WITH_ELASTICSEARCH)).map(({ file, ...object }) => object);
    await plane.applyObjects(
      objects.filter(({ kind, metadata }) => kind === 'PriorityClass' || (kind === 'Namespace' && metadata.name === logging)),
    );
    await plane.applyObjects(objects.filter(({ metadata }) => metadata.namespace === logging));
    const started = ['elasticsearch-0', 'elasticsearch-setup', 'elasticsearch-exporter', 'kibana'];
    await eventually('each has a pod', 60, async () => {
      const names = (await podsIn(logging)).map(({ metadata }) => withoutDigest(metadata.name));
      return started.every((start) => names.some((name) => name.startsWith(start)));
    });
    const { spec } = await plane.api.get<Any>(`/apis/batch/v1/namespaces/${logging}/cronjobs/elasticsearch-retention`);
    const pod = {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'retention', namespace: logging },
      spec: spec.jobTemplate.spec.template.spec,
    };
    expect(await plane.applyObjects([pod])).toContain('serverside-applied');
  });

  it('lets it see no nodes where the profile is not the owner of the cluster', async () => {
    const objects = objectsOf(shopPlanOf('namespace: other\nplatform: { monitoring: full }\n')).map(({ file, ...object }) => object);
    await plane.applyObjects(objects.filter(({ kind }) => kind === 'Namespace'));
    await plane.applyObjects(objects.filter(({ kind }) => /^(Cluster)?Role(Binding)?$/.test(kind)));
    const other = (verb: string, what: string, ...where: readonly string[]): Promise<string> =>
      plane.kubectl('auth', 'can-i', verb, what, '--as=system:serviceaccount:other-watch:shop-watch', ...where).catch(() => 'no');
    expect((await other('list', 'pods', '--namespace=other')).trim()).toBe('yes');
    for (const asked of [other('list', 'nodes'), other('list', 'pods', '--namespace=shop')]) expect(await asked).toBe('no');
  });

  describe('the logging of a FaultMaven that runs', () => {
    const folders = { off: '', on: '' };
    const manifests = (which: 'off' | 'on'): readonly Any[] =>
      objectsOf(clusterPlanOf(`namespace: ${TURNED}\n${which === 'on' ? '' : 'platform: { logging: none }\n'}`));
    let off: ReadonlyMap<string, string>;
    let on: ReadonlyMap<string, string>;

    /**
     * Everything in its namespaces and in the whole cluster, but what controllers make and set, by its name: what it says, and which one it is.
     */
    const snapshot = async (): Promise<ReadonlyMap<string, string>> => {
      const [own, all] = await Promise.all([
        plane.kubectlJson<List<Any>>('get', IN_NAMESPACES, '--all-namespaces'),
        plane.kubectlJson<List<Any>>('get', IN_CLUSTER),
      ]);
      const made = ({ kind, metadata }: Any): boolean =>
        metadata.ownerReferences !== undefined ||
        (kind === 'ConfigMap' && metadata.name === 'kube-root-ca.crt') ||
        (kind === 'ServiceAccount' && metadata.name === 'default');
      const ours = [...own.items.filter(({ metadata }) => metadata.namespace.startsWith(TURNED)), ...all.items];
      const scaled = new Set(
        ours.flatMap(({ kind, metadata, spec }) =>
          kind === 'HorizontalPodAutoscaler' ? [`${spec.scaleTargetRef.kind} ${metadata.namespace}/${spec.scaleTargetRef.name}`] : [],
        ),
      );
      const said = ({
        status,
        metadata: { managedFields, resourceVersion, generation, annotations, ...metadata },
        ...object
      }: Any): string => {
        const { 'deployment.kubernetes.io/revision': _, ...stated } = annotations ?? {};
        const { replicas, ...spec } = object.spec ?? {};
        return JSON.stringify([metadata, stated, scaled.has(keyOf({ ...object, metadata })) ? { ...object, spec } : object]);
      };
      return new Map(ours.filter((one) => !made(one)).map((one) => [keyOf(one), said(one)]));
    };

    const apply = async (folder: string): Promise<void> => {
      await plane.kubectl('apply', '--server-side', '--filename', join(folder, 'create-namespace.yaml'));
      await plane.apply(folder);
    };

    /** What is in one and not in the other. */
    const beyond = (more: Iterable<string>, less: { has(key: string): boolean }): readonly string[] =>
      [...more].filter((key) => !less.has(key)).sort();

    beforeAll(async () => {
      const folder = scratch();
      for (const which of ['off', 'on'] as const) {
        const profile = join(folder, `${which}.yaml`);
        writeFileSync(profile, `extends: cluster\nnamespace: ${TURNED}\n${which === 'on' ? '' : 'platform: { logging: none }\n'}`);
        folders[which] = join(folder, which);
        mustRun(['synth', '--profile', profile, '--output', folders[which], '--quiet']);
      }
      await apply(folders.off);
      off = await snapshot();
      await apply(folders.on);
      on = await snapshot();
    });

    it('is turned on by objects of its own, and changes of what is there only what watches it', () => {
      const [without, having] = [new Set(manifests('off').map(keyOf)), new Set(manifests('on').map(keyOf))];
      expect(beyond(off.keys(), on)).toEqual([]);
      expect(beyond(on.keys(), off)).toEqual(beyond(having, without));
      expect(beyond(on.keys(), off).length).toBeGreaterThan(50);
      const changed = [...off].filter(([key, said]) => on.get(key) !== said).map(([key]) => key);
      expect(changed.sort()).toEqual([
        `ConfigMap ${TURNED}-monitoring/prometheus-configuration`,
        `Deployment ${TURNED}-monitoring/grafana`,
        `Deployment ${TURNED}-monitoring/kube-state-metrics`,
        `NetworkPolicy ${TURNED}-monitoring/blackbox`,
        `NetworkPolicy ${TURNED}-monitoring/prometheus`,
        `ResourceQuota ${TURNED}-node/faultmaven`,
        `StatefulSet ${TURNED}-monitoring/alertmanager`,
      ]);
    });

    it('is reached by those who need it, as the network policies have it that the API server holds', async () => {
      const { items } = await plane.kubectlJson<List<Any>>('get', 'deployments,statefulsets,daemonsets,jobs,cronjobs', '--all-namespaces');
      const pods = items.filter(({ metadata }) => metadata.namespace.startsWith(TURNED)).map(peerOf);
      const [policies, namespaces] = await Promise.all(
        ['networkpolicies', 'namespaces'].map((what) => plane.kubectlJson<List<Any>>('get', what, '--all-namespaces')),
      );
      const reach = new Reach(policies?.items ?? [], namespaces?.items ?? []);
      const named = (name: string): Peer => pods.find((one) => withoutDigest(one.name) === name) as Peer;
      // Whoever is in a namespace of somebody else, although labelled as ours, and whoever is in one of ours and is none of these.
      const elsewhere = pods.map((pod): Peer => ({ ...pod, name: `${pod.name} elsewhere`, namespace: 'default' }));
      const unknown = [TURNED, `${TURNED}-logging`, `${TURNED}-node`].map(
        (namespace): Peer => ({ name: 'unknown', namespace, labels: {}, ports: [] }),
      );
      const strangers = [...elsewhere, ...unknown];
      const reaching = (name: string, port: number): readonly string[] =>
        [
          ...new Set([...pods, ...strangers].filter((one) => reach.allows(one, named(name), port)).map((one) => withoutDigest(one.name))),
        ].sort();
      const jobs = ['opensearch-retention', 'opensearch-setup'];
      expect(reaching('opensearch', 9200)).toEqual([
        ...['log-events', 'log-shipper', 'log-store-exporter', 'opensearch', 'opensearch-dashboards', ...jobs],
      ]);
      expect(reaching('opensearch', 9300)).toEqual(['opensearch']);
      expect(reaching('opensearch-dashboards', 5601)).toEqual(['blackbox']);
      for (const port of [8888, 8889]) expect(reaching('log-shipper', port)).toEqual(['prometheus']);
      expect(reaching('log-events', 8888)).toEqual(['prometheus']);
      expect(reaching('log-store-exporter', 9114)).toEqual(['blackbox', 'prometheus']);
      for (const name of ['opensearch', 'opensearch-dashboards', 'log-shipper', 'log-events', 'log-store-exporter'])
        for (const port of [22, 80, 443, 4318, 9600, 13133]) expect([name, port, reaching(name, port)]).toEqual([name, port, []]);
      for (const one of unknown) {
        expect(elsewhere.filter((other) => reach.allows(one, other, 443))).toEqual([]);
        expect([...pods, ...strangers].filter((other) => reach.allows(other, one, 443))).toEqual([]);
      }
    });

    it('is gone when it is turned off, by the commands that diff prints, but for its namespace and its disks', async () => {
      const claims = async (): Promise<readonly string[]> =>
        (await plane.kubectlJson<List<Any>>('get', 'pvc', `--namespace=${TURNED}-logging`)).items
          .map(({ metadata }) => metadata.name)
          .sort();
      const disks = ['data-opensearch-0', 'data-opensearch-1', 'data-opensearch-2'];
      await eventually('each member has a disk', 60, async () => (await claims()).length === disks.length);
      const profile = join(folders.off, '../off.yaml');
      const { stdout } = fmsynth(['diff', '--profile', profile, '--against', `dir:${folders.on}`]);
      await apply(folders.off);
      const commands = [...stdout.matchAll(/^ +kubectl (delete .*)$/gm)].map(([, words = '']) => words.split(' '));
      expect(commands.length).toBeGreaterThan(0);
      for (const command of commands) await plane.kubectl(...command);
      const after = await snapshot();
      expect(beyond(off.keys(), after)).toEqual([]);
      expect(beyond(after.keys(), off)).toEqual([`Namespace /${TURNED}-logging`]);
      expect([...off].filter(([key, said]) => after.get(key) !== said).map(([key]) => key)).toEqual([]);
      await eventually('its pods are gone', 60, async () => (await podsIn(`${TURNED}-logging`)).length === 0);
      expect(await claims()).toEqual(disks);
    });
  });
});
