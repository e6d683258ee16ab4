import { parse } from 'yaml';
import { kubernetes } from '../../../lib/synthesizers/kubernetes/kubernetes';
import {
  type Any,
  CLUSTER_PROFILES,
  clusterPlan,
  clusterPlanOf,
  containersOf,
  find,
  objectsOf,
  ofKind,
  podsOf,
  selects,
  workloads,
} from '../../support/cluster';

const objects = objectsOf(clusterPlan());
const names = (all: readonly Any[]): readonly string[] => all.map(({ metadata }) => metadata.name);

const DATA_TIER = ['postgres', 'redis', 'chromadb'];
const SERVICES = [
  ...DATA_TIER,
  ...['auth', 'session', 'case', 'knowledge', 'evidence', 'agent'].map((kind) => `fm-${kind}-service`),
  ...['fm-job-worker', 'fm-job-worker-beat', 'fm-dashboard', 'fm-api-gateway', 'redis-proxy', 'fm-edge'],
];

describe('the files', () => {
  it('are one for each service, and those that they share', () => {
    const paths = kubernetes(clusterPlan(), ['a header']).map(({ path }) => path);
    expect(paths).toEqual(['cluster-scoped.yaml', 'namespace.yaml', ...SERVICES.map((name) => `${name}.yaml`), 'kustomization.yaml']);
  });

  it('are all in the kustomization', () => {
    const files = kubernetes(clusterPlan(), ['a header']);
    const { resources } = parse(files.at(-1)?.content ?? '');
    expect(resources).toEqual(files.slice(0, -1).map(({ path }) => path));
  });

  it('have nothing of the cluster where an administrator makes it', () => {
    const paths = kubernetes(clusterPlan('cluster', ['clusterScoped=false']), ['a header']).map(({ path }) => path);
    expect(paths).not.toContain('cluster-scoped.yaml');
    expect(objectsOf(clusterPlan('cluster', ['clusterScoped=false'])).every(({ metadata }) => metadata.namespace === 'faultmaven')).toBe(
      true,
    );
  });

  it('tell which objects are in them', () => {
    const file = kubernetes(clusterPlan(), ['a header']).find(({ path }) => path === 'fm-edge.yaml');
    expect(file?.objects).toContainEqual({ kind: 'Deployment', name: 'fm-edge', service: 'edge' });
  });

  it('hold what a service is only in its own file and at the other ends of its edges', () => {
    const changed = kubernetes(clusterPlan('cluster', ['services.auth.cpu.limit=2', 'images.auth=other']), ['a header']);
    const before = new Map(kubernetes(clusterPlan(), ['a header']).map(({ path, content }) => [path, content]));
    expect(changed.filter(({ path, content }) => before.get(path) !== content).map(({ path }) => path)).toEqual([
      'namespace.yaml',
      'fm-auth-service.yaml',
    ]);
  });
});

describe("the resource plan's table", () => {
  it.each([
    ['fm-agent-service', 3, 10, '1', '2Gi', '2', '4Gi'],
    ['fm-knowledge-service', 3, 8, '1', '2Gi', '2', '4Gi'],
    ['fm-case-service', 3, 6, '500m', '1Gi', '1', '2Gi'],
    ['fm-auth-service', 3, 6, '500m', '1Gi', '1', '2Gi'],
    ['fm-evidence-service', 3, 6, '500m', '1Gi', '1', '2Gi'],
    ['fm-session-service', 3, 6, '250m', '512Mi', '500m', '1Gi'],
    ['fm-job-worker', 2, 5, '500m', '1Gi', '1', '2Gi'],
  ])('has %s with %d to %d copies', (name, min, max, cpu, memory, cpuLimit, memoryLimit) => {
    const { resources } = find(objects, 'Deployment', name).spec.template.spec.containers[0];
    expect(resources.requests).toMatchObject({ cpu, memory });
    expect(resources.limits).toMatchObject({ cpu: cpuLimit, memory: memoryLimit });
    const { spec } = find(objects, 'HorizontalPodAutoscaler', name);
    expect([spec.minReplicas, spec.maxReplicas]).toEqual([min, max]);
    expect(spec.metrics).toEqual([
      { type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 70 } } },
    ]);
    expect(spec.scaleTargetRef).toEqual({ apiVersion: 'apps/v1', kind: 'Deployment', name });
  });

  it('leaves the number of copies to the autoscaler where there is one', () => {
    const scaled = names(ofKind(objects, 'HorizontalPodAutoscaler'));
    for (const { metadata, spec } of ofKind(objects, 'Deployment')) expect('replicas' in spec).toBe(!scaled.includes(metadata.name));
  });

  it('scales up at once and down slowly, slower where a new copy is long in coming', () => {
    const down = (name: string) => find(objects, 'HorizontalPodAutoscaler', name).spec.behavior.scaleDown.stabilizationWindowSeconds;
    expect([down('fm-auth-service'), down('fm-agent-service'), down('fm-knowledge-service')]).toEqual([300, 600, 600]);
    for (const { spec } of ofKind(objects, 'HorizontalPodAutoscaler')) expect(spec.behavior.scaleUp.stabilizationWindowSeconds).toBe(0);
  });
});

