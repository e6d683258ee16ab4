import { imagesOf } from '../../../lib/targets/kubernetes/render/images';
import { type Any, CLUSTER_PROFILES, clusterPlan, clusterPlanOf, containersOf, find, objectsOf, ofKind } from '../../support/cluster';
import { itHoldsTogether } from '../../support/holds-together';

const objects = objectsOf(clusterPlan());
/** What may be the first process of a pod. */
const PROGRAMS: readonly string[] = [
  ...['python', 'celery', 'sh', 'grafana'],
  ...['/kube-state-metrics', '/otelcol-contrib', '/redis_exporter', 'postgres_exporter', 'blackbox_exporter'],
];

const names = (all: readonly Any[]): readonly string[] => all.map(({ metadata }) => metadata.name);

describe.each(CLUSTER_PROFILES)('in %s', (profile) => {
  const all = objectsOf(clusterPlan(profile));

  // Their images have nothing to wait with, and who asks them asks again.
  itHoldsTogether(all, ['kube-state-metrics', 'log-events']);

  it('users are led to the edge alone', () => {
    const balancers = ofKind(all, 'Service').filter(({ spec }) => spec.type !== 'ClusterIP' && spec.clusterIP !== 'None');
    const [ingress, ...others] = ofKind(all, 'Ingress');
    expect(others).toEqual([]);
    if (ingress === undefined) return expect(names(balancers)).toEqual(['fm-edge']);
    expect(balancers).toEqual([]);
    return expect(ingress.spec.rules).toEqual([
      {
        host: 'faultmaven.example.com',
        http: { paths: [{ path: '/', pathType: 'Prefix', backend: { service: { name: 'fm-edge', port: { name: 'http' } } } }] },
      },
    ]);
  });

  it('every pod starts a program, or a script that passes signals on, so that it is told to stop', () => {
    for (const { spec } of ofKind(all, 'Deployment').map(({ spec: { template } }) => template)) {
      const [{ command }] = spec.containers;
      expect(PROGRAMS).toContain(command[0]);
      if (command[0] !== 'sh') continue;
      if (command[1] === '-c') {
        expect(command[2]).toMatch(/(^|; )exec [^;]*$/);
        continue;
      }
      const { name } = spec.volumes.find(({ configMap }: Any) => configMap !== undefined).configMap;
      expect(find(all, 'ConfigMap', name).data['start.sh']).toMatch(/^trap '.*kill -QUIT.*' TERM QUIT INT$|^exec [^\n]*\n$(?![\s\S])/m);
    }
  });
});

it('waits for requests that run: longest for the agent', () => {
  const grace = (name: string) => find(objects, 'Deployment', name).spec.template.spec.terminationGracePeriodSeconds;
  expect([grace('fm-api-gateway'), grace('fm-agent-service')]).toEqual([45, 75]);
});

it('scales down more slowly what is long in coming', () => {
  const down = (name: string) => find(objects, 'HorizontalPodAutoscaler', name).spec.behavior.scaleDown;
  const [usual, slow] = [
    { stabilizationWindowSeconds: 300, policies: [{ type: 'Percent', value: 25, periodSeconds: 60 }] },
    { stabilizationWindowSeconds: 600, policies: [{ type: 'Pods', value: 1, periodSeconds: 120 }] },
  ];
  expect([down('fm-auth-service'), down('fm-agent-service'), down('fm-knowledge-service')]).toMatchObject([usual, slow, slow]);
});

describe('with the released images', () => {
  const released = objectsOf(clusterPlan('cluster-released-images'));

  it.each(['fm-case-service', 'fm-knowledge-service'])('%s runs once, and is gone before the next one comes', (name) => {
    expect(find(released, 'Deployment', name).spec).toMatchObject({ replicas: 1, strategy: { type: 'Recreate' } });
    expect(names(ofKind(released, 'PodDisruptionBudget'))).not.toContain(name);
  });

  it("the schema of a file is migrated by the pod's own init container", () => {
    const { spec } = find(released, 'Deployment', 'fm-knowledge-service').spec.template;
    expect(spec.initContainers.map(({ name, command }: Any) => [name, command.at(-1)])).toEqual([['migrate', 'upgrade']]);
    expect(spec.volumes).toContainEqual({ name: 'data', persistentVolumeClaim: { claimName: 'fm-knowledge-service' } });
  });
});

it('runs beat once, and no budget keeps it where it is', () => {
  expect(find(objects, 'Deployment', 'fm-job-worker-beat').spec).toMatchObject({ replicas: 1, strategy: { type: 'Recreate' } });
  expect(names(ofKind(objects, 'PodDisruptionBudget'))).not.toContain('fm-job-worker-beat');
});

