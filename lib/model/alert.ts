import type { Duration } from '../units/duration';
import type { Memory } from '../units/memory';
import type { AccessLog } from './access-log';
import type { Board, PanelPlace } from './board';
import type { Metrics } from './metrics';
import type { Server } from './server';

/** How urgent an alert is. `critical` wakes somebody up, `warning` waits for the morning, `info` only explains another alert. */
export type Severity = 'critical' | 'warning' | 'info';

/**
 * Who shows the metrics of an alert, besides the service that the alert is about. An alert is only written where all of these are
 * scraped. kube-state-metrics shows objects of the application's own namespaces everywhere, and those of the nodes only where the
 * deployment owns the cluster. The blackbox exporter shows certificates only of the hosts of users that it asks.
 */
export type MetricsSource =
  | 'kube-state-metrics'
  | 'kube-state-metrics of nodes'
  | 'cadvisor'
  | 'kubelet'
  | 'node-exporter'
  | 'blackbox'
  | 'blackbox of hosts'
  | 'prometheus'
  | 'remote-write'
  | 'alertmanager'
  | 'log-shipper';

/** An alert, for any Prometheus. */
export interface Alert {
  /** In the notation of Prometheus: `NoPrimary`. Unique in an application. */
  readonly name: string;
  readonly severity: Severity;
  /** PromQL. It selects by `namespace`, `pod` and `container`, never by the name of a job. */
  readonly expr: string;
  /** How long the expression has to hold. @default - it fires at once */
  readonly for?: Duration;
  /** What is wrong, in one sentence. It may have labels: `{{ $labels.pod }}`. */
  readonly summary: string;
  /** What it means for users, and what to look at first. */
  readonly description: string;
  /** Its file in docs/runbooks, with the heading in it: `node-lost.md#a-heading`. */
  readonly runbook: string;
  /** The panel that shows what it is about. @default - none does */
  readonly panel?: PanelPlace;
  /** The failure mode of the resource plan that it stands for. */
  readonly standsFor: string;
  /** Who shows its metrics, besides the service that the alert is about. @default - nobody else */
  readonly needs?: readonly MetricsSource[];
  /** Alerts that say nothing new while this one fires, where these labels are equal. @default - none */
  readonly explains?: { readonly alerts: readonly string[]; readonly equal: readonly string[] };
}

/** An expression under a name of its own, which alerts and panels share. */
export interface Recording {
  /** In the notation of Prometheus: `pod:memory_of_limit:ratio`. */
  readonly record: string;
  readonly expr: string;
  /** Who shows its metrics, besides the service that it is about. @default - nobody else */
  readonly needs?: readonly MetricsSource[];
}

/**
 * How a service whose memory is mostly cache of files reads them. Only what it holds itself tells how near its limit it is. `reads`: what it
 * maps is memory that its processes share, which it holds. `maps`: it maps its files, so what is mapped is cache too.
 */
export type Caching = 'reads' | 'maps';

/** What is known of a service where it runs, for rules about it. */
export interface Monitored {
  readonly server: Server;
  /** Whether it is a part of the platform: users notice nothing if it is away. @default - they do */
  readonly ofPlatform?: boolean;
  /** Whether nothing ever asks it, so users notice nothing if it is away. @default - something does */
  readonly unused?: boolean;
  /** Whether neither users nor another service ask its route. @default - somebody does */
  readonly uncalled?: boolean;
  /** The namespace that its pods run in. */
  readonly namespace: string;
  /** Whether each node has a pod of it, which tells of that node. */
  readonly onEachNode: boolean;
  /** A regular expression of PromQL for the names of its pods, without those of its tasks. */
  readonly pods: string;
  /** How many pods run at least, and at most. They differ where there is an autoscaler. */
  readonly count: { readonly least: number; readonly most: number };
  /** How many of them have to stay up. @default - there is no disruption budget */
  readonly budget?: number;
  /** Its containers, each with its limit. */
  readonly containers: readonly { readonly name: string; readonly memory: Memory }[];
  /** How it reads files, if its memory is mostly cache of them. @default - it is not */
  readonly caches?: Caching;
  /** How many seconds of work its schedule leaves between two runs of each of its tasks, by the name of the CronJob. */
  readonly schedules: readonly { readonly name: string; readonly every: Duration; readonly copies: boolean }[];
  /** The names of its disks, as claims begin. */
  readonly disks: readonly string[];
  /** URL that a probe asks, as other pods of the cluster reach it. @default - it answers no HTTP */
  readonly probe?: string;
  /** The hosts under which users reach it, where it ends TLS itself and lets pods in as well. @default - none */
  readonly doors?: readonly Door[];
  /** The port at which probes ask for the services behind it, and the paths. @default - none */
  readonly routes?: ProbedRoutes;
  /** Whether an exporter is asked about it, which has the metrics that it has not itself. @default - none is */
  readonly exported?: boolean;
  /** How much data it may keep in memory. @default - it keeps none there */
  readonly stored?: Memory;
}

/** A host under which users come in. */
export interface Door {
  readonly host: string;
  /** What is asked from within the cluster. The certificate and the answer are those of the host, whatever the name in it. */
  readonly url: string;
}

/** Paths of an exposed service that lead to services behind it. Each of its pods is asked. */
export interface ProbedRoutes {
  /** The name of the port. */
  readonly port: string;
  readonly of: readonly { readonly path: string; readonly to: Pick<Server, 'name'> }[];
}

/** A service with everything that whoever watches it may need. */
export interface Watched {
  readonly about: Monitored;
  /** Where its metrics are. */
  readonly metrics: readonly Metrics[];
  /** What it says itself of what is to be watched. */
  readonly rules: (about: Monitored) => Rules;
  /** What shows how it is. */
  readonly dashboards: readonly Dashboard[];
  /** How it logs the requests that it answers. @default - they are not counted from its log */
  readonly accessLog?: AccessLog;
}

/** What a service says to whoever watches it. */
export interface Rules {
  readonly alerts: readonly Alert[];
  /** @default - none */
  readonly recordings?: readonly Recording[];
}

/** A dashboard as Grafana reads it. */
export interface Dashboard {
  readonly board: Board;
  /**
   * Its JSON, with `{{runbooks}}` for the URL of the folder of runbooks. Each query has in `needs` who shows its metrics, if that is not the
   * service that the dashboard is about. It is long, so it is read only where it is written.
   */
  readonly json: () => string;
  /** Who shows its metrics, besides the services that it is about. It is left out where one of them is not scraped. @default - nobody else */
  readonly needs?: readonly MetricsSource[];
}
