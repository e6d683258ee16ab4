import { ControlPlane, type Credentials } from '../control-plane/control-plane';
import type { KubeObject, List, PodObject } from '../control-plane/objects';
import { Lab } from '../lab/lab';
import { Pod } from '../lab/pod';
import { eventually } from '../support/eventually';
import { type Any, committed, find } from '../support/manifests';
import { withArchive } from './archive';
import { service, spilo } from './images';
import { Kubelet } from './kubelet';
import { Member } from './member';
import { secrets as SECRETS } from './secrets';

const NAMESPACE = 'faultmaven';

/** The DNS name of the Service `postgres`. */
const PRIMARY = `postgres.${NAMESPACE}.svc.cluster.local`;

const ZONES = ['a', 'b', 'c'];

/** Seconds that a Job may take. */
export const PATIENCE = 120;

/** Milliseconds between two looks at the Service's endpoints: about what kube-proxy needs to follow an EndpointSlice. */
const FOLLOW_MS = 100;

/**
 * The committed PostgreSQL of a cluster. Its objects are on a real control plane. The pods that the StatefulSet creates there run as
 * processes in a lab, each with its own address and the token of its account. This class does the part of kubelet and kube-proxy: it
 * reports readiness, and lets the Service's name resolve to an endpoint.
 */
export class PatroniCluster {
  static async start(): Promise<PatroniCluster> {
    const lab = await Lab.start();
    const plane = ControlPlane.start({ address: lab.address, pods: `${lab.address}/24` });
    plane.catch(() => lab.stop());
    const cluster = new PatroniCluster(lab, await plane);
    try {
      await cluster.up();
      return cluster;
    } catch (error) {
      const logs = cluster.members.map(({ name, log }) => `${name}:\n${log.split('\n').slice(-10).join('\n')}`);
      await cluster.stop();
      throw new Error(`${error}\n${logs.join('\n')}`);
    }
  }

  readonly objects = committed('cluster');
  members: readonly Member[] = [];
  private credentials?: Credentials;
  private kubelet?: Kubelet;
  private following?: NodeJS.Timeout;

  private constructor(
    readonly lab: Lab,
    readonly plane: ControlPlane,
  ) {}

  member(name: string): Member {
    const found = this.members.find((member) => member.name === name);
    if (found === undefined) throw new Error(`no member ${name}`);
    return found;
  }

  /** The primary, by Patroni. Waits until there is one. */
  leader(): Promise<Member> {
    return this.inRole('leader');
  }

  synchronous(): Promise<Member> {
    return this.inRole('sync_standby');
  }

  /** Waits for a primary, a synchronous standby and a replica, all without lag. Returns the seconds that it took. */
  healthy(seconds = 60): Promise<number> {
    return eventually('all members are well', seconds, async () => {
      const { members } = await this.state();
      const states = members.map(({ role, state, lag }) => `${role} ${state} ${lag ?? 0}`).sort();
      if (`${states}` === 'leader running 0,replica streaming 0,sync_standby streaming 0') return true;
      throw new Error(states.join(', '));
    });
  }

  /** Asks for a switchover to the member that Patroni chooses. */
  async switchover(): Promise<void> {
    const { name } = await this.leader();
    await this.change(this.member(name), 'POST', '/switchover', { leader: name });
  }

  /** Pauses Patroni, or lets it go on. */
  async pause(paused: boolean): Promise<void> {
    await this.change(await this.leader(), 'PATCH', '/config', { pause: paused || null });
  }

  private async change(member: Member, method: string, path: string, body: object): Promise<void> {
    const password = SECRETS.postgres['patroni-password'];
    const authorization = `Basic ${Buffer.from(`patroni:${password}`).toString('base64')}`;
    const options = { method, headers: { authorization }, body: JSON.stringify(body), signal: AbortSignal.timeout(60_000) };
    const answer = await member.request(path, options);
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
  }

  /** Runs a Job, or the Job of a CronJob, to its end. Returns its output. @throws Error if it fails */
  run(...job: Parameters<PatroniCluster['job']>): Promise<string> {
    return this.job(...job).run(PATIENCE);
  }

  /** The pod of a Job or CronJob, not started yet. */
  job(kind: 'Job' | 'CronJob', name: RegExp, { objects = this.objects, adapt = (same: Any): Any => same, secrets = SECRETS } = {}): Pod {
    const workload = adapt(find(objects, kind, name));
    return this.pod(workload.metadata.name, workload, { objects, secrets });
  }

  /** A pod outside the StatefulSet, not started yet. */
  pod(name: string, workload: Any, { objects = this.objects, secrets = SECRETS } = {}): Pod {
    return new Pod(this.lab.host(name), { ...this.props(), name, workload, objects, secrets });
  }

  /** A pod with a client that connects to a database as a service does. */
  client(name: string, command: readonly string[], account = 'fm-evidence-service-database', database = 'fm_evidence'): Pod {
    const key = (key: string) => ({ valueFrom: { secretKeyRef: { name: account, key } } });
    const env = [
      { name: 'PGHOST', value: 'postgres' },
      { name: 'PGDATABASE', value: database },
      { name: 'PGUSER', ...key('username') },
      { name: 'PGPASSWORD', ...key('password') },
    ];
    const container = { name, image: 'example.com/client:1', command, env };
    return this.pod(name, { metadata: { namespace: NAMESPACE }, spec: { template: { metadata: {}, spec: { containers: [container] } } } });
  }

