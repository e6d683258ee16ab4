import type { ClusterPlan } from '../../lib/targets/kubernetes/plan/plan';
import { type Any, objectsOf, ofKind, selects, withoutDigest, workloads } from './cluster';

export type Side = 'egress' | 'ingress';

const peersOf = (side: Side, rule: Any): readonly Any[] => rule[side === 'egress' ? 'to' : 'from'];

/** What the network policies of a plan let pods do. */
export class Policies {
  /** Those that are for pods of one workload. */
  readonly all: readonly Any[];
  /** The pods of every workload, by its name without a digest. */
  private readonly pods: readonly { readonly name: string; readonly labels: Any }[];

  constructor(plan: ClusterPlan) {
    const objects = objectsOf(plan);
    this.all = ofKind(objects, 'NetworkPolicy').filter(({ spec }) => spec.podSelector.matchLabels !== undefined);
    this.pods = workloads(objects).map(({ metadata, spec }) => ({
      name: withoutDigest(metadata.name),
      labels: spec.template.metadata.labels,
    }));
  }

  /** Who may connect to whom, by what the policies of one side say: `a -> b`, sorted. */
  edges(side: Side): readonly string[] {
    const found = this.pods.flatMap((own) =>
      this.rulesFor(own.labels, side).flatMap((rule) =>
        peersOf(side, rule).flatMap((peer) =>
          this.pods.filter(({ labels }) => peer.podSelector && selects(peer.podSelector, labels)).map((other) => [own.name, other.name]),
        ),
      ),
    );
    return [...new Set(found.map(([own, other]) => (side === 'egress' ? `${own} -> ${other}` : `${other} -> ${own}`)))].sort();
  }

  /** The ports at which one may reach the other, by what the policies of one side say. */
  ports(side: Side, own: string, other: string): readonly number[] {
    return this.rulesFor(this.labelsOf(own), side)
      .filter((rule) => peersOf(side, rule).some((peer) => peer.podSelector && selects(peer.podSelector, this.labelsOf(other))))
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

  private labelsOf(name: string): Any {
    return this.pods.find((pod) => pod.name === name)?.labels;
  }

  private rulesFor(labels: Any, side: Side): readonly Any[] {
    return this.all.filter(({ spec }) => selects(spec.podSelector, labels)).flatMap(({ spec }) => spec[side] ?? []);
  }
}

/** Who has to connect to whom, by what the services of a plan say: calls of servers, care for their members, migrations and tasks. Sorted. */
export function declaredIn({ services }: ClusterPlan): readonly string[] {
  /** Who answers in the name of a server. */
  const answering = (server: Any): string =>
    services.find(({ service: { proxiesFor } }) => proxiesFor !== undefined && proxiesFor.name === server.name)?.service.name ??
    server.name;
  const declared = services.flatMap(({ service: { name, declares, proxiesFor, ports }, configured: { calls, database }, members }) => [
    ...[...calls, ...declares].map((called) => `${name} -> ${answering(called)}`),
    ...(proxiesFor === undefined ? [] : [`${name} -> ${proxiesFor.name}`]),
    // Members without a port of their own do not know one another.
    ...(members !== undefined && ports.some(({ inner }) => inner) ? [`${name} -> ${name}`] : []),
    ...(database?.migrates.by === 'owner' ? [`${name}-migrate -> ${database.migrates.server.name}`] : []),
    ...(members?.tasks ?? []).flatMap((task) => [
      ...(task.calls ?? []).map((called) => `${name}-${task.name} -> ${answering(called)}`),
      ...(task.attends ?? []).map(({ server }) => `${name}-${task.name} -> ${server.name}`),
    ]),
  ]);
  return [...new Set(declared)].sort();
}
