import { cpuLimit, ofSite, onlyIn } from '../../../../lib/model/environment';
import type { Hazard } from '../../../../lib/model/hazard';
import type { LoadedModel } from '../../../../lib/model/loaded-model';
import { disk, files, type Mount, type Pod, scratch, type Volume } from '../../../../lib/model/pod';
import { secretKey } from '../../../../lib/model/secret';
import type { ServiceProps } from '../../../../lib/model/service';
import { configurable } from '../../../../lib/model/setting';
import type { Site } from '../../../../lib/model/site';
import type { Database, Store } from '../../../../lib/model/store';
import type { Step } from '../../../../lib/model/task';
import { type Interchangeable, members } from '../../../../lib/model/workload';
import type { SizedOf } from '../../../../lib/roles/role';
import { clusterOf } from '../../../../lib/targets/kubernetes/render/cluster';
import { imagesOf } from '../../../../lib/targets/kubernetes/render/images';
import { migrationPod, schemaContainers } from '../../../../lib/targets/kubernetes/render/migration';
import { taskPod } from '../../../../lib/targets/kubernetes/render/task';
import { volumesOf } from '../../../../lib/targets/kubernetes/render/volumes';
import { Cpu } from '../../../../lib/units/cpu';
import { seconds } from '../../../../lib/units/duration';
import { ImageRepository } from '../../../../lib/units/image';
import { Memory } from '../../../../lib/units/memory';
import { objectName } from '../../../../lib/units/name';
import { type Any, find, objectsOf, ofKind, shopPlan } from '../../../support/cluster';
import { clusterOver } from '../../../support/plans';
import { testService } from '../../../support/services';
import { sizedAs } from '../../../support/sized';

/* What a cluster has for one service that is like no service of the shop. */

const AMOUNTS = 'cpu: { request: 0.1, limit: 1 }, memory: { request: 64Mi, limit: 64Mi }';
const HTTP = { http: { container: 8000 } };
const RUNS = { role: 'interchangeable', command: ['serve'], drain: seconds(1), priority: 'core' } as const;

/** The objects of a service of its own, with what its profile says of it besides CPUs and memory. */
function objectsFor(props: Partial<ServiceProps>, said = 'replicas: 1', more = ''): readonly Any[] {
  const one = testService('one', { ports: HTTP, ...props });
  return objectsOf(clusterOver([one], `images: { one: "1" }\nservices: { one: { ${AMOUNTS}, ${said} } }\n${more}`));
}
const replicas = (about: Partial<Interchangeable>): Pick<ServiceProps, 'workload'> => ({ workload: { ...RUNS, ...about } });
const deployment = (objects: readonly Any[]): Any => find(objects, 'Deployment', 'fm-one');
const podIn = (objects: readonly Any[]): Any => deployment(objects).spec.template.spec;
const policy = (objects: readonly Any[]): Any => find(objects, 'NetworkPolicy', 'fm-one').spec;

describe('its autoscaler', () => {
  const AUTO = 'replicas: { min: 1, max: 4 }';
  const behavior = (objects: readonly Any[]): Any => find(objects, 'HorizontalPodAutoscaler', 'fm-one').spec.behavior;

  it('removes one replica every two minutes where a new one takes long to start', () => {
    expect(behavior(objectsFor(replicas({ scalesDown: 'slowly' }), AUTO)).scaleDown).toEqual({
      stabilizationWindowSeconds: 600,
      policies: [{ type: 'Pods', value: 1, periodSeconds: 120 }],
    });
  });

  it('counts in percent alone, or in pods alone, as the profile does', () => {
    const scaling = 'scaling: { up: { window: 0, every: 15, percent: 50 }, down: { window: 60, every: 30, pods: 2 } }';
    const { scaleUp, scaleDown } = behavior(objectsFor({}, `${AUTO}, ${scaling}`));
    expect(scaleUp.policies).toEqual([{ type: 'Percent', value: 50, periodSeconds: 15 }]);
    expect(scaleDown.policies).toEqual([{ type: 'Pods', value: 2, periodSeconds: 30 }]);
  });
});

