import { type ExecFileException, execFile } from 'node:child_process';
import { copyFileSync, createReadStream, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { eventually } from '../support/eventually';
import { Api } from './api';
import { program } from './assets';
import { Authority, type KeyPair } from './authority';
import { Daemon } from './daemon';
import { freePort } from './free-port';
import { Metrics } from './metrics';
import { type NodeSpec, nodeObject } from './node';
import { type Claim, type Condition, has, type KubeObject, type List, type Metadata, type Node } from './objects';
import { stages, type Termination } from './stages';
import { isAwaited, nodeChosenFor, STORAGE_CLASS, volumeFor, ZONAL_CLASS, ZONE } from './volume';

/** Addresses of a cluster. */
export interface Network {
  /** The address of the API server. */
  readonly address: string;
  /** The CIDR of simulated pods. */
  readonly pods: string;
}

/** The API server is reached from this machine only, and pods from nowhere. */
const LOOPBACK: Network = { address: '127.0.0.1', pods: '10.0.0.1/16' };

/** What a pod needs to ask the API server. */
export interface Credentials {
  /** With token, ca.crt and namespace, as a pod finds them in /var/run/secrets/kubernetes.io/serviceaccount. */
  readonly folder: string;
  readonly host: string;
  readonly port: number;
}

/** Requests of ServiceAccounts are logged, except those of the controllers. */
const AUDITED = `apiVersion: audit.k8s.io/v1
kind: Policy
omitStages: [RequestReceived]
rules:
  - level: None
    userGroups: ['system:serviceaccounts:kube-system']
  - level: Metadata
    userGroups: ['system:serviceaccounts']
`;

/** The object's name, if a Role can restrict this verb to it. */
const nameIn = (verb: string, { name }: { readonly name?: string }): string | undefined =>
  ['create', 'list', 'watch'].includes(verb) ? undefined : name;

/** Bytes that kubectl may print. */
const MAX_OUTPUT = 64 * 1024 * 1024;

/**
 * A Kubernetes cluster for one test: real etcd, API server, controllers and scheduler on free ports, by default of the loopback interface,
 * with simulated nodes, pods and metrics. Clusters that run at the same time do not see one another.
 *
 * Pods run nothing: a pod is Ready as soon as the scheduler has placed it, and a Job's pod is complete then. So this shows admission,
 * scheduling and control, never that a command, a probe or an image works.
 */
export class ControlPlane {
  static async start(network: Network = LOOPBACK): Promise<ControlPlane> {
    const ports = { etcd: await freePort(), etcdPeer: await freePort(), api: await freePort() };
    const plane = new ControlPlane(mkdtempSync(join(tmpdir(), 'fm-control-plane-')), ports, network);
    try {
      await plane.up();
      return plane;
    } catch (error) {
      await plane.stop();
      throw error;
    }
  }

  /** Asks the API server without kubectl, for what a test looks at many times a second. */
  readonly api: Api;
  /** The metrics that autoscalers see. */
  readonly metrics: Metrics;
  /** The kubeconfig of an administrator. */
  readonly kubeconfig: string;

  private readonly authority: Authority;
  private readonly server: KeyPair;
  /** Signs tokens, which stay valid when the API server restarts. */
  private readonly serviceAccounts: KeyPair;
  private readonly frontProxy: KeyPair;
  private readonly daemons: Daemon[] = [];
  private apiServer?: Daemon;
  private simulator?: Daemon;

  private constructor(
    readonly folder: string,
    private readonly ports: { readonly etcd: number; readonly etcdPeer: number; readonly api: number },
    private readonly network: Network,
  ) {
    this.authority = new Authority(join(folder, 'certificates'));
    this.server = this.authority.issue('server', { user: 'server', hosts: [network.address, '127.0.0.1', 'localhost', Metrics.HOST] });
    this.serviceAccounts = this.authority.issue('service-accounts', { user: 'service-accounts' });
    this.frontProxy = this.authority.issue('front-proxy', { user: 'front-proxy' });
    const admin = this.authority.issue('admin', { user: 'admin', group: 'system:masters' });
    this.kubeconfig = this.writeKubeconfig('admin', admin);
    this.api = new Api(network.address, ports.api, this.authority.certificate, admin);
    this.metrics = new Metrics(this.api, this.authority.certificate, this.server);
  }

  /** Runs kubectl as an administrator, and returns its output. @throws Error with its message if it fails */
  kubectl(...args: readonly string[]): Promise<string> {
    return this.kubectlWith('', args);
  }

  /** What `kubectl … --output json` prints. */
  async kubectlJson<T>(...args: readonly string[]): Promise<T> {
    return JSON.parse(await this.kubectl(...args, '--output', 'json'));
  }

  /** `kubectl apply` for a folder with a kustomization.yaml, the server merging. Returns a line for each object. */
  apply(folder: string): Promise<string> {
    return this.kubectl('apply', '--server-side', '--kustomize', folder);
  }

  /** Applies objects. */
  applyObjects(objects: readonly KubeObject[]): Promise<string> {
    return this.kubectlWith(JSON.stringify({ apiVersion: 'v1', kind: 'List', items: objects }), ['apply', '--server-side', '-f', '-']);
  }

  /** Lets the API server validate objects without storing them. @throws Error with its message if it refuses one */
  judge(manifests: string): Promise<string> {
    return this.kubectlWith(manifests, ['apply', '--server-side', '--dry-run=server', '-f', '-']);
  }

  /** Adds nodes, and waits until pods can be scheduled on them. */
  async addNodes(nodes: readonly NodeSpec[]): Promise<void> {
    await this.applyObjects(nodes.map(nodeObject));
    const names = new Set(nodes.map(({ name }) => name));
    await eventually('the nodes are Ready', 60, async () => {
      const { items } = await this.api.get<List<Node>>('/api/v1/nodes');
      const added = items.filter(({ metadata }) => names.has(metadata.name));
      return added.length === names.size && added.every((node) => has(node, 'Ready') && !isTaintedAsUnready(node));
    });
  }

  /** Asks for the eviction of a pod, as a drain does. @throws Error that says why it is refused, if it is */
  evict({ name, namespace }: Metadata): Promise<string> {
    const eviction = { apiVersion: 'policy/v1', kind: 'Eviction', metadata: { name, namespace } };
    const path = `/api/v1/namespaces/${namespace}/pods/${name}/eviction`;
    return this.kubectlWith(JSON.stringify(eviction), ['create', '--raw', path, '-f', '-']);
  }

  /** Removes a node for good. The pod garbage collector deletes its pods after about a minute. */
  async removeNode(name: string): Promise<void> {
    await this.kubectl('delete', 'node', name);
  }

  /** Creates a volume for each pending claim, as a provisioner would, and returns how many. The controller binds them. */
  async bindPendingClaims(): Promise<number> {
    const { items } = await this.api.get<List<Claim>>('/api/v1/persistentvolumeclaims');
    const pending = items.filter((claim) => claim.status?.phase === 'Pending' && claim.spec.volumeName === undefined && isAwaited(claim));
    if (pending.length > 0) await this.applyObjects(await Promise.all(pending.map((claim) => this.volumeFor(claim))));
    return pending.length;
  }

  private async volumeFor(claim: Claim): Promise<KubeObject> {
    const node = nodeChosenFor(claim);
    if (node === undefined) return volumeFor(claim);
    const { metadata } = await this.api.get<Node>(`/api/v1/nodes/${node}`);
    return volumeFor(claim, metadata.labels?.[ZONE]);
  }

  /** Sets when deleted pods are gone. @default - soon */
  async setTermination(termination: Termination): Promise<void> {
    if (this.simulator !== undefined) {
      await this.simulator.stop();
      // Otherwise the new process would wait until the leases of the old one expire.
      await this.kubectl('delete', 'leases', '--namespace=kube-node-lease', '--all');
    }
    const configuration = join(this.folder, 'stages.yaml');
    writeFileSync(configuration, stages(termination));
    this.simulator = new Daemon(this.folder, program('kwok'), [
      `--kubeconfig=${this.kubeconfig}`,
      `--config=${configuration}`,
      '--manage-all-nodes=true',
      '--node-ip=192.0.2.1',
      `--cidr=${this.network.pods}`,
      '--node-lease-duration-seconds=40',
    ]);
  }

  /** What a pod gets to ask the API server with an account of its namespace. */
  async credentialsOf(account: string, namespace: string): Promise<Credentials> {
    const folder = join(this.folder, 'accounts', namespace, account);
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'token'), await this.kubectl('--namespace', namespace, 'create', 'token', account, '--duration=2h'));
    writeFileSync(join(folder, 'namespace'), namespace);
    copyFileSync(this.authority.certificate, join(folder, 'ca.crt'));
    return { folder, host: this.network.address, port: this.ports.api };
  }

  /** The allowed requests of an account, in the terms of a Role: `list configmaps`, `patch pods postgres-0`. */
  async requestsOf(account: string, namespace: string): Promise<ReadonlySet<string>> {
    const asked = new Set<string>();
    for await (const line of createInterface(createReadStream(this.auditLog))) {
      const { user, verb, objectRef, responseStatus } = JSON.parse(line);
      if (user.username === `system:serviceaccount:${namespace}:${account}` && responseStatus?.code !== 403 && objectRef !== undefined)
        asked.add(
          [verb, objectRef.resource, objectRef.subresource, nameIn(verb, objectRef)].filter((part) => part !== undefined).join(' '),
        );
    }
    return asked;
  }

  /** Stops the API server. etcd keeps its data. */
  async stopApiServer(): Promise<void> {
    await this.apiServer?.stop();
  }

  /** Starts the API server again. */
  async resumeApiServer(): Promise<void> {
    this.startApiServer();
    await this.until('the API server is ready', async () => (await this.api.text('/readyz')) === 'ok');
  }

  /** Ends every process and removes the folder. */
  async stop(): Promise<void> {
    this.metrics.close();
    this.api.close();
    await Promise.all(this.running().map((daemon) => daemon.stop()));
    rmSync(this.folder, { recursive: true, force: true });
  }

  private async up(): Promise<void> {
    this.startEtcd();
    this.startApiServer();
    await this.until('the API server is ready', async () => (await this.api.text('/readyz')) === 'ok');
    this.startControllers();
    this.startScheduler();
    await this.setTermination('soon');
    await this.applyObjects([STORAGE_CLASS, ZONAL_CLASS, ...(await this.metrics.listen())]);
    await this.until('namespaces have a ServiceAccount', async () => {
      return (await this.api.get<KubeObject>('/api/v1/namespaces/default/serviceaccounts/default')).kind === 'ServiceAccount';
    });
    await this.until('the metrics API is available', async () => {
      const path = '/apis/apiregistration.k8s.io/v1/apiservices/v1beta1.metrics.k8s.io';
      return has(await this.api.get<{ status?: { conditions?: readonly Condition[] } }>(path), 'Available');
    });
  }

  private get auditLog(): string {
    return join(this.folder, 'audit.log');
  }

  private startEtcd(): void {
    const [client, peer] = [`http://127.0.0.1:${this.ports.etcd}`, `http://127.0.0.1:${this.ports.etcdPeer}`];
    this.spawn('etcd', [
      `--data-dir=${join(this.folder, 'etcd')}`,
      `--listen-client-urls=${client}`,
      `--advertise-client-urls=${client}`,
      `--listen-peer-urls=${peer}`,
      `--initial-advertise-peer-urls=${peer}`,
      `--initial-cluster=default=${peer}`,
    ]);
  }

  private startApiServer(): void {
    const { serviceAccounts, frontProxy } = this;
    const policy = join(this.folder, 'audit-policy.yaml');
    writeFileSync(policy, AUDITED);
    this.apiServer = this.daemon('kube-apiserver', [
      `--etcd-servers=http://127.0.0.1:${this.ports.etcd}`,
      `--bind-address=${this.network.address}`,
      `--secure-port=${this.ports.api}`,
      `--cert-dir=${join(this.folder, 'certificates')}`,
      `--tls-cert-file=${this.server.certificate}`,
      `--tls-private-key-file=${this.server.key}`,
      `--client-ca-file=${this.authority.certificate}`,
      '--authorization-mode=Node,RBAC',
      `--audit-policy-file=${policy}`,
      `--audit-log-path=${this.auditLog}`,
      '--allow-privileged=true',
      '--service-account-issuer=https://kubernetes.default.svc.cluster.local',
      `--service-account-key-file=${serviceAccounts.certificate}`,
      `--service-account-signing-key-file=${serviceAccounts.key}`,
      '--service-cluster-ip-range=10.96.0.0/16',
      '--endpoint-reconciler-type=none',
      // It needs an etcd that reports its progress, which Debian's does not: clients would repeat the request for ever.
      '--feature-gates=WatchList=false',
      `--proxy-client-cert-file=${frontProxy.certificate}`,
      `--proxy-client-key-file=${frontProxy.key}`,
      `--requestheader-client-ca-file=${this.authority.certificate}`,
      '--requestheader-allowed-names=front-proxy',
      '--requestheader-username-headers=X-Remote-User',
      '--requestheader-group-headers=X-Remote-Group',
      '--requestheader-extra-headers-prefix=X-Remote-Extra-',
    ]);
  }

  private startControllers(): void {
    const pair = this.authority.issue('kube-controller-manager', { user: 'system:kube-controller-manager' });
    this.spawn('kube-controller-manager', [
      `--kubeconfig=${this.writeKubeconfig('kube-controller-manager', pair)}`,
      '--secure-port=0',
      '--leader-elect=false',
      '--controllers=*',
      '--use-service-account-credentials=true',
      `--root-ca-file=${this.authority.certificate}`,
      `--service-account-private-key-file=${join(this.folder, 'certificates/service-accounts.key')}`,
      '--kube-api-qps=200',
      '--kube-api-burst=400',
      // On a busy machine simulated nodes report late, and must not count as lost.
      '--node-monitor-grace-period=600s',
      '--horizontal-pod-autoscaler-sync-period=2s',
      '--horizontal-pod-autoscaler-downscale-stabilization=10s',
      '--horizontal-pod-autoscaler-initial-readiness-delay=0s',
      '--horizontal-pod-autoscaler-cpu-initialization-period=0s',
    ]);
  }

  private startScheduler(): void {
    const pair = this.authority.issue('kube-scheduler', { user: 'system:kube-scheduler' });
    const kubeconfig = this.writeKubeconfig('kube-scheduler', pair);
    this.spawn('kube-scheduler', [
      `--kubeconfig=${kubeconfig}`,
      `--authentication-kubeconfig=${kubeconfig}`,
      `--authorization-kubeconfig=${kubeconfig}`,
      '--secure-port=0',
      '--leader-elect=false',
    ]);
  }

  private spawn(name: string, args: readonly string[]): void {
    this.daemons.push(this.daemon(name, args));
  }

  private daemon(name: string, args: readonly string[]): Daemon {
    return new Daemon(this.folder, program(name), args);
  }

  private running(): readonly Daemon[] {
    return [...this.daemons, this.apiServer, this.simulator].filter((daemon) => daemon !== undefined);
  }

  /** Waits for a condition. @throws Error at once if a process has ended, with the end of its log */
  private async until(what: string, condition: () => Promise<boolean>): Promise<void> {
    let dead: Daemon | undefined;
    const waiting = eventually(what, 90, async () => {
      dead = this.running().find((daemon) => !daemon.isAlive);
      return dead !== undefined || (await condition());
    });
    await waiting.catch((error: unknown) => {
      const logs = this.running().map((daemon) => `${daemon.name}:\n${daemon.tail(5)}`);
      throw new Error(`${error}\n${logs.join('\n')}`);
    });
    if (dead !== undefined) throw new Error(`before ${what}, ${dead.name} ended:\n${dead.tail()}`);
  }

  private kubectlWith(input: string, args: readonly string[]): Promise<string> {
    const own = [`--kubeconfig=${this.kubeconfig}`, `--cache-dir=${join(this.folder, 'kubectl')}`];
    return new Promise((resolve, reject) => {
      const done = (error: ExecFileException | null, stdout: string, stderr: string): void => {
        if (error === null) resolve(stdout.trim());
        else reject(new Error(`kubectl ${args.join(' ')} failed\n${stdout}${stderr || error.message}`));
      };
      const child = execFile(program('kubectl'), [...own, ...args], { encoding: 'utf8', maxBuffer: MAX_OUTPUT }, done);
      // A kubectl that does not read its input may have ended before it is written.
      child.stdin?.on('error', () => {});
      child.stdin?.end(input);
    });
  }

  private writeKubeconfig(name: string, { certificate, key }: KeyPair): string {
    const path = join(this.folder, 'kubeconfigs', `${name}.json`);
    mkdirSync(join(this.folder, 'kubeconfigs'), { recursive: true });
    const cluster = { server: `https://${this.network.address}:${this.ports.api}`, 'certificate-authority': this.authority.certificate };
    const kubeconfig = {
      apiVersion: 'v1',
      kind: 'Config',
      clusters: [{ name: 'test', cluster }],
      users: [{ name, user: { 'client-certificate': certificate, 'client-key': key } }],
      contexts: [{ name: 'test', context: { cluster: 'test', user: name } }],
      'current-context': 'test',
    };
    writeFileSync(path, JSON.stringify(kubeconfig));
    return path;
  }
}

const isTaintedAsUnready = ({ spec }: Node): boolean => spec.taints?.some(({ key }) => key === 'node.kubernetes.io/not-ready') ?? false;
