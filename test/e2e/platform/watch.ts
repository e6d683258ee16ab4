import { parse } from 'yaml';
import type { Metrics } from '../../../lib/model/metrics';
import { INTERVAL, prometheusYml } from '../../../lib/platform/monitoring/prometheus/configuration';
import type { FrontDoor, ScrapedMetrics } from '../../../lib/platform/monitoring/prometheus/scraping';
import { rulesFor } from '../../../lib/platform/monitoring/rules/groups';
import { rulesFile } from '../../../lib/platform/monitoring/rules/rules-file';
import { Memory } from '../../../lib/units/memory';
import { eventually } from '../support/eventually';
import type { Foreseen } from './faults';
import { type Alert, Prometheus } from './prometheus';
import { SCALE } from './scale';
import { shipped } from './shipped';

/** Prometheus' own, in seconds: for how long a series without a new sample goes on. */
const LOOKBACK = 300;
/** Seconds between two questions to whoever may take longer than a second for an answer: a URL that is slow, a server with many metrics. */
const UNHURRIED = 3;
/** Prometheus' own, in seconds: how often it tells Alertmanagers of an alert that goes on. */
const RESEND = 60;
/** Seconds within which everything is silent after a fault was mended. */
const CLEARING = 90;
/** Seconds within which an alert fires that has to. */
const FIRING = 90;

/** It does not wait longer for a store that does not take what is left. */
const FLUSH = '--storage.remote.flush-deadline=1s';

/** A port of a container, as the API server would tell Prometheus of it. */
export interface Place {
  readonly pod: string;
  readonly container: string;
  /** The name of the port. */
  readonly port: string;
  /** Host and port. */
  readonly address: string;
  /** @default faultmaven */
  readonly namespace?: string;
}

export interface WatchOptions {
  /** The services of the shipped cluster whose rules are evaluated, and which are asked for their metrics. */
  readonly services: readonly string[];
  /** Host and port of each exporter that is asked about others, by the name of its service. @default - there is none */
  readonly asked?: Readonly<Record<string, string>>;
  /** What there is to be found. */
  readonly places: readonly Place[];
  /** What asks URLs, and which: those that the services answer here instead of those of the cluster, and front doors. @default - no URL is asked */
  readonly probes?: { readonly blackbox: string; readonly urls: Readonly<Record<string, string>>; readonly hosts: readonly FrontDoor[] };
  /** How jobs differ from those of the generated configuration, by their names. @default - not at all */
  readonly adapted?: Readonly<Record<string, Adapted>>;
  /** The name of its own pod. @default prometheus-0 */
  readonly name?: string;
  /** The URL of a store that gets all series as well. @default - none does */
  readonly sendsTo?: string;
  /** Host and port of each Alertmanager. @default - nobody is notified */
  readonly alertmanagers?: readonly string[];
  /** What has to be stopped with it. @default - nothing */
  readonly exporters?: readonly { stop(): Promise<void> }[];
}

/** A job of which an exporter is older than that of the manifests. */
export interface Adapted {
  readonly path: string;
  /** Further rules of relabeling. */
  readonly relabeling: readonly object[];
}

/** An alert that fired during a fault. */
export interface Fired {
  readonly alert: string;
  /** Seconds from the beginning of the fault until it fired. */
  readonly seconds: number;
}

/** A fault, with all alerts that fired. */
export interface Seen {
  readonly fault: string;
  readonly fired: readonly Fired[];
}

/**
 * A real Prometheus with the generated rules and scrape configuration, in which only the discovery is replaced: it is told of the pods of a
 * lab as the API server would tell it of pods in a cluster.
 */
export class Watch {
  static async start({ exporters = [], ...options }: WatchOptions): Promise<Watch> {
    try {
      const prometheus = await Prometheus.start(configurationOf(options), {
        rules: { [RULES]: JSON.stringify(shortened(rulesOf(options))), [FAILING_RULES]: JSON.stringify(FAILING) },
        env: { POD_NAME: options.name ?? 'prometheus-0' },
        args: [
          `--query.lookback-delta=${LOOKBACK / SCALE}s`,
          `--rules.alert.resend-delay=${RESEND / SCALE}s`,
          '--web.enable-lifecycle',
          FLUSH,
        ],
      });
      return new Watch(prometheus, options, exporters);
    } catch (error) {
      for (const exporter of exporters) await exporter.stop();
      throw error;
    }
  }

  /** Every fault so far. */
  readonly seen: Seen[] = [];

  private constructor(
    readonly prometheus: Prometheus,
    private readonly options: Omit<WatchOptions, 'exporters'>,
    private readonly exporters: readonly { stop(): Promise<void> }[],
  ) {}

  /** Tells Prometheus that pods have moved. */
  async moved(places: readonly Place[]): Promise<void> {
    await this.prometheus.reconfigure(configurationOf({ ...this.options, places }));
  }

