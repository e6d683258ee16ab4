import { BlockList } from 'node:net';
import type { Any } from './cluster';

/** A pod that there is or may be. */
export interface Peer {
  readonly name: string;
  readonly namespace: string;
  readonly labels: Readonly<Record<string, string>>;
  /** The ports of its containers. */
  readonly ports: readonly { readonly name?: string; readonly containerPort: number }[];
}

/** The pods that a workload makes. */
export function peerOf({ kind, metadata, spec }: Any): Peer {
  const { template } = kind === 'CronJob' ? spec.jobTemplate.spec : spec;
  return {
    name: metadata.name,
    namespace: metadata.namespace,
    labels: template.metadata.labels,
    ports: template.spec.containers.flatMap(({ ports = [] }: Any) => ports),
  };
}

/** The address of a pod: one in a private network, of which networks of a cluster are. */
const ADDRESS = '10.1.2.3';

/** What network policies and namespaces that an API server holds let pods do, as a network plug-in reads them. Nothing here does it for real. */
export class Reach {
  private readonly labels: ReadonlyMap<string, Readonly<Record<string, string>>>;

  constructor(
    private readonly policies: readonly Any[],
    namespaces: readonly Any[],
  ) {
    this.labels = new Map(namespaces.map(({ metadata }) => [metadata.name, metadata.labels]));
  }

  /** Whether one may connect to the other: the policies of both have to let it. */
  allows(from: Peer, to: Peer, port: number): boolean {
    return this.side('Egress', from, to, to, port) && this.side('Ingress', to, from, to, port);
  }

  /** Whether what is for one pod lets it speak with another. A pod that no policy of the direction is for is free. */
  private side(direction: 'Egress' | 'Ingress', own: Peer, other: Peer, to: Peer, port: number): boolean {
    const [rules, peers] = direction === 'Egress' ? ['egress', 'to'] : ['ingress', 'from'];
    const mine = this.policies.filter(
      ({ metadata, spec }) =>
        metadata.namespace === own.namespace && spec.policyTypes.includes(direction) && selects(spec.podSelector, own.labels),
    );
    if (mine.length === 0) return true;
    return mine
      .flatMap(({ spec }) => spec[rules as string] ?? [])
      .some(
        (rule) =>
          (rule[peers as string] === undefined || rule[peers as string].some((peer: Any) => this.isOne(peer, own, other))) &&
          (rule.ports === undefined || rule.ports.some((one: Any) => isAt(one, to, port))),
      );
  }

  private isOne({ podSelector, namespaceSelector, ipBlock }: Any, own: Peer, other: Peer): boolean {
    if (ipBlock !== undefined) return isWithin(ipBlock.cidr) && !(ipBlock.except ?? []).some(isWithin);
    const isThere =
      namespaceSelector === undefined
        ? own.namespace === other.namespace
        : selects(namespaceSelector, this.labels.get(other.namespace) ?? {});
    return isThere && (podSelector === undefined || selects(podSelector, other.labels));
  }
}

function isAt({ protocol = 'TCP', port: wanted, endPort }: Any, { ports }: Peer, port: number): boolean {
  if (protocol !== 'TCP') return false;
  if (wanted === undefined) return true;
  if (typeof wanted === 'string') return ports.some(({ name, containerPort }) => name === wanted && containerPort === port);
  return wanted <= port && port <= (endPort ?? wanted);
}

function isWithin(cidr: string): boolean {
  const [network = '', prefix] = cidr.split('/');
  if (network.includes(':')) return false;
  const list = new BlockList();
  list.addSubnet(network, Number(prefix), 'ipv4');
  return list.check(ADDRESS);
}

/** @throws Error for an operator that it does not know */
function selects({ matchLabels = {}, matchExpressions = [] }: Any, labels: Readonly<Record<string, string>>): boolean {
  return (
    Object.entries(matchLabels).every(([key, value]) => labels[key] === value) &&
    matchExpressions.every(({ key, operator, values = [] }: Any) => {
      const value = labels[key];
      if (operator === 'In') return value !== undefined && values.includes(value);
      if (operator === 'NotIn') return value === undefined || !values.includes(value);
      if (operator === 'Exists') return value !== undefined;
      if (operator === 'DoesNotExist') return value === undefined;
      throw new Error(`operator ${operator}`);
    })
  );
}

/** A pod, or what makes one: its namespace, its name and labels, and its containers. */
type Pod = Any;

/** A connection that has to be possible. */
export interface Way {
  readonly from: Pod;
  readonly to: Pod;
  /** Of the pod, whatever the port of a Service before it. */
  readonly port: number;
}

/** Whether the policies let one pod connect to another, from both sides. */
export function mayReach({ from, to, port }: Way, policies: readonly Any[]): boolean {
  const namespaces = [from, to].map(({ metadata }) => ({
    metadata: { name: metadata.namespace, labels: { 'kubernetes.io/metadata.name': metadata.namespace } },
  }));
  return new Reach(policies, namespaces).allows(itself(from), itself(to), port);
}

const itself = ({ metadata, spec }: Pod): Peer => ({
  name: metadata.name,
  namespace: metadata.namespace,
  labels: metadata.labels ?? {},
  ports: (spec?.containers ?? []).flatMap(({ ports = [] }: Any) => ports),
});

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
