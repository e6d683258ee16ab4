import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { request as plainRequest } from 'node:http';
import { request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect } from 'node:tls';
import { parseAllDocuments } from 'yaml';
import type { Image } from '../lab/image';
import { Lab } from '../lab/lab';
import { Pod } from '../lab/pod';
import { eventually } from '../support/eventually';
import { installed } from '../support/installed';
import { type Any, find } from '../support/manifests';
import { mustRun } from '../support/program';
import type { Tool } from '../support/tools';
import { madeBy, RENEWING, typed } from './secrets';
import { stateOf } from './state';

/** A store that runs in the tests. */
export interface StoreUnderTest {
  /** As a profile calls it. */
  readonly kind: 'opensearch' | 'elasticsearch';
  /** The name under which it is installed. @default - its kind */
  readonly installed?: string;
  readonly image: string;
  /** The arguments that name its profile. */
  readonly profile: () => readonly string[];
  /** Whether it has TLS and users. */
  readonly secure: boolean;
  /** The path that tells who leads. */
  readonly leader: string;
}

/** The one of the shipped cluster. */
export const SHIPPED: StoreUnderTest = {
  kind: 'opensearch',
  image: 'opensearchproject/opensearch',
  profile: () => ['--profile', 'cluster'],
  secure: true,
  leader: '/_cat/cluster_manager?h=node',
};

/** The same in the release that is updated from. */
export const BEFORE: StoreUnderTest = { ...SHIPPED, installed: 'opensearch-before' };

const homeOf = ({ kind, installed: name = kind }: StoreUnderTest): string => join(installed(name), 'home');

export const toolFor = (store: StoreUnderTest): Tool => ({
  name: store.installed ?? store.kind,
  probe: ['test', '-x', join(homeOf(store), 'bin', store.kind)],
});

export const OPENSEARCH: Tool = toolFor(SHIPPED);

/** Where the image has its programs, and the user that they belong to. */
const imageOf = (store: StoreUnderTest): Image => ({
  binds: { [`/usr/share/${store.kind}`]: homeOf(store) },
  passwd: [`${store.kind}:x:1000:1000::/usr/share/${store.kind}:/bin/bash`],
});

const NAMESPACE = 'faultmaven-logging';
export const ORDINALS = [0, 1, 2];
const PORT = 9200;
/** Of each disk. A sixteenth of what the profile says would be too much for a test. */
const DISK = '400m';

/** Scripts and configuration have to cope with any password. */
export const passwordOf = (user: string): string => `7'$HOME "\\ %n # ${createHash('sha256').update(user).digest('hex').slice(0, 12)}`;

export interface StoreAnswer {
  readonly status: number;
  /** @default - it is no JSON */
  readonly json?: Any;
  readonly text: string;
}

export interface StoreAsking {
  readonly method?: string;
  readonly body?: string | object;
  /** Who asks. @default - admin, with its password. null: nobody */
  readonly user?: string | null;
  readonly password?: string;
  readonly timeoutMs?: number;
  /** The authorities that are trusted. @default - those of the store */
  readonly ca?: string;
  /** The certificate that is shown, with its key. @default - none */
  readonly shown?: { readonly cert: string; readonly key: string };
}

/** The store of the manifests: its members on hosts of a lab, each with a disk of its own. */
export class Store {
  /** @param product which store. @default - the one of the shipped cluster */
  static async create(product = SHIPPED): Promise<Store> {
    const { stdout } = mustRun(['synth', ...product.profile(), '--stdout', '--quiet']);
    const objects = parseAllDocuments(stdout)
      .map((document) => document.toJS())
      .filter((object) => object?.kind !== undefined);
    return new Store(await Lab.start(), objects, product);
  }

  readonly pods: Pod[] = [];
  readonly secrets: Record<string, Record<string, string>>;
  /** The authorities that the test trusts. */
  ca: string;
  private readonly folder = mkdtempSync(join(tmpdir(), 'fm-store-'));
  private readonly workload: Any;
  private changes = 0;

