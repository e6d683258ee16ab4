import { podsOf } from '../../../lib/roles/roles';
import { type Capacity, capacityOf } from '../../../lib/targets/kubernetes/capacity/capacity';
import type { Demand } from '../../../lib/targets/kubernetes/capacity/demands';
import { type Lost, leftAfter, lossesOf, waitingAfter } from '../../../lib/targets/kubernetes/capacity/losses';
import { type Machines, zonesOf } from '../../../lib/targets/kubernetes/capacity/machines';
import { membersLost } from '../../../lib/targets/kubernetes/capacity/members';
import { EDGE } from '../../../lib/targets/kubernetes/capacity/places';
import { crowdedOut, waiting } from '../../../lib/targets/kubernetes/capacity/waiting';
import type { ClusterPlan } from '../../../lib/targets/kubernetes/plan/plan';
import { type Any, clusterPlanOf, objectsOf, shopPlanOf } from '../../support/cluster';
import { CONTROL_PLANE } from '../control-plane/assets';
import { ControlPlane } from '../control-plane/control-plane';
import type { NodeSpec } from '../control-plane/node';
import type { Condition, List } from '../control-plane/objects';
import { ZONAL_CLASS } from '../control-plane/volume';
import { eventually } from '../support/eventually';
import { describeWith } from '../support/tools';

jest.setTimeout(300_000);

/** The same numbers in every run. */
function numbersFrom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    return Math.floor((state / 0x80000000) * below);
  };
}

/** Nodes and a shop on them: small enough that it seldom has room to spare. */
function randomShop(seed: number): string {
  const random = numbersFrom(seed);
  const zones = [...'abc'].slice(0, 1 + random(3)).join(', ');
  const count = 3 + random(4);
  const replicas = (): number => 2 + random(4);
  return [
    `nodes: [{ name: apps, count: ${count}, cpu: ${1 + random(3)}, memory: ${1728 + 256 * random(8)}Mi, zones: [${zones}], labels: { place: p${seed} } }]`,
    'services:',
    `  cart: { replicas: { min: 2, max: ${replicas()} }, cpu: { request: 0.${1 + random(5)}, limit: 1 }, memory: { request: ${128 * (1 + random(4))}Mi, limit: 1Gi } }`,
    `  orders: { replicas: ${replicas()}, cpu: { request: 0.${1 + random(5)}, limit: 1 }, memory: { request: ${128 * (1 + random(4))}Mi, limit: 1Gi } }`,
    `  postgres: { zones: ${random(2) === 0 ? 'preferred' : 'required'} }`,
    '',
  ].join('\n');
}

const namesOf = (demands: readonly { readonly name: string }[]): readonly string[] => demands.map(({ name }) => name);

