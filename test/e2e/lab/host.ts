import type { Lab } from './lab';
import { Namespace } from './namespace';

/** A machine of the lab: a network namespace with one interface, connected to the lab's switch. */
export class LabHost {
  readonly namespace: Namespace;
  /** Since when it is cut off, in milliseconds since 1970. @default - it is connected */
  cutSince?: number;

  constructor(
    readonly lab: Lab,
    private readonly switching: Namespace,
    private readonly port: string,
    readonly name: string,
    readonly address: string,
  ) {
    this.namespace = new Namespace(lab.folder, `${port}-${name}`);
    switching.ip(
      `link add ${port} type veth peer name eth0 netns ${this.namespace.pid}`,
      `link set ${port} master ${SWITCH}`,
      `link set ${port} up`,
    );
    this.namespace.ip(`address add ${address}/24 dev eth0`, 'link set eth0 up');
  }

  /** Drops every packet to and from it, silently: no packet is refused, no link goes down. */
  cut(): void {
    this.cutSince = Date.now();
    this.switching.ip(`link set ${this.port} nomaster`);
  }

  /** Drops every packet between it and these hosts. */
  cutFrom(others: readonly LabHost[]): void {
    this.namespace.ip(...others.map(({ address }) => `route add blackhole ${address}/32`));
  }

  healFrom(others: readonly LabHost[]): void {
    this.namespace.ip(...others.map(({ address }) => `route del blackhole ${address}/32`));
  }

  heal(): void {
    this.cutSince = undefined;
    this.switching.ip(`link set ${this.port} master ${SWITCH}`);
  }
}

/** The bridge inside the namespace that is the lab's switch. */
export const SWITCH = 'switch';
