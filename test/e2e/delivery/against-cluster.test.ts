import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CONTROL_PLANE, program } from '../control-plane/assets';
import { ControlPlane } from '../control-plane/control-plane';
import { freePort } from '../control-plane/free-port';
import { eventually } from '../support/eventually';
import { fmsynth, mustRun, type Run } from '../support/program';
import { describeWith } from '../support/tools';

jest.setTimeout(300_000);

const NAMESPACE = 'faultmaven';
const ZONES = ['a', 'b', 'c'];

/** What an account needs to ask what an apply would do: everything but Secrets. */
const RESOURCES = {
  '': ['namespaces', 'services', 'configmaps', 'serviceaccounts', 'persistentvolumeclaims', 'resourcequotas', 'limitranges'],
  apps: ['deployments', 'statefulsets', 'daemonsets'],
  batch: ['jobs', 'cronjobs'],
  autoscaling: ['horizontalpodautoscalers'],
  policy: ['poddisruptionbudgets'],
  'networking.k8s.io': ['networkpolicies', 'ingresses'],
  'rbac.authorization.k8s.io': ['roles', 'rolebindings'],
  'scheduling.k8s.io': ['priorityclasses'],
};

/** In JSON, what of a diff is looked at. */
interface Diff {
  readonly profiles: readonly {
    readonly files: readonly string[];
    readonly objects: { readonly gained: readonly string[]; readonly lost: readonly string[] };
    readonly effects: readonly { readonly object: string; readonly does: string; readonly why: readonly string[] }[];
    readonly warnings: readonly { readonly code: string; readonly subject: string; readonly what: string }[];
  }[];
}

