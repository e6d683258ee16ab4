import type { Site } from '../../../model/site';

/** What a profile calls Grafana, and where it listens. */
export const GRAFANA = { kind: 'grafana', port: 3000 } as const;

/** Where somebody opens Grafana. */
export interface GrafanaAt {
  readonly url: string;
  /** The command that has to run for anybody to answer there. @default - users are shown Grafana under a host of its own */
  readonly forward?: string;
}

/** Where somebody who is notified of an alert opens Grafana: under its host, or where port-forward leads to it. */
export function grafanaAt({ pages, monitored, forwarding }: Pick<Site, 'pages' | 'monitored' | 'forwarding'>): GrafanaAt {
  const shown = pages.find(({ server }) => server.kind === GRAFANA.kind);
  if (shown !== undefined) return { url: `https://${shown.host}` };
  const running = monitored.find(({ about: { server } }) => server.kind === GRAFANA.kind)?.about.server;
  return { url: `http://localhost:${GRAFANA.port}`, forward: running && forwarding(running, GRAFANA.port) };
}