describe.each(CLUSTER_PROFILES)('every reference in %s', (profile) => {
  const all = objectsOf(clusterPlan(profile));
  const accounts = names(ofKind(all, 'ServiceAccount'));
  const configurations = names(ofKind(all, 'ConfigMap'));
  const claims = [
    ...names(ofKind(all, 'PersistentVolumeClaim')),
    ...ofKind(all, 'StatefulSet').flatMap(({ metadata, spec }) =>
      spec.volumeClaimTemplates.flatMap((claim: Any) =>
        Array.from({ length: spec.replicas }, (_, ordinal) => `${claim.metadata.name}-${metadata.name}-${ordinal}`),
      ),
    ),
  ];
  const priorities = names(ofKind(all, 'PriorityClass'));

  it('leads to a ServiceAccount, a PriorityClass, a ConfigMap, a claim and a volume that are there', () => {
    for (const { spec } of podsOf(all)) {
      expect(accounts).toContain(spec.serviceAccountName);
      expect(priorities).toContain(spec.priorityClassName);
      const volumes = ['data', ...spec.volumes.map(({ name }: Any) => name)];
      for (const { configMap, persistentVolumeClaim } of spec.volumes) {
        if (configMap !== undefined) expect(configurations).toContain(configMap.name);
        if (persistentVolumeClaim !== undefined) expect(claims).toContain(persistentVolumeClaim.claimName);
      }
      for (const { volumeMounts } of [...(spec.initContainers ?? []), ...spec.containers])
        for (const { name } of volumeMounts) expect(volumes).toContain(name);
    }
  });

  it('leads to a file that is in its ConfigMap', () => {
    for (const { spec } of podsOf(all)) {
      const volume = spec.volumes.find(({ configMap }: Any) => configMap !== undefined);
      for (const { name, subPath, mountPath } of spec.containers[0].volumeMounts) {
        if (name !== volume?.name) continue;
        const files = Object.keys(find(all, 'ConfigMap', volume.configMap.name).data);
        if (subPath !== undefined) expect(files).toContain(subPath);
        const named = [...spec.containers, ...(spec.initContainers ?? [])].flatMap(({ command }: Any) =>
          command.filter((part: string) => subPath === undefined && part.startsWith(`${mountPath}/`)),
        );
        for (const path of named) expect(files).toContain(path.slice(mountPath.length + 1));
      }
    }
  });

  it('leads from a Service to a port that a workload has, by name, and from a probe too', () => {
    for (const { spec } of ofKind(all, 'Service')) {
      const { role: _, 'statefulset.kubernetes.io/pod-name': __, ...matchLabels } = spec.selector;
      const found = [...ofKind(all, 'Deployment'), ...ofKind(all, 'StatefulSet')].filter((workload) =>
        selects({ matchLabels }, workload.spec.template.metadata.labels),
      );
      expect(found).toHaveLength(1);
      const ports = found[0].spec.template.spec.containers.flatMap((container: Any) => container.ports);
      for (const { targetPort, port } of spec.ports)
        expect(ports).toContainEqual(expect.objectContaining({ name: targetPort, containerPort: port }));
    }
    for (const { livenessProbe, ports } of containersOf(all))
      if (livenessProbe?.httpGet) expect(ports.map(({ name }: Any) => name)).toContain(livenessProbe.httpGet.port);
  });

  it('leads from the Ingress to the edge alone', () => {
    const [{ spec }] = ofKind(all, 'Ingress');
    expect(ofKind(all, 'Ingress')).toHaveLength(1);
    expect(spec.rules.flatMap(({ http }: Any) => http.paths)).toEqual([
      { path: '/', pathType: 'Prefix', backend: { service: { name: 'fm-edge', port: { name: 'http' } } } },
    ]);
  });

  it('leads from every disruption budget to exactly one workload, and no two to the same', () => {
    const chosen = ofKind(all, 'PodDisruptionBudget').map(({ spec }) =>
      workloads(all).filter((workload) => selects(spec.selector, workload.spec.template.metadata.labels)),
    );
    for (const found of chosen) expect(found).toHaveLength(1);
    expect(new Set(chosen.map(([workload]) => workload.metadata.name)).size).toBe(chosen.length);
  });

  it('leads from a selector to its own pods only', () => {
    for (const deployment of [...ofKind(all, 'Deployment'), ...ofKind(all, 'StatefulSet')]) {
      const found = workloads(all).filter(({ spec }) => selects(deployment.spec.selector, spec.template.metadata.labels));
      expect(names(found)).toEqual([deployment.metadata.name]);
    }
  });
});

