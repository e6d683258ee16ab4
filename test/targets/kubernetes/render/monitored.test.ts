import type { Hazard } from '../../../../lib/model/hazard';
import type { Platform } from '../../../../lib/model/platform';
import type { Container } from '../../../../lib/model/pod';
import type { ServiceProps } from '../../../../lib/model/service';
import type { Task } from '../../../../lib/model/task';
import { members } from '../../../../lib/model/workload';
import type { ClusterPlan, ClusterSized } from '../../../../lib/targets/kubernetes/plan/plan';
import { clusterOf } from '../../../../lib/targets/kubernetes/render/cluster';
import { monitoredIn } from '../../../../lib/targets/kubernetes/render/monitored';
import { Cpu } from '../../../../lib/units/cpu';
import { seconds } from '../../../../lib/units/duration';
import { Memory } from '../../../../lib/units/memory';
import { port } from '../../../../lib/units/port';
import { type Any, objectsOf, ofKind, shopPlan, shopPlanOf } from '../../../support/cluster';
import { dataTierPlanOf, WATCHED } from '../../../support/data-tier';
import { clusterOver } from '../../../support/plans';
import { Policies } from '../../../support/policies';
import { testService } from '../../../support/services';
import { sizedAs } from '../../../support/sized';

const watched = dataTierPlanOf(WATCHED);

/** What is known of a service where it runs. */
const about = (plan: ClusterPlan, name: string) => {
  const found = clusterOf(plan).site.monitored.find((one) => one.about.server.name === name);
  if (found === undefined) throw new Error(`${name} does not run`);
  return found.about;
};

