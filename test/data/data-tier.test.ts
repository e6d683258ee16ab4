import { parse } from 'yaml';
import { BUDGET } from '../../lib/data/postgres/postgres';
import { type Any, find, objectsOf, ofKind, shopPlan } from '../support/cluster';
import { dataTierPlanOf } from '../support/data-tier';

const objects = objectsOf(dataTierPlanOf('clusterScoped: true\n'));
const set = (name: string, all = objects): Any => find(all, 'StatefulSet', name).spec;
const podOf = (name: string, all = objects): Any => set(name, all).template.spec;
const environment = (container: Any): Record<string, Any> =>
  Object.fromEntries(container.env.map(({ name, value, valueFrom }: Any) => [name, value ?? valueFrom]));
const file = (map: string, name: string, all = objects): string => find(all, 'ConfigMap', map).data[name];
const dynamic = (all = objects): Any => JSON.parse(file('postgres-tasks', 'dcs.json', all));

describe.each(['postgres', 'redis', 'chromadb'])('the members of %s', (name) => {
  it('are three, started all at once, whose disks outlive them', () => {
    expect(set(name)).toMatchObject({
      replicas: 3,
      serviceName: `${name}-members`,
      podManagementPolicy: 'Parallel',
      persistentVolumeClaimRetentionPolicy: { whenDeleted: 'Retain', whenScaled: 'Retain' },
    });
    expect(set(name).volumeClaimTemplates.map(({ metadata, spec }: Any) => [metadata.name, spec.accessModes])).toEqual([
      ['data', ['ReadWriteOnce']],
    ]);
  });

  it('are found by name before they are ready', () => {
    expect(find(objects, 'Service', `${name}-members`).spec).toMatchObject({ clusterIP: 'None', publishNotReadyAddresses: true });
  });

  it('never share a node, and are spread over zones', () => {
    const { affinity, topologySpreadConstraints } = podOf(name);
    const [others] = affinity.podAntiAffinity.requiredDuringSchedulingIgnoredDuringExecution;
    expect(others.topologyKey).toBe('kubernetes.io/hostname');
    expect(others.labelSelector.matchLabels).toEqual(set(name).selector.matchLabels);
    expect(topologySpreadConstraints.map(({ topologyKey, whenUnsatisfiable }: Any) => [topologyKey, whenUnsatisfiable])).toEqual([
      ['topology.kubernetes.io/zone', 'ScheduleAnyway'],
    ]);
  });

  it('never share a zone either, where the profile says so', () => {
    const own = objectsOf(dataTierPlanOf(`services: { ${name}: { zones: required } }\n`));
    expect(podOf(name, own).topologySpreadConstraints).toEqual([
      {
        topologyKey: 'topology.kubernetes.io/zone',
        maxSkew: 1,
        minDomains: 3,
        whenUnsatisfiable: 'DoNotSchedule',
        nodeTaintsPolicy: 'Honor',
        labelSelector: { matchLabels: set(name, own).selector.matchLabels },
      },
    ]);
    const five = objectsOf(dataTierPlanOf(`services: { ${name}: { replicas: 5, zones: required } }\n`));
    expect(podOf(name, five).topologySpreadConstraints[0].minDomains).toBe(3);
  });

  it('are the last that a node which runs short of memory puts out', () => {
    for (const { resources } of podOf(name).containers) expect(resources.requests.memory).toBe(resources.limits.memory);
    expect(podOf(name).priorityClassName).toBe('tier-data');
  });

  it('are a majority while nodes are drained, and one that still copies its data counts as missing', () => {
    expect(find(objects, 'PodDisruptionBudget', name).spec).toMatchObject({
      minAvailable: 2,
      unhealthyPodEvictionPolicy: 'IfHealthyBudget',
    });
  });
});

