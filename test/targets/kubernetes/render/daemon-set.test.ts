import type { ServiceProps } from '../../../../lib/model/service';
import { members } from '../../../../lib/model/workload';
import type { Sized, SizedOf } from '../../../../lib/roles/role';
import { rangeOf } from '../../../../lib/targets/kubernetes/plan/demand';
import { clusterOf } from '../../../../lib/targets/kubernetes/render/cluster';
import { daemonSetOf } from '../../../../lib/targets/kubernetes/render/daemon-set';
import { disruptionBudgetOf } from '../../../../lib/targets/kubernetes/render/disruption-budget';
import { quotaOf } from '../../../../lib/targets/kubernetes/render/quota';
import { podOf, servicesOf, workloadOf } from '../../../../lib/targets/kubernetes/render/roles';
import type { Cluster } from '../../../../lib/targets/kubernetes/render/site';
import { seconds } from '../../../../lib/units/duration';
import { dnsLabel } from '../../../../lib/units/name';
import { type Any, objectsOf, shopPlan, shopPlanOf } from '../../../support/cluster';
import { problemsOf } from '../../../support/problems';
import { testService } from '../../../support/services';
import { sizedAs } from '../../../support/sized';

const plan = shopPlan();
const cluster: Cluster = clusterOf(plan);
const meter = testService('meter', {
  ports: { metrics: { container: 9100 } },
  workload: { role: 'perNode', command: ['meter'], drain: seconds(5), priority: 'batch' },
});
const sized = sizedAs(meter, {}, 4) as SizedOf<'perNode'>;
const plain = (object: object): Any => JSON.parse(JSON.stringify(object));
const specIn = (placement: Cluster['placement']): Any => plain(daemonSetOf(sized, podOf(sized), { ...cluster, placement })).spec;

it('runs one pod on each node, and replaces them node by node', () => {
  const { updateStrategy, selector, template, replicas } = specIn({});
  expect(updateStrategy).toEqual({ type: 'RollingUpdate', rollingUpdate: { maxUnavailable: 1 } });
  expect(template.metadata.labels).toMatchObject(selector.matchLabels);
  expect(replicas).toBeUndefined();
  expect(template.spec.containers).toMatchObject([
    { name: 'fm-meter', command: ['meter'], ports: [{ name: 'metrics', containerPort: 9100 }] },
  ]);
});

it('goes where the taints of nodes let it, and stays there whatever becomes of the node', () => {
  expect(specIn({}).template.spec.tolerations ?? []).toEqual([]);
  const tolerations = [{ key: 'example.com/data', effect: 'NoSchedule' as const }];
  expect(specIn({ tolerations }).template.spec.tolerations).toEqual([
    { key: 'example.com/data', operator: 'Exists', effect: 'NoSchedule' },
  ]);
});

it('goes to every group of nodes that the profile lists, whatever their taints', () => {
  const taints = [
    { key: 'example.com/gpu', value: 'yes', effect: 'NoSchedule' as const },
    { key: 'example.com/data', effect: 'NoExecute' as const },
  ];
  const group = { name: 'a' as never, count: 1, maxPods: 110, labels: {} };
  const nodes = [{ ...group, taints }, group, { ...group, taints: taints.slice(1) }];
  const tolerations = (role: Sized) =>
    plain(workloadOf(role, { ...cluster, nodes })[0] as object).spec.template.spec.tolerations.filter(({ key }: Any) =>
      /^example/.test(key),
    );
  expect(tolerations(sized)).toEqual([
    { key: 'example.com/gpu', operator: 'Equal', value: 'yes', effect: 'NoSchedule' },
    { key: 'example.com/data', operator: 'Exists', effect: 'NoExecute' },
  ]);
  expect(tolerations(sizedAs(testService('plain'), { replicas: 1 }))).toEqual([]);
});

it('goes to no node that the profile does not list, because the quota has a place for each of these and one more', () => {
  const groups = (text: string) => objectsOf(shopPlanOf(`nodes: [{ name: apps, count: 6 }${text}]\n`));
  const quota = (text: string): number => Number(groups(text).find(({ kind }) => kind === 'ResourceQuota')?.spec.hard.pods);
  const tolerations = (text: string) => groups(text).find(({ kind }) => kind === 'DaemonSet')?.spec.template.spec.tolerations;
  const gpu = ', { name: gpu, count: 4, taints: [{ key: gpu, effect: NoSchedule }] }';
  expect(tolerations('')).toEqual([]);
  expect(tolerations(gpu)).toEqual([{ key: 'gpu', operator: 'Exists', effect: 'NoSchedule' }]);
  expect(quota(gpu) - quota('')).toBe(4);
});