describe('its Deployment', () => {
  const CODE: Hazard = { code: 'own-data', what: 'a', consequence: 'b', wayOut: 'c', evidence: 'd' };
  const strategy = (props: Partial<ServiceProps>, said?: string): string => deployment(objectsFor(props, said)).spec.strategy.type;

  it('ends the old replica first where there is one that keeps data, or may be no second one', () => {
    expect(strategy({})).toBe('RollingUpdate');
    expect(strategy(replicas({ divergent: CODE }))).toBe('Recreate');
    expect(strategy(replicas({ divergent: CODE }), 'replicas: 2')).toBe('RollingUpdate');
    expect(strategy(replicas({ writes: ['/data'] }), 'replicas: 1, volume: { size: 1Gi }')).toBe('Recreate');
    expect(strategy({ workload: { ...RUNS, role: 'exclusive', because: 'a second one rings twice' } }, 'replicas: 1')).toBe('Recreate');
  });

  it('tells linters why one replica is enough where it is, and only there', () => {
    const ignored = (objects: readonly Any[]): string => deployment(objects).metadata.annotations['kube-score/ignore'];
    expect(ignored(objectsFor(replicas({ divergent: CODE })))).toContain('deployment-replicas,deployment-strategy');
    expect(ignored(objectsFor({}))).not.toContain('deployment');
  });

  it('gives a rollout ten minutes, and as many more as a slow start takes', () => {
    const deadline = (start: number): number =>
      deployment(objectsFor({ health: { kind: 'command', command: ['true'], startsWithin: seconds(start), published: true } })).spec
        .progressDeadlineSeconds;
    expect([60, 61, 240].map(deadline)).toEqual([600, 661, 840]);
  });
});

describe.each([
  ['Deployment', RUNS, 'replicas: 1', ''],
  ['DaemonSet', { ...RUNS, role: 'perNode' }, 'scratch: 1Gi', 'nodes: [{ name: all, count: 2 }]\n'],
] as const)('as a %s', (kind, workload, said, more) => {
  const skips = (ports: ServiceProps['ports']): string =>
    JSON.stringify(find(objectsFor({ workload, ports }, said, more), kind, 'fm-one').metadata.annotations);

  it('tells linters where nothing listens, and only there', () => {
    expect(skips({})).toContain('CKV_K8S_9=it takes what it does from a queue');
    expect(skips(HTTP)).not.toContain('CKV_K8S_9=');
  });
});

it('goes on serving where something listens, until clients know that it ends', () => {
  const lifecycle = (ports: ServiceProps['ports']): Any => podIn(objectsFor({ ports })).containers[0].lifecycle;
  expect(lifecycle(HTTP).preStop.exec.command[0]).toBe('sleep');
  expect(lifecycle({})).toBeUndefined();
});

it('ends at once where its clients ask again by themselves', () => {
  expect(podIn(objectsFor(replicas({ endsAtOnce: true }))).containers[0].lifecycle).toBeUndefined();
});

describe('its variables', () => {
  const INGRESS = 'ingress: { host: a.test.org, className: x, tlsSecret: y, namespace: in, origins: ["https://b.test.org"] }\n';
  const env = (variables: ServiceProps['variables'], more?: string): Any =>
    podIn(objectsFor({ variables }, 'replicas: 1', more)).containers[0].env;

  it('say where browsers come from in the notation of its image', () => {
    const as = (notation: 'json' | 'commas') => onlyIn('cluster', { FROM: { kind: 'allowed-origins', as: notation } });
    expect(env(as('json'), INGRESS)).toContainEqual({ name: 'FROM', value: '["https://a.test.org","https://b.test.org"]' });
    expect(env(as('commas'), INGRESS)).toContainEqual({ name: 'FROM', value: 'https://a.test.org,https://b.test.org' });
  });

  it('say how many CPUs it may use', () => {
    expect(env(onlyIn('cluster', { WORKERS: cpuLimit }))).toContainEqual({
      name: 'WORKERS',
      valueFrom: { resourceFieldRef: { containerName: 'fm-one', resource: 'limits.cpu' } },
    });
  });

  it('say what a configuration file could say as well', () => {
    const told = onlyIn('cluster', { HOST: ofSite(({ host }) => host) });
    expect(env(told, INGRESS)).toContainEqual({ name: 'HOST', value: 'a.test.org' });
  });

  it('are those of the profile as well, in which the kubelet replaces nothing', () => {
    const { containers } = podIn(objectsFor({}, 'replicas: 1, environment: { PRICE: "$(HOME) $5" }'));
    expect(containers[0].env).toContainEqual({ name: 'PRICE', value: '$$(HOME) $$5' });
  });
});