  private constructor(
    readonly lab: Lab,
    readonly objects: readonly Any[],
    private product: StoreUnderTest,
  ) {
    this.workload = find(objects, 'StatefulSet', new RegExp(`^${product.kind}$`));
    const made = this.make();
    this.ca = made[`${product.kind}-tls`]?.['ca.crt'] ?? '';
    const users = Object.keys(made[`${product.kind}-users`] ?? {});
    this.secrets = { ...made, [`${product.kind}-users`]: Object.fromEntries(users.map((user) => [user, passwordOf(user)])) };
    for (const ordinal of ORDINALS) {
      const disk = this.diskOf(ordinal);
      mkdirSync(disk, { recursive: true });
      execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${DISK}`, 'tmpfs', disk]);
      this.pods.push(this.place(ordinal));
    }
    this.serve(0);
  }

  /**
   * Runs the commands that `list secrets` prints, with a kubectl that only says what it was asked for.
   *
   * @param folder where they leave their files. @default - that of the store, whose authority is then another one
   * @returns the Secrets that they create, by name and key
   */
  make(folder = this.folder): Record<string, Record<string, string>> {
    return typed(madeBy(this.product), folder);
  }

  pod(ordinal: number): Pod {
    const pod = this.pods[ordinal];
    if (pod === undefined) throw new RangeError(`no pod ${ordinal}`);
    return pod;
  }

  /** Takes another release for all pods from now on. */
  update(product: StoreUnderTest): void {
    this.product = product;
  }

  /** Puts a member into a new pod with another address and the same disk, without starting it. */
  replace(ordinal: number): Pod {
    const pod = this.place(ordinal);
    this.pods[ordinal] = pod;
    return pod;
  }

  /** Lets the name of the Service lead to a member. */
  serve(ordinal: number): void {
    this.lab.dns.set(`${this.product.kind}.${NAMESPACE}.svc.cluster.local`, this.pod(ordinal).host.address);
  }

  /** Runs the Job of the setup, or one of retention, to its end. @returns what it wrote */
  run(kind: 'Job' | 'CronJob', name: RegExp, env: Readonly<Record<string, string>> = {}): Promise<string> {
    const workload = structuredClone(find(this.objects, kind, name));
    const { containers } = (workload.spec.jobTemplate?.spec ?? workload.spec).template.spec;
    for (const one of containers[0].env) if (env[one.name] !== undefined) one.value = env[one.name];
    const host = this.lab.host(workload.metadata.name);
    return new Pod(host, { ...this.props, name: workload.metadata.name, workload }).run(120);
  }

  setup(): Promise<string> {
    return this.run('Job', /^opensearch-setup$/);
  }

  /** Asks a member. */
  ask(
    ordinal: number,
    path: string,
    { method = 'GET', body, user = 'admin', password, timeoutMs = 30_000, ca = this.ca, shown }: StoreAsking = {},
  ): Promise<StoreAnswer> {
    const { kind, secure } = this.product;
    const auth = user === null || !secure ? undefined : `${user}:${password ?? passwordOf(user)}`;
    return new Promise((resolve, reject) => {
      const options = {
        host: this.pod(ordinal).host.address,
        port: PORT,
        path,
        method,
        ...(secure ? { ca, servername: kind, ...shown } : {}),
        agent: false as const,
        auth,
        headers: { 'content-type': 'application/json' },
        signal: AbortSignal.timeout(timeoutMs),
      };
      const sent = (secure ? request : plainRequest)(options, (answer) => {
        let text = '';
        answer.setEncoding('utf8').on('data', (part) => {
          text += part;
        });
        answer.on('error', reject).on('end', () => resolve({ status: answer.statusCode ?? 0, text, json: jsonOf(text) }));
      });
      sent.on('error', reject);
      sent.end(typeof body === 'string' || body === undefined ? body : JSON.stringify(body));
    });
  }

  /** The serial number of the certificate that a member shows to clients. */
  certificate(ordinal: number): Promise<string> {
    return new Promise((resolve, reject) => {
      const socket = connect({ host: this.pod(ordinal).host.address, port: PORT, ca: this.ca, servername: 'opensearch' }, () => {
        resolve(socket.getPeerCertificate().serialNumber);
        socket.destroy();
      });
      socket.on('error', reject);
    });
  }

  /** Signs a certificate anew with the same authority, as the runbook says, and writes it into the Secret of a member as a kubelet does. */
  renew(ordinal: number, days = 825): void {
    const { 'opensearch-tls': values = {} } = typed(RENEWING.replace('-days 825', `-days ${days}`), this.folder);
    writeInto(this.pod(ordinal), values);
  }

  /** Changes keys of a Secret, and what members have mounted of it, as kubelets do. */
  change(secret: string, values: Readonly<Record<string, string>>): void {
    this.secrets[secret] = { ...this.secrets[secret], ...values };
    if (secret !== `${this.product.kind}-tls`) return;
    for (const pod of this.pods) writeInto(pod, values);
  }

  /**
   * Has a member miss a change that the others agree on, and kills some while it cannot be reached: it cannot be elected before it has learnt
   * of the change from one of them. It must not lead.
   */
  async killWhileBehind(behind: number, killed: readonly number[]): Promise<void> {
    const leader = await this.leader(behind);
    const witness = ORDINALS.find((one) => one !== behind && one !== leader) as number;
    if (behind === leader) throw new RangeError(`${behind} leads`);
    const { host } = this.pod(behind);
    this.changes += 1;
    const limit = String(1_000_000 + this.changes);
    host.cut();
    try {
      // Answered when the member that is cut off has it too, or is given up.
      const body = { persistent: { 'action.search.shard_count.limit': limit } };
      this.ask(leader, '/_cluster/settings', { method: 'PUT', body, timeoutMs: 60_000 }).catch(() => undefined);
      const path = '/_cluster/settings?local=true';
      await eventually('the others have agreed', 20, async () => (await this.ask(witness, path, { timeoutMs: 5000 })).text.includes(limit));
      await Promise.all(killed.map((one) => this.pod(one).kill()));
    } finally {
      host.heal();
    }
  }

  /** Takes room on the disk of a member, 400m of which it has. @returns what gives the room back */
  fill(ordinal: number, size: string): () => void {
    const file = join(this.diskOf(ordinal), 'ballast');
    execFileSync('fallocate', ['--length', size, file]);
    return () => rmSync(file);
  }

  /** The ordinal of the member that leads, by another one. */
  async leader(asked: number): Promise<number> {
    const { text } = await this.ask(asked, this.product.leader);
    const ordinal = ORDINALS.find((one) => text.trim() === `${this.product.kind}-${one}`);
    if (ordinal === undefined) throw new Error(`nobody leads: ${text}`);
    return ordinal;
  }

  alive(ordinal: number): Promise<boolean> {
    return this.pod(ordinal).probe('opensearch', 'liveness');
  }

  ready(ordinal: number): Promise<boolean> {
    return this.pod(ordinal).probe('opensearch', 'readiness');
  }

  /**
   * Waits until all members are ready and each stored line is on two of them.
   *
   * @param first what is done each time before it is looked. @default - nothing
   * @returns the seconds that it took
   * @throws Error if it takes too long, with what the members say of it
   */
  async settled(first?: () => Promise<unknown>): Promise<number> {
    try {
      return await eventually('all members are ready', 300, async () => {
        await first?.();
        for (const pod of this.pods) {
          const { code, output } = await pod.exec('opensearch', ['sh', '/etc/opensearch/readiness.sh'], 60_000);
          if (code !== 0) throw new Error(`${pod.name}: ${output}`);
        }
        const { json } = await this.ask(0, '/_cluster/health');
        if (json.status !== 'green' || json.number_of_nodes !== 3) throw new Error(`${json.status}, ${json.number_of_nodes} nodes`);
        return true;
      });
    } catch (error) {
      throw new Error(`${error}\n${await stateOf(this, ORDINALS)}`);
    }
  }

  /** Ends everything. */
  async stop(): Promise<void> {
    await Promise.all(this.pods.map((pod) => pod.stop()));
    for (const ordinal of ORDINALS) execFileSync('umount', ['--lazy', this.diskOf(ordinal)]);
    await this.lab.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }

  private get props() {
    return { objects: this.objects, secrets: this.secrets, images: { [this.product.image]: imageOf(this.product) } };
  }

  private diskOf(ordinal: number): string {
    return join(this.lab.folder, 'claims', `data-${this.product.kind}-${ordinal}`);
  }

  private place(ordinal: number): Pod {
    const name = `${this.product.kind}-${ordinal}`;
    const host = this.lab.host(name);
    this.lab.dns.set(`${name}.${this.workload.spec.serviceName}.${NAMESPACE}.svc.cluster.local`, host.address);
    return new Pod(host, { ...this.props, name, workload: this.workload });
  }
}

/** Writes keys of the Secret with its certificate into a member. */
function writeInto(pod: Pod, values: Readonly<Record<string, string>>): void {
  const folder = pod.folder('tls');
  for (const [key, value] of Object.entries(values)) writeFileSync(join(folder, `.${key}`), value);
  // All at once, or nearly so: a certificate and a key that do not fit are refused.
  for (const key of Object.keys(values)) renameSync(join(folder, `.${key}`), join(folder, key));
}

const jsonOf = (text: string): Any => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};