describe('what is known of a service where it runs', () => {
  it('is what follows from its size, for members', () => {
    expect(about(watched, 'redis')).toMatchObject({
      namespace: 'tier',
      onEachNode: false,
      count: { least: 3, most: 3 },
      budget: 2,
      containers: [
        { name: 'redis', memory: Memory.parse('1Gi') },
        { name: 'sentinel', memory: Memory.parse('64Mi') },
      ],
      schedules: [{ name: 'redis-export', every: seconds(6 * 3600), copies: true }],
      disks: ['data-redis'],
      stored: Memory.parse('384Mi'),
      probe: undefined,
    });
  });

  it('is in the namespace of its part of the platform', () => {
    const { namespaces } = clusterOf(watched).site;
    expect(namespaces).toEqual(['tier', 'tier-monitoring', 'tier-node']);
    expect(about(watched, 'grafana')).toMatchObject({ namespace: 'tier-monitoring', ofPlatform: true });
    expect(about(watched, 'redis-exporter')).toMatchObject({ namespace: 'tier', ofPlatform: true });
    expect(about(watched, 'redis')).toMatchObject({ ofPlatform: false });
    expect(about(watched, 'node-exporter')).toMatchObject({ namespace: 'tier-node', onEachNode: true, count: { least: 6, most: 6 } });
  });

  it('is whether any service of the application calls it, or users do', () => {
    const part = { usual: {}, with: ({ monitoring }: Platform) => monitoring === 'full' };
    const [called, watchedOnly] = [testService('called'), testService('watched-only')];
    const services = [
      called,
      watchedOnly,
      testService('caller', { calls: [called] }),
      testService('watcher', { calls: [watchedOnly], platform: part }),
      testService('entry', { exposed: { ownPaths: [] } }),
    ];
    const { profile } = shopPlan();
    const known = monitoredIn({ services: services.map((one) => sizedAs(one, { replicas: 1 }) as ClusterSized), profile });
    expect(known.map(({ about: { server, uncalled, ofPlatform } }) => [server.kind, uncalled, ofPlatform])).toEqual([
      ['called', false, false],
      ['watched-only', true, false],
      ['caller', true, false],
      ['watcher', true, true],
      ['entry', false, false],
    ]);
  });

  describe('of one service', () => {
    const { profile } = shopPlan();
    const of = (props: Partial<ServiceProps>, size: object = { replicas: 1 }, nodes?: number) => {
      const [known] = monitoredIn({ services: [sizedAs(testService('one', props), size, nodes) as ClusterSized], profile });
      if (known === undefined) throw new Error('expected what is known of it');
      return known.about;
    };
    const hazard = (more: Partial<Hazard> = {}): Hazard => ({
      code: 'a-test',
      what: '',
      consequence: '',
      wayOut: '',
      evidence: '',
      ...more,
    });
    const container = (name: string): Container => ({ name, command: ['a'], environment: {}, probes: {} });
    const runs = { command: ['serve'], drain: seconds(1), priority: 'core' } as const;

    it('is whether a defect leaves it unused', () => {
      expect(of({}).unused).toBe(false);
      expect(of({ hazards: [hazard()] }).unused).toBe(false);
      expect(of({ hazards: [hazard(), hazard({ unused: true })] }).unused).toBe(true);
    });

    it('is which containers its pods have, and what they may take', () => {
      const workload = { ...runs, role: 'interchangeable', beside: () => [container('beside')] } as const;
      const memory = Memory.parse('128Mi');
      expect(of({ workload }).containers).toEqual([
        { name: 'fm-one', memory },
        { name: 'beside', memory },
      ]);
    });

    it('is its disk, if it has one', () => {
      const workload = { ...runs, role: 'interchangeable', writes: ['/data'] } as const;
      expect(of({ workload }).disks).toEqual([]);
      expect(of({ workload }, { replicas: 1, volume: { size: '1Gi' } }).disks).toEqual(['fm-one']);
    });

    it('is how often its tasks run that have a schedule', () => {
      const task = (name: string, when: Task['when']): Task => ({
        name,
        when,
        steps: [{ name, command: ['a'], environment: {} }],
        limits: { cpu: Cpu.parse('0.1'), memory: Memory.parse('64Mi') },
      });
      const workload = members({
        leader: { by: 'nobody', connected: false },
        of: () => ({ containers: [container('one')], tasks: [task('begin', 'once'), task('tidy', { schedule: '0 3 * * *' })] }),
      });
      expect(of({ workload }, { replicas: 1, volume: { size: '1Gi' } }).schedules).toEqual([
        { name: 'fm-one-tidy', every: seconds(24 * 3600), copies: false },
      ]);
    });

    it('is the URL of its health, if it is a server of somebody', () => {
      const health = {
        kind: 'http',
        path: '/health',
        port: port(8000),
        client: 'wget',
        startsWithin: seconds(9),
        published: false,
      } as const;
      const ports = { inner: { container: 9000, inner: true }, http: { container: 8000, cluster: 80 } };
      expect(of({ health, ports }).probe).toMatch(/^http:\/\/fm-one\..*:80\/health$/);
      expect(of({ health, ports: { other: { container: 8001 } } }).probe).toBeUndefined();
      expect(of({ ports }).probe).toBeUndefined();
      expect(of({ health, ports, workload: { ...runs, role: 'perNode' } }, {}, 3).probe).toBeUndefined();
      const behindProxy = members({ leader: { by: 'proxy' }, of: () => ({ containers: [container('one')] }) });
      expect(of({ health, ports, workload: behindProxy }, { replicas: 1, volume: { size: '1Gi' } }).probe).toBeUndefined();
    });
  });

  it.each([
    ['postgres', 'postgres-2', true],
    ['postgres', 'postgres-backup-29411520-x7k2p', false],
    ['postgres', 'postgres-exporter-6f9c8b7d5f-x7k2p', false],
    ['redis', 'redis-proxy-6f9c8b7d5f-x7k2p', false],
    ['redis-proxy', 'redis-proxy-6f9c8b7d5f-x7k2p', true],
    ['redis-proxy', 'redis-proxy-6f9c8b7d5f-x7k2', false],
    ['node-exporter', 'node-exporter-x7k2p', true],
    ['grafana', 'grafana-79d5f8bb4-2bqxz', true],
  ])('tells pods of %s by their names: %s, %s', (service, pod, isOne) => {
    expect(new RegExp(`^(?:${about(watched, service).pods})$`).test(pod)).toBe(isOne);
  });

  it('is a URL that a client may ask, where the service answers HTTP', () => {
    const HEALTH = { kind: 'http', path: '/ok', port: port(8000), client: 'wget', startsWithin: seconds(1), published: false } as const;
    const probeWith = (ports: object, health: object = HEALTH) => {
      const one = testService('one', { ports: ports as never, health: health as never });
      const size = 'replicas: 1, cpu: { request: 0.1, limit: 1 }, memory: { request: 64Mi, limit: 64Mi }';
      return about(clusterOver([one], `images: { one: "1" }\nservices: { one: { ${size} } }\n`), 'fm-one').probe;
    };
    expect(probeWith({ http: { container: 8000 } })).toBe('http://fm-one.faultmaven.svc.cluster.local:8000/ok');
    expect(probeWith({ http: { container: 8000, cluster: 8080 } })).toBe('http://fm-one.faultmaven.svc.cluster.local:8080/ok');
    expect(probeWith({ http: { container: 8000, inner: true } })).toBeUndefined();
    expect(
      probeWith({ http: { container: 8000 } }, { kind: 'command', command: ['true'], startsWithin: seconds(1), published: false }),
    ).toBe(undefined);
  });
});

