import type { Meaning } from '../../../../lib/diff/meaning';
import type { ObjectChange } from '../../../../lib/targets/kubernetes/diff/effect';
import { meaningOf } from '../../../../lib/targets/kubernetes/diff/meaning';
import { toYaml } from '../../../../lib/yaml-writer';
import type { Any } from '../../../support/cluster';
import { group } from '../../../support/nodes';
import { labelled, object, planOf, sizedOf } from './objects';

/** A file that has these objects in it; none if there are no objects. */
const filesOf = (objects: readonly Any[]) =>
  objects.length === 0
    ? []
    : [
        {
          path: 'a.yaml',
          content: objects.map((one) => `---\n${toYaml(one)}`).join(''),
          documents: objects.map((one) => structuredClone(one)),
        },
      ];

const [cart, orders] = [sizedOf('cart'), sizedOf('orders')];

interface More {
  readonly plan?: ReturnType<typeof planOf>;
  readonly isAnother?: boolean;
  readonly resourcePlan?: object;
  readonly corrected?: (changes: readonly ObjectChange[]) => readonly ObjectChange[];
}

/** What it means that objects take the place of others. */
const mean = (before: readonly Any[], after: readonly Any[], { isAnother = false, corrected, plan, resourcePlan }: More = {}): Meaning =>
  meaningOf(
    {
      application: { services: [cart.service, orders.service], resourcePlan } as unknown as Parameters<typeof meaningOf>[0]['application'],
      before: { files: filesOf(before), where: 'base/', isAnother },
      after: filesOf(after),
      plan,
    },
    corrected,
  );

const inNamespace = (one: Any, namespace: string): Any => ({ ...one, metadata: { ...one.metadata, namespace } });
const of = (service: string, kind: string, name: string, rest: Any = {}, component?: string): Any =>
  labelled(object(kind, name, rest), `shop-${service}`, component);

/** A workload of a number of pods. */
const web = (replicas: number, more: Any = {}, service = 'cart'): Any =>
  of(service, 'Deployment', service, { spec: { replicas, template: { spec: { containers: [{ name: 'main', image: 'a:1', ...more }] } } } });

const stay = of('orders', 'Service', 'stay', { spec: { ports: [] } });

it('finds nothing in the same, and in what means the same', () => {
  const nothing = { differs: false, services: [], effects: [], warnings: [], topics: [], derived: [], notes: [], closing: [] };
  expect(mean([web(1)], [web(1)])).toMatchObject({ ...nothing, objects: { gained: [], lost: [] } });
  expect(mean([stay], [{ ...stay, spec: { ports: [], type: 'ClusterIP' } }])).toMatchObject(nothing);
});

it('tells of the sizes of a service, and of what else changed of it', () => {
  const found = mean([web(1)], [web(2, { workingDir: '/a' })]);
  expect(found.differs).toBe(true);
  expect(found.services).toEqual([
    { of: 'cart', change: 'changed', figures: [{ what: 'replicas', before: 1, after: 2 }], besides: ['workingDir /a'] },
  ]);
  expect(found.effects).toEqual([
    { subject: 'cart', object: 'Deployment/cart', does: 'restarts', how: 'rolling', why: ['workingDir /a'] },
    { subject: 'cart', object: 'Deployment/cart', does: 'changes in place', why: ['replicas 1→2'] },
  ]);
  expect(found.sentences.at(-1)).toMatch(/^Rolls cart only, Deployment in place; no disk, Secret or Job change\.$/);
});

it('names services in the order of the application, those that it does not know by their labels', () => {
  const all = (replicas: number): readonly Any[] => ['other', 'orders', 'cart'].map((service) => web(replicas, {}, service));
  expect(mean(all(1), all(2)).services.map((service) => service.of)).toEqual(['shop-other', 'cart', 'orders']);
});

it('has a service that is new or gone', () => {
  expect(mean([stay], [stay, web(1)]).services).toMatchObject([{ of: 'cart', change: 'added' }]);
  expect(mean([stay, web(1)], [stay]).services).toMatchObject([{ of: 'cart', change: 'removed' }]);
});

it('has what is new or gone of objects, and which pods start or stop', () => {
  const settings = of('cart', 'ConfigMap', 'a\n');
  const added = mean([stay], [stay, web(1), settings]);
  expect(added.objects).toEqual({ gained: ['Deployment/cart', 'ConfigMap/a\\n'], lost: [] });
  expect(added.effects).toEqual([{ subject: 'cart', object: 'Deployment/cart', does: 'starts', why: [] }]);
  const removed = mean([stay, web(1), settings], [stay]);
  expect(removed.objects).toEqual({ gained: [], lost: ['Deployment/cart', 'ConfigMap/a\\n'] });
  expect(removed.effects).toEqual([{ subject: 'cart', object: 'Deployment/cart', does: 'stops', why: [] }]);
});