describe('its connections', () => {
  const to = (destination: NonNullable<ServiceProps['reaches']>[number], more?: string): Any =>
    policy(objectsFor({ reaches: [destination] }, 'replicas: 1', more)).egress;

  it('lead to any port of a namespace', () => {
    expect(to({ kind: 'namespace', name: 'queue', why: 'a test' })).toEqual([
      { to: [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'queue' } } }], ports: [{ protocol: 'TCP' }] },
    ]);
  });

  it('are none where the profile has no authentication', () => expect(to({ kind: 'authentication' })).toBeUndefined());

  it('ask at port 53 alone what is near, beside pods that listen at other ports too', () => {
    const { egress } = find(objectsFor({}, 'replicas: 1', 'dns: { ports: [53, 5353] }\n'), 'NetworkPolicy', 'allow-dns').spec;
    expect(egress.map(({ ports }: Any) => ports.map(({ port }: Any) => port))).toEqual([
      [53, 53, 5353, 5353],
      [53, 53],
    ]);
  });

  it('ask nobody for names but the pods of the DNS where the profile names nothing near', () => {
    const { egress } = find(
      objectsFor({}, 'replicas: 1', 'dns: { ports: [5353], cidrs: [10.0.0.10/32] }\n'),
      'NetworkPolicy',
      'allow-dns',
    ).spec;
    expect(egress).toHaveLength(1);
    expect(egress[0].to).toHaveLength(2);
    expect(egress[0].ports.map(({ port }: Any) => port)).toEqual([5353, 5353]);
  });
});

it('has an address for each replica that clients tell apart, and no inner port in it', () => {
  const ports = { ...HTTP, peers: { container: 9000, inner: true } } as const;
  const services = (about: Partial<Interchangeable>) => ofKind(objectsFor({ ...replicas(about), ports }, 'replicas: 2'), 'Service');
  expect(services({}).map(({ metadata }) => metadata.name)).toEqual(['fm-one']);
  const [one, each] = services({ foundSingly: true });
  expect([one.metadata.name, one.spec.clusterIP]).toEqual(['fm-one', undefined]);
  expect(each.metadata.name).toBe('fm-one-replicas');
  expect(each.spec).toEqual({
    clusterIP: 'None',
    selector: one.spec.selector,
    ports: [{ name: 'http', port: 8000, targetPort: 'http', protocol: 'TCP' }],
  });
});