describe('probes', () => {
  const container = (name: string) => find(objects, 'Deployment', name).spec.template.spec.containers[0];

  it('ask the one health check of the service, and no dependency', () => {
    for (const name of names(ofKind(objects, 'Deployment')).filter((one) => one.endsWith('-service'))) {
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

it("replaces the worker's children before they have taken the memory of all, whatever that is", () => {
  const bound = (all: readonly Any[]): string =>
    find(all, 'Deployment', 'fm-job-worker').spec.template.spec.containers[0].command.find((part: string) => part.includes('memory'));
  expect(bound(objects)).toBe(`--max-memory-per-child=${Math.floor(2048 / 5) * 1024}`);
  expect(bound(objectsOf(clusterPlan('cluster', ['services.job-worker.memory.limit=4Gi'])))).toBe(
    `--max-memory-per-child=${Math.floor(4096 / 5) * 1024}`,
  );
});

it('migrates evidence without the keys of the bucket', () => {
  const job = ofKind(objects, 'Job').find(({ metadata }) => metadata.name.startsWith('fm-evidence-service-migrate-'));
  const variables = job.spec.template.spec.containers[0].env.map(({ name }: Any) => name);
  expect(variables).toEqual(expect.arrayContaining(['DATABASE_URL', 'PGUSER', 'STORAGE_PROVIDER']));
  expect(variables.filter((name: string) => name.startsWith('AWS_'))).toEqual([]);
});

it.each(['fm-api-gateway', 'fm-dashboard'])('gives each replica of %s that is ready an address of its own, for the edge', (name) => {
  const [one, each] = [find(objects, 'Service', name).spec, find(objects, 'Service', `${name}-replicas`).spec];
  expect(one).not.toHaveProperty('clusterIP');
  expect(each).toEqual({ clusterIP: 'None', selector: one.selector, ports: one.ports });
  expect(find(objects, 'ConfigMap', 'fm-edge-configuration').data['nginx.conf']).toContain(
    `${name}-replicas.faultmaven.svc.cluster.local:${one.ports[0].port};`,
  );
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

  it('gives all services with pages of their own the same origins', () => {
    const own = objectsOf(clusterPlanOf('ingress: { host: fm.test.org, origins: ["chrome-extension://x"] }\n'));
    const origins = ofKind(own, 'Deployment')
      .flatMap(({ spec }) => spec.template.spec.containers)
      .flatMap(({ env = [] }) => env)
      .filter(({ name }: Any) => name === 'CORS_ORIGINS')
      .map(({ value }: Any) => value);
    expect(new Set(origins)).toEqual(
      new Set(['https://fm.test.org,chrome-extension://x', '["https://fm.test.org","chrome-extension://x"]']),
    );
  });

  it('reaches Redis as one server, sessions in a database of their own', () => {
    for (const name of ['fm-auth-service', 'fm-session-service', 'fm-job-worker', 'fm-job-worker-beat'])
      expect(env(name)).toMatchObject({ REDIS_MODE: 'standalone', REDIS_HOST: 'redis', REDIS_PORT: '6379' });
    expect([env('fm-session-service').REDIS_DB, env('fm-auth-service').REDIS_DB]).toEqual(['1', '0']);
  });

  it('lets the gateway wait for no Redis, in which it would count requests', () => {
    expect(env('fm-api-gateway').RATE_LIMIT_ENABLED).toBe('false');
    expect(Object.keys(env('fm-api-gateway')).filter((name) => name.startsWith('REDIS'))).toEqual([]);
  });

  it('bounds the threads of the model by the CPUs of its container', () => {
    expect(env('fm-knowledge-service').OMP_NUM_THREADS).toEqual({
      resourceFieldRef: { containerName: 'fm-knowledge-service', resource: 'limits.cpu' },
    });
  });

  it('follows what the services store in', () => {
    const own = objectsOf(
      clusterPlanOf(
        'services: { evidence: { replicas: 1, database: sqlite, files: local }, knowledge: { model: { volume: models } }, agent: { providers: [anthropic, groq] } }\n',
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

it('leaves room in the quota for a claim of the operator, of whatever size', () => {
  const hard = (all: readonly Any[]): Any => find(all, 'ResourceQuota', 'faultmaven').spec.hard;
  const own = hard(objectsOf(clusterPlanOf('services: { knowledge: { model: { volume: models } } }\n')));
  expect(Number(own.persistentvolumeclaims)).toBe(Number(hard(objects).persistentvolumeclaims) + 1);
  expect(own).not.toHaveProperty(['requests.storage']);
  expect(hard(objects)).toHaveProperty(['requests.storage']);
});

it.each(['fm-job-worker', 'fm-job-worker-beat'])(
  'finds out within ten seconds that %s has started, and goes on for five minutes',
  (name) => {
    const [container] = find(objects, 'Deployment', name).spec.template.spec.containers;
    const { periodSeconds, failureThreshold } = container.startupProbe;
    expect(periodSeconds).toBeLessThanOrEqual(10);
    expect(periodSeconds * failureThreshold).toBe(300);
  },
);

it('lets every server listen at addresses of both families', () => {
  for (const { command } of containersOf(objects)) {
    const text = command.join(' ');
    // A script that asks the kernel first may name one family's wildcard.
    if (text.includes('/proc/net/if_inet6')) continue;
    expect(text).not.toMatch(/0\.0\.0\.0|::/);
    const at = command.indexOf('--host');
    if (at >= 0) expect(command[at + 1]).toBe('');
  }
});

it('gives evidence no key of a bucket that EKS Pod Identity opens', () => {
  const own = objectsOf(clusterPlanOf('services: { evidence: { files: { bucket: { keys: pod-identity } } } }\n'));
  const [{ env }] = find(own, 'Deployment', 'fm-evidence-service').spec.template.spec.containers;
  expect(JSON.stringify(env)).not.toContain('AWS_');
  expect(find(own, 'ServiceAccount', 'fm-evidence-service').metadata.annotations).toBeUndefined();
});

it('lists one image with everything that pulls it, and that of a tool only where something needs it', () => {
  const pulledBy = (name: string, plan = clusterPlan()) => imagesOf(plan).find(({ image }) => image.includes(name))?.pulledBy;
  expect(pulledBy('/fm-job-worker:')).toEqual(['Deployment/fm-job-worker', 'Deployment/fm-job-worker-beat']);
  expect(pulledBy('rclone')).toEqual(['CronJob/redis-export']);
  expect(pulledBy('rclone', clusterPlan('cluster', ['services.redis.export=null']))).toBeUndefined();
});
