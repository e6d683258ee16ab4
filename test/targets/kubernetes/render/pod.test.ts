import { disk, files, type Mount, scratch } from '../../../../lib/model/pod';
import { secretKey } from '../../../../lib/model/secret';
import { members } from '../../../../lib/model/workload';
import type { SizedOf } from '../../../../lib/roles/role';
import { volume } from '../../../../lib/shape/amounts';
import { isOwnClaim } from '../../../../lib/targets/kubernetes/plan/claims';
import { secretsOf } from '../../../../lib/targets/kubernetes/plan/secrets';
import { clusterOf } from '../../../../lib/targets/kubernetes/render/cluster';
import { configurationOf } from '../../../../lib/targets/kubernetes/render/configuration';
import { deploymentOf } from '../../../../lib/targets/kubernetes/render/deployment';
import { rightsOf } from '../../../../lib/targets/kubernetes/render/rights';
import { podOf } from '../../../../lib/targets/kubernetes/render/roles';
import type { Cluster } from '../../../../lib/targets/kubernetes/render/site';
import { statefulSetOf } from '../../../../lib/targets/kubernetes/render/stateful-set';
import { seconds } from '../../../../lib/units/duration';
import { ImageRepository } from '../../../../lib/units/image';
import { type Any, shopPlan } from '../../../support/cluster';
import { testService } from '../../../support/services';
import { sizedAs } from '../../../support/sized';

const cluster: Cluster = clusterOf(shopPlan());

const key = (name: string) => secretKey('ledger-tls', name, { holds: `the ${name} of its certificate`, rotation: 'a test' });
const AGENT = { kind: 'agent', image: ImageRepository.parse('example.org/agent'), release: { tag: '1.0' } };

/** Members with two disks, a file from a Secret, two containers with probes of their own, and rights. */
const ledger = testService('ledger', {
  ports: { api: { container: 7000 }, peers: { container: 7001, inner: true } },
  workload: members({
    options: { journal: volume('The disk of the journal.') },
    leader: { by: 'label', label: 'role', leads: 'leader', follows: 'follower' },
    of: (size) => {
      const journal = disk('journal', size.journal);
      return {
        mounts: [
          { at: '/var/lib/ledger', volume: disk('data', size.volume) },
          { at: '/var/lib/journal', volume: journal },
          { at: '/etc/ledger', volume: { kind: 'files', name: 'settings', sources: [files('settings', { 'ledger.conf': 'fsync on\n' })] } },
        ],
        before: [{ name: 'prepare', command: ['ledger', 'prepare'], environment: {} }],
        containers: [
          {
            name: 'ledger',
            command: ['ledger', 'serve'],
            environment: {},
            ports: ['api'],
            probes: {
              liveness: { ask: { path: '/alive', port: 'api' }, every: seconds(10), timeout: seconds(2), failures: 3 },
              readiness: { ask: { path: '/ready', port: 'api' }, every: seconds(5), timeout: seconds(1), failures: 2 },
            },
            mounts: [
              {
                at: '/run/tls',
                volume: {
                  kind: 'files',
                  name: 'tls',
                  sources: [{ kind: 'secret', files: { 'server.crt': key('tls.crt'), 'server.key': key('tls.key') } }],
                },
              },
            ],
          },
          {
            name: 'agent',
            image: AGENT,
            ports: ['peers'],
            command: ['agent'],
            environment: {},
            size: { cpu: size.cpu, memory: { request: size.memory.request.fraction(1, 4), limit: size.memory.limit.fraction(1, 4) } },
            probes: { startup: { ask: { command: ['agent', 'ping'] }, every: seconds(3), timeout: seconds(3), failures: 20 } },
            mounts: [{ at: '/journal', volume: journal, part: 'closed' }],
          },
        ],
        user: { uid: 999, gid: 998, because: 'a test' },
        rights: [{ kind: 'own-pods' }, { kind: 'lock-objects', names: ['fm-ledger-lock'] }],
        grace: seconds(90),
      };
    },
  }),
});

const sized = sizedAs(ledger, { replicas: 3, volume: { size: '10Gi' }, journal: { size: '2Gi', class: 'fast' } }) as SizedOf<'members'>;
const plain = (object: object): Any => JSON.parse(JSON.stringify(object));
const { spec } = plain(statefulSetOf(sized, podOf(sized), { ...cluster, images: {} }));
const pod = spec.template.spec;
const [prepare, one, agent] = [...pod.initContainers, ...pod.containers];

