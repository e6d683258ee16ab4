import type { ControlPlane } from '../control-plane/control-plane';
import type { Any } from '../support/manifests';
import type { Member } from './member';

/** Milliseconds between two looks of a kubelet at its containers. One that has ended is reported as not ready at once. */
const LOOK_MS = 1000;
/** Milliseconds without a report after which a node counts as lost (node-monitor-grace-period). */
const GIVEN_UP_MS = 40_000;

/**
 * Tells the API server which members are ready, as the kubelets of their nodes would, in the period of the probe. A member that is cut off
 * is reported only when its node counts as lost. (Simulated nodes report every pod as ready.) Restarts are up to the test.
 */
export class Kubelet {
  private readonly reported = new Map<string, boolean>();
  private running = true;
  private readonly done: Promise<unknown>;

  constructor(
    private readonly plane: ControlPlane,
    private readonly namespace: string,
    members: readonly Member[],
    private readonly probe: Any,
  ) {
    this.done = Promise.all(members.map((member) => this.watch(member)));
  }

  async stop(): Promise<void> {
    this.running = false;
    await this.done;
  }

  private async watch(member: Member): Promise<void> {
    const { periodSeconds, failureThreshold } = this.probe;
    let failures = 0;
    let probed = 0;
    for (; this.running; await new Promise((resolve) => setTimeout(resolve, LOOK_MS))) {
      const { host } = member.pod;
      if (host.cutSince !== undefined) {
        if (Date.now() - host.cutSince > GIVEN_UP_MS) await this.report(member.name, false);
      } else if (!member.isRunning) {
        await this.report(member.name, false);
        probed = 0;
      } else if (Date.now() - probed >= periodSeconds * 1000) {
        probed = Date.now();
        failures = (await member.probe('readiness')) ? 0 : failures + 1;
        if (failures === 0 || failures >= failureThreshold) await this.report(member.name, failures === 0);
      }
    }
  }

  private async report(name: string, ready: boolean): Promise<void> {
    if (ready === this.reported.get(name)) return;
    const status = ready ? 'True' : 'False';
    const conditions = ['Ready', 'ContainersReady'].map((type) => ({ type, status }));
    const patch = JSON.stringify({ status: { conditions } });
    // While the API server is away a kubelet keeps trying.
    await this.plane
      .kubectl('--namespace', this.namespace, 'patch', 'pod', name, '--subresource=status', `--patch=${patch}`)
      .then(() => this.reported.set(name, ready))
      .catch(() => {});
  }
}
