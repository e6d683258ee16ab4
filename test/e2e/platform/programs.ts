import { join } from 'node:path';
import { installed } from '../support/installed';
import { SETPRIV, type Tool } from '../support/tools';

/** The programs of monitoring, by the names under which install.sh puts them into one folder. */
export type Program =
  | 'prometheus'
  | 'promtool'
  | 'alertmanager'
  | 'amtool'
  | 'node_exporter'
  | 'otelcol'
  | 'otelcol-bulk'
  | 'otelcol-search'
  | 'prometheus-blackbox-exporter'
  | 'prometheus-nginx-exporter'
  | 'prometheus-postgres-exporter'
  | 'prometheus-redis-exporter';

/** The path of a program that install.sh has put there. */
export const platformProgram = (name: Program): string => join(installed('platform'), name);

const tool = (name: Program): Tool => ({
  name: `${name} (run test/e2e/platform/install.sh)`,
  // The exporter of Redis prints its version to standard error only; that of nginx takes no second hyphen.
  probe: [platformProgram(name), name === 'prometheus-nginx-exporter' ? '-version' : '--version'],
});

/** A Prometheus that runs, and what checks its configuration and its rules. */
export const PROMETHEUS: readonly Tool[] = [tool('prometheus'), tool('promtool'), SETPRIV];

/** Alertmanagers that run, and what checks their configuration. */
export const ALERTMANAGER: readonly Tool[] = [tool('alertmanager'), tool('amtool'), SETPRIV];

export const NODE_EXPORTER: Tool = tool('node_exporter');
export const BLACKBOX_EXPORTER: Tool = tool('prometheus-blackbox-exporter');
export const NGINX_EXPORTER: Tool = tool('prometheus-nginx-exporter');
export const POSTGRES_EXPORTER: Tool = tool('prometheus-postgres-exporter');
export const REDIS_EXPORTER: Tool = tool('prometheus-redis-exporter');
