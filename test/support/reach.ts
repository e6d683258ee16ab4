import type { Any } from './cluster';

/** A pod, or what makes one: its namespace, its name and labels, and its containers. */
type Pod = Any;

/** A connection that has to be possible. */
export interface Way {
  readonly from: Pod;
  readonly to: Pod;
  /** Of the pod, whatever the port of a Service before it. */
  readonly port: number;
}

const selects = ({ matchLabels = {} }: Any, labels: Any): boolean =>
  Object.entries(matchLabels).every(([name, value]) => labels?.[name] === value);

/** Whether the policies let one pod connect to another, from both sides. */
export function mayReach({ from, to, port }: Way, policies: readonly Any[]): boolean {
  const allows = (own: Pod, other: Pod, side: 'egress' | 'ingress', peers: 'to' | 'from'): boolean =>
    policies
      .filter(({ metadata, spec }) => metadata.namespace === own.metadata.namespace && selects(spec.podSelector, own.metadata.labels))
      .flatMap(({ spec }) => spec[side] ?? [])
      .some(
        (rule: Any) =>
          (rule.ports ?? []).some((one: Any) => one.port === port && one.protocol === 'TCP') &&
          (rule[peers] ?? []).some(
            (peer: Any) =>
              peer.podSelector !== undefined &&
              (peer.namespaceSelector === undefined
                ? own.metadata.namespace === other.metadata.namespace
                : selects(peer.namespaceSelector, { 'kubernetes.io/metadata.name': other.metadata.namespace })) &&
              selects(peer.podSelector, other.metadata.labels),
          ),
      );
  return allows(from, to, 'egress', 'to') && allows(to, from, 'ingress', 'from');
}

/**
 * The pods that answer under an address, each with the port that it listens at: the pod that has the address, or all that the Service of that
 * name selects.
 *
 * @throws Error if there is no such Service, or it has no such port
 */
export function answering({ protocol, hostname, port }: URL, services: readonly Any[], pods: readonly Pod[]): readonly Omit<Way, 'from'>[] {
  const number = Number(port || (protocol === 'https:' ? 443 : 80));
  const itself = pods.filter(({ status }) => status?.podIP === hostname);
  if (itself.length > 0) return itself.map((to) => ({ to, port: number }));
  const [name, namespace] = hostname.split('.');
  const service = services.find(({ metadata }) => metadata.name === name && metadata.namespace === namespace);
  const { targetPort = number } =
    service?.spec.ports.find((one: Any) => one.port === number) ?? fail(`nobody answers at ${hostname}:${number}`);
  return pods
    .filter(({ metadata }) => metadata.namespace === namespace && selects({ matchLabels: service.spec.selector }, metadata.labels))
    .map((to) => ({ to, port: typeof targetPort === 'number' ? targetPort : portNamed(to, targetPort) }));
}

const portNamed = ({ metadata, spec }: Pod, name: string): number =>
  spec.containers.flatMap(({ ports = [] }: Any) => ports).find((one: Any) => one.name === name)?.containerPort ??
  fail(`${metadata.name} has no port ${name}`);

function fail(message: string): never {
  throw new Error(message);
}

/** How a connection is called in a message. */
export const wayText = ({ from, to, port }: Way): string => `${from.metadata.name} -> ${to.metadata.name}:${port}`;