describe('folders of its node', () => {
  const NODE = { name: dnsLabel('node'), pods: 'privileged' } as const;
  const RUNS = { role: 'perNode', command: ['meter'], drain: seconds(5), priority: 'batch' } as const;
  const reader = (props: Partial<ServiceProps>) => testService('meter', { platform: { compartment: NODE, usual: {} }, ...props });
  const pod = (props: Partial<ServiceProps>): Any =>
    plain(daemonSetOf(sizedAs(reader(props), {}, 4) as SizedOf<'perNode'>, podOf(sizedAs(reader(props), {}, 4)), cluster)).spec.template
      .spec;

  it('are mounted read-only where its container looks for them', () => {
    const { volumes, containers, securityContext } = pod({ workload: { ...RUNS, reads: { '/host/proc': '/proc', '/host/root': '/' } } });
    expect(volumes.slice(1)).toEqual([
      { name: 'host-proc', hostPath: { path: '/proc', type: 'Directory' } },
      { name: 'host-root', hostPath: { path: '/', type: 'Directory' } },
    ]);
    expect(containers[0].volumeMounts.slice(1)).toEqual([
      { name: 'host-proc', mountPath: '/host/proc', readOnly: true, mountPropagation: 'HostToContainer' },
      { name: 'host-root', mountPath: '/host/root', readOnly: true, mountPropagation: 'HostToContainer' },
    ]);
    expect(securityContext).toMatchObject({ runAsNonRoot: true, runAsUser: 10_001 });
  });

  it('are read past SELinux too, which leaves containers nothing of a node, and no other pod is', () => {
    expect(pod({ workload: { ...RUNS, reads: { '/var/log/pods': '/var/log/pods' } } }).securityContext.seLinuxOptions).toEqual({
      type: 'spc_t',
    });
    expect(pod({ workload: { ...RUNS, keeps: '/queue' } }).securityContext.seLinuxOptions).toEqual({ type: 'spc_t' });
    expect(pod({ workload: RUNS }).securityContext.seLinuxOptions).toBeUndefined();
  });

  it('are read as root only where the image needs it', () => {
    const user = { uid: 0, gid: 0, because: 'only root may read the logs of other users' };
    expect(pod({ workload: { ...RUNS, user } }).securityContext).toMatchObject({ runAsNonRoot: false, runAsUser: 0, runAsGroup: 0 });
    const set = (props: Partial<ServiceProps>) =>
      daemonSetOf(sizedAs(reader(props), {}, 4) as SizedOf<'perNode'>, podOf(sizedAs(reader(props), {}, 4)), cluster);
    expect(JSON.stringify(set({ workload: { ...RUNS, user } }))).toContain(user.because);
  });

  it.each([
    [{ ...RUNS, user: { uid: 0, gid: 0, because: '' } }, 'fm-meter runs as root, which only pods of a privileged compartment may'],
    [
      { ...RUNS, role: 'interchangeable', user: { uid: 0, gid: 0, because: '' } },
      'fm-meter runs as root, which only pods of a privileged compartment may',
    ],
  ] as const)('are nothing for pods that are restricted', (workload, message) => {
    expect(() => testService('meter', { workload })).toThrow(message);
    expect(() => testService('meter', { workload, platform: { compartment: { ...NODE, pods: 'restricted' }, usual: {} } })).toThrow(
      message,
    );
    expect(() => reader({ workload })).not.toThrow();
  });

  it('are nothing for members either', () => {
    const service = testService('ledger', {
      workload: members({
        leader: { by: 'proxy' },
        of: () => ({
          mounts: [{ at: '/host', volume: { kind: 'node-folder', path: '/' } }],
          containers: [{ name: 'one', command: ['one'], environment: {}, probes: {} }],
        }),
      }),
    });
    const ledger = sizedAs(service, { replicas: 1, volume: { size: '1Gi' } });
    expect(() => workloadOf(ledger, cluster)).toThrow('the pods of fm-ledger take more than a restricted namespace allows');
  });
});

it('keeps to a pool only where everything has to', () => {
  const pool = { key: 'example.com/pool', value: 'data' };
  expect(specIn({ pool: { ...pool, required: false } }).template.spec.affinity).toBeUndefined();
  const { affinity } = specIn({ pool: { ...pool, required: true } }).template.spec;
  expect(Object.keys(affinity)).toEqual(['nodeAffinity']);
  expect(Object.keys(affinity.nodeAffinity)).toEqual(['requiredDuringSchedulingIgnoredDuringExecution']);
});

it('is found at one address, and has no disruption budget', () => {
  expect(servicesOf(sized, cluster).map(plain)).toMatchObject([{ metadata: { name: 'fm-meter' }, spec: { type: 'ClusterIP' } }]);
  expect(disruptionBudgetOf(sized, cluster)).toEqual([]);
});

it('leaves room in the quota for a pod on each node, and one on a node that takes the place of another', () => {
  const podsIn = (services: typeof plan.services): number => Number(plain(quotaOf({ name: 'shop', services }, cluster)).spec.hard.pods);
  expect(podsIn([...plan.services, sized]) - podsIn(plan.services)).toBe(5);
});

describe('in a profile', () => {
  const withNodes = (groups: string) => shopPlanOf(`nodes: ${groups}\n`);

  it('asks how many nodes there are, and says who wants to know', () => {
    expect(problemsOf(() => withNodes('null'))).toEqual([
      expect.stringContaining('nodes: expected how many nodes there are at most: shipper runs on each, and the quota has to hold its pods'),
    ]);
  });

  it('writes a DaemonSet with what belongs to a service, and counts a pod for each node', () => {
    const most = (count: string): number => rangeOf(withNodes(`[{ name: a, count: ${count} }, { name: b, count: 1 }]`).services).most.pods;
    expect(most('9') - most('6')).toBe(3);
    const kinds = objectsOf(withNodes('[{ name: all, count: 6 }]'))
      .filter(({ file }) => file === 'shop-shipper.yaml')
      .map(({ kind }) => kind);
    expect(kinds).toEqual(['ServiceAccount', 'NetworkPolicy', 'DaemonSet']);
  });
});