describe('PostgreSQL', () => {
  it('acknowledges no write that only one disk has, and goes on without the API server', () => {
    expect(dynamic()).toMatchObject({
      ttl: 20,
      loop_wait: 5,
      retry_timeout: 7,
      synchronous_mode: true,
      synchronous_mode_strict: true,
      failsafe_mode: true,
      postgresql: { use_pg_rewind: true, parameters: { synchronous_commit: 'on' } },
    });
    expect(parse(file('postgres-configuration', 'patroni.yml')).bootstrap.initdb).toContain('data-checksums');
  });

  it('starts a new cluster with what a running one is told', () => {
    expect(JSON.parse(file('postgres-initial', 'bootstrap.yml')).bootstrap.dcs).toEqual(dynamic());
  });

  it('logs no parameter of a statement, even where statements are logged: it may be a credential', () => {
    const { parameters } = dynamic().postgresql;
    expect(parameters).toMatchObject({ log_parameter_max_length: 0, log_parameter_max_length_on_error: 0 });
    expect(Object.keys(parameters).filter((name) => /^(log_statement|log_min_duration|auto_explain)/.test(name))).toEqual([]);
  });

  it('stands every pool of every replica that can exist at once', () => {
    const connections = (most: number): number =>
      dynamic(objectsOf(shopPlan([`services.orders.replicas={min: 2, max: ${most}}`]))).postgresql.parameters.max_connections;
    // One more while they are replaced, and old ones that take their 45 s to end, one every 10 s, but never more than there were.
    expect(connections(6)).toBe((6 + 1 + 5) * 15 + 20);
    expect(connections(8)).toBe((8 + 1 + 5) * 15 + 20);
    expect(connections(2)).toBe((2 + 1 + 2) * 15 + 20);
  });

  it('keeps its settings in ConfigMaps, by an account that may do exactly that', () => {
    expect(find(objects, 'Role', 'postgres').rules).toEqual([
      { apiGroups: [''], resources: ['configmaps'], verbs: ['create', 'list', 'watch'] },
      {
        apiGroups: [''],
        resources: ['configmaps'],
        resourceNames: ['postgres-config', 'postgres-failover', 'postgres-leader', 'postgres-sync'],
        verbs: ['get', 'patch'],
      },
      { apiGroups: [''], resources: ['pods'], verbs: ['list', 'watch'] },
      { apiGroups: [''], resources: ['pods'], resourceNames: ['postgres-0', 'postgres-1', 'postgres-2'], verbs: ['patch'] },
    ]);
    const five = objectsOf(dataTierPlanOf('', ['services.postgres.replicas=5']));
    expect(find(five, 'Role', 'postgres').rules.at(-1).resourceNames).toHaveLength(5);
    expect(find(objects, 'RoleBinding', 'postgres')).toMatchObject({
      roleRef: { kind: 'Role', name: 'postgres' },
      subjects: [{ kind: 'ServiceAccount', name: 'postgres', namespace: 'tier' }],
    });
    expect(podOf('postgres').automountServiceAccountToken).toBe(true);
    const { kubernetes } = parse(file('postgres-configuration', 'patroni.yml'));
    const labels = set('postgres').template.metadata.labels;
    expect(labels).toMatchObject(kubernetes.labels);
    expect(labels[kubernetes.scope_label]).toBe(parse(file('postgres-configuration', 'patroni.yml')).scope);
    for (const [name, role] of [
      ['postgres', 'primary'],
      ['postgres-replica', 'replica'],
    ] as const)
      expect(find(objects, 'Service', name).spec.selector[kubernetes.role_label]).toBe(role);
  });

  it('gives nobody a right to change what is there without saying by name what', () => {
    const rules = ofKind(objects, 'Role').flatMap(({ rules }) => rules);
    expect(rules.length).toBeGreaterThan(0);
    const unnamed = rules.filter(({ resourceNames }) => resourceNames === undefined).flatMap(({ verbs }) => verbs);
    expect(['create', 'list', 'watch']).toEqual(expect.arrayContaining(unnamed));
    // Patroni's state is none of the ConfigMaps that are mounted anywhere.
    const mounted = ofKind(objects, 'ConfigMap').map(({ metadata }) => metadata.name);
    expect(rules.flatMap(({ resourceNames = [] }) => resourceNames).filter((name) => mounted.includes(name))).toEqual([]);
  });

  it('is asked by the probes of Patroni itself', () => {
    const [{ startupProbe, livenessProbe, readinessProbe }] = podOf('postgres').containers;
    expect([startupProbe, livenessProbe, readinessProbe].map(({ httpGet }: Any) => [httpGet.path, httpGet.port])).toEqual([
      ['/liveness', 'patroni'],
      ['/liveness', 'patroni'],
      ['/readiness', 'patroni'],
    ]);
    expect(startupProbe.periodSeconds * startupProbe.failureThreshold).toBe(3600);
  });

  it('is restricted but for the user that its image insists on', () => {
    expect(podOf('postgres').securityContext).toMatchObject({ runAsNonRoot: true, runAsUser: 101, fsGroup: 103 });
    expect(podOf('postgres').containers[0].securityContext.readOnlyRootFilesystem).toBe(true);
    expect(
      find(objects, 'StatefulSet', 'postgres').metadata.annotations['faultmaven-infra/waiver-container-security-context-user-group-id'],
    ).toMatch(/initdb/);
  });

  it('has a database and two roles for each service that keeps one, and no others', () => {
    const job = ofKind(objectsOf(shopPlan()), 'Job').find(({ metadata }) => metadata.name.startsWith('postgres-bootstrap-'));
    const env = environment(job.spec.template.spec.containers[0]);
    expect(env.DATABASES).toBe('orders');
    expect(env.ORDERS_OWNER_PASSWORD.secretKeyRef.name).toBe('shop-orders-database-owner');
    expect(env.ORDERS_PASSWORD.secretKeyRef.name).toBe('shop-orders-database');
    expect(Object.keys(env)).not.toContain('CART_USERNAME');
  });

  it('is told later settings by another Job, which leaves its members alone', () => {
    const other = objectsOf(dataTierPlanOf('', ['services.postgres.loopWait=6']));
    const jobs = (all: readonly Any[], task: string): string =>
      ofKind(all, 'Job').find(({ metadata }) => metadata.name.startsWith(`postgres-${task}-`)).metadata.name;
    expect(dynamic(other).loop_wait).toBe(6);
    expect(jobs(other, 'configure')).not.toBe(jobs(objects, 'configure'));
    expect(set('postgres', other)).toEqual(set('postgres'));
  });

  it('sends what it writes to the bucket, and is copied whole by a schedule, where the profile has one', () => {
    const [container] = podOf('postgres').containers;
    expect(environment(container)).toMatchObject({
      WALG_S3_PREFIX: 's3://backup.acme.net/postgres',
      AWS_REGION: 'eu-central-1',
    });
    expect(dynamic().postgresql.parameters.archive_command).toBe('wal-g wal-push "%p"');
    const { schedule, concurrencyPolicy, jobTemplate } = find(objects, 'CronJob', 'postgres-backup').spec;
    expect([schedule, concurrencyPolicy]).toEqual(['0 3 * * *', 'Forbid']);
    // A member reads its own files. The Job only asks for it: any node has room for it, and it takes the place of what is less urgent.
    const pod = jobTemplate.spec.template.spec;
    expect(pod.affinity).toBeUndefined();
    expect(JSON.stringify(pod.volumes)).not.toContain('persistentVolumeClaim');
    expect(pod.priorityClassName).toBe('tier-data');
    expect(environment(pod.containers[0]).MEMBERS.split(' ')).toHaveLength(3);
    expect(JSON.stringify(pod)).not.toMatch(/AWS_|WALG_/);
    expect(environment(container)).toHaveProperty('BACKUP_PASSWORD');

    // Parts of 20 MiB: one more than are sent at once for each file, of which one is prepared and the others wait; and those of WAL.
    const [sent, waiting] = ['WALG_UPLOAD_CONCURRENCY', 'WALG_UPLOAD_QUEUE'].map((name) => Number(environment(container)[name])) as [
      number,
      number,
    ];
    expect(20 * ((waiting + 1) * (sent + 1) + sent)).toBeLessThan(BUDGET.copying.mebibytes);

    const without = objectsOf(dataTierPlanOf('services: { postgres: { backup: null } }\n'));
    expect(dynamic(without).postgresql.parameters.archive_command).toBe('/bin/true');
    expect(ofKind(without, 'CronJob').map(({ metadata }) => metadata.name)).toEqual(['redis-export']);
    for (const variable of ['WALG_S3_PREFIX', 'BACKUP_PASSWORD'])
      expect(Object.keys(environment(podOf('postgres', without).containers[0]))).not.toContain(variable);
  });
});