describeWith(CONTROL_PLANE, 'diff --against cluster on a real API server', () => {
  let plane: ControlPlane;
  let folder: string;
  /** A kubectl that writes down what it is asked, and with what. */
  let kubectl: string;
  let asked: string;
  let given: string;

  const kubeconfigOf = (name: string, server: string, user: object, certificate?: string): string => {
    const path = join(folder, `${name}.json`);
    const cluster = { server, 'certificate-authority': certificate };
    const config = {
      apiVersion: 'v1',
      kind: 'Config',
      clusters: [{ name, cluster }],
      users: [{ name, user }],
      contexts: [{ name, context: { cluster: name, user: name } }],
      'current-context': name,
    };
    writeFileSync(path, JSON.stringify(config));
    return path;
  };

  /** The kubeconfig of an account of the namespace. */
  const accountOf = async (name: string): Promise<string> => {
    await plane.kubectl('--namespace', NAMESPACE, 'create', 'serviceaccount', name);
    const { folder: files, host, port } = await plane.credentialsOf(name, NAMESPACE);
    return kubeconfigOf(name, `https://${host}:${port}`, { token: readFileSync(join(files, 'token'), 'utf8') }, join(files, 'ca.crt'));
  };

  const diff = (kubeconfig: string, ...args: readonly string[]): Run =>
    fmsynth(['diff', '--profile', 'cluster-small', '--against', 'cluster', ...args], { env: { KUBECONFIG: kubeconfig, KUBECTL: kubectl } });

  const found = (run: Run): Diff['profiles'][number] => {
    const [profile] = (JSON.parse(run.stdout) as Diff).profiles;
    if (profile === undefined) throw new Error(`nothing found: ${run.stderr}`);
    return profile;
  };

  let viewer: string;

  beforeAll(async () => {
    plane = await ControlPlane.start();
    folder = mkdtempSync(join(tmpdir(), 'fm-against-cluster-'));
    asked = join(folder, 'asked');
    given = join(folder, 'given');
    kubectl = join(folder, 'kubectl');
    writeFileSync(
      kubectl,
      `#!/bin/sh\nprintf '%s\\n' "$*" >> ${asked}\n{ tee -a ${given}; echo >> ${given}; } | ${program('kubectl')} --cache-dir=${folder}/cache "$@"\n`,
      { mode: 0o755 },
    );
    await plane.addNodes(ZONES.map((zone) => ({ name: `node-${zone}`, zone, cpu: '64', memory: '256Gi' })));
    mustRun(['synth', '--profile', 'cluster-small', '--output', join(folder, 'out')]);
    await plane.apply(join(folder, 'out'));
    await eventually('autoscalers have set the replicas', 90, async () => {
      await plane.bindPendingClaims();
      const { items } = await plane.api.get<{ items: readonly { spec: { minReplicas: number }; status: { currentReplicas?: number } }[] }>(
        `/apis/autoscaling/v2/namespaces/${NAMESPACE}/horizontalpodautoscalers`,
      );
      return items.every(({ spec, status }) => (status.currentReplicas ?? 0) >= spec.minReplicas);
    });
    await plane.kubectl('--namespace', NAMESPACE, 'create', 'secret', 'generic', 'redis', '--from-literal=password=nobody-may-see-this');
    viewer = await accountOf('viewer');
    const rules = Object.entries(RESOURCES).map(([group, resources]) => ({
      apiGroups: [group],
      resources,
      verbs: ['get', 'list', 'patch', 'create'],
    }));
    const named = (kind: string, rest: object) => ({
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind,
      metadata: { name: 'viewer' },
      ...rest,
    });
    await plane.applyObjects([
      named('ClusterRole', { rules }),
      named('ClusterRoleBinding', {
        roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'viewer' },
        subjects: [{ kind: 'ServiceAccount', name: 'viewer', namespace: NAMESPACE }],
      }),
    ]);
  });

  afterAll(async () => {
    await plane?.stop();
    if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
  });

  it('finds nothing right after an apply, and names the context first', () => {
    const { code, stdout, stderr } = diff(viewer, '--format', 'json');
    expect(stderr.split('\n')[0]).toBe("kubectl's context: viewer");
    expect(JSON.parse(stdout).profiles).toEqual([]);
    expect(code).toBe(0);
  });

  it('finds nothing of what an apply leaves alone: labels, annotations and replicas of others', async () => {
    const inNamespace = (...args: readonly string[]): Promise<string> => plane.kubectl('--namespace', NAMESPACE, ...args);
    await inNamespace('label', 'deployment', 'fm-dashboard', 'example.com/team=shop');
    await inNamespace('annotate', 'service', 'fm-dashboard', 'example.com/seen=yes');
    await inNamespace('scale', 'deployment', 'fm-agent-service', '--replicas=3');
    await inNamespace('rollout', 'restart', 'deployment', 'fm-edge');
    const { code, stdout } = diff(viewer, '--format', 'json');
    expect(JSON.parse(stdout).profiles).toEqual([]);
    expect(code).toBe(0);
  });

  it('finds just what somebody has edited, deleted or left, and whose it is', async () => {
    const inNamespace = (...args: readonly string[]): Promise<string> => plane.kubectl('--namespace', NAMESPACE, ...args);
    await inNamespace('scale', 'deployment', 'fm-dashboard', '--replicas=1');
    await inNamespace('patch', 'hpa', 'fm-auth-service', '--type=merge', '--patch={"spec":{"maxReplicas":9}}');
    await inNamespace('set', 'image', 'deployment/fm-edge', 'fm-edge=example.com/other:1');
    await inNamespace('delete', 'pdb', 'fm-session-service');
    await inNamespace('create', 'configmap', 'left-over', '--from-literal=a=b');
    await inNamespace(
      'label',
      'configmap',
      'left-over',
      'app.kubernetes.io/part-of=faultmaven',
      'app.kubernetes.io/managed-by=faultmaven-infra',
    );
    const run = diff(viewer, '--format', 'json');
    const { files, objects, warnings } = found(run);
    expect([...files].sort()).toEqual([
      'ConfigMap/left-over',
      'Deployment/fm-dashboard',
      'Deployment/fm-edge',
      'HorizontalPodAutoscaler/fm-auth-service',
      'PodDisruptionBudget/fm-session-service',
    ]);
    expect(objects).toEqual({ gained: ['PodDisruptionBudget/fm-session-service'], lost: ['ConfigMap/left-over'] });
    expect(warnings.map(({ code, subject, what }) => `${code}:${subject}: ${what}`).sort()).toEqual([
      'owned-by-others:Deployment/fm-dashboard: spec.replicas was set by kubectl',
      'owned-by-others:Deployment/fm-edge: spec.template.spec.containers[name="fm-edge"].image was set by kubectl-set',
      'owned-by-others:HorizontalPodAutoscaler/fm-auth-service: spec.maxReplicas was set by kubectl-patch',
    ]);
    expect(run.code).toBe(6);
    expect(diff(viewer).stdout).toContain('spec.replicas was set by kubectl');
  });

  it('says what the API server refuses', () => {
    const run = diff(viewer, '--format', 'json', '--set', 'services.redis.volume.size=1Gi');
    expect(found(run).warnings.map(({ code, subject }) => `${code}:${subject}`)).toContain('disk-shrinks:StatefulSet/redis');
    expect(run.code).toBe(6);
  });

  it('never asks for a Secret', async () => {
    const objects = readFileSync(given, 'utf8')
      .split('\n')
      .filter((line) => line !== '')
      .flatMap((line) => JSON.parse(line).items ?? [JSON.parse(line)]);
    expect(objects.length).toBeGreaterThan(100);
    expect(objects.filter(({ kind }) => kind === 'Secret')).toEqual([]);
    // What fills a Secret in says where from, and has none of it.
    const kinds = readFileSync(asked, 'utf8').replaceAll('externalsecrets.external-secrets.io', '');
    expect(kinds).not.toMatch(/secret|\ball\b/i);
    const requests = [...(await plane.requestsOf('viewer', NAMESPACE))];
    expect(requests.length).toBeGreaterThan(20);
    expect(requests.filter((request) => /\bsecrets\b/.test(request))).toEqual([]);
  });

  it.each([
    ['there is no kubectl', { KUBECTL: '/no/such/kubectl' }, /there is no \/no\/such\/kubectl command: install kubectl/],
    ['kubectl names no context', { KUBECONFIG: '/no/such/kubeconfig' }, /^kubectl has no current context\n.*no cluster answers/s],
  ])('says plainly that %s', (_, env, expected) => {
    const { code, stdout, stderr } = fmsynth(['diff', '--profile', 'cluster-small', '--against', 'cluster'], {
      env: { KUBECTL: program('kubectl'), ...env },
    });
    expect(stderr).toMatch(expected);
    expect([code, stdout]).toEqual([1, '']);
  });

  it('says plainly that no cluster answers', async () => {
    const away = kubeconfigOf('away', `https://127.0.0.1:${await freePort()}`, { token: 'none' });
    const { code, stderr } = diff(away);
    expect(stderr).toMatch(/^kubectl's context: away\n.*no cluster answers: /s);
    expect(code).toBe(1);
  });

  it('says plainly that kubectl has nothing to log in with', () => {
    const { code, stderr } = diff(kubeconfigOf('stranger', 'https://127.0.0.1:1', {}));
    expect(stderr).toMatch(/^kubectl's context: stranger\n.*the cluster does not know kubectl's user/s);
    expect(code).toBe(1);
  });

  it('says plainly that the namespace is not there', () => {
    const { code, stderr } = diff(plane.kubeconfig, '--set', 'namespace=elsewhere');
    expect(stderr).toMatch(/namespaces "elsewhere" not found: nothing has been applied there yet/);
    expect(code).toBe(1);
  });

  it('says plainly that rights are missing', async () => {
    const { code, stderr } = diff(await accountOf('nobody'));
    expect(stderr).toMatch(/kubectl may not ask: .*cannot get resource.*It needs the rights to get, list and patch/);
    expect(code).toBe(1);
  });
});
