import { type Any, clusterPlan, objectsOf } from '../../support/cluster';
import { CONTROL_PLANE } from '../control-plane/assets';
import { ControlPlane } from '../control-plane/control-plane';
import { eventually } from '../support/eventually';
import { describeWith } from '../support/tools';

jest.setTimeout(180_000);

/** As cert-manager 1.21 makes one, with the limits that it has by itself (pkg/issuer/acme/http/pod.go). */
const solver = (name: string): Any => ({
  metadata: {
    name,
    labels: {
      'acme.cert-manager.io/http-domain': '1',
      'acme.cert-manager.io/http-token': '2',
      'acme.cert-manager.io/http01-solver': 'true',
    },
  },
  spec: {
    automountServiceAccountToken: false,
    enableServiceLinks: false,
    nodeSelector: { 'kubernetes.io/os': 'linux' },
    restartPolicy: 'OnFailure',
    securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
    containers: [
      {
        name: 'acmesolver',
        image: 'quay.io/jetstack/cert-manager-acmesolver:v1.21.2',
        args: ['--listen-port=8089', '--domain=faultmaven.example.com'],
        resources: { requests: { cpu: '10m', memory: '64Mi' }, limits: { cpu: '100m', memory: '64Mi' } },
        ports: [{ name: 'http', containerPort: 8089 }],
        securityContext: { readOnlyRootFilesystem: true, allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } },
      },
    ],
  },
});

/** One pod that takes as much as all of FaultMaven may. */
const everythingElse = (hard: Readonly<Record<string, string>>): Any => {
  const amounts = (what: string): Any => ({ cpu: hard[`${what}.cpu`], memory: hard[`${what}.memory`] });
  const pod = solver('everything-else');
  const [container] = pod.spec.containers;
  return {
    ...pod,
    spec: { ...pod.spec, containers: [{ ...container, resources: { requests: amounts('requests'), limits: amounts('limits') } }] },
  };
};

describeWith(CONTROL_PLANE, "cert-manager's solver pods under the quota", () => {
  let plane: ControlPlane;

  beforeAll(async () => {
    plane = await ControlPlane.start();
  });

  afterAll(async () => plane?.stop());

  const quotaOf = (objects: readonly Any[]): Any => objects.find(({ kind }) => kind === 'ResourceQuota');
  const plain = quotaOf(objectsOf(clusterPlan())).spec.hard;

  /** A namespace with its pod security, its quota and its defaults, in which everything else takes all that it may. */
  async function full(namespace: string, assignments: readonly string[]): Promise<(pod: Any) => Promise<string>> {
    const objects = objectsOf(clusterPlan('cluster', [`namespace=${namespace}`, ...assignments])).map(({ file, ...object }) => object);
    await plane.applyObjects(
      ['Namespace', 'ResourceQuota', 'LimitRange'].flatMap((kind) => objects.filter((object) => object.kind === kind)),
    );
    const path = `/api/v1/namespaces/${namespace}/resourcequotas/faultmaven`;
    await eventually('the quota holds', 60, async () => (await plane.api.get<Any>(path)).status?.hard !== undefined);
    await eventually('pods have an account', 60, async () => {
      return (await plane.api.get<Any>(`/api/v1/namespaces/${namespace}/serviceaccounts/default`)).kind === 'ServiceAccount';
    });
    const create = ({ metadata, spec }: Any): Promise<string> =>
      plane.applyObjects([{ apiVersion: 'v1', kind: 'Pod', metadata: { ...metadata, namespace }, spec } as Any]);
    await create(everythingElse(plain));
    return create;
  }

  it('two are admitted if the profile has HTTP-01 solvers, a third is not', async () => {
    const create = await full('solving', ['ingress.http01Solvers=true']);
    for (const name of ['solver-a', 'solver-b']) expect(await create(solver(name))).toContain('serverside-applied');
    await expect(create(solver('solver-c'))).rejects.toThrow('exceeded quota: faultmaven');
  });

  it('none is admitted otherwise', async () => {
    const create = await full('unsolving', []);
    await expect(create(solver('solver-a'))).rejects.toThrow('exceeded quota: faultmaven');
  });
});