describe('its mounts', () => {
  it('hold the claim of a model, which is only read', () => {
    const claim = { name: objectName('models'), path: '/models', named: ['claim'] };
    const model: LoadedModel = { what: 'a model', from: 'volume', environment: {}, reaches: [], shared: true, claim };
    const objects = objectsFor({ configurable: configurable({ follow: () => ({ model }) }) });
    const pod = podIn(objects);
    expect(pod.volumes).toContainEqual({ name: 'models', persistentVolumeClaim: { claimName: 'models', readOnly: true } });
    expect(pod.containers[0].volumeMounts).toEqual([
      { name: 'tmp', mountPath: '/tmp' },
      { name: 'models', mountPath: '/models', readOnly: true },
    ]);
    // Its size is not known.
    const { hard } = find(objects, 'ResourceQuota', 'faultmaven').spec;
    expect([hard.persistentvolumeclaims, hard['requests.storage']]).toEqual(['1', undefined]);
    expect(find(objectsFor({}), 'ResourceQuota', 'faultmaven').spec.hard).toMatchObject({
      persistentvolumeclaims: '0',
      'requests.storage': '0Mi',
    });
  });

  it('are its disk for its data, and folders that go with the pod for what else it writes', () => {
    const pod = podIn(objectsFor(replicas({ writes: ['/data', '/cache', '/tmp'] }), 'replicas: 1, volume: { size: 1Gi }, scratch: 2Gi'));
    expect(pod.volumes).toEqual([
      { name: 'tmp', emptyDir: { sizeLimit: '2Gi' } },
      { name: 'cache', emptyDir: { sizeLimit: '2Gi' } },
      { name: 'data', persistentVolumeClaim: { claimName: 'fm-one' } },
    ]);
    expect(pod.containers[0].volumeMounts.map(({ name, mountPath }: Any) => [name, mountPath])).toEqual([
      ['tmp', '/tmp'],
      ['data', '/data'],
      ['cache', '/cache'],
    ]);
  });

  it('come from volumes in the order of what becomes of them, each once and named by its own name or by its path', () => {
    const memory: Volume = { kind: 'scratch', medium: 'memory', size: Memory.parse('64Mi') };
    const own = disk('disk', { size: Memory.parse('1Gi') });
    const mounts: readonly Mount[] = [
      { at: '/etc/one', volume: { kind: 'files', name: 'settings', sources: [files('settings', { a: '1' })] } },
      { at: '/models', volume: { kind: 'claim', name: objectName('models') } },
      { at: '/dev/shm', volume: memory },
      { at: '/data', volume: own },
      { at: '/again', volume: own },
      scratch('/var/__cache', Memory.parse('3Gi')),
    ];
    const pod: Pod = { mounts, containers: [{ name: 'one', command: ['serve'], environment: {}, probes: {} }] };
    const {
      volumes,
      scratch: lost,
      ephemeral,
    } = volumesOf(pod, testService('one'), { room: Memory.parse('1Gi'), claim: 'its-claim' }, clusterOf(shopPlan()));
    expect(JSON.parse(JSON.stringify(volumes))).toEqual([
      { name: 'tmp', emptyDir: { sizeLimit: { value: '1Gi' } } },
      { name: 'var-cache', emptyDir: { sizeLimit: { value: '3Gi' } } },
      { name: 'disk', persistentVolumeClaim: { claimName: 'its-claim' } },
      { name: 'dev-shm', emptyDir: { medium: 'Memory', sizeLimit: { value: '64Mi' } } },
      { name: 'models', persistentVolumeClaim: { claimName: 'models', readOnly: true } },
      { name: 'settings', configMap: { name: expect.stringMatching(/^fm-one-settings-/) } },
    ]);
    // Memory is not the node's disk.
    expect(lost).toEqual(['tmp', 'var-cache']);
    expect(ephemeral.mebibytes).toBe(256 + 1024 + 3072);
  });

  it('hold keys of two Secrets in one folder', () => {
    const key = (secret: string) => secretKey(secret, 'key', { holds: 'a key', rotation: 'a test' });
    const both: Mount = {
      at: '/keys',
      volume: { kind: 'files', name: 'keys', sources: [{ kind: 'secret', files: { a: key('first'), b: key('second') } }] },
    };
    const workload = members({
      leader: { by: 'proxy' },
      of: () => ({ mounts: [scratch('/run'), both], containers: [{ name: 'one', command: ['serve'], environment: {}, probes: {} }] }),
    });
    const { volumes } = find(objectsFor({ workload }, 'replicas: 1, volume: { size: 1Gi }'), 'StatefulSet', 'fm-one').spec.template.spec;
    expect(volumes).toContainEqual({
      name: 'keys',
      projected: {
        sources: [
          { secret: { name: 'first', items: [{ key: 'key', path: 'a' }] } },
          { secret: { name: 'second', items: [{ key: 'key', path: 'b' }] } },
        ],
      },
    });
  });
});

describe('its schema', () => {
  const MIGRATION = { migration: { upgrade: ['migrate', 'it'], wait: ['wait', 'for', 'it'] } } as const;
  const OWN_FILE: Database = { environment: {}, reaches: [], shared: false, migrates: { by: 'each-replica' } };
  const key = secretKey('files', 'key', { holds: 'a key', rotation: 'a test' });
  const files: Store = { environment: { FILES_AT: 'there', FILES_KEY: key }, reaches: [], shared: true };
  const owned = {
    ...{ environment: { DATABASE: 'as a user' }, reaches: [], shared: true },
    migrates: { by: 'owner', server: testService('server', { ports: HTTP }), environment: { DATABASE: 'as its owner' } },
  } as unknown as Database;
  const keeping = (database: Database): Pick<ServiceProps, 'configurable'> => ({
    configurable: configurable({ follow: () => ({ database, files }) }),
  });

  it('is migrated by each replica before it serves, where it is in a file of its own', () => {
    const objects = objectsFor({ ...replicas(MIGRATION), ...keeping(OWN_FILE) });
    expect(podIn(objects).initContainers).toMatchObject([{ name: 'migrate', command: ['migrate', 'it'] }]);
    expect(ofKind(objects, 'Job')).toEqual([]);
  });

  it('is nothing to wait for without a database or a migration', () => {
    for (const props of [replicas(MIGRATION), keeping(OWN_FILE)]) expect(podIn(objectsFor(props)).initContainers).toBeUndefined();
  });

  it('is migrated on a server as its owner, without the keys of other stores', () => {
    const podFor = (props: Partial<ServiceProps>) => {
      const sized = sizedAs(testService('one', props), { replicas: 1 }) as SizedOf<'interchangeable'>;
      return [migrationPod(sized), schemaContainers(sized)] as const;
    };
    const [pod, waiting] = podFor({ ...replicas(MIGRATION), ...keeping(owned) });
    expect(pod?.containers).toMatchObject([{ name: 'migrate', command: ['migrate', 'it'] }]);
    expect(pod?.containers[0].environment).toEqual({ DATABASE: 'as its owner', FILES_AT: 'there' });
    expect(waiting).toMatchObject([{ name: 'wait-for-schema', command: ['wait', 'for', 'it'] }]);
    for (const props of [replicas(MIGRATION), keeping(owned), { ...replicas(MIGRATION), ...keeping(OWN_FILE) }])
      expect(podFor(props)[0]).toBeUndefined();
  });
});

