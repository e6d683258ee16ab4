import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import type { Any } from '../support/manifests';
import { Container, type Execution } from './container';
import { environmentOf, expand, type Running } from './environment';
import type { LabHost } from './host';
import { DEBIAN, type Image, PATH } from './image';
import { Manifests } from './manifests';
import { probe } from './probe';
import { makeRoot } from './root';
import { empty, makeVolumes, serviceAccountVolume, type Volume } from './volumes';

export interface PodProps {
  readonly name: string;
  /** Its StatefulSet, Deployment, Job or CronJob. */
  readonly workload: Any;
  /** Manifests with its ConfigMaps. @default - it has none */
  readonly objects?: readonly Any[];
  /** Its Secrets, by name and key. @default - it has none */
  readonly secrets?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** The stand-in for each image, by its repository. @default - this machine's programs */
  readonly images?: Readonly<Record<string, Image>>;
  /** A folder with token, ca.crt and namespace. @default - it has no account */
  readonly serviceAccount?: string;
}

const TOKEN = 'service-account';
const DEFAULT_GRACE = 30;

/**
 * A pod of a manifest, run on a host of the lab as a kubelet and a container runtime would run it: its commands, variables, volumes,
 * user, read-only root, hooks and probes are those of the manifest. What a kubelet decides (when to probe, what to restart) is the test's.
 */
export class Pod {
  readonly name: string;
  private readonly spec: Any;
  private readonly volumes: ReadonlyMap<string, Volume>;
  private readonly containers: readonly Container[];
  private readonly initContainers: readonly Container[];

  constructor(
    readonly host: LabHost,
    private readonly props: PodProps,
  ) {
    const { name, workload, objects = [], secrets = {}, serviceAccount } = props;
    const { metadata, spec } = workload.spec.jobTemplate?.spec.template ?? workload.spec.template;
    const namespace: string = workload.metadata.namespace ?? 'default';
    this.name = name;
    this.spec = spec;
    const folder = mkdtempSync(join(host.lab.folder, `${name}-`));
    const manifests = new Manifests(objects, secrets);
    const volumes = makeVolumes(spec, workload.spec.volumeClaimTemplates ?? [], {
      folder,
      claims: join(host.lab.folder, 'claims'),
      pod: name,
      manifests,
      serviceAccount,
    });
    const token = serviceAccount !== undefined && spec.automountServiceAccountToken !== false ? [serviceAccount] : [];
    const tokens = token.map((source) => [TOKEN, serviceAccountVolume(source, folder, spec.securityContext?.fsGroup ?? 0)] as const);
    this.volumes = new Map([...volumes, ...tokens]);
    const mounts = token.map(() => ({ name: TOKEN, mountPath: '/var/run/secrets/kubernetes.io/serviceaccount', readOnly: true }));
    const running: Running = { metadata: { ...metadata, name, namespace }, spec, address: host.address };
    const container = (manifest: Any): Container =>
      this.container({ ...manifest, volumeMounts: [...(manifest.volumeMounts ?? []), ...mounts] }, folder, running, manifests);
    this.initContainers = (spec.initContainers ?? []).map(container);
    this.containers = spec.containers.map(container);
    host.lab.adopt(this);
  }

  /** Starts one container; or the init containers one by one and then all others. */
  async start(container?: string): Promise<void> {
    if (container !== undefined) return this.get(container).start();
    for (const init of this.initContainers) {
      await init.start();
      await init.end(300_000);
      if (init.exitCode !== 0) throw new Error(`${init.name} of ${this.name} ended with ${init.exitCode}:\n${init.log}`);
    }
    await Promise.all(this.containers.map((one) => one.start()));
  }

  /** Runs the pod of a Job to its end, and returns its output. @throws Error if it fails or takes too long */
  async run(seconds: number): Promise<string> {
    await this.start();
    const done = await Promise.all(this.containers.map((one) => one.end(seconds * 1000)));
    const bad = this.containers.find(({ exitCode }, number) => !done[number] || exitCode !== 0);
    if (bad !== undefined) throw new Error(`${bad.name} of ${this.name} ended with ${bad.exitCode}:\n${bad.log}`);
    return [...this.initContainers, ...this.containers].map(({ log }) => log).join('');
  }

  /** Sends a signal to a container, or to each. */
  signal(signal: NodeJS.Signals, container?: string): void {
    for (const one of this.some(container)) if (one.isRunning) one.signal(signal);
  }