describe('disruption budgets', () => {
  const least = (name: string) => find(objects, 'PodDisruptionBudget', name).spec.minAvailable;

  it('keep two of three and one of two', () => {
    expect([least('fm-agent-service'), least('fm-api-gateway'), least('fm-job-worker'), least('fm-dashboard'), least('fm-edge')]).toEqual([
      2, 2, 1, 1, 1,
    ]);
  });

  it('are not there for what is single, which could never be moved', () => {
    expect(names(ofKind(objects, 'PodDisruptionBudget'))).not.toContain('fm-job-worker-beat');
    const released = names(ofKind(objectsOf(clusterPlan('cluster-released-images')), 'PodDisruptionBudget'));
    expect(released).not.toContain('fm-case-service');
    expect(released).not.toContain('fm-knowledge-service');
  });

  it('say what becomes of pods that are broken anyway', () => {
    for (const { metadata, spec } of ofKind(objects, 'PodDisruptionBudget'))
      expect(spec.unhealthyPodEvictionPolicy).toBe(DATA_TIER.includes(metadata.name) ? 'IfHealthyBudget' : 'AlwaysAllow');
  });

  it('are what the profile says', () => {
    const own = objectsOf(clusterPlan('cluster', ['services.agent.copies.min=4', 'services.agent.minAvailable=3']));
    expect(find(own, 'PodDisruptionBudget', 'fm-agent-service').spec.minAvailable).toBe(3);
  });
});

