import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { eventually } from '../support/eventually';
import { describeWith } from '../support/tools';
import { CONTROL_PLANE } from './assets';
import { ControlPlane } from './control-plane';
import { isServing, type KubeObject, type List, type Node, type PodObject } from './objects';

jest.setTimeout(180_000);

const NAMESPACE = 'harness';
const ZONES = ['a', 'b', 'c'];

/** What pod security asks of every pod. */
const RESTRICTED = {
  securityContext: { runAsNonRoot: true, runAsUser: 10001, seccompProfile: { type: 'RuntimeDefault' } },
  containers: [
    { name: 'main', image: 'example.com/tool:1', securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } } },
  ],
};

/** An object in the test's namespace. */
const object = (apiVersion: string, kind: string, name: string, rest: object): KubeObject => {
  const whole = { apiVersion, kind, metadata: { name, namespace: NAMESPACE }, ...rest };
  return whole;
};

describeWith(CONTROL_PLANE, 'a real control plane with simulated nodes', () => {
  let plane: ControlPlane;

  beforeAll(async () => {
    plane = await ControlPlane.start();
    await plane.addNodes(ZONES.map((zone) => ({ name: `node-${zone}`, zone })));
    await plane.apply(resolve(__dirname, 'fixture'));
    await eventually('the autoscaler has set the replicas, and all are serving', 30, areServing(3));
  });

  afterAll(async () => plane?.stop());

  const kubectl = (...args: readonly string[]): Promise<string> => plane.kubectl('--namespace', NAMESPACE, ...args);
  const inNamespace = (path: string): string =>
    `/${path.startsWith('v1/') ? 'api' : 'apis'}/${path.replace('*', `namespaces/${NAMESPACE}`)}`;

  async function serving(): Promise<readonly PodObject[]> {
    const { items } = await plane.api.get<List<PodObject>>(inNamespace('v1/*/pods?labelSelector=app%3Dshop'));
    return items.filter(isServing);
  }

  const areServing = (count: number) => async (): Promise<boolean> => (await serving()).length === count;

  /** Does something and returns the least number of serving pods that was seen meanwhile. */
  async function leastServingDuring(something: Promise<unknown>): Promise<number> {
    let least = (await serving()).length;
    let done = false;
    const finished = something.finally(() => {
      done = true;
    });
    while (!done) least = Math.min(least, (await serving()).length);
    await finished;
    return least;
  }

  it('is the pinned version, and accepts the same files twice', async () => {
    const { serverVersion } = await plane.kubectlJson<{ serverVersion: { gitVersion: string } }>('version');
    expect(serverVersion.gitVersion).toBe('v1.34.2');
    const generation = (): Promise<string> => kubectl('get', 'deployment/shop', '--output=jsonpath={.metadata.generation}');
    const before = await generation();
    expect((await plane.apply(resolve(__dirname, 'fixture'))).split('\n')).toHaveLength(5);
    expect(await generation()).toBe(before);
  });

  it('refuses a pod that is not restricted', async () => {
    const pod = object('v1', 'Pod', 'root', { spec: { containers: [{ name: 'main', image: 'example.com/tool:1' }] } });
    await expect(plane.applyObjects([pod])).rejects.toThrow('violates PodSecurity "restricted:latest"');
  });

  it('spreads a Deployment over the zones, and its Service finds the pods', async () => {
    expect((await serving()).map(({ spec }) => spec.nodeName).sort()).toEqual(['node-a', 'node-b', 'node-c']);
    await eventually('the Service has three endpoints', 30, async () => {
      const path = inNamespace('discovery.k8s.io/v1/*/endpointslices');
      const { items } = await plane.api.get<List<{ endpoints?: readonly unknown[] }>>(path);
      return items.flatMap(({ endpoints }) => endpoints ?? []).length === 3;
    });
  });

  it('scales with the load, and back', async () => {
    const quick = { stabilizationWindowSeconds: 0, policies: [{ type: 'Percent', value: 100, periodSeconds: 1 }] };
    const patch = JSON.stringify({ spec: { behavior: { scaleUp: quick, scaleDown: quick } } });
    await kubectl('patch', 'hpa/shop', '--type=merge', `--patch=${patch}`);

    // 70 % of a request of 1000m is 700m: 4000m needs 5.7 pods.
    plane.metrics.usage = (_pod, asked) => 4000 / asked.length;
    await eventually('six are serving', 60, areServing(6));

    plane.metrics.usage = () => 10;
    await eventually('three are serving again', 60, areServing(3));
  });

  it('respects a disruption budget when a node is drained', async () => {
    const budget = (minAvailable: number): Promise<string> =>
      kubectl('patch', 'pdb/shop', '--type=merge', `--patch={"spec":{"minAvailable":${minAvailable}}}`);
    const allowed = (count: number) => async (): Promise<boolean> => {
      const path = inNamespace('policy/v1/*/poddisruptionbudgets/shop');
      return (await plane.api.get<{ status: { disruptionsAllowed: number } }>(path)).status.disruptionsAllowed === count;
    };
    const node = (await serving())[0]?.spec.nodeName as string;

    await budget(3);
    await eventually('no disruption is allowed', 30, allowed(0));
    await expect(plane.kubectl('drain', node, '--timeout=3s')).rejects.toThrow(
      "Cannot evict pod as it would violate the pod's disruption budget",
    );
    expect(await serving()).toHaveLength(3);

    await budget(2);
    await eventually('one disruption is allowed', 30, allowed(1));
    expect(await leastServingDuring(plane.kubectl('drain', node, '--timeout=30s'))).toBeGreaterThanOrEqual(2);
    await eventually('three are serving elsewhere', 30, async () => {
      const pods = await serving();
      return pods.length === 3 && pods.every(({ spec }) => spec.nodeName !== node);
    });
    await plane.kubectl('uncordon', node);
  });

  it('holds a namespace to its quota', async () => {
    const namespace = 'quota';
    const pod = (name: string): KubeObject => {
      const whole = { apiVersion: 'v1', kind: 'Pod', metadata: { name, namespace }, spec: RESTRICTED };
      return whole;
    };
    await plane.kubectl('create', 'namespace', namespace);
    await plane.kubectl('--namespace', namespace, 'create', 'quota', 'one', '--hard=pods=1');
    await eventually('the first pod is taken', 30, async () => (await plane.applyObjects([pod('first')])) !== '');
    await expect(plane.applyObjects([pod('second')])).rejects.toThrow(
      'exceeded quota: one, requested: pods=1, used: pods=1, limited: pods=1',
    );
  });

  it('completes a Job', async () => {
    await plane.applyObjects([
      object('batch/v1', 'Job', 'once', { spec: { template: { spec: { ...RESTRICTED, restartPolicy: 'Never' } } } }),
    ]);
    await kubectl('wait', '--for=condition=Complete', 'job/once', '--timeout=30s');
  });

  it('binds claims', async () => {
    await plane.applyObjects(
      ['first', 'second'].map((name) =>
        object('v1', 'PersistentVolumeClaim', name, {
          spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
        }),
      ),
    );
    await eventually('both have a volume', 30, async () => {
      await plane.bindPendingClaims();
      return (await kubectl('get', 'pvc', '--output=jsonpath={.items[*].status.phase}')) === 'Bound Bound';
    });
  });

  it('ends pods soon, or after their full grace period', async () => {
    /** Deletes a pod with a grace in seconds, and returns how many it took until it was gone. */
    const deletion = async (grace: number): Promise<number> => {
      const name = (await serving())[0]?.metadata.name as string;
      const start = Date.now();
      await kubectl('delete', 'pod', name, `--grace-period=${grace}`);
      const seconds = (Date.now() - start) / 1000;
      await eventually('its replacement is serving', 30, areServing(3));
      return seconds;
    };
    expect(await deletion(60)).toBeLessThan(60);
    await plane.setTermination('full grace');
    // The API server counts the grace in whole seconds.
    expect(await deletion(5)).toBeGreaterThanOrEqual(4);
    await plane.setTermination('soon');
  });

  it('replaces the pods of a deleted node', async () => {
    const [pod] = await serving();
    const lost = pod?.spec.nodeName as string;
    await plane.removeNode(lost);
    await eventually('three are serving on other nodes', 120, async () => {
      const pods = await serving();
      return pods.length === 3 && pods.every(({ spec }) => spec.nodeName !== lost);
    });
  });

  it('keeps clusters apart, and removes everything of a stopped one', async () => {
    const other = await ControlPlane.start();
    expect((await other.api.get<List<Node>>('/api/v1/nodes')).items).toEqual([]);
    await other.stop();
    expect(existsSync(other.folder)).toBe(false);
    await expect(other.api.text('/readyz')).rejects.toThrow('ECONNREFUSED');
    expect(await plane.api.text('/readyz')).toBe('ok');
  });
});
