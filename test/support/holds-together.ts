import { type Any, containersOf, find, ofKind, podsOf, selects, workloads } from './cluster';

const names = (all: readonly Any[]): readonly string[] => all.map(({ metadata }) => metadata.name);

/** The ConfigMaps that a volume has its files from. */
const configMapsOf = ({ configMap, projected }: Any): readonly string[] =>
  [{ configMap }, ...(projected?.sources ?? [])].flatMap((source) => source.configMap?.name ?? []);

/**
 * Tests of what holds for the objects of any plan: every reference leads to something, and every pod is restricted and bounded.
 *
 * @param endAtOnce the Deployments that may end while they are still asked
 */
export function itHoldsTogether(all: readonly Any[], endAtOnce: readonly string[] = []): void {
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
      for (const { persistentVolumeClaim, ...volume } of spec.volumes) {
        for (const name of configMapsOf(volume)) expect(configurations).toContain(name);
        if (persistentVolumeClaim !== undefined) expect(claims).toContain(persistentVolumeClaim.claimName);
      }
      for (const { volumeMounts } of [...(spec.initContainers ?? []), ...spec.containers])
        for (const { name } of volumeMounts) expect(volumes).toContain(name);
    }
  });

  it('leads to a file that is in its ConfigMap', () => {
    for (const { spec } of podsOf(all)) {
      const volume = spec.volumes.find((one: Any) => configMapsOf(one).length > 0);
      for (const { name, subPath, mountPath } of spec.containers[0].volumeMounts) {
        if (name !== volume?.name) continue;
        const files = configMapsOf(volume).flatMap((map) => Object.keys(find(all, 'ConfigMap', map).data));
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
      const found = ['Deployment', 'StatefulSet', 'DaemonSet']
        .flatMap((kind) => ofKind(all, kind))
        .filter((workload) => selects({ matchLabels }, workload.spec.template.metadata.labels));
      expect(found).toHaveLength(1);
      const ports = found[0].spec.template.spec.containers.flatMap((container: Any) => container.ports);
      // A load balancer has the ports that everybody knows, whatever its pods have.
      for (const { targetPort, port } of spec.ports)
        expect(ports).toContainEqual(
          expect.objectContaining({ name: targetPort, containerPort: spec.type === 'LoadBalancer' ? expect.any(Number) : port }),
        );
    }
    for (const { livenessProbe, ports } of containersOf(all))
      if (livenessProbe?.httpGet) expect(ports.map(({ name }: Any) => name)).toContain(livenessProbe.httpGet.port);
  });

  it('leads from the Ingress, of which there is one at most, to a certificate for its hosts and to a Service', () => {
    expect(ofKind(all, 'Ingress').length).toBeLessThan(2);
    for (const { spec } of ofKind(all, 'Ingress')) {
      expect(spec.tls.flatMap(({ hosts }: Any) => hosts)).toEqual(spec.rules.map(({ host }: Any) => host));
      for (const { http } of spec.rules)
        for (const { backend } of http.paths)
          expect(find(all, 'Service', backend.service.name).spec.ports).toContainEqual(
            expect.objectContaining({ name: backend.service.port.name }),
          );
    }
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

  const entitled = ofKind(all, 'RoleBinding').flatMap(({ subjects }) => subjects.map(({ name }: Any) => name));

  const privileged = ofKind(all, 'Namespace')
    .filter(({ metadata }) => metadata.labels['pod-security.kubernetes.io/enforce'] === 'privileged')
    .map(({ metadata }) => metadata.name);

  it('is restricted', () => {
    for (const { metadata, spec } of workloads(all))
      for (const volume of spec.template.spec.volumes)
        if (!privileged.includes(metadata.namespace)) expect(Object.keys(volume)).not.toContain('hostPath');
    for (const { metadata, spec: workload } of workloads(all)) {
      const { spec } = workload.template;
      expect(spec.securityContext).toMatchObject({ seccompProfile: { type: 'RuntimeDefault' } });
      // Root reads files of its node, and has no capability all the same.
      if (privileged.includes(metadata.namespace) && spec.securityContext.runAsUser === 0) continue;
      expect(spec.securityContext.runAsNonRoot).toBe(true);
      // Some are their image's own: of PostgreSQL (101), which wants a name for it, and of OpenSearch (1000), whose files are its user's.
      expect([10_001, 101, 1000]).toContain(spec.securityContext.runAsUser);
      expect(spec.enableServiceLinks).toBe(false);
      expect(spec.automountServiceAccountToken).toBe(entitled.includes(spec.serviceAccountName));
      for (const field of ['hostNetwork', 'hostPID', 'hostIPC']) expect(spec).not.toHaveProperty(field);
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
    for (const { image } of containersOf(all)) expect(image).toMatch(/^[a-z0-9._/-]+:(?!latest)[\w.-]+$/);
  });

  it('carries no secret but by reference', () => {
    for (const { env } of containersOf(all))
      for (const { name, value } of env) if (/PASSWORD|_KEY|SECRET|TOKEN/.test(name)) expect(value).toBeUndefined();
  });

  it('goes on serving until nobody sends it requests, and has time to finish', () => {
    const balancers = ofKind(all, 'Service').filter(({ spec }) => spec.type === 'LoadBalancer');
    for (const { metadata, spec } of ofKind(all, 'Deployment').map(({ spec: { template } }) => template)) {
      const [{ ports, lifecycle }] = spec.containers;
      const waits = ports !== undefined && !endAtOnce.includes(metadata.labels['app.kubernetes.io/name']);
      const propagation = balancers.some(({ spec: { selector } }) => selects({ matchLabels: selector }, metadata.labels)) ? 30 : 10;
      expect(lifecycle?.preStop?.exec?.command).toEqual(waits ? ['sleep', String(propagation)] : undefined);
      expect(spec.terminationGracePeriodSeconds).toBeGreaterThan(propagation);
    }
  });
}