it('says from which member on a StatefulSet restarts', () => {
  const set = (image: string): Any => {
    const spec = {
      replicas: 3,
      updateStrategy: { rollingUpdate: { partition: 2 } },
      template: { spec: { containers: [{ name: 'main', image }] } },
    };
    return of('cart', 'StatefulSet', 'db', { spec });
  };
  expect(mean([set('a:1')], [set('a:2')]).effects).toMatchObject([
    { does: 'restarts', how: 'one by one, from pod 2 on', why: ['image a:1→a:2'] },
  ]);
});

it('says only that a Job starts where another one took its place', () => {
  const job = (name: string, service = 'cart', kind = 'Job'): Any => of(service, kind, name);
  const does = (...args: Parameters<typeof mean>): readonly string[] => mean(...args).effects.map((one) => `${one.object} ${one.does}`);
  expect(does([job('a')], [job('b')])).toEqual(['Job/b starts']);
  expect(does([job('a', 'orders')], [job('b')])).toEqual(['Job/b starts', 'Job/a stops']);
  expect(does([job('a', 'cart', 'Deployment')], [job('b')])).toEqual(['Job/b starts', 'Deployment/a stops']);
});

it('leaves what changes of a quota to its figures', () => {
  const quota = (pods: string): Any => object('ResourceQuota', 'all', { spec: { hard: { pods } } });
  const { effects, totals } = mean([quota('1')], [quota('2')]);
  expect(effects).toEqual([{ subject: 'the namespace', object: 'ResourceQuota/all', does: 'changes in place', why: [] }]);
  expect(totals.at(-1)).toEqual({ of: 'quota', figures: [{ what: 'pods', before: 1, after: 2 }] });
});

it('warns of what is refused or destroyed', () => {
  const priority = (value: number): Any => object('PriorityClass', 'high', { value });
  expect(mean([priority(1)], [priority(2)]).warnings).toEqual([
    {
      code: 'priority-is-fixed',
      subject: 'PriorityClass/high',
      kind: 'refused',
      what: 'its value goes from 1 to 2',
      way: 'kubectl delete priorityclass high, then apply, and restart what shall have the new one',
    },
  ]);
  expect(mean([object('Namespace'), stay], [stay]).warnings).toMatchObject([
    { code: 'namespace-removed', subject: 'Namespace/x', kind: 'destroys' },
  ]);
});

it('says besides what changed of what serves, and nothing that is told elsewhere', () => {
  const port = (n: number): Any => ({ spec: { ports: [{ name: 'http', port: n }] } });
  const both = (n: number): readonly Any[] => [
    of('cart', 'Service', 'cart', port(n)),
    of('cart', 'Service', 'own', port(n), 'service'),
    of('cart', 'Service', 'task', { spec: { other: n } }, 'migration'),
    of('cart', 'ConfigMap', 'x', { data: { a: `${n}` } }),
    of('cart', 'NetworkPolicy', 'x', { spec: { x: n } }),
    of('cart', 'Role', 'x', { x: n }),
    of('cart', 'Job', 'x', { spec: { backoffLimit: n } }),
  ];
  expect(mean([...both(1), of('cart', 'Service', 'gone', port(3))], both(2)).services).toEqual([
    { of: 'cart', change: 'changed', figures: [], besides: ['ports[http].port 1→2'] },
  ]);
  expect(mean([of('cart', 'ConfigMap', 'x', { data: { a: '1' } })], [of('cart', 'ConfigMap', 'x', { data: { a: '2' } })]).services).toEqual(
    [],
  );
});

it('says once which labels many have in common', () => {
  const all = (value: string, port: number): readonly Any[] =>
    ['a', 'b', 'c', 'd'].map((service) => {
      const one = of(service, 'Service', service, { spec: { port: service === 'a' ? port : 1 } });
      return { ...one, metadata: { ...one.metadata, labels: { ...one.metadata.labels, version: value } } };
    });
  const { effects, services } = mean(all('1', 1), all('2', 2));
  expect(effects).toEqual([
    { subject: 'shop-a', object: 'Service/a', does: 'changes in place', why: ['port 1→2'] },
    { subject: 'many services', object: '4 objects', does: 'changes in place', why: ['label version'] },
  ]);
  expect(services.map(({ of: name, besides }) => [name, besides])).toEqual([['shop-a', ['port 1→2']]]);
});