describe('its images', () => {
  const tool = (kind: string) => ({ kind, image: ImageRepository.parse(`example.org/${kind}`), release: { tag: '1' } });
  const [zip, apt] = [tool('zip'), tool('apt')];
  const workload = members({
    leader: { by: 'proxy' },
    of: () => ({
      before: [{ name: 'install', image: apt, command: ['install'], environment: {} }],
      containers: [
        { name: 'one', command: ['serve'], environment: {}, probes: {} },
        { name: 'beside', image: zip, command: ['wait'], environment: {}, probes: {} },
      ],
    }),
  });
  const one = testService('one', { workload, tools: [zip, apt], image: 'mirrored.org/one' });
  const profile = `images: { one: "1", zip: "2", apt: "3" }\nservices: { one: { ${AMOUNTS}, replicas: 1, volume: { size: 1Gi } } }\n`;

  it('are told what the profile says where they are the image of the service', () => {
    const told = profile.replace('replicas: 1', 'replicas: 1, environment: { LEVEL: low }');
    const { containers } = find(objectsOf(clusterOver([one], told)), 'StatefulSet', 'fm-one').spec.template.spec;
    const names = containers.map(({ env }: Any) => env.map(({ name }: Any) => name));
    expect(names).toEqual([['HOME', 'LEVEL'], ['HOME']]);
  });

  it('are listed once each by their names, with what pulls them and where they are published', () => {
    const pulledBy = ['StatefulSet/fm-one'];
    expect(imagesOf(clusterOver([one], `registries: { mirrored.org: a.test }\n${profile}`))).toEqual([
      { image: 'a.test/one:1', source: 'mirrored.org/one:1', pulledBy },
      { image: 'example.org/apt:3', source: undefined, pulledBy },
      { image: 'example.org/zip:2', source: undefined, pulledBy },
    ]);
  });
});

it('has no Ingress where it is exposed, but nothing listens', () => {
  const ingress = 'ingress: { host: a.test.org, className: x, tlsSecret: y, namespace: in }\n';
  const kinds = (props: Partial<ServiceProps>) =>
    objectsFor({ exposed: { ownPaths: [] }, ...props }, 'replicas: 1', ingress).map(({ kind }) => kind);
  expect(kinds({})).toContain('Ingress');
  expect(kinds({ ports: {} })).not.toContain('Ingress');
});

it('gives its account the rights that its store asks for', () => {
  const annotations = { 'example.com/role': 'files' };
  const files: Store = { environment: {}, reaches: [], shared: true, accountAnnotations: annotations };
  const account = (props: Partial<ServiceProps>): Any => find(objectsFor(props), 'ServiceAccount', 'fm-one');
  expect(account({ configurable: configurable({ follow: () => ({ files }) }) }).metadata.annotations).toEqual(annotations);
  expect(account({}).metadata.annotations).toBeUndefined();
});

it.each([
  ['3', /^3$/],
  ['1.2-rc.1', /^1\.2-rc\.1$/],
  ['1.2_', /^[0-9a-f]{12}$/],
  ['v'.repeat(64), /^[0-9a-f]{12}$/],
  [`sha256:${'ab'.repeat(32)}`, /^(ab){6}a?$/],
  [`1.2@sha256:${'ab'.repeat(32)}`, /^1\.2$/],
])('has a label that tells the build %s', (build, label) => {
  const one = testService('one');
  const objects = objectsOf(clusterOver([one], `images: { one: "${build}" }\nservices: { one: { ${AMOUNTS}, replicas: 1 } }\n`));
  expect(deployment(objects).metadata.labels['app.kubernetes.io/version']).toMatch(label);
});

it('tells its configuration files where each replica of another service is', () => {
  const other = testService('other');
  const objects = objectsFor(replicas({ configuration: { '/etc/one.conf': ({ replicasOf }) => replicasOf(other) } }));
  const [held] = ofKind(objects, 'ConfigMap');
  expect(held.data['one.conf']).toBe('fm-other-replicas.faultmaven.svc.cluster.local');
});

