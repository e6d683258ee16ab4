import type { Memory } from '../../../units/memory';
import { toYaml } from '../../../yaml-writer';
import { jobsOf, type Scraping } from './scraping';

/** Everything that prometheus.yml says. */
export interface Watching extends Scraping {
  /** What tells the series of this deployment from those of others, where both end up in one store: its namespace. */
  readonly deployment: string;
  readonly retention: {
    readonly days: number;
    /** What its blocks may take of the disk. */
    readonly size: Memory;
  };
  /** Host and port of each Alertmanager. */
  readonly alertmanagers: readonly string[];
  readonly remoteWrite?: { readonly url: string; readonly credentials: 'basic' | 'bearer' | 'none' };
  /** Where the files with rules are. */
  readonly rules: string;
  /** The folder with the files of the Secret for `remoteWrite`. */
  readonly secrets: string;
}

/** Seconds between two scrapes of a target, and between two evaluations of a rule. */
export const INTERVAL = 30;

/** How many seconds it waits for the answer of a target. */
export const PATIENCE = 10;

/** The label that tells one Prometheus from the other. */
const REPLICA = 'prometheus_replica';

/** prometheus.yml. Its environment has POD_NAME. */
export function prometheusYml(watching: Watching): string {
  const { deployment, retention, alertmanagers, remoteWrite, rules, secrets } = watching;
  return toYaml({
    global: {
      scrape_interval: `${INTERVAL}s`,
      scrape_timeout: `${PATIENCE}s`,
      evaluation_interval: `${INTERVAL}s`,
      external_labels: { deployment, [REPLICA]: `\${POD_NAME}` },
    },
    storage: { tsdb: { retention: { time: `${retention.days}d`, size: `${retention.size.mebibytes}MB` } } },
    rule_files: [rules],
    alerting: {
      // Both send each alert. Without this label Alertmanager takes the two for one.
      alert_relabel_configs: [{ regex: REPLICA, action: 'labeldrop' }],
      alertmanagers: [{ static_configs: [{ targets: [...alertmanagers] }] }],
    },
    ...(remoteWrite === undefined ? {} : { remote_write: [{ url: remoteWrite.url, ...credentialsOf(remoteWrite, secrets) }] }),
    scrape_configs: jobsOf(watching),
  });
}

function credentialsOf({ credentials }: NonNullable<Watching['remoteWrite']>, folder: string): object {
  switch (credentials) {
    case 'basic':
      return { basic_auth: { username_file: `${folder}/username`, password_file: `${folder}/password` } };
    case 'bearer':
      return { authorization: { credentials_file: `${folder}/token` } };
    case 'none':
      return {};
  }
}
