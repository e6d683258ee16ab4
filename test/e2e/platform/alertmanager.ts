import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server as HttpServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { freePort } from '../control-plane/free-port';
import { eventually } from '../support/eventually';
import { Server } from './server';

/** What Alertmanager posts to a webhook (its documentation, "webhook_config"). */
export interface Notification {
  readonly receiver: string;
  readonly status: 'firing' | 'resolved';
  readonly groupLabels: Readonly<Record<string, string>>;
  readonly commonLabels: Readonly<Record<string, string>>;
  readonly alerts: readonly {
    readonly status: 'firing' | 'resolved';
    readonly labels: Readonly<Record<string, string>>;
    readonly annotations: Readonly<Record<string, string>>;
  }[];
}

/** A server that keeps the notifications that it got. */
export class Receiver {
  static async listen(): Promise<Receiver> {
    const receiver = new Receiver();
    await new Promise<void>((resolve) => receiver.server.listen(0, '127.0.0.1', resolve));
    return receiver;
  }

  readonly notifications: Notification[] = [];
  /** Whether it refuses what is meant for a receiver. @default - it takes everything */
  refuses: (receiver: string) => boolean = () => false;
  private readonly server: HttpServer;

  private constructor() {
    this.server = createServer(async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk);
      const notification: Notification = JSON.parse(Buffer.concat(chunks).toString());
      const refused = this.refuses(notification.receiver);
      if (!refused) this.notifications.push(notification);
      response.writeHead(refused ? 403 : 200).end();
    });
    this.server.unref();
  }

  /** For `webhook_configs`. */
  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/`;
  }

  /** The notifications with an alert of this name. */
  of(alertname: string): readonly Notification[] {
    return this.notifications.filter(({ alerts }) => alerts.some(({ labels }) => labels.alertname === alertname));
  }

  stop(): void {
    this.server.closeAllConnections();
    this.server.close();
  }
}

export interface AlertmanagersOptions {
  /** @default 3 */
  readonly count?: number;
  /** Files beside the configuration, by name: their text. A configuration names them without a folder. @default - none */
  readonly files?: Readonly<Record<string, string>>;
  /** Seconds after which a member notifies if the one before it has told of no notification. @default - Alertmanager's, 15 */
  readonly patience?: number;
}

/** Real Alertmanagers that gossip over the loopback interface, all with one configuration. */
export class Alertmanagers {
  /**
   * Starts them, and waits until each of them sees all others and is ready to notify.
   *
   * @param configuration alertmanager.yml, as text or as an object
   * @throws Error with the end of a log if one refuses the configuration
   */
  static async start(
    configuration: string | object,
    { count = 3, files = {}, patience = 15 }: AlertmanagersOptions = {},
  ): Promise<Alertmanagers> {
    const cluster = new Alertmanagers(patience);
    try {
      const text = typeof configuration === 'string' ? configuration : stringify(configuration);
      writeFileSync(join(cluster.folder, 'alertmanager.yml'), text);
      for (const [name, content] of Object.entries(files)) writeFileSync(join(cluster.folder, name), content);
      for (let member = 0; member < count; member += 1) cluster.peers.push(`127.0.0.1:${await freePort()}`);
      cluster.members.push(...(await Promise.all(cluster.peers.map((_, member) => cluster.run(member)))));
      await cluster.settled();
      return cluster;
    } catch (error) {
      await cluster.stop();
      throw error;
    }
  }

  /** The running members. */
  readonly members: Server[] = [];
  private readonly folder = mkdtempSync(join(tmpdir(), 'fm-alertmanager-'));
  /** Where each of them gossips. */
  private readonly peers: string[] = [];

  private constructor(private readonly patience: number) {}

  /** Host and port of each, as targets of Prometheus. */
  get addresses(): readonly string[] {
    return this.members.map(({ address }) => address);
  }

  /** Waits until each running member sees all running members. */
  settled(): Promise<number> {
    return eventually('the Alertmanagers see one another', 60, async () => {
      const states = await Promise.all(this.members.map((member) => member.json<Status>('/api/v2/status')));
      return states.every(({ cluster: { status, peers } }) => status === 'ready' && peers.length === this.members.length);
    });
  }

  /** Sends an alert to each, as Prometheus does, with an end in five minutes. */
  async alert(labels: Readonly<Record<string, string>>, annotations: Readonly<Record<string, string>> = {}): Promise<void> {
    const endsAt = new Date(Date.now() + 300_000).toISOString();
    const body = JSON.stringify([{ labels, annotations, endsAt }]);
    for (const member of this.members) {
      const answer = await fetch(member.url('/api/v2/alerts'), { method: 'POST', headers: { 'Content-Type': 'application/json' }, body });
      if (!answer.ok) throw new Error(`the alert is refused: ${answer.status} ${await answer.text()}`);
    }
  }

  /** Gives all another configuration without a restart. @returns whether they take it */
  async reconfigure(configuration: string): Promise<boolean> {
    writeFileSync(join(this.folder, 'alertmanager.yml'), configuration);
    const answers = await Promise.all(this.members.map((member) => fetch(member.url('/-/reload'), { method: 'POST' })));
    return answers.every(({ ok }) => ok);
  }

  /** `kill -9` of one; the others go on. */
  async kill(member: number): Promise<void> {
    await this.members.splice(member, 1)[0]?.stop();
  }

  /** Starts one again that was killed, at another port, and waits until all see one another. */
  async revive(member: number): Promise<void> {
    this.members.splice(member, 0, await this.run(member));
    await this.settled();
  }

  async stop(): Promise<void> {
    await Promise.all(this.members.map((member) => member.stop()));
    rmSync(this.folder, { recursive: true, force: true });
  }

  private run(member: number): Promise<Server> {
    return Server.start('alertmanager', {
      folder: this.folder,
      name: `alertmanager-${member}`,
      args: (port) => [
        `--config.file=${join(this.folder, 'alertmanager.yml')}`,
        `--storage.path=${join(this.folder, `data-${member}`)}`,
        `--web.listen-address=127.0.0.1:${port}`,
        `--cluster.peer-timeout=${this.patience}s`,
        `--cluster.listen-address=${this.peers[member]}`,
        `--cluster.advertise-address=${this.peers[member]}`,
        ...this.peers.filter((_, other) => other !== member).map((peer) => `--cluster.peer=${peer}`),
      ],
      ready: '/-/healthy',
    });
  }
}

interface Status {
  readonly cluster: { readonly status: 'ready' | 'settling' | 'disabled'; readonly peers: readonly unknown[] };
}