  async stop(): Promise<void> {
    clearInterval(this.following);
    await this.kubelet?.stop();
    await this.lab.stop();
    await this.plane.stop();
  }

  private async up(): Promise<void> {
    await this.plane.addNodes(ZONES.map((zone) => ({ name: `node-${zone}`, zone })));
    await this.plane.applyObjects(this.objects.filter(isOfPostgres));
    this.credentials = await this.plane.credentialsOf('postgres', NAMESPACE);
    await eventually('the pods of the StatefulSet have addresses', 60, async () => {
      await this.plane.bindPendingClaims();
      return (await this.podObjects()).filter(({ status }) => status?.podIP !== undefined).length === 3;
    });
    const workload = find(this.objects, 'StatefulSet', /^postgres$/);
    this.members = (await this.podObjects()).map(({ metadata: { name }, status }) => {
      const address = status?.podIP as string;
      this.lab.dns.set(`${name}.${workload.spec.serviceName}.${NAMESPACE}.svc.cluster.local`, address);
      return new Member(new Pod(this.lab.host(name, address), { ...this.props(), name, workload: withArchive(workload) }));
    });
    // The stand-in for WAL-G looks this name up, to see whether it can reach the bucket.
    this.lab.dns.set('bucket', this.lab.address);
    this.follow();
    await Promise.all(this.members.map(({ pod }) => pod.start()));
    const [container] = workload.spec.template.spec.containers;
    this.kubelet = new Kubelet(this.plane, NAMESPACE, this.members, container.readinessProbe);
    await this.healthy(120);
  }

  private props() {
    if (this.credentials === undefined) throw new Error('the cluster is not up');
    const images = {
      'ghcr.io/zalando/spilo-18': spilo(this.credentials),
      'ghcr.io/faultmaven/fm-evidence-service': service(),
      'example.com/client': service(),
    };
    return { objects: this.objects, secrets: SECRETS, images, serviceAccount: this.credentials.folder };
  }

  private async podObjects(): Promise<readonly PodObject[]> {
    const selector = 'labelSelector=app.kubernetes.io%2Fname%3Dpostgres,app.kubernetes.io%2Fcomponent%3Dservice';
    return (await this.plane.api.get<List<PodObject>>(`/api/v1/namespaces/${NAMESPACE}/pods?${selector}`)).items;
  }

  /** Lets the Service's name resolve to a ready endpoint, as long as the API server answers. */
  private follow(): void {
    const path = `/apis/discovery.k8s.io/v1/namespaces/${NAMESPACE}/endpointslices?labelSelector=kubernetes.io%2Fservice-name%3Dpostgres`;
    this.following = setInterval(async () => {
      const slices = await this.plane.api.get<List<EndpointSlice>>(path).catch(() => undefined);
      if (slices === undefined) return;
      const ready = slices.items.flatMap(({ endpoints }) => endpoints ?? []).filter(({ conditions }) => conditions.ready);
      // Any of them, as kube-proxy chooses.
      const address = ready[Math.floor(Math.random() * ready.length)]?.addresses[0];
      if (address === undefined) this.lab.dns.remove(PRIMARY);
      else this.lab.dns.set(PRIMARY, address);
    }, FOLLOW_MS);
    this.following.unref();
  }

  private async inRole(wanted: string): Promise<Member> {
    let name = '';
    await eventually(`a member is ${wanted}`, 30, async () => {
      name = (await this.state()).members.find(({ role }) => role === wanted)?.name ?? '';
      return name !== '';
    });
    return this.member(name);
  }

  /**
   * The state of all members, from any that answers. A frozen member must not be asked: it would answer when it thaws. To answer, Patroni
   * 4.1.0 reads its lock again in the thread of the API. The main thread, which still takes the lock for free, then overwrites it although
   * another member holds it (seen once: 774 acknowledged writes were lost).
   */
  private state(): Promise<State> {
    return Promise.any(
      this.members.map(async (member) => {
        await member.request('/liveness');
        return member.ask<State>('/cluster');
      }),
    );
  }
}

/** What Patroni says of a cluster. */
export interface State {
  readonly members: readonly {
    readonly name: string;
    readonly role: string;
    readonly state: string;
    readonly lag?: number | string;
    readonly pending_restart?: boolean;
  }[];
}

interface EndpointSlice extends KubeObject {
  readonly endpoints?: readonly { readonly addresses: readonly string[]; readonly conditions: { readonly ready?: boolean } }[];
}

/** What the control plane is told of. Jobs would be complete there as soon as they exist; the tests run them themselves. */
const isOfPostgres = ({ kind, metadata }: Any): boolean =>
  kind === 'Namespace' ||
  kind === 'PriorityClass' ||
  (metadata.labels?.['app.kubernetes.io/name'] === 'postgres' && kind !== 'Job' && kind !== 'CronJob');