describe('a workload', () => {
  it('is replaced one by one, a new pod before an old one', () => {
    for (const { metadata, spec } of ofKind(objects, 'Deployment')) {
      if (metadata.name === 'fm-job-worker-beat') continue;
      expect(spec.strategy).toEqual({ type: 'RollingUpdate', rollingUpdate: { maxUnavailable: 0, maxSurge: 1 } });
    }
  });

  it('of which one may run is gone before the next one comes', () => {
    expect(find(objects, 'Deployment', 'fm-job-worker-beat').spec).toMatchObject({ replicas: 1, strategy: { type: 'Recreate' } });
    const released = objectsOf(clusterPlan('cluster-released-images'));
    for (const name of ['fm-case-service', 'fm-knowledge-service'])
      expect(find(released, 'Deployment', name).spec).toMatchObject({ replicas: 1, strategy: { type: 'Recreate' } });
  });

  it('is spread over zones and nodes, each rollout by itself', () => {
    const { spec } = find(objects, 'Deployment', 'fm-agent-service').spec.template;
    expect(
      spec.topologySpreadConstraints.map(({ topologyKey, whenUnsatisfiable, matchLabelKeys }: Any) => [
        topologyKey,
        whenUnsatisfiable,
        matchLabelKeys,
      ]),
    ).toEqual([
      ['topology.kubernetes.io/zone', 'ScheduleAnyway', ['pod-template-hash']],
      ['kubernetes.io/hostname', 'DoNotSchedule', ['pod-template-hash']],
    ]);
    expect(spec.affinity.podAntiAffinity.preferredDuringSchedulingIgnoredDuringExecution[0].podAffinityTerm.topologyKey).toBe(
      'kubernetes.io/hostname',
    );
  });

  it('leaves a dead node after a minute', () => {
    for (const { spec } of podsOf(objects))
      expect(spec.tolerations.map(({ tolerationSeconds }: Any) => tolerationSeconds)).toEqual([60, 60]);
  });

  it('prefers a pool of nodes and stands their taints, where the profile names them', () => {
    const own = objectsOf(
      clusterPlanOf('nodes: { pool: { key: pool, value: fm }, tolerations: [{ key: dedicated, value: fm, effect: NoSchedule }] }\n'),
    );
    // A node that stands nobody else stands no Job either: a pod that waits for its schema would wait for ever.
    for (const { spec } of podsOf(own)) {
      expect(spec.affinity).toEqual(
        spec.affinity.podAffinity === undefined
          ? expect.objectContaining({
              nodeAffinity: {
                preferredDuringSchedulingIgnoredDuringExecution: [
                  { weight: 100, preference: { matchExpressions: [{ key: 'pool', operator: 'In', values: ['fm'] }] } },
                ],
              },
            })
          : { podAffinity: expect.anything() },
      );
      expect(spec.tolerations).toContainEqual({ key: 'dedicated', operator: 'Equal', value: 'fm', effect: 'NoSchedule' });
    }
  });
});

describe.each(CLUSTER_PROFILES)('every pod in %s', (profile) => {
  const all = objectsOf(clusterPlan(profile));

  it('is restricted', () => {
    for (const { spec } of podsOf(all)) {
      expect(spec.securityContext).toMatchObject({ runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } });
      // PostgreSQL's is the image's own: initdb wants a name for it.
      expect([10_001, 101]).toContain(spec.securityContext.runAsUser);
      expect(spec.enableServiceLinks).toBe(false);
      expect(spec.automountServiceAccountToken).toBe(spec.serviceAccountName === 'postgres');
      for (const field of ['hostNetwork', 'hostPID', 'hostIPC']) expect(spec).not.toHaveProperty(field);
      for (const volume of spec.volumes) expect(Object.keys(volume)).not.toContain('hostPath');
    }
    for (const { securityContext } of containersOf(all)) {
      expect(securityContext).toEqual({
        allowPrivilegeEscalation: false,
        privileged: false,
        readOnlyRootFilesystem: true,
        capabilities: { drop: ['ALL'] },
      });
    }
  });

  it('asks for and is bounded in CPU, memory and disk', () => {
    for (const { resources } of containersOf(all))
      for (const side of ['requests', 'limits'])
        expect(Object.keys(resources[side]).sort()).toEqual(['cpu', 'ephemeral-storage', 'memory']);
  });

  it('may be moved by the autoscaler in spite of exactly the folders that are lost with it', () => {
    for (const { metadata, spec } of ofKind(all, 'Deployment').map(({ spec: { template } }) => template)) {
      const lost = spec.volumes.filter(({ emptyDir }: Any) => emptyDir !== undefined);
      expect(metadata.annotations['cluster-autoscaler.kubernetes.io/safe-to-evict-local-volumes']).toBe(
        lost.map(({ name }: Any) => name).join(','),
      );
      for (const { emptyDir } of lost) expect(emptyDir.sizeLimit).toMatch(/Mi$/);
    }
  });

  it('runs a build that has a name of its own', () => {
    for (const { image } of containersOf(all)) expect(image).toMatch(/^[a-z0-9./-]+:(?!latest)[\w.-]+$/);
  });

  it('carries no secret but by reference', () => {
    for (const { env } of containersOf(all))
      for (const { name, value } of env) if (/PASSWORD|_KEY|SECRET|TOKEN/.test(name)) expect(value).toBeUndefined();
  });

  it('starts a program, not a shell, so that it is told to stop', () => {
    for (const { spec } of ofKind(all, 'Deployment').map(({ spec: { template } }) => template))
      expect(['python', 'celery', 'nginx', 'haproxy']).toContain(spec.containers[0].command[0]);
  });

  it('goes on serving until nobody sends it requests, and has time to finish', () => {
    for (const { spec } of ofKind(all, 'Deployment').map(({ spec: { template } }) => template)) {
      const [{ ports, lifecycle }] = spec.containers;
      expect(lifecycle?.preStop?.exec?.command).toEqual(ports === undefined ? undefined : ['sleep', '10']);
      expect(spec.terminationGracePeriodSeconds).toBeGreaterThan(10);
    }
    expect(find(all, 'Deployment', 'fm-api-gateway').spec.template.spec.terminationGracePeriodSeconds).toBe(45);
    expect(find(all, 'Deployment', 'fm-agent-service').spec.template.spec.terminationGracePeriodSeconds).toBe(75);
  });
});

