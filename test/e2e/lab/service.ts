import type { LabHost } from './host';

/**
 * The address of a Service, which leads to one host at a time. Rules of netfilter in every host's network namespace do the part of
 * kube-proxy in its iptables mode: new connections go to the host, established ones stay. A host does not reach itself through the
 * address, as in clusters without hairpin traffic.
 */
export class LabService {
  private target?: LabHost;

  constructor(
    readonly address: string,
    private readonly hosts: () => readonly LabHost[],
  ) {}

  /** Leads new connections to a host. */
  lead(target: LabHost): void {
    this.withdraw();
    this.target = target;
    for (const host of this.hosts()) this.install(host);
  }

  /** Tells a host that was added later. */
  install(host: LabHost): void {
    for (const rule of this.rules(host)) host.namespace.iptables('--append', rule);
  }

  /** Leads to no host any more: packets to the address are lost. */
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