it('does not say of each service which label of pods many have in common', () => {
  const all = (value: string): readonly Any[] =>
    ['a', 'b', 'c', 'd'].map((service) =>
      of(service, 'Deployment', service, { spec: { template: { metadata: { labels: { version: value } } } } }),
    );
  const { effects, services } = mean(all('1'), all('2'));
  expect(effects).toMatchObject(Array.from({ length: 4 }, () => ({ does: 'restarts', why: ["pods' label version"] })));
  expect(services).toEqual([]);
});

it('says what is known in the place of what is foretold', () => {
  const corrected = (changes: readonly ObjectChange[]): readonly ObjectChange[] => changes.map((one) => ({ ...one, effects: [] }));
  expect(mean([web(1)], [web(2)], { corrected })).toMatchObject({ differs: false, effects: [], services: [{ of: 'cart' }] });
});

it('has what is new whatever is known of it', () => {
  const corrected = (changes: readonly ObjectChange[]): readonly ObjectChange[] => changes.map((one) => ({ ...one, effects: [] }));
  expect(mean([stay], [stay, web(1)], { corrected })).toMatchObject({ differs: true, objects: { gained: ['Deployment/cart'] } });
});

it('takes what belongs to no service for no service', () => {
  const alone = (replicas: number): Any => object('Deployment', 'x', { spec: { replicas } });
  expect(mean([alone(1)], [alone(2)])).toMatchObject({ differs: true, services: [] });
});

it('counts the pods on each node', () => {
  const agent = (image: string): Any =>
    of('cart', 'DaemonSet', 'agent', { spec: { template: { spec: { containers: [{ name: 'main', image }] } } } });
  const replicas = (plan?: ReturnType<typeof planOf>): unknown =>
    mean([stay], [stay, agent('a')], { plan }).services[0]?.figures.find(({ what }) => what === 'replicas')?.after;
  const inProfile = (profile: object) => ({ ...planOf(), profile: { placement: {}, ...profile } }) as unknown as ReturnType<typeof planOf>;
  const groups = [group('a', 2), group('b', 3, { labels: { pool: 'shop' } })];
  expect(replicas(inProfile({ nodes: groups }))).toBe(5);
  expect(replicas(inProfile({ nodes: groups, placement: { pool: { key: 'pool', value: 'shop', required: true } } }))).toBe(3);
  expect(replicas(planOf())).toBe(1);
  expect(replicas()).toBe(1);
  const note = 'a pod on each node counts once: how many nodes there are, the files do not say.';
  expect(mean([stay], [stay, agent('a')]).notes).toEqual([note]);
  expect(mean([stay], [stay, agent('a')], { plan: planOf() }).notes).toEqual([]);
  expect(mean([stay], [stay, web(1)]).notes).toEqual([]);
});

it('tells of topics, and of redundancy first', () => {
  const more = { ports: [{ hostPort: 80 }], securityContext: { readOnlyRootFilesystem: true } };
  const safe = { securityContext: { readOnlyRootFilesystem: true } };
  expect(mean([web(2, safe)], [web(1, more)]).topics).toEqual([
    { title: 'redundancy', gained: [], lost: ['cart: one pod at rest instead of 2, and none while it moves'] },
    { title: 'open ports', gained: ['cart: port 80 of its node'], lost: [] },
  ]);
  expect(mean([web(1, safe)], [web(2, safe)]).topics).toEqual([]);
});

it('does not say of a cluster that is new or gone that no pod restarts', () => {
  expect(mean([], [stay]).sentences.join()).not.toContain('No pod restarts');
  expect(mean([stay], []).sentences.join()).not.toContain('No pod restarts');
  expect(mean([stay], [stay]).sentences.join()).toContain('No pod restarts');
});