describe('probes', () => {
  const container = (name: string) => find(objects, 'Deployment', name).spec.template.spec.containers[0];

  it('ask the one health check of the service, and no dependency', () => {
    for (const name of SERVICES.filter((one) => one.endsWith('-service'))) {
      const { startupProbe, livenessProbe, readinessProbe } = container(name);
      for (const probe of [startupProbe, livenessProbe, readinessProbe]) expect(probe.httpGet).toEqual({ path: '/health', port: 'http' });
    }
  });

  it("do not spend the gateway's rate limit", () => {
    const { livenessProbe, readinessProbe, startupProbe } = container('fm-api-gateway');
    for (const probe of [livenessProbe, readinessProbe, startupProbe]) expect(probe.httpGet.path).toBe('/health');
  });

  it('give the model five minutes to load', () => {
    const { startupProbe } = container('fm-knowledge-service');
    expect(startupProbe.periodSeconds * startupProbe.failureThreshold).toBe(300);
  });

  it("outlive a failover of the worker's broker", () => {
    const { livenessProbe, readinessProbe } = container('fm-job-worker');
    expect(livenessProbe.exec.command.join(' ')).toContain('celery@$(hostname)');
    expect(livenessProbe.periodSeconds * livenessProbe.failureThreshold).toBeGreaterThanOrEqual(300);
    expect(livenessProbe.timeoutSeconds).toBeGreaterThanOrEqual(15);
    expect(readinessProbe).toBeUndefined();
  });
});

describe('the schema', () => {
  it('is migrated by a Job as its owner, named by its content, kept until it is pruned', () => {
    const jobs = ofKind(objects, 'Job').filter(({ metadata }) => metadata.name.includes('-migrate-'));
    expect(names(jobs)).toEqual([
      expect.stringMatching(/^fm-knowledge-service-migrate-[0-9a-f]{8}$/),
      expect.stringMatching(/^fm-evidence-service-migrate-[0-9a-f]{8}$/),
    ]);
    for (const { spec } of jobs) {
      expect(spec).not.toHaveProperty('ttlSecondsAfterFinished');
      const { env } = spec.template.spec.containers[0];
      expect(env.find(({ name }: Any) => name === 'PGPASSWORD').valueFrom.secretKeyRef.name).toMatch(/-database-owner$/);
      expect(env.find(({ name }: Any) => name === 'DATABASE_URL').value).toMatch(/^postgresql\+asyncpg:\/\/postgres:5432\/fm_\w+$/);
    }
  });

  it('is migrated without the keys of the bucket', () => {
    const job = ofKind(objects, 'Job').find(({ metadata }) => metadata.name.startsWith('fm-evidence-service-migrate-'));
    const variables = job.spec.template.spec.containers[0].env.map(({ name }: Any) => name);
    expect(variables).toEqual(expect.arrayContaining(['DATABASE_URL', 'PGUSER', 'STORAGE_PROVIDER']));
    expect(variables.filter((name: string) => name.startsWith('AWS_'))).toEqual([]);
  });

  it('gives the Job another name with another image, and the same one otherwise', () => {
    const job = (...assignments: readonly string[]) =>
      names(ofKind(objectsOf(clusterPlan('cluster', assignments)), 'Job')).find((name) => name.startsWith('fm-evidence-service'));
    expect(job()).toBe(job('services.auth.cpu.limit=2'));
    expect(job('images.evidence=other')).not.toBe(job());
  });

  it('is waited for by every pod, and not migrated by what serves', () => {
    const { spec } = find(objects, 'Deployment', 'fm-evidence-service').spec.template;
    expect(spec.initContainers.map(({ name }: Any) => name)).toEqual(['wait-for-schema']);
    expect(spec.containers[0].command.join(' ')).not.toContain('alembic');
    expect(spec.initContainers[0].env.find(({ name }: Any) => name === 'PGPASSWORD').valueFrom.secretKeyRef.name).toBe(
      'fm-evidence-service-database',
    );
  });

  it("of a file is migrated by the pod's own init container", () => {
    const { spec } = find(objectsOf(clusterPlan('cluster-released-images')), 'Deployment', 'fm-knowledge-service').spec.template;
    expect(spec.initContainers.map(({ name, command }: Any) => [name, command.join(' ')])).toEqual([
      ['migrate', 'python -m alembic upgrade head'],
    ]);
    expect(spec.volumes).toContainEqual({ name: 'data', persistentVolumeClaim: { claimName: 'fm-knowledge-service' } });
  });
});

