import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { BUSYBOX_IMAGE } from '../lab/image';
import { Lab } from '../lab/lab';
import { Pod } from '../lab/pod';
import type { LabService } from '../lab/service';
import { eventually } from '../support/eventually';
import { type Any, committed, find } from '../support/manifests';
import { type Reply, RespClient } from './resp';

/** Scripts and configuration have to cope with any password. */
export const PASSWORD = `it's a "secret" \\ with $HOME, %n and #`;

const MANIFESTS = committed('cluster');
const REDIS = find(MANIFESTS, 'StatefulSet', /^redis$/);
const PROXY = find(MANIFESTS, 'Deployment', /^redis-proxy$/);
export const ORDINALS = [0, 1, 2];

/** One version of the manifests, and Redis' StatefulSet in it. */
export interface Version {
  readonly workload: Any;
  readonly objects: readonly Any[];
}

/** The committed version. */
const CURRENT: Version = { workload: REDIS, objects: MANIFESTS };

const DOMAIN = `${REDIS.metadata.namespace}.svc.cluster.local`;
const nameOf = (ordinal: number): string => `redis-${ordinal}.${REDIS.spec.serviceName}.${DOMAIN}`;
const serviceOf = (ordinal: number): string => `redis-${ordinal}.${DOMAIN}`;

/** The pods of the committed manifests on hosts of a lab: three with Redis and Sentinel, and one of the proxies in front of them. */
export class RedisCluster {
  /** @param version of Redis' manifests */
  static async create(version = CURRENT, password = PASSWORD): Promise<RedisCluster> {
    return new RedisCluster(await Lab.start(), version, password);
  }

  readonly names = ORDINALS.map(nameOf);
  readonly pods: Pod[];
  readonly proxy: Pod;
  private readonly services: LabService[];
  private readonly clients = new Map<string, RespClient>();

  private constructor(
    readonly lab: Lab,
    version: Version,
    readonly password: string,
  ) {
    this.services = ORDINALS.map((ordinal) => this.serve(ordinal));
    this.pods = ORDINALS.map((ordinal) => this.place(ordinal, version));
    this.proxy = new Pod(lab.host('redis-proxy'), { name: 'redis-proxy-0', workload: PROXY, objects: MANIFESTS, secrets: this.secrets });
  }

  /** The keys of each Secret, by its name. */
  get secrets(): Readonly<Record<string, Readonly<Record<string, string>>>> {
    return { redis: { password: this.password } };
  }

  /** Starts all pods, and waits until all three members are ready. */
  async start(): Promise<void> {
    await Promise.all([this.proxy, ...this.pods].map((pod) => pod.start()));
    await this.settled();
  }

  pod(ordinal: number): Pod {
    const pod = this.pods[ordinal];
    if (pod === undefined) throw new RangeError(`no pod ${ordinal}`);
    return pod;
  }

  /** Puts a member on another host, with the same disk and name, without starting it. @param version of its manifests */
  move(ordinal: number, version = CURRENT): Pod {
    const pod = this.place(ordinal, version);
    this.pods[ordinal] = pod;
    return pod;
  }

  /** Replaces the Service of a member by one with another address. */
  renew(ordinal: number): void {
    this.services[ordinal]?.remove();
    this.services[ordinal] = this.serve(ordinal);
    this.services[ordinal]?.lead(this.pod(ordinal).host);
  }

  /** The address of a member's Service. */
  addressOf(ordinal: number): string {
    return this.services[ordinal]?.address ?? '';
  }

  /** Whether the other members know the address of a member's Service. */
  haveLearnt(ordinal: number): boolean {
    const line = new RegExp(`^${this.addressOf(ordinal)} +${this.names[ordinal]}$`, 'm');
    return this.pods.every((pod, other) => other === ordinal || line.test(readFileSync(join(pod.folder('data'), 'hosts'), 'utf8')));
  }

  /** Asks a Redis, or its Sentinel, directly. */
  async ask(ordinal: number, port: 6379 | 26379, ...command: readonly (string | number)[]): Promise<Reply> {
    const { address } = this.pod(ordinal).host;
    const key = `${address}:${port}`;
    const known = this.clients.get(key);
    const client = known?.isOpen ? known : await RespClient.connect(address, port, this.password);
    this.clients.set(key, client);
    return client.send(...command);
  }