  /** Has Prometheus send all series to a store as well. `moved` ends it. */
  async sending(places: readonly Place[], sendsTo: string): Promise<void> {
    await this.prometheus.reconfigure(configurationOf({ ...this.options, places, sendsTo }));
  }

  /** Gives Prometheus Alertmanagers that do not answer, and a rule that fails whenever it is evaluated. `moved` takes both away. */
  async spoiled(places: readonly Place[], alertmanagers: readonly string[]): Promise<void> {
    await this.prometheus.reconfigure(configurationOf({ ...this.options, places, alertmanagers }, [RULES, FAILING_RULES]));
  }

  /** Waits until everything is scraped and nothing is wrong. */
  async quiet(): Promise<void> {
    await eventually('everything is scraped', FIRING, async () => {
      const targets = await this.prometheus.targets();
      const down = targets.filter(({ health }) => health !== 'up').map(({ scrapeUrl, lastError }) => `${scrapeUrl} ${lastError}`);
      if (targets.length > 0 && down.length === 0) return true;
      throw new Error(`${targets.length} targets, of which are not scraped: ${down}`);
    });
    await this.silent();
  }

  /**
   * Watches a fault: those alerts fire that have to, no other one does, and all end.
   *
   * @param play causes the fault and mends it. It is given what waits until all alerts have fired that have to.
   * @throws Error that names the alerts that fired and should not, and those that should and did not
   */
  async during<T>(fault: string, { fires, may = [] }: Foreseen, play: (untilFired: () => Promise<void>) => Promise<T>): Promise<T> {
    await this.silent(['firing', 'pending']);
    const began = Date.now() / 1000;
    const fired = () => this.firedSince(began);
    const played = await play(async () => {
      await eventually(`${fires.join(', ')} fire`, FIRING, async () => {
        const names = new Set((await fired()).map(({ alert }) => alert));
        const missing = fires.filter((name) => !names.has(name));
        if (missing.length === 0) return true;
        throw new Error(`still silent: ${missing.join(', ')}`);
      });
    });
    await this.silent();
    const all = await fired();
    // Of a fault that is tried again, the last attempt counts.
    this.seen.splice(0, Infinity, ...this.seen.filter((one) => one.fault !== fault), { fault, fired: all });
    const names = all.map(({ alert }) => alert);
    const silent = fires.filter((name) => !names.includes(name));
    const others = all.filter(({ alert }) => !fires.includes(alert) && !may.includes(alert));
    process.stderr.write(
      `${fault}: ${all.map(({ alert, seconds }) => `${alert} after ${seconds.toFixed(1)} s`).join(', ') || 'no alert'}\n`,
    );
    if (silent.length + others.length > 0)
      throw new Error(
        `${fault}: ${[
          ...silent.map((name) => `${name} did not fire`),
          ...others.map(({ alert, seconds }) => `${alert} fired after ${seconds} s, and nobody expected it`),
        ].join('; ')}`,
      );
    return played;
  }

  async stop(): Promise<void> {
    await this.prometheus.stop();
    for (const exporter of this.exporters) await exporter.stop();
  }

  /** Waits until no alert is left but the one that always fires. */
  private async silent(states: readonly Alert['state'][] = ['firing']): Promise<void> {
    await eventually('all alerts have ended', CLEARING, async () => {
      const left = (await this.prometheus.alerts()).filter(({ labels, state }) => states.includes(state) && labels.alertname !== WATCHDOG);
      if (left.length === 0) return true;
      throw new Error(left.map(({ labels }) => JSON.stringify(labels)).join(', '));
    });
  }

  /** The alerts that fired since a moment, in seconds since 1970, each with when it did so first. */
  private async firedSince(began: number): Promise<readonly Fired[]> {
    // Rounded down: what fired until then is none of this fault.
    const range = `${Math.max(1, Math.floor(Date.now() / 1000 - began))}s:1s`;
    const first = `min by (alertname) (min_over_time(timestamp(ALERTS{alertstate="firing", alertname!="${WATCHDOG}"})[${range}]))`;
    return (await this.prometheus.query(first))
      .map(({ metric: { alertname = '' }, value }) => ({ alert: alertname, seconds: value - began }))
      .sort((one, other) => one.seconds - other.seconds);
  }
}

const WATCHDOG = 'Watchdog';

const RULES = 'rules.yml';
const FAILING_RULES = 'failing.yml';
/** It is read, and has two series on either side of a division once it is evaluated. */
const FAILING = {
  groups: [
    {
      name: 'failing',
      rules: [
        {
          record: 'failing:one',
          expr: 'label_replace(vector(1), "side", "left", "", "") or label_replace(vector(1), "side", "right", "", "")',
        },
        { record: 'failing:two', expr: 'failing:one / on () failing:one' },
      ],
    },
  ],
};

