import type { ControlPlane } from '../control-plane/control-plane';
import type { List } from '../control-plane/objects';

/** A Deployment or a StatefulSet. */
export interface Workload {
  readonly metadata: { readonly name: string; readonly generation: number };
  readonly spec: { readonly replicas: number };
  readonly status: { readonly readyReplicas?: number; readonly updatedReplicas?: number; readonly observedGeneration?: number };
}

interface Autoscaler {
  readonly metadata: { readonly name: string };
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

/** What runs in a namespace, and how many of it. */
export class Workloads {
  constructor(
    private readonly plane: ControlPlane,
    private readonly namespace: string,
  ) {}

  deployments = () => this.list<Workload>('apps/v1', 'deployments');
  members = () => this.list<Workload>('apps/v1', 'statefulsets');

  /** Every Deployment and every StatefulSet has as many ready pods of its newest kind as it wants. */
  async allReady(): Promise<boolean> {
    return ready([...(await this.deployments()), ...(await this.members())]);
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
      await this.plane.kubectl('--namespace', this.namespace, 'patch', `hpa/${metadata.name}`, '--type=merge', `--patch=${patch}`);
    return all.length;
  }

  private autoscalers = () => this.list<Autoscaler>('autoscaling/v2', 'horizontalpodautoscalers');

  private list = async <T>(api: string, kind: string): Promise<readonly T[]> =>
    (await this.plane.api.get<List<T>>(`/apis/${api}/namespaces/${this.namespace}/${kind}`)).items;
}
