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

const FIELDS = [
  '{.type}',
  ...['namespace', 'name', 'uid', 'ownerReferences[0].name', 'labels.controller-revision-hash', 'labels.pod-template-hash'].map(
    (field) => `{.object.metadata.${field}}`,
  ),
  '{.object.metadata.deletionTimestamp}',
  '{.object.status.conditions[?(@.type=="Ready")].status}',
];

/** Every pod of a cluster, and what happens to it, in the order in which it happens. */
export class PodWatch {
  readonly pods = new Map<string, SeenPod>();
  readonly events: PodEvent[] = [];
  private readonly ready = new Set<string>();
  private readonly ending = new Set<string>();
  private readonly living = new Set<string>();
  private readonly child: ChildProcess;
  /** When something happened last, in milliseconds. */
  last = Date.now();

  constructor(kubeconfig: string) {
    const output = `jsonpath=${FIELDS.join('|')}{"\\n"}`;
    const args = [`--kubeconfig=${kubeconfig}`, 'get', 'pods', '--all-namespaces', '--watch', '--output-watch-events', '-o', output];
    this.child = spawn(program('kubectl'), args, { stdio: ['ignore', 'pipe', 'ignore'] });
    if (this.child.stdout !== null) createInterface(this.child.stdout).on('line', (line) => this.take(line));
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
    this.child.kill();
  }

  private take(line: string): void {
    const [type, namespace = '', name = '', uid = '', owner = '', controller, template, deleted, ready] = line.split('|');
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