const RANGE = /\[(\d+)([smhd])\]/g;
const UNITS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400 };

const milliseconds = (seconds: number): string => `${Math.round((seconds * 1000) / SCALE)}ms`;

interface RuleFile {
  readonly groups: readonly { readonly name: string; readonly rules: readonly { readonly expr: string; readonly for?: string }[] }[];
}

/** The rules of these services, as far as anybody here shows their metrics: this Prometheus, and whoever probes. */
const rulesOf = ({ services, probes }: Omit<WatchOptions, 'exporters'>): RuleFile =>
  parse(rulesFile(rulesFor(services.map(shipped), new Set([...OF_PROMETHEUS, ...(probes === undefined ? [] : OF_PROBES)])).groups));

/** It may send series to a store. */
const OF_PROMETHEUS = ['prometheus', 'remote-write'] as const;
const OF_PROBES = ['blackbox', 'blackbox of hosts'] as const;

/** The same rules with shorter times. */
const shortened = ({ groups }: RuleFile): RuleFile => ({
  groups: groups.map(({ rules, ...group }) => ({
    ...group,
    rules: rules.map((rule) => ({
      ...rule,
      expr: rule.expr.replaceAll(RANGE, (_, amount, unit) => `[${milliseconds(Number(amount) * (UNITS[unit] as number))}]`),
      ...(rule.for === undefined ? {} : { for: spanOf(rule.for) }),
    })),
  })),
});

/** A time as Prometheus and Alertmanager write it, divided. */
export function spanOf(text: string): string {
  const [, amount, unit] = /^(\d+)([smhd])$/.exec(text) ?? [];
  if (amount === undefined || unit === undefined) throw new Error(`not a time: ${text}`);
  return milliseconds(Number(amount) * (UNITS[unit] as number));
}

/** prometheus.yml as it is generated, but for discovery and times. */
function configurationOf(
  { services, asked = {}, places, probes, adapted = {}, alertmanagers = [], sendsTo }: Omit<WatchOptions, 'exporters'>,
  rules: readonly string[] = [RULES],
): object {
  const found = places.map(({ pod, container, port, address, namespace = NAMESPACE }) => ({
    targets: [address],
    labels: {
      __meta_kubernetes_namespace: namespace,
      __meta_kubernetes_pod_name: pod,
      __meta_kubernetes_pod_container_name: container,
      __meta_kubernetes_pod_container_port_name: port,
      __meta_kubernetes_pod_phase: 'Running',
      __meta_kubernetes_pod_ready: 'true',
    },
  }));
  const lookedUp = (one: Metrics, name: string): ScrapedMetrics =>
    one.kind === 'pods' ? one : { ...one, about: shipped(one.about.name).about, address: asked[name] ?? '' };
  const {
    global,
    alerting,
    remote_write,
    scrape_configs: jobs,
  }: Generated = parse(
    prometheusYml({
      deployment: NAMESPACE,
      retention: { days: 1, size: Memory.parse('1Gi') },
      alertmanagers,
      remoteWrite: sendsTo === undefined ? undefined : { url: sendsTo, credentials: 'none' },
      rules: RULES,
      secrets: '',
      scraped: [...services, ...Object.keys(asked)].map((name) => {
        const { about, metrics } = shipped(name);
        return { ...about, probe: probes?.urls[name], metrics: metrics.map((one) => lookedUp(one, name)) };
      }),
      hosts: probes?.hosts ?? [],
      blackbox: probes?.blackbox ?? '',
      nodes: false,
      namespaces: [NAMESPACE],
    }),
  );
  const every = `${INTERVAL / SCALE}s`;
  return {
    global: { ...global, scrape_interval: every, scrape_timeout: every, evaluation_interval: every },
    rule_files: rules,
    alerting,
    ...(remote_write === undefined ? {} : { remote_write }),
    scrape_configs: jobs.map(({ kubernetes_sd_configs: discovered, ...job }) => {
      const own = adapted[job.job_name];
      return {
        ...job,
        ...(discovered === undefined ? {} : { static_configs: found }),
        ...(discovered === undefined || own !== undefined || job.job_name.startsWith(PROBING)
          ? { scrape_interval: `${UNHURRIED}s`, scrape_timeout: `${UNHURRIED}s` }
          : {}),
        ...(own === undefined ? {} : { metrics_path: own.path }),
        relabel_configs: [...job.relabel_configs, ...(own?.relabeling ?? [])],
      };
    }),
  };
}

interface Generated {
  readonly global: object;
  readonly alerting: object;
  readonly remote_write?: readonly object[];
  readonly scrape_configs: readonly Job[];
}

interface Job {
  readonly job_name: string;
  readonly kubernetes_sd_configs?: readonly object[];
  readonly relabel_configs: readonly object[];
}

const NAMESPACE = 'faultmaven';

/** How the names of jobs begin that ask URLs. */
const PROBING = 'probe/';