  /** Stops all its processes, without telling them. */
  freeze(container?: string): void {
    this.signal('SIGSTOP', container);
  }

  thaw(container?: string): void {
    this.signal('SIGCONT', container);
  }

  exec(container: string, command: readonly string[], timeoutMs = 30_000): Promise<Execution> {
    return this.get(container).exec(command, timeoutMs);
  }

  /** Whether a probe of the manifest succeeds now. */
  probe(container: string, kind: 'startup' | 'liveness' | 'readiness'): Promise<boolean> {
    const manifest = this.spec.containers.find(({ name }: Any) => name === container);
    const handler = manifest?.[`${kind}Probe`];
    if (handler === undefined) throw new Error(`${container} of ${this.name} has no ${kind} probe`);
    return probe(handler, manifest, this.host.address, this.get(container));
  }

  isRunning(container: string): boolean {
    return this.get(container).isRunning;
  }

  exitCode(container: string): number | undefined {
    return this.get(container).exitCode;
  }

  /** Everything that a container has written, over all its restarts. */
  log(container: string): string {
    return this.get(container).log;
  }

  /** Ends it as when it is deleted: all hooks at once, SIGTERM after each, SIGKILL at the end of the grace period. */
  async terminate(): Promise<void> {
    const grace = (this.spec.terminationGracePeriodSeconds ?? DEFAULT_GRACE) * 1000;
    await Promise.all(this.containers.map((one) => one.terminate(grace)));
  }

  /** `kill -9` of all processes of a container, or of each. */
  async kill(container?: string): Promise<void> {
    await Promise.all(this.some(container).map((one) => one.kill()));
  }

  /** The folder of a volume on this machine. */
  folder(volume: string): string {
    const found = this.volumes.get(volume);
    if (found === undefined || 'memory' in found) throw new Error(`${this.name} has no files of a volume ${volume}`);
    return found.folder;
  }

  /** Empties a volume, as if it were new. */
  wipe(volume: string): void {
    empty(this.folder(volume));
  }

  /** Called when the lab is stopped. */
  stop(): Promise<void> {
    this.thaw();
    return this.kill();
  }

  private container(manifest: Any, folder: string, running: Running, manifests: Manifests): Container {
    const image: Image = this.props.images?.[repositoryOf(manifest.image)] ?? DEBIAN;
    const env = { PATH, HOME: '/', ...image.env, HOSTNAME: this.name, ...environmentOf(manifest, running, manifests) };
    const command = [...(manifest.command ?? image.command ?? []), ...(manifest.args ?? [])].map((word) => expand(word, env));
    return new Container({
      manifest,
      podSpec: this.spec,
      hostname: this.name,
      folder,
      network: this.host.namespace.path,
      workdir: manifest.workingDir ?? image.workdir ?? '/',
      command,
      env,
      makeRoot: () => {
        const etc = etcOf(this.name, running.metadata.namespace, this.host, image);
        return makeRoot({ folder: join(folder, manifest.name), container: manifest, image, volumes: this.volumes, etc });
      },
    });
  }

  private get(name: string): Container {
    const found = [...this.initContainers, ...this.containers].find((container) => container.name === name);
    if (found === undefined) throw new Error(`${this.name} has no container ${name}`);
    return found;
  }

  private some(container: string | undefined): readonly Container[] {
    return container === undefined ? [...this.initContainers, ...this.containers] : [this.get(container)];
  }
}

/** `registry/repository:tag@digest` without what follows the repository. */
const repositoryOf = (image: string): string => image.replace(/@.*$/, '').replace(/:[^/:]*$/, '');

const etcOf = (name: string, namespace: string, { address, lab }: LabHost, { passwd = [] }: Image): Readonly<Record<string, string>> => ({
  passwd: `${['root:x:0:0:root:/root:/bin/sh', 'nobody:x:65534:65534:nobody:/:/bin/false', ...passwd].join('\n')}\n`,
  group: 'root:x:0:\nnogroup:x:65534:\n',
  hostname: `${name}\n`,
  hosts: `127.0.0.1\tlocalhost\n${address}\t${name}\n`,
  'nsswitch.conf': 'passwd: files\ngroup: files\nhosts: files dns\n',
  // Word for word what a kubelet writes under dnsPolicy ClusterFirst.
  'resolv.conf': `search ${namespace}.svc.cluster.local svc.cluster.local cluster.local\nnameserver ${lab.address}\noptions ndots:5\n`,
});
