import { runbookUrl } from '../../../generator';
import type { Dashboard, MetricsSource, Watched } from '../../../model/alert';
import { NODES, OVERVIEW, SERVICE } from './boards';
import { shownWith, textOf } from './shown';

/** What is shown of any service, and of the nodes. */
const GENERAL: readonly Dashboard[] = [
  { board: OVERVIEW, json: () => require('./overview.board.json'), needs: ['kube-state-metrics'] },
  { board: SERVICE, json: () => require('./service.board.json'), needs: ['kube-state-metrics'] },
  { board: NODES, json: () => require('./nodes.board.json'), needs: ['kube-state-metrics of nodes'] },
];

/**
 * Every dashboard that has something to show.
 *
 * @param sources who is scraped besides the services
 */
export function dashboardsFor(services: readonly Pick<Watched, 'dashboards'>[], sources: ReadonlySet<MetricsSource>): readonly Dashboard[] {
  const all = [...GENERAL, ...services.flatMap(({ dashboards }) => dashboards)];
  return all.filter(({ needs = [] }) => needs.every((source) => sources.has(source)));
}

/**
 * Dashboards as files, by their names, with the panels that have something to show.
 *
 * @param sources who is scraped besides the services
 */
export const dashboardFiles = (dashboards: readonly Dashboard[], sources: ReadonlySet<MetricsSource>): Readonly<Record<string, string>> =>
  Object.fromEntries(
    dashboards.map(({ board, json }) => [
      `${board.uid}.json`,
      textOf(shownWith(JSON.parse(json()), sources)).replaceAll('{{runbooks}}/', runbookUrl('')),
    ]),
  );