describe('every address that Prometheus asks or tells', () => {
  const direct = 'platform: { ingress: direct, monitoring: full }\ningress: { className: null, namespace: null';

  it.each([
    ['of the data tier', watched],
    ['where an ingress controller ends TLS', shopPlanOf('platform: { monitoring: full }')],
    ['where a service ends TLS itself', shopPlanOf(`${direct} }`)],
    ['behind the PROXY protocol', shopPlanOf(`${direct}, loadBalancer: { proxyProtocol: [10.2.0.0/16] } }`)],
  ])('is a port of a Service: %s', (_, plan) => {
    const objects = objectsOf(plan);
    const ends = `svc.${plan.profile.clusterDomain}`;
    const open = new Set(
      ofKind(objects, 'Service').flatMap(({ metadata: { name, namespace }, spec: { ports } }) =>
        ports.map(({ port: number }: Any) => `${name}.${namespace}.${ends}:${number}`),
      ),
    );
    const texts = ofKind(objects, 'ConfigMap').flatMap(({ data }): string[] => data['prometheus.yml'] ?? []);
    const probes = clusterOf(plan).site.monitored.flatMap(({ about: { probe } }) => probe ?? []);
    const asked = [...texts, ...probes].join(' ').match(/[a-z0-9.-]+\.svc\.[a-z0-9.]+:\d+/g) ?? [];
    expect(asked.length).toBeGreaterThan(1);
    // A Service without an address has a name for each of its members.
    expect(asked.filter((address) => !open.has(address) && !open.has(address.replace(/^[^.]+\./, '')))).toEqual([]);
  });
});

describe('hosts under which users come in', () => {
  const SIZE = 'replicas: 2, cpu: { request: 0.1, limit: 1 }, memory: { request: 64Mi, limit: 64Mi }';
  const plan = (ingress: string, more = 'platform: { ingress: direct }'): ClusterPlan => {
    const front = testService('front', {
      exposed: { ownPaths: [], direct: { ports: { http: 'web', https: 'https' }, certificates: '/etc/tls' } },
      ports: { http: { container: 8080 }, web: { container: 8000 }, https: { container: 8443 } },
      health: { kind: 'http', path: '/ok', port: port(8080), client: 'wget', startsWithin: seconds(1), published: false },
    });
    const watch = testService('watch', { watches: 'health' });
    const services = `services: { front: { ${SIZE} }, watch: { ${SIZE} } }`;
    return clusterOver([front, watch], `images: { front: "1", watch: "1" }\n${more}\ningress: { ${ingress} }\n${services}\n`);
  };
  const HOSTS = 'host: a.example.org, tlsSecret: a, hosts: [{ host: b.example.org, tlsSecret: b }]';
  const asked = (of: ClusterPlan) => {
    const { probe, doors } = about(of, 'fm-front');
    return { probe, doors, ports: new Policies(of).ports('egress', 'fm-watch', 'fm-front') };
  };
  const NOBODY = { probe: undefined, doors: undefined, ports: [] };

  it('are asked where the service ends TLS itself, because its load balancer has no port for probes', () => {
    const url = 'https://fm-front.faultmaven.svc.cluster.local:443/';
    const doors = [
      { host: 'a.example.org', url },
      { host: 'b.example.org', url },
    ];
    expect(asked(plan(HOSTS))).toEqual({ probe: undefined, doors, ports: [8443] });
  });

  it('are not asked behind the PROXY protocol, which lets no pod in', () => {
    expect(asked(plan(`${HOSTS}, loadBalancer: { proxyProtocol: [10.0.0.0/24] }`))).toEqual(NOBODY);
  });

  it('are not asked where the profile says so', () => {
    expect(asked(plan(HOSTS, 'platform: { ingress: direct, monitoring: full }\nmonitoring: { frontDoor: none }'))).toEqual(NOBODY);
  });

  it('are not asked where another one ends TLS', () => {
    expect(asked(plan('host: a.example.org, tlsSecret: a, className: any, namespace: any', ''))).toEqual({
      probe: 'http://fm-front.faultmaven.svc.cluster.local:8080/ok',
      doors: undefined,
      ports: [8080],
    });
  });
});

