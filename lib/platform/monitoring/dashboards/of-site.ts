import type { Site } from '../../../model/site';
import { sourcesAt } from '../rules/of-site';
import { dashboardFiles, dashboardsFor } from './dashboards';

/** The dashboards for everything that runs at a site, as files by their names. */
export function dashboardFilesOf(site: Site): Readonly<Record<string, string>> {
  const sources = sourcesAt(site);
  return dashboardFiles(dashboardsFor(site.monitored, sources), sources);
}
