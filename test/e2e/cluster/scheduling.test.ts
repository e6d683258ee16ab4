import { type Any, clusterPlanOf, objectsOf } from '../../support/cluster';
import { CONTROL_PLANE } from '../control-plane/assets';
import { ControlPlane } from '../control-plane/control-plane';
import type { NodeSpec } from '../control-plane/node';
import type { Condition, KubeObject, List, Node } from '../control-plane/objects';
import { eventually } from '../support/eventually';
import { describeWith } from '../support/tools';

jest.setTimeout(300_000);

const AGENT = 'fm-agent-service';

/** As many nodes as zones are named, each in its own. */
const nodesOf = (zones: string, rest: Partial<NodeSpec> = {}): readonly NodeSpec[] =>
  [...zones].map((zone, index) => ({ name: `${zone}${index}`, zone, cpu: '64', memory: '256Gi', ...rest }));

describeWith(CONTROL_PLANE, 'the real scheduler', () => {
  let plane: ControlPlane;
  let place = 0;

  beforeAll(async () => {
    plane = await ControlPlane.start();
  });

  afterAll(async () => plane?.stop());

  /** A part of a cluster of its own: nodes on which nothing else runs, since those of earlier parts take no more pods, and a namespace. */
  class Place {
    readonly namespace = `place-${++place}`;

    /** @param text what the profile says besides */
    static async on(nodes: readonly NodeSpec[], text = ''): Promise<Place> {
      const earlier = (await plane.api.get<List<Node>>('/api/v1/nodes')).items.map(({ metadata }) => metadata.name);
      if (earlier.length > 0) await plane.kubectl('cordon', ...earlier);
      const made = new Place(text);
      await plane.addNodes(nodes.map((node) => ({ ...node, name: `${made.namespace}-${node.name}` })));
      const common = ['Namespace', 'PriorityClass', 'ServiceAccount'].flatMap((kind) => made.objects.filter((one) => one.kind === kind));
      await plane.applyObjects(common);
      return made;
    }

    private readonly objects: readonly Any[];

    private constructor(text: string) {
      this.objects = objectsOf(clusterPlanOf(`namespace: ${this.namespace}\n${text}`)).map(({ file: _, ...object }) => object);
    }

    kubectl(...args: readonly string[]): Promise<string> {
      return plane.kubectl('--namespace', this.namespace, ...args);
    }

    /** Replaces all replicas of a Deployment, and waits until that is done. kubectl refuses a second restart within a second of the first. */
    async restart(name: string): Promise<void> {
      await eventually(`${name} begins to restart`, 30, async () => {
        await this.kubectl('rollout', 'restart', `deployment/${name}`);
        return true;
      });
      await this.kubectl('rollout', 'status', `deployment/${name}`, '--timeout=120s');
    }

    /** Applies a workload with as many replicas, each taken for ready at once. */
    async run(kind: string, name: string, replicas?: number): Promise<void> {
      const found: Any = this.objects.find((object) => object.kind === kind && object.metadata.name === name);
      await plane.applyObjects([
        { ...found, spec: { ...found.spec, minReadySeconds: 0, ...(replicas === undefined ? {} : { replicas }) } },
      ]);
    }

    async pods(name: string): Promise<readonly Any[]> {
      const path = `/api/v1/namespaces/${this.namespace}/pods?labelSelector=app.kubernetes.io%2Fname%3D${name}`;
      return (await plane.api.get<List<Any>>(path)).items.filter(({ metadata }) => metadata.deletionTimestamp === undefined);
    }

    /** How many pods of a workload are on each of its nodes, in the order of the nodes' names; those on none are on `-`. */
    async spread(name: string): Promise<Readonly<Record<string, number>>> {
      const counts: Record<string, number> = {};
      const nodes = (await this.pods(name)).map(({ spec }) => spec.nodeName?.slice(this.namespace.length + 1) ?? '-');
      for (const node of nodes.sort()) counts[node] = (counts[node] ?? 0) + 1;
      return counts;
    }

    /** Waits until all replicas have a place, and returns where. */
    async placed(name: string, replicas: number): Promise<Readonly<Record<string, number>>> {
      await eventually(`${replicas} replicas of ${name} have a place`, 30, async () => {
        await plane.bindPendingClaims();
        const spread = await this.spread(name);
        if (spread['-'] === undefined && Object.values(spread).reduce((sum, count) => sum + count, 0) === replicas) return true;
        throw new Error(JSON.stringify(spread));
      });
      return this.spread(name);
    }

    /** Waits until some pod is found no place, and returns why not. */
    async refused(name: string): Promise<string> {
      let why: string | undefined;
      await eventually('a pod finds no place', 30, async () => {
        await plane.bindPendingClaims();
        const conditions = (await this.pods(name)).flatMap(({ status }): readonly Condition[] => status?.conditions ?? []);
        why = conditions.find(
          ({ type, status, message }) => type === 'PodScheduled' && status === 'False' && !/unbound/.test(`${message}`),
        )?.message;
        return why !== undefined;
      });
      return `${why}`;
    }

    /** Takes what a node has, for something that no pod of ours may take away. */
    async fill(node: string, cpu: string, memory: string): Promise<void> {
      const object: KubeObject & Record<string, unknown> = {
        apiVersion: 'v1',
        kind: 'Pod',
        metadata: { name: `other-${this.namespace}-${node}`, namespace: 'default' },
        spec: {
          nodeName: `${this.namespace}-${node}`,
          priorityClassName: 'system-cluster-critical',
          containers: [{ name: 'main', image: 'example.com/other:1', resources: { requests: { cpu, memory } } }],
        },
      };
      await plane.applyObjects([object]);
    }
  }

  it('spreads replicas evenly over nodes, even if one node has less room', async () => {
    const here = await Place.on(nodesOf('abc'));
    await here.fill('a0', '40', '160Gi');
    await here.run('Deployment', AGENT, 3);
    expect(await here.placed(AGENT, 3)).toEqual({ a0: 1, b1: 1, c2: 1 });
    await here.kubectl('scale', `deployment/${AGENT}`, '--replicas=9');
    expect(await here.placed(AGENT, 9)).toEqual({ a0: 3, b1: 3, c2: 3 });
  });

  it('spreads replicas over all nodes again after a rollout', async () => {
    const here = await Place.on(nodesOf('abc'));
    await here.run('Deployment', AGENT, 3);
    await here.placed(AGENT, 3);
    for (const _ of ['once', 'twice']) {
      await here.restart(AGENT);
      expect(await here.placed(AGENT, 3)).toEqual({ a0: 1, b1: 1, c2: 1 });
    }
  });

  it('places ten replicas although one node is too small for any', async () => {
    const here = await Place.on([...nodesOf('abc'), { name: 'small', zone: 'a', cpu: '1', memory: '1Gi' }]);
    await here.run('Deployment', AGENT, 10);
    const spread = await here.placed(AGENT, 10);
    expect(Object.keys(spread)).toEqual(['a0', 'b1', 'c2']);
    expect(Math.min(...Object.values(spread))).toBeGreaterThanOrEqual(3);
  });

  it('places ten replicas although one node is full', async () => {
    const here = await Place.on(nodesOf('abcd'));
    await here.fill('d3', '63900m', '255Gi');
    await here.run('Deployment', AGENT, 10);
    expect(Object.keys(await here.placed(AGENT, 10))).toEqual(['a0', 'b1', 'c2']);
  });

  it('finishes a rollout while one node is full', async () => {
    const here = await Place.on(nodesOf('abc'));
    await here.run('Deployment', AGENT, 6);
    await here.placed(AGENT, 6);
    await here.fill('c2', '60', '240Gi');
    await here.restart(AGENT);
    expect(Object.keys(await here.placed(AGENT, 6))).toEqual(expect.arrayContaining(['a0', 'b1']));
  });

  describe('with a pool of nodes', () => {
    const POOLED = { labels: { pool: 'fm' } };

    it('uses a required pool only, and spreads within it', async () => {
      const here = await Place.on(
        [...nodesOf('ab', POOLED), ...nodesOf('abc').map((node) => ({ ...node, name: `other-${node.name}` }))],
        'placement: { pool: { key: pool, value: fm, required: true } }\n',
      );
      await here.run('Deployment', AGENT, 10);
      expect(await here.placed(AGENT, 10)).toEqual({ a0: 5, b1: 5 });
    });

    it('waits if a required pool is full', async () => {
      const here = await Place.on(
        [...nodesOf('ab', { ...POOLED, memory: '4Gi' }), ...nodesOf('c').map((node) => ({ ...node, name: 'other' }))],
        'placement: { pool: { key: pool, value: fm, required: true } }\n',
      );
      await here.run('Deployment', AGENT, 6);
      expect(await here.refused(AGENT)).toMatch(/didn't match Pod's node affinity/);
      expect(await here.spread(AGENT)).not.toHaveProperty('other');
    });

    it('leaves a preferred pool that has no room', async () => {
      const here = await Place.on(
        [...nodesOf('ab', { ...POOLED, memory: '4Gi' }), ...nodesOf('c').map((node) => ({ ...node, name: 'other' }))],
        'placement: { pool: { key: pool, value: fm } }\n',
      );
      await here.run('Deployment', AGENT, 6);
      expect((await here.placed(AGENT, 6)).other).toBeGreaterThanOrEqual(2);
    });
  });

  describe.each(['postgres', 'redis'])('with zones for the members of %s', (name) => {
    const REQUIRED = `services: { ${name}: { zones: required } }\n`;

    it('places each in a zone of its own, even if another zone has more room', async () => {
      const here = await Place.on(nodesOf('aaabc'), REQUIRED);
      for (const node of ['b3', 'c4']) await here.fill(node, '50', '200Gi');
      await here.run('StatefulSet', name);
      expect(Object.keys(await here.placed(name, 3)).map((node) => node[0])).toEqual(['a', 'b', 'c']);
    });

    it('lets the third wait if there are only two zones, and says why', async () => {
      const here = await Place.on(nodesOf('aabb'), REQUIRED);
      await here.run('StatefulSet', name);
      expect(await here.refused(name)).toContain("didn't match pod topology spread constraints");
      await eventually('the others have a place', 30, async () => (await here.spread(name))['-'] === 1);
      const spread = await here.spread(name);
      expect(new Set(Object.keys(spread).map((node) => node[0])).size).toBe(3);
    });

    it('allows two in one zone if zones are not required', async () => {
      const here = await Place.on(nodesOf('aabb'), `services: { ${name}: { zones: preferred } }\n`);
      await here.run('StatefulSet', name);
      expect(Object.keys(await here.placed(name, 3))).toHaveLength(3);
    });
  });

  it('spreads five members evenly over three zones', async () => {
    const here = await Place.on(nodesOf('aaabbcc'), 'services: { redis: { replicas: 5, zones: required } }\n');
    await here.run('StatefulSet', 'redis');
    const zones = Object.keys(await here.placed('redis', 5)).map((node) => node[0]);
    expect(['a', 'b', 'c'].map((zone) => zones.filter((one) => one === zone).length).sort()).toEqual([1, 2, 2]);
  });
});