describe('routes to services behind an exposed one', () => {
  const SIZE = 'replicas: 2, cpu: { request: 0.1, limit: 1 }, memory: { request: 64Mi, limit: 64Mi }';
  const plan = (monitoring: string): ClusterPlan => {
    const behind = testService('behind', { ports: { http: { container: 9000 } } });
    const routes = { port: 'ways', of: [{ path: '/api/behind', to: behind }] };
    const front = testService('front', {
      exposed: { ownPaths: [], routes },
      ports: {
        http: { container: 8080 },
        ways: { container: 8083, inner: true, onlyWith: ({ monitoring: own }: { readonly monitoring: string }) => own === 'full' },
      },
    });
    const watch = testService('watch', { watches: 'health' });
    return clusterOver(
      [front, behind, watch],
      `images: { front: "1", behind: "1", watch: "1" }\ningress: { host: a.example.org, tlsSecret: a, className: any, namespace: any }\nplatform: { monitoring: ${monitoring} }\nservices: { front: { ${SIZE} }, behind: { ${SIZE} }, watch: { ${SIZE} } }\n`,
    );
  };
  const portsOf = (of: ClusterPlan) => new Policies(of).ports('egress', 'fm-watch', 'fm-front');

  it('are asked for at a port of their own, which only whoever asks reaches', () => {
    const watched = plan('full');
    expect(about(watched, 'fm-front').routes).toMatchObject({ port: 'ways', of: [{ path: '/api/behind', to: { name: 'fm-behind' } }] });
    expect(portsOf(watched)).toContain(8083);
    expect(new Policies(watched).ports('egress', 'fm-behind', 'fm-front')).not.toContain(8083);
  });

  it('are not asked for where it does not listen there', () => {
    const unwatched = plan('none');
    expect(about(unwatched, 'fm-front').routes).toBeUndefined();
    expect(portsOf(unwatched)).not.toContain(8083);
  });
});

describe('the rights of who watches', () => {
  const objects = objectsOf(dataTierPlanOf(`${WATCHED}clusterScoped: true\n`));
  const seen = (end: string): readonly string[] =>
    ofKind(objects, end.includes('tier-') ? 'ClusterRole' : 'Role')
      .filter(({ metadata: { name, namespace } }) => name === end && (namespace ?? 'tier') === 'tier')
      .flatMap(({ rules }) => rules.flatMap(({ resources }: Any) => resources));

  it('are those of the objects that kube-state-metrics is told to show', () => {
    const [deployment] = ofKind(objects, 'Deployment').filter(({ metadata: { name } }) => name === 'kube-state-metrics');
    const { env } = deployment.spec.template.spec.containers[0];
    const told = env.find(({ name }: Any) => name === 'RESOURCES').value.split(',');
    expect([...seen('kube-state-metrics'), ...seen('tier-kube-state-metrics')].sort()).toEqual([...told].sort());
  });

  it('are each given once to Prometheus, and no others', () => {
    expect(seen('tier-prometheus')).toEqual(['nodes', 'nodes/metrics']);
  });
});

describe('the network policies of who watches', () => {
  const policies = new Policies(watched);

  it.each([
    // Metrics that a pod shows itself, in any namespace.
    ['prometheus', 'postgres', [8008]],
    ['prometheus', 'redis-proxy', [8404]],
    ['prometheus', 'node-exporter', [9100]],
    ['prometheus', 'grafana', [3000]],
    ['prometheus', 'kube-state-metrics', [8080, 8081]],
    // What asks others, and whom it asks.
    ['prometheus', 'redis-exporter', [9121]],
    ['redis-exporter', 'redis', [6379, 26379]],
    ['postgres-exporter', 'postgres', [5432]],
    ['blackbox', 'chromadb', [8000]],
    // What is told of alerts.
    ['prometheus', 'alertmanager', [9093]],
    ['grafana', 'prometheus', [9090]],
    ['alertmanager', 'alertmanager', [9093, 9094]],
  ])('let %s reach %s at %j, from both sides', (from, to, ports) => {
    expect(new Set(policies.ports('egress', from, to))).toEqual(new Set(ports));
    expect(new Set(policies.ports('ingress', to, from))).toEqual(new Set(ports));
  });

  it('let nobody else reach Prometheus and Alertmanager', () => {
    expect(policies.reaching('prometheus')).toEqual(['blackbox', 'grafana', 'prometheus']);
    expect(policies.reaching('alertmanager')).toEqual(['alertmanager', 'blackbox', 'grafana', 'prometheus']);
  });

  it('let Prometheus not reach what it does not scrape', () => {
    expect(policies.ports('egress', 'prometheus', 'redis')).toEqual([]);
    expect(policies.ports('egress', 'prometheus', 'chromadb')).toEqual([]);
  });

  it('are as they were where nobody watches', () => {
    const off = new Policies(dataTierPlanOf());
    expect(off.reaching('postgres')).toEqual(['postgres', 'postgres-backup', 'postgres-bootstrap', 'postgres-configure']);
  });
});
