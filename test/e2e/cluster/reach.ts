import { BlockList } from 'node:net';
import type { Any } from '../support/manifests';

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
