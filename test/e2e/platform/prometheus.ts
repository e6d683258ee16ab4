import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { eventually } from '../support/eventually';
import { Server } from './server';

/** A target as `/api/v1/targets` shows it. */
export interface Target {
  readonly scrapePool: string;
  readonly scrapeUrl: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly discoveredLabels: Readonly<Record<string, string>>;
  readonly health: 'up' | 'down' | 'unknown';
  /** Empty if the last scrape was right. */
  readonly lastError: string;
}

/** An alert as `/api/v1/alerts` shows it. */
export interface Alert {
  /** With `alertname` and those that the rule adds. */
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly state: 'pending' | 'firing';
  /** When its expression first held. */
  readonly activeAt: string;
  readonly value: string;
}

/** A series with its value at one time. */
export interface Sample {
  readonly metric: Readonly<Record<string, string>>;
  readonly value: number;
}

export interface PrometheusOptions {
  /** Rule files, by name: their text. @default - none */
  readonly rules?: Readonly<Record<string, string>>;
  /** Arguments besides those for folders and ports. @default - none */
  readonly args?: readonly string[];
  /** Variables besides the test's own, which its configuration may name. @default - none */
  readonly env?: Readonly<Record<string, string>>;
}

/** A real Prometheus with a folder of its own. Its web pages are missing; its API is whole. */
export class Prometheus {
  /**
   * Starts it. The working folder has the rule files, so `rule_files` can name them without a folder.
   *
   * @param configuration prometheus.yml, as text or as an object
   * @throws Error with the end of its log if it refuses the configuration
   */
  static async start(configuration: string | object, { rules = {}, args = [], env }: PrometheusOptions = {}): Promise<Prometheus> {
    const folder = mkdtempSync(join(tmpdir(), 'fm-prometheus-'));
    const file = join(folder, 'prometheus.yml');
    writeFileSync(file, typeof configuration === 'string' ? configuration : stringify(configuration));
    for (const [name, text] of Object.entries(rules)) writeFileSync(join(folder, name), text);
    try {
      const server = await Server.start('prometheus', {
        folder,
        args: (port) => [
          `--config.file=${file}`,
          `--storage.tsdb.path=${join(folder, 'data')}`,
          `--web.listen-address=127.0.0.1:${port}`,
          ...args,
        ],
        ready: '/-/ready',
        env,
      });
      return new Prometheus(folder, server);
    } catch (error) {
      rmSync(folder, { recursive: true, force: true });
      throw error;
    }
  }

  private constructor(
    private readonly folder: string,
    readonly server: Server,
  ) {}

  /** The targets that it scrapes. */
  async targets(): Promise<readonly Target[]> {
    return (await this.api<{ activeTargets: readonly Target[] }>('targets?state=active')).activeTargets;
  }

  /** Waits until it has found this many targets, and every one of them is up. */
  async allUp(count: number, seconds = 60): Promise<readonly Target[]> {
    let targets: readonly Target[] = [];
    await eventually(`${count} targets are up`, seconds, async () => {
      targets = await this.targets();
      const down = targets.filter(({ health }) => health !== 'up');
      if (targets.length === count && down.length === 0) return true;
      throw new Error(
        `${targets.length} found${down.map(({ scrapeUrl, lastError }) => `, ${scrapeUrl} ${lastError || 'not scraped yet'}`)}`,
      );
    });
    return targets;
  }

  /** The alerts that are pending or firing. */
  async alerts(): Promise<readonly Alert[]> {
    return (await this.api<{ alerts: readonly Alert[] }>('alerts')).alerts;
  }

  /** The alerts of this name that are firing. */
  async firing(name: string): Promise<readonly Alert[]> {
    return (await this.alerts()).filter(({ labels, state }) => state === 'firing' && labels.alertname === name);
  }

  /** Waits until an alert fires. Returns the seconds that it took. */
  untilFiring(name: string, seconds: number): Promise<number> {
    return eventually(`${name} fires`, seconds, async () => (await this.firing(name)).length > 0);
  }

  /** Waits until an alert is neither firing nor pending. Returns the seconds that it took. */
  untilSilent(name: string, seconds: number): Promise<number> {
    return eventually(`${name} is silent`, seconds, async () => (await this.alerts()).every(({ labels }) => labels.alertname !== name));
  }

  /** What an expression gives now: a vector, or a scalar as a series without labels. */
  async query(expression: string): Promise<readonly Sample[]> {
    const answer = await this.api<QueryResult>(`query?query=${encodeURIComponent(expression)}`);
    if (answer.resultType === 'vector') return answer.result.map(({ metric, value: [, value] }) => ({ metric, value: Number(value) }));
    if (answer.resultType === 'scalar') return [{ metric: {}, value: Number(answer.result[1]) }];
    throw new Error(`${expression} gives a ${answer.resultType}, and only an instant vector or a scalar can be asked for`);
  }

  /** Waits until an expression gives a series. Returns the seconds that it took. */
  untilHolds(expression: string, seconds: number): Promise<number> {
    return eventually(expression, seconds, async () => (await this.query(expression)).length > 0);
  }

  /** Gives it another configuration without a restart, which takes `--web.enable-lifecycle`. @throws Error if it refuses it */
  async reconfigure(configuration: object): Promise<void> {
    writeFileSync(join(this.folder, 'prometheus.yml'), stringify(configuration));
    const answer = await fetch(this.server.url('/-/reload'), { method: 'POST' });
    if (!answer.ok) throw new Error(`the configuration is refused: ${answer.status} ${await answer.text()}`);
  }

  async stop(): Promise<void> {
    await this.server.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }

  private async api<T>(path: string): Promise<T> {
    return (await this.server.json<{ data: T }>(`/api/v1/${path}`)).data;
  }
}

type QueryResult =
  | {
      readonly resultType: 'vector';
      readonly result: readonly { readonly metric: Sample['metric']; readonly value: readonly [number, string] }[];
    }
  | { readonly resultType: 'scalar'; readonly result: readonly [number, string] }
  | { readonly resultType: 'matrix' | 'string' };