describe('with a plan', () => {
  const derived = [{ setting: 'max', from: 'clients' }];
  const served = sizedOf('orders', { members: { derived } });
  const file = (value: number): Any => of('orders', 'ConfigMap', 'conf', { data: { a: `max: ${value}` } });
  const gone = of('cart', 'CronJob', 'nightly');

  it('says what follows from sizes', () => {
    expect(mean([file(1)], [file(2)], { plan: planOf(served) }).derived).toMatchObject([{ of: 'orders', figure: { what: 'max' } }]);
    expect(mean([file(1)], [file(2)]).derived).toEqual([]);
    expect(mean([stay], [stay], { plan: planOf(served) }).sentences.at(-1)).toContain('no disk, Secret, Job or max change.');
  });

  it('says what acts on although nothing generates it any more', () => {
    expect(mean([gone, stay], [stay], { plan: planOf() }).notes).toEqual([expect.stringMatching(/^an apply leaves .*CronJob\/nightly/)]);
    expect(mean([gone, stay], [stay]).notes).toEqual([]);
  });

  it('knows of data that no object tells of', () => {
    const keeps = sizedOf('cart', {
      configured: { hazards: [{ inMemory: 'sessions' }] },
      members: { tasks: [{ name: 'backup', copiesTo: ['TO'] }] },
    });
    const [then, now] = [web(1), web(1, { env: [{ name: 'TO', value: 'a' }] })];
    const job = of('cart', 'CronJob', 'backup', {}, 'backup');
    const { warnings, notes } = mean([then, job], [now, job], { plan: planOf(keeps) });
    expect(warnings).toEqual([
      {
        code: 'data-in-pods-lost',
        subject: 'Deployment/cart',
        kind: 'destroys',
        what: 'pods of it end, and no disk holds sessions, which go with them',
        way: 'apply when sessions may go',
      },
    ]);
    expect(notes).toEqual([expect.stringMatching(/^there is no backup of cart yet where it goes from now on \(TO a\)/)]);
    expect(mean([then], [now]).warnings).toEqual([]);
  });

  it('says nothing of that where the namespace changes', () => {
    const keeps = sizedOf('cart', {
      configured: { hazards: [{ inMemory: 'sessions' }] },
      members: { tasks: [{ name: 'backup', copiesTo: ['TO'] }] },
    });
    const [then, now] = [inNamespace(web(1), 'a'), inNamespace(web(1, { env: [{ name: 'TO', value: 'a' }] }), 'b')];
    const job = of('cart', 'CronJob', 'backup', {}, 'backup');
    const { warnings, notes } = mean([then, job, gone], [now, job], { plan: planOf(keeps) });
    expect([warnings, notes.length]).toEqual([[], 1]);
  });
});

describe('of a deployment that goes to another namespace', () => {
  it('says that everything is made anew there', () => {
    expect(mean([inNamespace(stay, 'a')], [inNamespace(stay, 'b')]).notes).toEqual([
      'the namespace changes: a→b. Everything is made anew there, its Secrets have to be there first, and what is in a stays until somebody deletes it.',
    ]);
  });

  it.each<[string, Any, Any]>([
    ['of another name', inNamespace(stay, 'a'), inNamespace(of('orders', 'Service', 'other'), 'b')],
    ['of another kind', inNamespace(stay, 'a'), inNamespace(of('orders', 'Secret', 'stay'), 'b')],
    ['that had no namespace', stay, inNamespace(stay, 'b')],
    ['that has none any more', inNamespace(stay, 'a'), stay],
  ])('does not say so of an object %s', (_, before, after) => {
    expect(mean([before], [after]).notes).toEqual([]);
  });
});