describe('the environment', () => {
  const env = (name: string, all = objects): Record<string, Any> =>
    Object.fromEntries(
      find(all, 'Deployment', name).spec.template.spec.containers[0].env.map((one: Any) => [one.name, one.value ?? one.valueFrom]),
    );

  it('tells the gateway all six services, and the agent its one', () => {
    const gateway = env('fm-api-gateway');
    for (const kind of ['auth', 'session', 'case', 'knowledge', 'evidence', 'agent'])
      expect(gateway[`FM_${kind.toUpperCase()}_SERVICE_URL`]).toBe(`http://fm-${kind}-service:8000`);
    expect(gateway.AUTH_REQUIRED).toBe('false');
    expect(env('fm-agent-service').FM_CASE_SERVICE_URL).toBe('http://fm-case-service:8000');
  });

  it('leaves the gateway no power to give to whoever is not said to be anybody', () => {
    expect(env('fm-api-gateway')).toMatchObject({
      ANONYMOUS_USER_ID: 'nobody',
      ANONYMOUS_USER_EMAIL: 'nobody@user.invalid',
      ANONYMOUS_USER_ROLE: 'none',
    });
  });

  it('writes origins as each image reads them', () => {
    for (const name of ['fm-auth-service', 'fm-session-service', 'fm-evidence-service'])
      expect(env(name).CORS_ORIGINS).toBe('["https://faultmaven.example.com"]');
    expect(env('fm-api-gateway').CORS_ORIGINS).toBe('https://faultmaven.example.com');
  });

  it('reaches Redis as one server, sessions in a database of their own', () => {
    for (const name of ['fm-auth-service', 'fm-session-service', 'fm-api-gateway', 'fm-job-worker', 'fm-job-worker-beat'])
      expect(env(name)).toMatchObject({ REDIS_MODE: 'standalone', REDIS_HOST: 'redis', REDIS_PORT: '6379' });
    expect([env('fm-session-service').REDIS_DB, env('fm-auth-service').REDIS_DB]).toEqual(['1', '0']);
  });

  it('bounds the threads of the model by the CPUs of its container', () => {
    expect(env('fm-knowledge-service').OMP_NUM_THREADS).toEqual({
      resourceFieldRef: { containerName: 'fm-knowledge-service', resource: 'limits.cpu' },
    });
  });

  it('follows the backing', () => {
    const own = objectsOf(
      clusterPlanOf(
        'backing: { evidence: sqlite, files: local, model: { volume: models }, llm: [anthropic, groq] }\nservices: { evidence: { copies: 1 } }\n',
      ),
    );
    expect(env('fm-evidence-service', own)).toMatchObject({
      STORAGE_PROVIDER: 'local',
      DATABASE_URL: 'sqlite+aiosqlite:////data/evidence-service.db',
    });
    expect(env('fm-knowledge-service', own)).toMatchObject({ HF_HOME: '/models', HF_HUB_OFFLINE: '1' });
    expect(Object.keys(env('fm-agent-service', own))).toEqual(expect.arrayContaining(['ANTHROPIC_API_KEY', 'GROQ_API_KEY']));
    expect(env('fm-agent-service', own)).not.toHaveProperty('OPENAI_API_KEY');
  });
});