describe('Redis', () => {
  it('has a Sentinel beside it', () => {
    expect(podOf('redis').containers.map(({ name }: Any) => name)).toEqual(['redis', 'sentinel']);
  });

  it('is reached through a proxy under its own name, and in no other way by clients', () => {
    const { selector, ports } = find(objects, 'Service', 'redis').spec;
    expect(selector['app.kubernetes.io/name']).toBe('redis-proxy');
    expect(ports.map(({ port }: Any) => port)).toEqual([6379]);
    const two = objectsOf(dataTierPlanOf('', ['services.redis-proxy.replicas=2']));
    expect(find(two, 'Deployment', 'redis-proxy').spec.replicas).toBe(2);
    expect(find(two, 'PodDisruptionBudget', 'redis-proxy').spec.minAvailable).toBe(1);
  });

  it('knows its members by their full names', () => {
    const names = ['0', '1', '2'].map((n) => `redis-${n}.redis-members.tier.svc.cluster.local`);
    for (const container of podOf('redis').containers) expect(environment(container).REDIS_MEMBERS).toBe(names.join(' '));
    for (const name of names) expect(file('redis-proxy-configuration', 'haproxy.cfg')).toContain(name);
    const elsewhere = objectsOf(dataTierPlanOf('clusterDomain: k8s.test.org\nnamespace: fm\n'));
    expect(environment(podOf('redis', elsewhere).containers[0]).REDIS_MEMBERS).toContain('redis-0.redis-members.fm.svc.k8s.test.org');
  });

  it('gives each member an address of its own, which leads to it before it is ready', () => {
    const services = ofKind(objects, 'Service').filter(({ metadata }) => /^redis-\d$/.test(metadata.name));
    expect(services.map(({ metadata }) => metadata.name)).toEqual(['redis-0', 'redis-1', 'redis-2']);
    for (const { metadata, spec } of services) {
      expect(spec).toMatchObject({ type: 'ClusterIP', publishNotReadyAddresses: true });
      expect(spec.selector).toMatchObject({ ...set('redis').selector.matchLabels, 'statefulset.kubernetes.io/pod-name': metadata.name });
      expect(spec.ports.map(({ port }: Any) => port)).toEqual([6379, 26379]);
    }
    const five = objectsOf(dataTierPlanOf('services: { redis: { replicas: 5 } }\n'));
    expect(find(five, 'Service', 'redis-4').spec.type).toBe('ClusterIP');
  });

  it('finds its members by a file that is written before anything starts, and so does its proxy by their Services', () => {
    const { initContainers, containers } = podOf('redis');
    const services = ['0', '1', '2'].map((n) => `redis-${n}.tier.svc.cluster.local`);
    for (const container of [...initContainers, ...containers]) {
      expect(environment(container).REDIS_SERVICES).toBe(services.join(' '));
      expect(environment(container).POD_ADDRESS).toEqual({ fieldRef: { fieldPath: 'status.podIP' } });
    }
    const mount = { name: 'data', mountPath: '/etc/hosts', subPath: 'hosts' };
    for (const { volumeMounts } of containers) expect(volumeMounts).toContainEqual(mount);
    expect(initContainers).toHaveLength(1);
    expect(initContainers[0].volumeMounts).not.toContainEqual(mount);
    const servers = file('redis-proxy-configuration', 'haproxy.cfg').match(/^ *server .*$/gm) ?? [];
    expect(servers).toHaveLength(18);
    for (const server of servers) expect(services.some((service) => server.includes(` ${service}:`))).toBe(true);
  });

  it('needs most Sentinels to agree, however many there are', () => {
    expect(environment(podOf('redis').containers[1]).QUORUM).toBe('2');
    const five = objectsOf(dataTierPlanOf('services: { redis: { replicas: 5 } }\n'));
    expect(environment(podOf('redis', five).containers[1]).QUORUM).toBe('3');
    expect(file('redis-proxy-configuration', 'haproxy.cfg', five)).toContain('redis-4.redis-members');
  });

  it('stores three eighths of its memory at most, or what the profile says, and evicts nothing', () => {
    expect(file('redis-configuration', 'redis.conf')).toMatch(/^maxmemory 384mb$/m);
    expect(file('redis-configuration', 'redis.conf')).toMatch(/^maxmemory-policy noeviction$/m);
    const own = objectsOf(dataTierPlanOf('services: { redis: { maxmemory: 512Mi } }\n'));
    expect(file('redis-configuration', 'redis.conf', own)).toMatch(/^maxmemory 512mb$/m);
  });

  it('refuses writes without a replica, unless the profile says otherwise', () => {
    expect(file('redis-configuration', 'redis.conf')).toMatch(/^min-replicas-to-write 1$/m);
    const off = objectsOf(dataTierPlanOf('services: { redis: { splitBrainGuard: false } }\n'));
    expect(file('redis-configuration', 'redis.conf', off)).toMatch(/^min-replicas-to-write 0$/m);
  });

  it('carries its password in no file', () => {
    for (const { data } of ofKind(objects, 'ConfigMap')) expect(JSON.stringify(data)).not.toMatch(/requirepass "?\w/);
  });

  it('lets every copy of its data find a place, as PostgreSQL does', () => {
    for (const { spec } of ofKind(objects, 'CronJob')) expect(spec.jobTemplate.spec.template.spec.priorityClassName).toBe('tier-data');
    const preempts = ofKind(objects, 'PriorityClass').find(({ metadata }) => metadata.name === 'tier-data').preemptionPolicy;
    expect([undefined, 'PreemptLowerPriority']).toContain(preempts);
  });

  it('is exported by a schedule, where the profile has a bucket', () => {
    const { spec } = find(objects, 'CronJob', 'redis-export').spec.jobTemplate.spec.template;
    expect([...spec.initContainers, ...spec.containers].map(({ name, image }: Any) => [name, image.split(':')[0]])).toEqual([
      ['snapshot', 'redis'],
      ['upload', 'rclone/rclone'],
    ]);
    expect(
      ofKind(objectsOf(dataTierPlanOf('services: { redis: { export: null } }\n')), 'CronJob').map(({ metadata }) => metadata.name),
    ).toEqual(['postgres-backup']);
  });
});

describe('Chroma', () => {
  it('answers by its first member alone', () => {
    expect(find(objects, 'Service', 'chromadb').spec.selector).toMatchObject({ 'statefulset.kubernetes.io/pod-name': 'chromadb-0' });
  });

  it('is of the version that speaks to the locked client, with the data path and heartbeat of that version', () => {
    const [container] = podOf('chromadb').containers;
    expect(container.image).toBe('chromadb/chroma:0.6.3');
    expect(environment(container)).toMatchObject({ PERSIST_DIRECTORY: '/data', IS_PERSISTENT: '1', ALLOW_RESET: 'False' });
    expect(container.livenessProbe.httpGet.path).toBe('/api/v2/heartbeat');
    expect(container.volumeMounts).toContainEqual({ name: 'data', mountPath: '/data' });
  });
});
