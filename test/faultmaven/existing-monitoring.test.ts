import { type Any, clusterPlanOf, find, objectsOf, ofKind } from '../support/cluster';

describe('the exporters of FaultMaven, for a Prometheus that is there', () => {
  const objects = objectsOf(clusterPlanOf('platform: { monitoring: existing }\nmonitoring: { namespace: watchers }\n'));

  it('run too, and answer for each pod of another service', () => {
    find(objects, 'Deployment', 'redis-exporter');
    const { spec } = find(objects, 'PodMonitor', 'redis-exporter-redis');
    expect(find(objects, 'StatefulSet', 'redis').spec.template.metadata.labels).toMatchObject(spec.selector.matchLabels);
    expect(spec.podMetricsEndpoints.map(({ port }: Any) => port)).toEqual(['redis', 'sentinel']);
    expect(spec.podMetricsEndpoints[0]).toMatchObject({
      path: '/scrape',
      relabelings: [
        { targetLabel: 'service', replacement: 'redis' },
        { sourceLabels: ['__address__'], targetLabel: '__param_target', replacement: 'redis://$1' },
        { sourceLabels: ['__address__'], targetLabel: 'instance' },
        { targetLabel: '__address__', replacement: 'redis-exporter.faultmaven.svc.cluster.local:9121' },
      ],
    });
  });

  it('let the Prometheus in, and the services that they ask do not', () => {
    const letIn = ofKind(objects, 'NetworkPolicy')
      .filter(({ spec }) => JSON.stringify(spec.ingress ?? []).includes('watchers'))
      .map(({ metadata }) => metadata.name);
    expect(letIn).toEqual(expect.arrayContaining(['postgres', 'redis-proxy', 'redis-exporter', 'postgres-exporter', 'fm-edge']));
    expect(letIn).not.toContain('redis');
  });
});

const matches = (wanted: Any = {}, labels: Any): boolean => Object.entries(wanted).every(([key, value]) => labels[key] === value);

describe.each(['none', 'opensearch', 'elasticsearch'])('each PodMonitor, with logging: %s', (logging) => {
  const profile = `platform: { monitoring: existing, logging: ${logging}, owner: true }\nmonitoring: { namespace: watchers }\n`;
  const objects = objectsOf(clusterPlanOf(profile));
  const pods = ['Deployment', 'StatefulSet', 'DaemonSet'].flatMap((kind) =>
    ofKind(objects, kind).map(({ metadata: { name, namespace }, spec }) => ({ name, namespace, ...spec.template })),
  );
  const monitors = ofKind(objects, 'PodMonitor').map(({ metadata: { name }, spec }): [string, Any] => [name, spec]);

  it.each(monitors)('%s finds the pods of one workload, in whichever namespace they are, and is let in', (_, spec) => {
    const found = pods.filter(
      ({ namespace, metadata }) =>
        spec.namespaceSelector.matchNames.includes(namespace) && matches(spec.selector.matchLabels, metadata.labels),
    );
    expect(found).toHaveLength(1);
    const [{ namespace, metadata, spec: pod }] = found as [Any];
    for (const { port, relabelings } of spec.podMetricsEndpoints) {
      const { containerPort } = pod.containers.flatMap(({ ports = [] }: Any) => ports).find(({ name }: Any) => name === port);
      // Of others an exporter is asked, not they themselves.
      if (relabelings.length > 1) continue;
      const open = ofKind(objects, 'NetworkPolicy')
        .filter((policy) => policy.metadata.namespace === namespace && matches(policy.spec.podSelector.matchLabels, metadata.labels))
        .flatMap((policy) => policy.spec.ingress ?? [])
        .filter(({ from = [] }: Any) => JSON.stringify(from).includes('"watchers"'))
        .flatMap(({ ports }: Any) => ports.map((one: Any) => one.port));
      expect(open).toContain(containerPort);
    }
  });
});