describe('images', () => {
  it('come from one registry where the profile names it, with one secret', () => {
    const own = objectsOf(clusterPlanOf('registry: registry.test.org/mirror\npullSecret: pull\n'));
    for (const { image } of containersOf(own))
      expect(image).toMatch(/^registry\.test\.org\/mirror\/(faultmaven\/|nginx:|haproxy:|redis:|rclone\/|chromadb\/|zalando\/)/);
    for (const { spec } of podsOf(own)) expect(spec.imagePullSecrets).toEqual([{ name: 'pull' }]);
  });

  it.each([`${'a'.repeat(60)}-${'b'.repeat(60)}`, '1.0-', '_x'])('may have the tag %s, which no label can carry', (tag) => {
    const own = objectsOf(clusterPlan('cluster', [`images.agent=${tag}`]));
    const { metadata, spec } = find(own, 'Deployment', 'fm-agent-service');
    expect(spec.template.spec.containers[0].image).toBe(`ghcr.io/faultmaven/fm-agent-service:${tag}`);
    expect(metadata.labels['app.kubernetes.io/version']).toMatch(/^[0-9a-f]{12}$/);
  });

  it('may be named by their digest', () => {
    const digest = `sha256:${'a'.repeat(64)}`;
    const own = objectsOf(clusterPlan('cluster', [`images.agent=${digest}`]));
    expect(find(own, 'Deployment', 'fm-agent-service').spec.template.spec.containers[0].image).toBe(
      `ghcr.io/faultmaven/fm-agent-service@${digest}`,
    );
  });
});

describe('the namespace', () => {
  it('takes only restricted pods, by the rules of the profile’s version', () => {
    expect(find(objects, 'Namespace', 'faultmaven').metadata.labels).toMatchObject({
      'pod-security.kubernetes.io/enforce': 'restricted',
      'pod-security.kubernetes.io/enforce-version': 'v1.28',
    });
  });

  it('has a quota for every rollout at every maximum, while the old pods take their grace', () => {
    const { hard } = find(objects, 'ResourceQuota', 'faultmaven').spec;
    const most = {
      agent: 10,
      knowledge: 8,
      case: 6,
      auth: 6,
      evidence: 6,
      session: 6,
      worker: 5,
      beat: 1,
      dashboard: 2,
      gateway: 10,
      proxy: 2,
      edge: 2,
    };
    const [members, migrations, chores] = [9, 2, 4];
    const pods = Object.values(most).reduce((sum, max) => sum + 2 * max + 1, 0) + members + migrations + chores;
    expect(hard.pods).toBe(String(pods));
    expect(hard['limits.memory']).toMatch(/^\d+(Gi|Mi)$/);
  });
});

it('labels everything, and selects by nothing that changes', () => {
  for (const { kind, metadata, spec } of objects) {
    expect(metadata.labels).toMatchObject({
      'app.kubernetes.io/part-of': 'faultmaven',
      'app.kubernetes.io/managed-by': 'faultmaven-infra',
    });
    if (kind === 'Deployment')
      expect(Object.keys(spec.selector.matchLabels)).toEqual(['app.kubernetes.io/name', 'app.kubernetes.io/component']);
  }
});

it('writes an ExternalSecret for every Secret where the profile names a store', () => {
  const own = objectsOf(clusterPlanOf('externalSecrets: { store: vault, kind: ClusterSecretStore }\n'));
  const secrets = new Set(containersOf(own).flatMap(({ env }) => env.flatMap(({ valueFrom }: Any) => valueFrom?.secretKeyRef?.name ?? [])));
  expect(new Set(names(ofKind(own, 'ExternalSecret')))).toEqual(secrets);
  expect(ofKind(objects, 'ExternalSecret')).toEqual([]);
});