it('tells its configuration files how it is reached', () => {
  const said = ({ host, origins, trusts }: Site): string => JSON.stringify([host, origins, trusts ?? []]);
  const file = (more?: string): unknown => {
    const [held] = ofKind(objectsFor(replicas({ configuration: { '/etc/one.json': said } }), 'replicas: 1', more), 'ConfigMap');
    return JSON.parse(held.data['one.json']);
  };
  const ingress = 'host: a.test.org, className: x, tlsSecret: y, namespace: in';
  expect(file()).toEqual(['', [], []]);
  expect(file(`ingress: { ${ingress} }\n`)).toEqual(['a.test.org', ['https://a.test.org'], []]);
  expect(file(`ingress: { ${ingress}, origins: ["https://b.test.org"], trustedNetworks: [10.0.0.0/8] }\n`)).toEqual([
    'a.test.org',
    ['https://a.test.org', 'https://b.test.org'],
    ['10.0.0.0/8'],
  ]);
});

it('has an address for each member where that must not change, of which linters are told that it selects a pod', () => {
  const workload = members({
    ...{ leader: { by: 'proxy' }, addresses: 'each' },
    of: () => ({ containers: [{ name: 'one', command: ['serve'], environment: {}, probes: {} }] }),
  });
  const services = ofKind(objectsFor({ workload }, 'replicas: 2, volume: { size: 1Gi }'), 'Service');
  expect(services.map(({ metadata }) => metadata.name)).toEqual(['fm-one-members', 'fm-one-0', 'fm-one-1']);
  for (const { metadata, spec } of services.slice(1)) {
    expect(spec.selector['statefulset.kubernetes.io/pod-name']).toBe(metadata.name);
    expect(Object.keys(metadata.annotations)).toContain('ignore-check.kube-linter.io/dangling-service');
  }
});

describe('members of which nobody leads', () => {
  const ports = { ...HTTP, gossip: { container: 9000, inner: true, datagrams: true } } as const;
  const objects = (connected: boolean): readonly Any[] => {
    const workload = members({
      leader: { by: 'nobody', connected },
      of: () => ({ containers: [{ name: 'one', command: ['serve'], environment: {}, probes: {} }] }),
    });
    return objectsFor({ workload, ports }, 'replicas: 2, volume: { size: 1Gi }');
  };

  it('answer clients as replicas do, of which linters need not be told', () => {
    const [each, all] = ofKind(objects(true), 'Service');
    expect([each.metadata.name, all.metadata.name]).toEqual(['fm-one-members', 'fm-one']);
    expect(all.spec.selector).toEqual(each.spec.selector);
    expect(all.spec.ports.map(({ name }: Any) => name)).toEqual(['http']);
    expect(all.metadata.annotations).toBeUndefined();
  });

  it('keep a client with one of them where they know nothing of one another, and only there', () => {
    const affinities = (connected: boolean): readonly Any[] =>
      ofKind(objects(connected), 'Service').map(({ spec }) => spec.sessionAffinity);
    expect(affinities(false)).toEqual([undefined, 'ClientIP']);
    expect(affinities(true)).toEqual([undefined, undefined]);
  });

  it('reach one another where they are connected, with datagrams as well', () => {
    const { ingress, egress } = policy(objects(true));
    const gossip = [
      { protocol: 'TCP', port: 9000 },
      { protocol: 'UDP', port: 9000 },
    ];
    expect(ingress.flatMap((rule: Any) => rule.ports)).toEqual(expect.arrayContaining(gossip));
    expect(egress.flatMap((rule: Any) => rule.ports)).toEqual(expect.arrayContaining(gossip));
  });

  it('reach nobody where they are not', () => {
    expect(policy(objects(false)).ingress).toBeUndefined();
    expect(policy(objects(false)).egress).toBeUndefined();
  });
});

it('runs the last step of a task in the container of its pod, and those before it in their order', () => {
  const step = (name: string): Step => ({ name, command: [name], environment: {} });
  const limits = { cpu: Cpu.parse('1'), memory: Memory.parse('1Gi') };
  const { before, containers } = taskPod({ name: 'copy', when: 'once', steps: [step('first'), step('second'), step('third')], limits });
  expect([...(before ?? []), ...containers].map(({ name }) => name)).toEqual(['first', 'second', 'third']);
  expect(containers.map(({ name }) => name)).toEqual(['third']);
});
