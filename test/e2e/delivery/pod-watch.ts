import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { program } from '../control-plane/assets';

/** What happened to a pod: it was made, it was ready for the first time, it began to end, it is gone. */
interface PodEvent {
  readonly what: 'made' | 'ready' | 'ending' | 'gone';
  readonly uid: string;
}

/** A pod that somebody saw. */
export interface SeenPod {
  readonly uid: string;
  readonly namespace: string;
  readonly name: string;
  /** Of its workload. A Deployment's pods have the name of their ReplicaSet. */
  readonly owner: string;
  /** Tells the templates of one workload apart. */
  readonly revision: string;
}

/** How many pods a ReplicaSet was told to have. */
interface Scaling {
  readonly namespace: string;
  readonly name: string;
  readonly owner: string;
  readonly replicas: number;
}

const POD_FIELDS = [
  '{.type}',
  ...['namespace', 'name', 'uid', 'ownerReferences[0].name', 'labels.controller-revision-hash', 'labels.pod-template-hash'].map(
    (field) => `{.object.metadata.${field}}`,
  ),
  '{.object.metadata.deletionTimestamp}',
  '{.object.status.conditions[?(@.type=="Ready")].status}',
];

const SCALING_FIELDS = ['namespace', 'name', 'ownerReferences[0].name']
  .map((field) => `{.object.metadata.${field}}`)
  .concat('{.object.spec.replicas}');

/** Every pod of a cluster, and what happens to it, in the order in which it happens; and what ReplicaSets were told, in theirs. */
export class PodWatch {
  readonly pods = new Map<string, SeenPod>();
  readonly events: PodEvent[] = [];
  readonly scalings: Scaling[] = [];
  private readonly ready = new Set<string>();
  private readonly ending = new Set<string>();
  private readonly living = new Set<string>();
  private readonly children: readonly ChildProcess[];
  /** When something happened last, in milliseconds. */
  last = Date.now();

  constructor(kubeconfig: string) {
    const watched = (resource: string, fields: readonly string[], take: (values: readonly string[]) => void): ChildProcess => {
      const output = `jsonpath=${fields.join('|')}{"\\n"}`;
      const args = [`--kubeconfig=${kubeconfig}`, 'get', resource, '--all-namespaces', '--watch', '--output-watch-events', '-o', output];
      const child = spawn(program('kubectl'), args, { stdio: ['ignore', 'pipe', 'ignore'] });
      createInterface(child.stdout).on('line', (line) => take(line.split('|')));
      return child;
    };
    this.children = [
      watched('pods', POD_FIELDS, (values) => this.take(values)),
      watched('replicasets', SCALING_FIELDS, ([namespace = '', name = '', owner = '', replicas]) => {
        this.scalings.push({ namespace, name, owner, replicas: Number(replicas) });
      }),
    ];
  }

  /** The pods that live and do not end. */
  alive(): readonly SeenPod[] {
    return [...this.living].filter((uid) => !this.ending.has(uid)).flatMap((uid) => this.pods.get(uid) ?? []);
  }

  /** Whether a pod ends that is not gone. */
  get isEnding(): boolean {
    return [...this.ending].some((uid) => this.living.has(uid));
  }

  stop(): void {
    for (const child of this.children) child.kill();
  }

  /** The most pods that all ReplicaSets of a Deployment were told to have at once. */
  mostOf(namespace: string, deployment: string): number {
    const told = new Map<string, number>();
    const sums = this.scalings
      .filter((scaling) => scaling.namespace === namespace && scaling.owner === deployment)
      .map(({ name, replicas }) => [...told.set(name, replicas).values()].reduce((sum, one) => sum + one, 0));
    return Math.max(0, ...sums);
  }

  private take([type, namespace = '', name = '', uid = '', owner = '', controller, template, deleted, ready]: readonly string[]): void {
    if (uid === '') return;
    this.last = Date.now();
    if (!this.pods.has(uid)) this.happened('made', uid);
    this.pods.set(uid, { uid, namespace, name, owner, revision: controller || template || '' });
    this.living.add(uid);
    if (ready === 'True' && !this.ready.has(uid)) {
      this.ready.add(uid);
      this.happened('ready', uid);
    }
    if (deleted !== '' && !this.ending.has(uid)) {
      this.ending.add(uid);
      this.happened('ending', uid);
    }
    if (type === 'DELETED') {
      if (!this.ending.has(uid)) this.happened('ending', uid);
      this.ending.add(uid);
      this.living.delete(uid);
      this.happened('gone', uid);
    }
  }

  private happened(what: PodEvent['what'], uid: string): void {
    this.events.push({ what, uid });
  }
}
