import type { ControlPlane } from '../control-plane/control-plane';
import type { List } from '../control-plane/objects';

/** A Deployment or a StatefulSet, or a DaemonSet as if it were one. */
export interface Workload {
  readonly metadata: { readonly name: string; readonly namespace: string; readonly generation: number };
  readonly spec: { readonly replicas: number };
  readonly status: { readonly readyReplicas?: number; readonly updatedReplicas?: number; readonly observedGeneration?: number };
}

interface DaemonSet {
  readonly metadata: Workload['metadata'];
  readonly status: {
    readonly desiredNumberScheduled: number;
    readonly numberReady: number;
    readonly updatedNumberScheduled?: number;
    readonly observedGeneration?: number;
  };
}

interface Autoscaler {
  readonly metadata: { readonly name: string; readonly namespace: string };
  readonly spec: { readonly minReplicas: number; readonly maxReplicas: number };
}

/** @throws Error that names those that have not as many ready pods of their newest kind as they want */
export function ready(workloads: readonly Workload[]): boolean {
  const unready = workloads.filter(
    ({ metadata, spec, status }) =>
      status.observedGeneration !== metadata.generation ||
      status.readyReplicas !== spec.replicas ||
      status.updatedReplicas !== spec.replicas,
  );
  if (unready.length === 0) return true;
  throw new Error(unready.map(({ metadata, spec, status }) => `${metadata.name} ${status.readyReplicas ?? 0}/${spec.replicas}`).join(', '));
}

/** What runs in namespaces, and how many of it. No two workloads of them have one name. */
export class Workloads {
  constructor(
    private readonly plane: ControlPlane,
    private readonly namespaces: readonly string[],
  ) {}

  deployments = () => this.list<Workload>('apps/v1', 'deployments');
  members = () => this.list<Workload>('apps/v1', 'statefulsets');

  /** What has a pod on each node. */
  perNode = async (): Promise<readonly Workload[]> =>
    (await this.list<DaemonSet>('apps/v1', 'daemonsets')).map(({ metadata, status }) => ({
      metadata,
      spec: { replicas: status.desiredNumberScheduled },
      status: { ...status, readyReplicas: status.numberReady, updatedReplicas: status.updatedNumberScheduled ?? 0 },
    }));

  /** Every workload has as many ready pods of its newest kind as it wants. */
  async allReady(): Promise<boolean> {
    return ready([...(await this.deployments()), ...(await this.members()), ...(await this.perNode())]);
  }

  /** Every autoscaled Deployment has its autoscaler's fewest or most replicas, and all are ready. */
  async allAt(bound: 'minReplicas' | 'maxReplicas'): Promise<boolean> {
    const wanted = new Map((await this.autoscalers()).map(({ metadata, spec }) => [metadata.name, spec[bound]]));
    const off = (await this.deployments()).filter(({ metadata, spec }) => spec.replicas !== (wanted.get(metadata.name) ?? spec.replicas));
    if (off.length > 0) throw new Error(off.map(({ metadata, spec }) => `${metadata.name} has ${spec.replicas}`).join(', '));
    return this.allReady();
  }

  /** Lets autoscalers act at once; what they ship with is asserted from the manifests elsewhere. @returns how many there are */
  async hurryAutoscalers(): Promise<number> {
    const quick = { stabilizationWindowSeconds: 0, policies: [{ type: 'Percent', value: 1000, periodSeconds: 1 }] };
    const patch = JSON.stringify({ spec: { behavior: { scaleUp: quick, scaleDown: quick } } });
    const all = await this.autoscalers();
    for (const { metadata } of all)
      await this.plane.kubectl('--namespace', metadata.namespace, 'patch', `hpa/${metadata.name}`, '--type=merge', `--patch=${patch}`);
    return all.length;
  }

  private autoscalers = () => this.list<Autoscaler>('autoscaling/v2', 'horizontalpodautoscalers');

  private list = async <T>(api: string, kind: string): Promise<readonly T[]> => {
    const lists = this.namespaces.map((one) => this.plane.api.get<List<T>>(`/apis/${api}/namespaces/${one}/${kind}`));
    return (await Promise.all(lists)).flatMap(({ items }) => items);
  };
}