it('claims every disk, each with its own size and class', () => {
  expect(
    spec.volumeClaimTemplates.map(({ metadata, spec: claim }: Any) => [
      metadata.name,
      claim.resources.requests.storage,
      claim.storageClassName,
    ]),
  ).toEqual([
    ['data', '10Gi', undefined],
    ['journal', '2Gi', 'fast'],
  ]);
  expect(pod.volumes.map(({ name }: Any) => name)).toEqual(['tmp', 'settings', 'tls']);
});

it('knows the claims of all disks of all members, and no others', () => {
  for (const name of ['data-fm-ledger-0', 'journal-fm-ledger-12']) expect(isOwnClaim(name, sized)).toBe(true);
  for (const name of ['fm-ledger', 'journal-fm-ledger', 'other-fm-ledger-0', 'data-fm-ledger-x'])
    expect(isOwnClaim(name, sized)).toBe(false);
});

it('mounts what all have in all, and what one has in it alone', () => {
  const everywhere = [
    { name: 'tmp', mountPath: '/tmp' },
    { name: 'data', mountPath: '/var/lib/ledger' },
    { name: 'journal', mountPath: '/var/lib/journal' },
    { name: 'settings', mountPath: '/etc/ledger', readOnly: true },
  ];
  expect(prepare.volumeMounts).toEqual(everywhere);
  expect(one.volumeMounts).toEqual([...everywhere, { name: 'tls', mountPath: '/run/tls', readOnly: true }]);
  expect(agent.volumeMounts).toEqual([...everywhere, { name: 'journal', mountPath: '/journal', subPath: 'closed' }]);
});

it('makes files of the keys of a Secret, and says that it is needed', () => {
  expect(pod.volumes).toContainEqual({
    name: 'tls',
    secret: {
      secretName: 'ledger-tls',
      items: [
        { key: 'tls.crt', path: 'server.crt' },
        { key: 'tls.key', path: 'server.key' },
      ],
    },
  });
  expect(secretsOf({ services: [sized] })).toMatchObject([
    {
      name: 'ledger-tls',
      keys: [
        { key: 'tls.crt', consumers: ['fm-ledger'] },
        { key: 'tls.key', consumers: ['fm-ledger'] },
      ],
    },
  ]);
});

it('puts files of a ConfigMap and of a Secret into one folder', () => {
  const mixed: Mount = {
    at: '/etc/both',
    volume: {
      kind: 'files',
      name: 'both',
      sources: [files('both', { a: '1' }), { kind: 'secret', files: { b: key('tls.key') } }],
    },
  };
  const service = testService('mixed', {
    workload: members({
      leader: { by: 'proxy' },
      of: () => ({ mounts: [mixed], containers: [{ name: 'mixed', command: ['serve'], environment: {}, probes: {} }] }),
    }),
  });
  const mixedSized = sizedAs(service, { replicas: 1, volume: { size: '1Gi' } }) as SizedOf<'members'>;
  const [held] = configurationOf(service, [podOf(mixedSized)], cluster).map(plain);
  expect(plain(statefulSetOf(mixedSized, podOf(mixedSized), cluster)).spec.template.spec.volumes).toContainEqual({
    name: 'both',
    projected: {
      sources: [{ configMap: { name: held.metadata.name } }, { secret: { name: 'ledger-tls', items: [{ key: 'tls.key', path: 'b' }] } }],
    },
  });
  expect(held.data).toEqual({ a: '1' });
});

it('makes a file that follows from the cluster once, for the ConfigMap and for whoever mounts it', () => {
  let times = 0;
  const counted = files('counted', {
    a: ({ host }) => {
      times += 1;
      return host;
    },
  });
  const service = testService('counted', {
    workload: members({
      leader: { by: 'proxy' },
      of: () => ({
        mounts: [{ at: '/etc/counted', volume: { kind: 'files', name: 'counted', sources: [counted] } }],
        containers: [{ name: 'counted', command: ['serve'], environment: {}, probes: {} }],
      }),
    }),
  });
  const one = sizedAs(service, { replicas: 1, volume: { size: '1Gi' } }) as SizedOf<'members'>;
  const of = (where: Cluster) => [
    ...configurationOf(service, [podOf(one)], where).map(plain),
    plain(statefulSetOf(one, podOf(one), where)),
  ];
  expect(of(cluster).map(({ kind }) => kind)).toEqual(['ConfigMap', 'StatefulSet']);
  expect(times).toBe(1);
  const [held] = of({ ...cluster, site: { ...cluster.site, host: 'other.example.org' } });
  expect([times, held.data.a]).toEqual([2, 'other.example.org']);
});

