import type { Monitored, Watched } from '../../lib/model/alert';
import type { Watching } from '../../lib/model/service';
import type { ClusterPlan } from '../../lib/targets/kubernetes/plan/plan';
import { monitoredIn } from '../../lib/targets/kubernetes/render/monitored';
import { type Any, objectsOf, ofKind, selects, withoutDigest, workloads } from './cluster';

export type Side = 'egress' | 'ingress';

const peersOf = (side: Side, rule: Any): readonly Any[] => rule[side === 'egress' ? 'to' : 'from'];

/** What the network policies of a plan let pods do. */
export class Policies {
  /** Those that are for pods of one workload. */
  readonly all: readonly Any[];
  /** The pods of every workload, by its name without a digest. */
  private readonly pods: readonly PodOf[];

  constructor(plan: ClusterPlan) {
    const objects = objectsOf(plan);
    this.all = ofKind(objects, 'NetworkPolicy').filter(({ spec }) => spec.podSelector.matchLabels !== undefined);
    this.pods = workloads(objects).map(({ metadata, spec }) => ({
      name: withoutDigest(metadata.name),
      namespace: metadata.namespace,
      labels: spec.template.metadata.labels,
    }));
  }

  /** Who may connect to whom, by what the policies of one side say: `a -> b`, sorted. */
  edges(side: Side): readonly string[] {
    const found = this.pods.flatMap((own) =>
      this.rulesFor(own, side).flatMap((rule) =>
        peersOf(side, rule).flatMap((peer) => this.pods.filter((other) => isPeer(peer, own, other)).map((other) => [own.name, other.name])),
      ),
    );
    return [...new Set(found.map(([own, other]) => (side === 'egress' ? `${own} -> ${other}` : `${other} -> ${own}`)))].sort();
  }

  /** The ports at which one may reach the other, by what the policies of one side say. */
  ports(side: Side, own: string, other: string): readonly number[] {
    const [us, them] = [this.podOf(own), this.podOf(other)];
    return this.rulesFor(us, side)
      .filter((rule) => peersOf(side, rule).some((peer) => isPeer(peer, us, them)))
      .flatMap((rule) => rule.ports.map(({ port }: Any) => port));
  }

  /** Who may connect to a workload. */
  reaching(name: string): readonly string[] {
    return this.edges('ingress').flatMap((edge) => (edge.endsWith(` -> ${name}`) ? edge.split(' ', 1) : []));
  }

  /** The names of the policies one side of which holds a text. */
  naming(side: Side, text: string): readonly string[] {
    return this.all.filter(({ spec }) => JSON.stringify(spec[side] ?? []).includes(text)).map(({ metadata }) => metadata.name);
  }

  private podOf(name: string): PodOf {
    const found = this.pods.find((pod) => pod.name === name);
    if (found === undefined) throw new Error(`no pods of ${name}`);
    return found;
  }

  private rulesFor({ namespace, labels }: PodOf, side: Side): readonly Any[] {
    return this.all
      .filter(({ metadata, spec }) => metadata.namespace === namespace && selects(spec.podSelector, labels))
      .flatMap(({ spec }) => spec[side] ?? []);
  }
}

interface PodOf {
  readonly name: string;
  readonly namespace: string;
  readonly labels: Any;
}

/** Whether a peer of a policy for one pod is another one: without a namespace it is in the same. */
const isPeer = ({ podSelector, namespaceSelector }: Any, own: PodOf, other: PodOf): boolean =>
  podSelector !== undefined &&
  selects(podSelector, other.labels) &&
  (namespaceSelector === undefined
    ? own.namespace === other.namespace
    : selects(namespaceSelector, { 'kubernetes.io/metadata.name': other.namespace }));

/** Whether a probe asks how a service is. */
const isAsked = ({ probe, doors = [], routes }: Monitored): boolean => probe !== undefined || doors.length > 0 || routes !== undefined;

/** Who has to connect to whom, by what the services of a plan say: calls of servers, care for their members, what watches them, migrations and tasks. Sorted. */
export function declaredIn(plan: ClusterPlan): readonly string[] {
  const { services } = plan;
  const monitored = monitoredIn(plan);
  const watchedBy = (watches: Watching | undefined): readonly Watched[] => {
    if (watches === undefined) return [];
    return monitored.filter(({ about, metrics }) => (watches === 'metrics' ? metrics.length > 0 : isAsked(about)));
  };
  const isRun = ({ name }: Any): boolean => services.some(({ service }) => service.name === name);
  /** Who answers in the name of a server. */
  const answering = (server: Any): string =>
    services.find(({ service: { proxiesFor } }) => proxiesFor !== undefined && proxiesFor.name === server.name)?.service.name ??
    server.name;
  const declared = services.flatMap(
    ({ service: { name, declares, proxiesFor, ports, watches, metrics }, configured: { calls, database }, members }) => [
      // Of several stores of lines that it can call only one runs.
      ...[...calls, ...declares].filter(isRun).map((called) => `${name} -> ${answering(called)}`),
      ...(proxiesFor === undefined ? [] : [`${name} -> ${proxiesFor.name}`]),
      ...watchedBy(watches).map(({ about }) => `${name} -> ${about.server.name}`),
      ...metrics.flatMap((one) => (one.kind === 'asked' ? [`${name} -> ${one.about.name}`] : [])),
      // Members without a port of their own do not know one another.
      ...(members !== undefined && ports.some(({ inner }) => inner) ? [`${name} -> ${name}`] : []),
      ...(database?.migrates.by === 'owner' ? [`${name}-migrate -> ${database.migrates.server.name}`] : []),
      ...(members?.tasks ?? []).flatMap((task) => [
        ...(task.calls ?? []).map((called) => `${name}-${task.name} -> ${answering(called)}`),
        ...(task.attends ?? []).map(({ server }) => `${name}-${task.name} -> ${server.name}`),
      ]),
    ],
  );
  return [...new Set(declared)].sort();
}