describe('of two profiles with a namespace each', () => {
  const namespace = (name: string): Any => object('Namespace', name);
  const all = (name: string, replicas: number): readonly Any[] => [
    namespace(name),
    namespace(`${name}-watch`),
    inNamespace(web(replicas), name),
    inNamespace(stay, `${name}-watch`),
    inNamespace(of('cart', 'ConfigMap', 'elsewhere'), 'kube-system'),
    object('ClusterRole', `shop-${name}-reader`),
    object('PriorityClass', `shop-${name}`),
    object('PriorityClass', `${name}-high`),
    inNamespace(of('cart', 'ConfigMap', `conf-0000000${replicas}-x`), name),
    inNamespace(of('cart', 'ConfigMap', `conf-0000000${replicas}`), name),
  ];
  const found = (isAnother: boolean): Meaning => mean(all('a', 1), all('b', 2), { isAnother, plan: planOf(cart) });

  it('compares their objects, and says that an apply of one leaves the other alone', () => {
    const { differs, services, notes, effects, warnings, objects } = found(true);
    expect(differs).toBe(true);
    expect(notes).toEqual(['another namespace: a→b. Applying one leaves the objects of the other alone.']);
    expect([effects, warnings]).toEqual([[], []]);
    expect(services).toEqual([{ of: 'cart', change: 'changed', figures: [{ what: 'replicas', before: 1, after: 2 }], besides: [] }]);
    expect(objects).toEqual({
      gained: ['PriorityClass/shop-b', 'PriorityClass/b-high', 'ConfigMap/conf-00000002-x'],
      lost: ['PriorityClass/shop-a', 'PriorityClass/a-high', 'ConfigMap/conf-00000001-x'],
    });
  });

  it('says nothing of what an apply would do to the other', () => {
    const more = (name: string, n: number): readonly Any[] => [
      ...all(name, n).filter(({ metadata }) => metadata.name !== 'cart'),
      inNamespace(web(1, { env: [{ name: 'TO', value: `${n}` }] }), name),
      inNamespace(of('cart', 'CronJob', 'backup', {}, 'backup'), name),
      of('cart', 'Widget', 'x', { spec: { a: n } }),
      object('PriorityClass', 'high', { value: n }),
    ];
    const gone = inNamespace(of('cart', 'CronJob', 'nightly'), 'a');
    const keeps = sizedOf('cart', {
      configured: { hazards: [{ inMemory: 'sessions' }] },
      members: { tasks: [{ name: 'backup', copiesTo: ['TO'] }] },
    });
    const { warnings, effects, services, notes } = mean([...more('a', 1), gone], more('b', 2), { isAnother: true, plan: planOf(keeps) });
    expect([warnings, effects, services, notes.length]).toEqual([[], [], [], 1]);
  });

  it('takes the namespace of the quota that is of no compartment for the main one', () => {
    const quota = (name: string, component?: string): Any => inNamespace(labelled(object('ResourceQuota', 'all'), 'shop', component), name);
    const watch = (name: string): readonly Any[] => [inNamespace(stay, `${name}-watch`), quota(`${name}-watch`, 'watch')];
    const notes = (before: readonly Any[], after: readonly Any[]): readonly string[] => mean(before, after, { isAnother: true }).notes;
    expect(notes([...watch('a'), quota('a')], [...watch('b'), quota('b')])[0]).toMatch(/^another namespace: a→b\./);
    expect(notes(watch('a'), watch('b'))[0]).toMatch(/^the namespace changes: a-watch→b-watch\./);
  });

  it('takes one profile that goes to another namespace for what it is', () => {
    expect(found(false).objects?.gained).toContain('Namespace/b');
    expect(found(false).notes).toEqual([expect.stringMatching(/^the namespace changes: a→b\./)]);
  });

  it('differs in the namespace alone', () => {
    expect(mean([inNamespace(stay, 'a')], [inNamespace(stay, 'b')], { isAnother: true })).toMatchObject({ differs: true, services: [] });
  });

  it.each<[string, Any, Any]>([
    ['is in one namespace', inNamespace(web(1), 'a'), inNamespace(web(2), 'a')],
    ['has no namespace', web(1), web(2)],
    ['had none', web(1), inNamespace(web(2), 'a')],
    ['has none any more', inNamespace(web(1), 'a'), web(2)],
  ])('does not speak of another namespace where all %s', (_, before, after) => {
    expect(mean([before], [after], { isAnother: true }).notes).toEqual([]);
  });

  it('takes a namespace that only starts alike for another one', () => {
    const { objects } = mean([namespace('ab'), inNamespace(stay, 'a')], [namespace('bb'), inNamespace(stay, 'b')], { isAnother: true });
    expect(objects).toEqual({ gained: ['Namespace/bb'], lost: ['Namespace/ab'] });
  });

  it('does not take a Secret of the other namespace for another one', () => {
    const reads = (name: string, replicas: number): Any => {
      const one = web(replicas);
      one.spec.template.spec.imagePullSecrets = [{ name: 'pull' }];
      return inNamespace(one, name);
    };
    expect(mean([reads('a', 1)], [reads('b', 2)], { isAnother: true }).topics).toEqual([]);
    expect(mean([reads('a', 1)], [reads('b', 2)]).topics).toMatchObject([{ title: 'Secrets read' }]);
  });
});

describe('of the memory that a resource plan counts', () => {
  const closing = (before: readonly Any[], after: readonly Any[], ...services: readonly (typeof cart)[]): readonly string[] =>
    mean(before, after, { plan: planOf(...services), resourcePlan: { lists: [cart.service] } }).closing;
  const having = (memory: string): Any => web(1, { resources: { limits: { memory } } });

  it.each<[string, Parameters<typeof closing>, readonly string[]]>([
    ['more', [[having('1Gi')], [having('2Gi')], cart], ["Resource plan's memory: 2 instead of 1Gi."]],
    ['as much', [[web(1, { image: 'b', resources: { limits: { memory: '2Gi' } } })], [having('2Gi')], cart], []],
    ['some where there was none', [[stay], [stay, having('2Gi')], cart], ["Resource plan's memory: 2Gi."]],
    ['none where there was some', [[stay, having('1Gi')], [stay]], ["Resource plan's memory: none instead of 1Gi."]],
  ])('says that it is %s', (_, args, expected) => {
    expect(closing(...args)).toEqual(expected);
  });

  it('says nothing where there is no such plan', () => {
    expect(mean([having('1Gi')], [having('2Gi')], { plan: planOf(cart) }).closing).toEqual([]);
  });
});