it('gives each container its image, its size and its probes', () => {
  expect([prepare, one, agent].map(({ image }) => image)).toEqual(['example.org/test', 'example.org/test', 'example.org/agent']);
  expect([prepare, one, agent].map(({ resources }) => resources.limits.memory)).toEqual(['128Mi', '128Mi', '32Mi']);
  expect([one.startupProbe, one.livenessProbe.httpGet.path, one.readinessProbe.httpGet.path]).toEqual([undefined, '/alive', '/ready']);
  expect(agent).toMatchObject({ startupProbe: { exec: { command: ['agent', 'ping'] }, periodSeconds: 3, failureThreshold: 20 } });
  expect([agent.livenessProbe, agent.readinessProbe, prepare.ports]).toEqual([undefined, undefined, undefined]);
  expect([one, agent].map(({ ports }) => ports)).toEqual([
    [{ name: 'api', containerPort: 7000 }],
    [{ name: 'peers', containerPort: 7001 }],
  ]);
});

it('runs as the user of the image, for as long as the pod needs to end', () => {
  expect(pod.securityContext).toMatchObject({ runAsUser: 999, runAsGroup: 998, fsGroup: 998, runAsNonRoot: true });
  expect(pod.terminationGracePeriodSeconds).toBe(90);
});

it('writes what it may do as a Role of exactly that, and gives its account to nobody without rights', () => {
  const [role, binding] = rightsOf(sized, cluster).map(plain);
  expect(role.rules).toEqual([
    { apiGroups: [''], resources: ['pods'], verbs: ['list', 'watch'] },
    { apiGroups: [''], resources: ['pods'], resourceNames: ['fm-ledger-0', 'fm-ledger-1', 'fm-ledger-2'], verbs: ['patch'] },
    { apiGroups: [''], resources: ['configmaps'], verbs: ['create', 'list', 'watch'] },
    { apiGroups: [''], resources: ['configmaps'], resourceNames: ['fm-ledger-lock'], verbs: ['get', 'patch'] },
  ]);
  expect(binding.subjects).toEqual([{ kind: 'ServiceAccount', name: 'fm-ledger', namespace: cluster.namespace }]);
  expect(pod.automountServiceAccountToken).toBe(true);
  const without = sizedAs(testService('plain'), { replicas: 1 }) as SizedOf<'interchangeable'>;
  expect(rightsOf(without, cluster)).toEqual([]);
  expect(plain(deploymentOf(without, podOf(without), cluster)).spec.template.spec.automountServiceAccountToken).toBe(false);
});

it('tells two files of one name apart that one container has in two folders', () => {
  const service = testService('web', {
    workload: {
      ...{ role: 'interchangeable', command: ['serve'], drain: seconds(1), priority: 'edge' },
      configuration: { '/etc/web/main.conf': 'one', '/etc/web/sites/main.conf': 'two', '/etc/web/types': 'three' },
    },
  });
  const web = sizedAs(service, { replicas: 1 }) as SizedOf<'interchangeable'>;
  const [held] = configurationOf(service, [podOf(web)], cluster).map(plain);
  const [{ volumeMounts }] = plain(deploymentOf(web, podOf(web), cluster)).spec.template.spec.containers;
  const found = volumeMounts
    .filter(({ subPath }: Any) => subPath)
    .map(({ mountPath, subPath }: Any) => [mountPath, subPath, held.data[subPath]]);
  expect(found).toEqual([
    ['/etc/web/main.conf', 'etc-web-main.conf', 'one'],
    ['/etc/web/sites/main.conf', 'etc-web-sites-main.conf', 'two'],
    ['/etc/web/types', 'types', 'three'],
  ]);
});

it('refuses two volumes of one name', () => {
  const service = testService('twice', {
    workload: members({
      leader: { by: 'proxy' },
      of: () => ({ mounts: [scratch('/a/b'), scratch('/a-b')], containers: [{ name: 'a', command: ['a'], environment: {}, probes: {} }] }),
    }),
  });
  const twice = sizedAs(service, { replicas: 1, volume: { size: '1Gi' } }) as SizedOf<'members'>;
  expect(() => statefulSetOf(twice, podOf(twice), cluster)).toThrow(new RangeError('two volumes of one pod are called a-b'));
});