  /** A field of INFO. */
  async info(ordinal: number, field: string): Promise<string | undefined> {
    return new RegExp(`^${field}:(.*)\r$`, 'm').exec(String(await this.ask(ordinal, 6379, 'INFO')))?.[1];
  }

  /** The ordinal of the member that a Sentinel takes for the master. */
  async elected(ordinal: number): Promise<number> {
    const [name] = (await this.ask(ordinal, 26379, 'SENTINEL', 'GET-MASTER-ADDR-BY-NAME', 'mymaster')) as readonly string[];
    return this.names.indexOf(name ?? '');
  }

  /** The ordinal of the master. @throws Error if the Sentinels disagree, or the elected member is not master */
  async master(): Promise<number> {
    const named = new Set(await Promise.all(ORDINALS.map((ordinal) => this.elected(ordinal))));
    const [master, ...others] = named;
    if (master === undefined || others.length > 0) throw new Error(`the Sentinels disagree: ${[...named]}`);
    if ((await this.info(master, 'role')) !== 'master') throw new Error(`redis-${master} is elected, but no master`);
    return master;
  }

  /** Waits until nothing is left of an earlier fault, for the kubelet and for every Sentinel. Returns the master's ordinal. */
  async settled(): Promise<number> {
    await eventually('all pods are ready, and all know one another', 90, async () => {
      const ready = await Promise.all(this.pods.map((pod) => pod.probe('redis', 'readiness')));
      const known = await Promise.all(ORDINALS.map((ordinal) => this.knows(ordinal)));
      return ready.every(Boolean) && known.every(Boolean) && (await this.master()) >= 0;
    });
    return this.master();
  }

  /** Returns what the Sentinels log from now on. */
  sentinelLogs(): () => string {
    const before = this.pods.map((pod) => pod.log('sentinel').length);
    const pods = [...this.pods];
    return () => pods.map((pod, index) => pod.log('sentinel').slice(before[index])).join('');
  }

  stop(): Promise<void> {
    for (const client of this.clients.values()) client.close();
    return this.lab.stop();
  }

  /**
   * Whether a Sentinel sees a master, two replicas that can replace it and two other Sentinels, all healthy, and takes part in votes. One
   * that was stopped for more than two seconds, or waited that long for a name, takes no part for half a minute ("TILT").
   */
  private async knows(ordinal: number): Promise<boolean> {
    const list = async (...command: readonly string[]): Promise<readonly Fields[]> =>
      ((await this.ask(ordinal, 26379, 'SENTINEL', ...command)) as readonly (readonly string[])[]).map(fields);
    const [[master], replicas, sentinels, info] = await Promise.all([
      list('MASTERS'),
      list('REPLICAS', 'mymaster'),
      list('SENTINELS', 'mymaster'),
      this.ask(ordinal, 26379, 'INFO', 'SENTINEL'),
    ]);
    return (
      String(info).includes('sentinel_tilt:0') &&
      master?.flags === 'master' &&
      replicas.length === 2 &&
      replicas.every(
        (replica) => replica.flags === 'slave' && replica['master-link-status'] === 'ok' && replica['slave-priority'] === '100',
      ) &&
      sentinels.length === 2 &&
      sentinels.every(({ flags }) => flags === 'sentinel')
    );
  }

  private serve(ordinal: number): LabService {
    const service = this.lab.service();
    this.lab.dns.set(serviceOf(ordinal), service.address);
    return service;
  }

  private place(ordinal: number, { workload, objects }: Version): Pod {
    const host = this.lab.host(`redis-${ordinal}`);
    this.lab.dns.set(nameOf(ordinal), host.address);
    this.services[ordinal]?.lead(host);
    return new Pod(host, { name: `redis-${ordinal}`, workload, objects, secrets: this.secrets, images: { redis: BUSYBOX_IMAGE } });
  }
}

type Fields = Readonly<Record<string, string>>;

/** A list of alternating names and values as an object. */
const fields = (list: readonly string[]): Fields =>
  Object.fromEntries(list.flatMap((name, index) => (index % 2 === 0 ? [[name, list[index + 1] ?? '']] : [])));
