import type { LabHost } from './host';

/**
 * An address of nobody's own that leads to one host at a time, as that of a Service. Every host's own network stands in for the kube-proxy
 * of its node: it writes the host's address into the first packet of each connection, and remembers it for the others (netfilter, as
 * kube-proxy's iptables mode). A host does not reach itself through such an address, as in clusters without hairpin.
 */
export class LabService {
  private target?: LabHost;

  constructor(
    readonly address: string,
    private readonly hosts: () => readonly LabHost[],
  ) {}

  /** From now on new connections go there. */
  lead(target: LabHost): void {
    this.withdraw();
    this.target = target;
    for (const host of this.hosts()) this.install(host);
  }

  /** For a host that came later. */
  install(host: LabHost): void {
    for (const rule of this.rules(host)) host.namespace.iptables('--append', rule);
  }

  /** From now on nobody knows the address: what is sent there is lost. */
  remove(): void {
    this.withdraw();
    this.target = undefined;
  }

  private withdraw(): void {
    if (this.target === undefined) return;
    for (const host of this.hosts()) for (const rule of this.rules(host)) host.namespace.iptables('--delete', rule);
  }

  private rules(host: LabHost): readonly string[] {
    if (this.target === undefined || this.target === host) return [];
    return [`OUTPUT --table nat --destination ${this.address} --jump DNAT --to-destination ${this.target.address}`];
  }
}
