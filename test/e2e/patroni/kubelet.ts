import type { ControlPlane } from '../control-plane/control-plane';
import type { Member } from './member';

const PERIOD_MS = 1000;

/**
 * Tells the API server which members are ready, by asking their readiness probes as the kubelets of their nodes would, only more
 * often; simulated nodes take every pod for ready. Restarting what fails its liveness probe is the test's affair.
 */
export class Kubelet {
  private readonly reported = new Map<string, boolean>();
  private running = true;
  private readonly done: Promise<unknown>;

  constructor(
    private readonly plane: ControlPlane,
    private readonly namespace: string,
    members: readonly Member[],
  ) {
    this.done = Promise.all(members.map((member) => this.watch(member)));
  }

  async stop(): Promise<void> {
    this.running = false;
    await this.done;
  }

  private async watch(member: Member): Promise<void> {
    while (this.running) {
      const next = new Promise((resolve) => setTimeout(resolve, PERIOD_MS));
      const ready = await member.probe('readiness');
      // While the API server is away the kubelet keeps trying, too.
      if (ready !== this.reported.get(member.name)) await this.report(member.name, ready).catch(() => {});
      await next;
    }
  }

  private async report(name: string, ready: boolean): Promise<void> {
    const status = ready ? 'True' : 'False';
    const conditions = ['Ready', 'ContainersReady'].map((type) => ({ type, status }));
    const patch = JSON.stringify({ status: { conditions } });
    await this.plane.kubectl('--namespace', this.namespace, 'patch', 'pod', name, '--subresource=status', `--patch=${patch}`);
    this.reported.set(name, ready);
  }
}