describeWith(CONTROL_PLANE, 'capacity by arithmetic, beside the real scheduler', () => {
  let plane: ControlPlane;

  beforeAll(async () => {
    plane = await ControlPlane.start();
  });

  afterAll(async () => plane?.stop());

  /** A plan on nodes of its own, on which nothing else runs: its pods are kept to them by a required pool. */
  class Place {
    readonly plan: ClusterPlan;
    readonly known: Capacity;
    private readonly nodes: { readonly name: string; readonly zone: string; readonly machines: Machines }[] = [];

    /** @param text a profile that names nodes with the label place */
    constructor(
      readonly name: string,
      planOf: (text: string) => ClusterPlan,
      text: string,
    ) {
      this.plan = planOf(`namespace: ${name}\nplacement: { pool: { key: place, value: ${name}, required: true } }\n${text}`);
      this.known = capacityOf(this.plan) as Capacity;
    }

    /** Makes the nodes, and as many pods of each service as there can be. */
    async start(): Promise<void> {
      const specs = this.known.machines.flatMap((machines) => this.specsOf(machines));
      await plane.addNodes(specs);
      const objects = objectsOf(this.plan).map(({ file: _, ...object }) => object);
      const of = (...kinds: readonly string[]): readonly Any[] => objects.filter(({ kind }) => kinds.includes(kind));
      await plane.applyObjects(of('Namespace', 'PriorityClass', 'ServiceAccount'));
      await plane.applyObjects(of('Deployment', 'StatefulSet', 'DaemonSet').map((object) => this.atMost(object)));
    }

    /** Those of which nobody says in which zones they are, are each in another one. */
    specsOf(machines: Machines): readonly NodeSpec[] {
      const { group, zone, among = [], count, cpu, memory, pods } = machines;
      return Array.from({ length: count }, (_, index) => {
        const where = zone ?? among[index] ?? 'none';
        const name = `${this.name}-${group}-${where}-${this.nodes.length}`;
        const spec = { name, zone: where, cpu: `${cpu}m`, memory: `${memory}Mi`, pods, labels: { place: this.name } };
        this.nodes.push({ name, zone: where, machines });
        return spec;
      });
    }

    /** As many pods of each service as there can be, with disks of one zone. */
    private atMost(object: Any): Any {
      const sized = this.plan.services.find(({ service }) => service.name === object.metadata.name);
      const { volumeClaimTemplates: claims } = object.spec;
      const spec = {
        ...object.spec,
        ...(object.kind !== 'Deployment' || sized === undefined ? {} : { replicas: podsOf(sized).most }),
        ...(claims === undefined
          ? {}
          : {
              volumeClaimTemplates: claims.map((claim: Any) => ({
                ...claim,
                spec: { ...claim.spec, storageClassName: ZONAL_CLASS.metadata.name },
              })),
            }),
      };
      return { ...object, spec };
    }

    /** Deletes nodes, and their pods as the garbage collector does a minute later. */
    async lose(names: readonly string[]): Promise<void> {
      await plane.kubectl('delete', 'node', ...names);
      for (const namespace of this.namespaces)
        for (const name of names) {
          const on = ['--namespace', namespace, `--field-selector=spec.nodeName=${name}`];
          await plane.kubectl('delete', 'pods', ...on, '--force', '--grace-period=0');
        }
    }

    private get namespaces(): readonly string[] {
      return objectsOf(this.plan).flatMap(({ kind, metadata }) => (kind === 'Namespace' ? metadata.name : []));
    }

    /** Everything of a kind in its namespaces */
    private async all(group: string, kind: string): Promise<readonly Any[]> {
      const lists = this.namespaces.map((name) => plane.api.get<List<Any>>(`/${group}/namespaces/${name}/${kind}`));
      return (await Promise.all(lists)).flatMap(({ items }) => items);
    }

    namesOf(lost: Lost): readonly string[] {
      return this.nodes
        .filter(({ zone, machines }) => (lost.what === 'zone' ? zone === lost.zone : machines === lost.of))
        .map(({ name }) => name);
    }

    /** The services of pods that have no place, once the scheduler has tried all and puts out no more. */
    async pending(): Promise<readonly string[]> {
      let before = '';
      let found: readonly string[] = [];
      await eventually('the scheduler has tried every pod', 60, async () => {
        await plane.bindPendingClaims();
        const pods = await this.all('api/v1', 'pods');
        const refused = ({ status }: Any): boolean =>
          (status?.conditions ?? []).some(
            ({ type, status: is, message }: Condition) =>
              type === 'PodScheduled' && is === 'False' && !/unbound|not found/.test(`${message}`),
          );
        const open = pods.filter(({ spec }) => spec.nodeName === undefined);
        const now = JSON.stringify(pods.map(({ metadata, spec }) => [metadata.name, spec.nodeName]));
        const settled =
          now === before &&
          (await this.complete(pods)) &&
          pods.every(({ metadata }) => metadata.deletionTimestamp === undefined) &&
          open.every((pod) => refused(pod) && pod.status.nominatedNodeName === undefined);
        before = now;
        found = open.map(({ metadata }) => metadata.labels['app.kubernetes.io/name']);
        return settled;
      });
      const kinds = new Map(this.plan.services.map(({ service }) => [service.name as string, service.kind]));
      return [...new Set(found)].map((name) => kinds.get(name) ?? name);
    }

    /** The nodes on which pods of a service have a place. */
    async nodesWith(kind: string): Promise<readonly string[]> {
      const service = this.plan.services.find((one) => one.service.kind === kind)?.service.name;
      const pods = await this.all('api/v1', 'pods');
      return pods.flatMap(({ metadata, spec }) =>
        metadata.labels['app.kubernetes.io/name'] === service && spec.nodeName !== undefined ? [spec.nodeName] : [],
      );
    }

    /** The demands that have fewer pods with a place than a loss should leave, and of which that was not said. */
    async shortAfter(lost: Lost): Promise<readonly string[]> {
      await this.pending();
      const { machines, demands } = this.known;
      const pods = await this.all('api/v1', 'pods');
      const placed = (name: string | undefined): number =>
        pods.filter(({ metadata, spec }) => metadata.labels['app.kubernetes.io/name'] === name && spec.nodeName !== undefined).length;
      const said = namesOf(waitingAfter(machines, demands, lost));
      const members = membersLost(machines, demands, lost);
      const putOut = members.some(({ putsOut }) => putsOut);
      const least = (demand: Demand): number => {
        const own = members.find((one) => one.demand === demand);
        if (own !== undefined) return own.wait ? own.left : demand.most;
        if (demand.nodes === 'one pod on each') return 0;
        if (demand.rank <= EDGE) return demand.most;
        return putOut ? 0 : Math.min(demand.budget ?? 0, demand.least);
      };
      return this.plan.services.flatMap(({ service: { kind, name } }) => {
        const demand = demands.find((one) => one.name === kind);
        if (demand === undefined || said.includes(kind)) return [];
        const [found, wanted] = [placed(name), least(demand)];
        return found < wanted ? [`${kind}: ${found} of ${wanted}`] : [];
      });
    }

    /** Whether there are as many pods as there should be: controllers make them one after the other. */
    private async complete(pods: readonly Any[]): Promise<boolean> {
      const all = await Promise.all(['deployments', 'statefulsets', 'daemonsets'].map((kind) => this.all('apis/apps/v1', kind)));
      const wanted = all.flat().reduce((sum, { spec, status }) => sum + (spec.replicas ?? status.desiredNumberScheduled ?? 0), 0);
      return pods.length === wanted;
    }
  }

  describe('on random small clusters', () => {
    const SEEDS = [3, 10, 13, 17, 20, 23];
    const outcomes: { readonly promised: boolean; readonly pending: readonly string[] }[] = [];
    /** What had no place after the loss of a zone. */
    const afterZone: (readonly string[])[] = [];

    it.each(SEEDS)('promises no place that the scheduler does not find (%i)', async (seed) => {
      const place = new Place(`p${seed}`, shopPlanOf, randomShop(seed));
      const { machines, demands } = place.known;
      const said = namesOf(waiting(machines, demands, 'full'));
      await place.start();
      const pending = await place.pending();
      outcomes.push({ promised: said.length === 0, pending });
      expect([...said, ...namesOf(crowdedOut(machines, demands))]).toEqual(expect.arrayContaining([...pending]));
      if (pending.length > 0) return;
      // Any node will do: the scheduler has chosen what is on it.
      const [of] = machines as readonly [Machines, ...Machines[]];
      const [first] = place.namesOf({ what: 'node', of }) as readonly [string, ...string[]];
      await place.lose([first]);
      expect(await place.shortAfter({ what: 'node', of })).toEqual([]);
      if (of.zone === undefined || zonesOf(machines).length === 1) return;
      const lost = { what: 'zone', zone: of.zone } as const;
      await place.lose(place.namesOf(lost).filter((name) => name !== first));
      expect(await place.shortAfter(lost)).toEqual([]);
      afterZone.push(await place.pending());
    });

    it('promised some, some pods found none, and members waited for a zone that was lost', () => {
      // One of them has a member in each zone.
      expect(afterZone.some((pending) => pending.includes('postgres'))).toBe(true);
      expect(outcomes.some(({ promised }) => promised)).toBe(true);
      expect(outcomes.some(({ pending }) => pending.length > 0)).toBe(true);
    });
  });

  describe('where the number of pods is the limit, and not what they request', () => {
    const on = (name: string, maxPods: number): Place =>
      new Place(
        name,
        shopPlanOf,
        `nodes: [{ name: apps, count: 6, cpu: 40, memory: 80Gi, maxPods: ${maxPods}, zones: [a, b, c], labels: { place: ${name} } }]\nservices: { postgres: { zones: required } }\n`,
      );

    it('names all that the scheduler finds no place for', async () => {
      const place = on('fewpods', 2);
      const { machines, demands } = place.known;
      const unlimited = machines.map((one) => ({ ...one, pods: 110 }));
      expect(namesOf(waiting(unlimited, demands, 'full'))).toEqual([]);
      await place.start();
      const pending = await place.pending();
      expect(pending.length).toBeGreaterThan(0);
      expect(namesOf([...waiting(machines, demands, 'full'), ...crowdedOut(machines, demands)])).toEqual(
        expect.arrayContaining([...pending]),
      );
    });

    it('promises a place for all, also after the loss of a node and of its zone', async () => {
      const place = on('enoughpods', 8);
      const { machines, demands } = place.known;
      const [of] = machines as readonly [Machines, ...Machines[]];
      const losses: readonly Lost[] = [
        { what: 'node', of },
        { what: 'zone', zone: of.zone as string },
      ];
      expect(namesOf([...waiting(machines, demands, 'full'), ...losses.flatMap((lost) => waitingAfter(machines, demands, lost))])).toEqual(
        [],
      );
      await place.start();
      expect(namesOf(crowdedOut(machines, demands))).toEqual(expect.arrayContaining([...(await place.pending())]));
      const [first, ...rest] = place.namesOf({ what: 'node', of }) as readonly [string, ...string[]];
      for (const [index, names] of [[first], rest].entries()) {
        await place.lose(names);
        expect(await place.shortAfter(losses[index] as Lost)).toEqual([]);
      }
    });
  });

  it.each([3, 5])(
    'gives no zone a second of %i members where zones are too few, and leaves as many as computed after the loss of one',
    async (replicas) => {
      const name = `two${replicas}`;
      const place = new Place(
        name,
        shopPlanOf,
        `nodes: [{ name: apps, count: 10, cpu: 4, memory: 8Gi, zones: [a, b], labels: { place: ${name} } }]\nservices: { postgres: { zones: required, replicas: ${replicas} } }\n`,
      );
      const { machines, demands } = place.known;
      const taken = (lost: Lost) => membersLost(machines, demands, lost).find(({ demand }) => demand.name === 'postgres');
      const lost = { what: 'zone', zone: 'a' } as const;
      await place.start();
      expect(await place.pending()).toEqual(['postgres']);
      const on = await place.nodesWith('postgres');
      expect(on).toHaveLength(replicas - (taken(lost)?.without ?? 0));
      // A node is lost after the other. One that waits must not find a place in the zone meanwhile, so that of the member is the last.
      const names = [...place.namesOf(lost)].sort((a, b) => Number(on.includes(a)) - Number(on.includes(b)));
      await place.lose(names);
      await place.pending();
      expect(await place.nodesWith('postgres')).toHaveLength(taken(lost)?.left ?? 0);
    },
  );

  it('holds on the six nodes of the shipped profile with every autoscaler at its maximum, and after the loss of a node and of a zone', async () => {
    const place = new Place(
      'six',
      clusterPlanOf,
      'nodes: [{ name: apps, count: 6, cpu: 16, memory: 64Gi, zones: [a, b, c], labels: { place: six } }]\n',
    );
    const { machines, demands } = place.known;
    expect(namesOf(waiting(machines, demands, 'full'))).toEqual([]);
    await place.start();
    expect(await place.pending()).toEqual([]);
    const [a] = machines as readonly [Machines, ...Machines[]];
    for (const lost of lossesOf(machines)) {
      expect(leftAfter(machines, lost).length).toBeGreaterThan(1);
      expect(namesOf(waitingAfter(machines, demands, lost))).toEqual([]);
    }
    const [first, ...rest] = place.namesOf({ what: 'node', of: a }) as readonly [string, ...string[]];
    await place.lose([first]);
    expect(await place.shortAfter({ what: 'node', of: a })).toEqual([]);
    await place.lose(rest);
    expect(await place.shortAfter({ what: 'zone', zone: a.zone as string })).toEqual([]);
  });
});
