import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BUSYBOX, IPTABLES, MOUNT, NAMESPACES, ROOT, SETPRIV, type Tool } from '../support/tools';
import { Dns } from './dns';
import { LabHost, SWITCH } from './host';
import { Namespace } from './namespace';
import { LabService } from './service';

export const LAB: readonly Tool[] = [ROOT, NAMESPACES, MOUNT, SETPRIV, BUSYBOX, IPTABLES];

/**
 * A network for one test: hosts with an address each on one switch, a DNS server that the test controls, and cables that can be cut. The
 * test itself is connected too. Labs that run at the same time do not see one another.
 */
export class Lab {
  static async start(): Promise<Lab> {
    const folder = mkdtempSync(join(tmpdir(), 'fm-lab-'));
    const switching = new Namespace(folder, 'switch');
    switching.ip(`link add name ${SWITCH} type bridge`, `link set ${SWITCH} up`);
    const network = connect(switching);
    return new Lab(folder, switching, network, await Dns.listen(`${network}.1`));
  }

  /** The address of the test itself. */
  readonly address: string;
  private readonly hosts: LabHost[] = [];
  private readonly services: LabService[] = [];
  private readonly guests: Guest[] = [];

  private constructor(
    readonly folder: string,
    private readonly switching: Namespace,
    private readonly network: string,
    readonly dns: Dns,
  ) {
    this.address = `${network}.1`;
  }

  /** Adds a host. Its name is for messages only: `dns` has to be told of it. @default address - the next free one */
  host(name: string, address?: string): LabHost {
    const number = this.hosts.length;
    const host = new LabHost(this, this.switching, `port${number}`, name, address ?? `${this.network}.${10 + number}`);
    this.hosts.push(host);
    for (const service of this.services) service.install(host);
    return host;
  }

  /** Adds the address of a Service, which leads to no host yet. */
  service(): LabService {
    const service = new LabService(`${this.network}.${254 - this.services.length}`, () => this.hosts);
    this.services.push(service);
    return service;
  }

  /** Registers something that has to be stopped before the hosts are. */
  adopt(guest: Guest): void {
    this.guests.push(guest);
  }

  async stop(): Promise<void> {
    const ends = await Promise.allSettled(this.guests.map((guest) => guest.stop()));
    this.dns.close();
    await Promise.all([...this.hosts.map(({ namespace }) => namespace), this.switching].map((namespace) => namespace.stop()));
    rmSync(this.folder, { recursive: true, force: true });
    // Only now: a guest that cannot be stopped leaves no network behind.
    for (const end of ends) if (end.status === 'rejected') throw end.reason;
  }
}

interface Guest {
  stop(): Promise<void>;
}

/** Connects the test to the switch, and returns the first three numbers of the lab's addresses. */
function connect(switching: Namespace): string {
  // The interface is named after its network, and two cannot have the same name: so no other lab gets this network.
  const add = (network: number): boolean => {
    try {
      const ends = ['link', 'add', `lab${network}`, 'type', 'veth', 'peer', 'name', 'test', 'netns', String(switching.pid)];
      execFileSync('ip', ends, { stdio: 'ignore' });
      return true;
    } catch {
      return false;
    }
  };
  const network = Array.from({ length: 20 }, () => Math.floor(Math.random() * 512)).find(add);
  if (network === undefined) throw new Error('no interface could be made, under 20 names: ip link shows what is there');
  // 198.18.0.0/15 is reserved for tests of networks (RFC 2544).
  const prefix = `198.${18 + (network >> 8)}.${network & 255}`;
  execFileSync('ip', ['address', 'add', `${prefix}.1/24`, 'dev', `lab${network}`]);
  execFileSync('ip', ['link', 'set', `lab${network}`, 'up']);
  switching.ip(`link set test master ${SWITCH}`, 'link set test up');
  return prefix;
}
