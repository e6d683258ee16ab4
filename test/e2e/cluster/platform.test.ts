import { join } from 'node:path';
import { type Any, clusterPlanOf, objectsOf, shopPlanOf, withoutDigest } from '../../support/cluster';
import { CONTROL_PLANE } from '../control-plane/assets';
import { ControlPlane } from '../control-plane/control-plane';
import type { List } from '../control-plane/objects';
import { WITH_ELASTICSEARCH } from '../elasticsearch/profile';
import { CHECKOUT } from '../support/checkout';
import { eventually } from '../support/eventually';
import { describeWith } from '../support/tools';

jest.setTimeout(300_000);

const WATCHED = join(CHECKOUT, 'test/fixture/watched/dist/cluster');
const NODES = ['a', 'b', 'c'].map((zone) => ({ name: `node-${zone}`, zone, cpu: '16', memory: '64Gi' }));

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
});
