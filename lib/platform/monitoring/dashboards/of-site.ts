import type { Dashboard } from '../../../model/alert';
import type { Site } from '../../../model/site';
import { sourcesWith } from '../rules/of-site';
import { dashboardsFor } from './dashboards';

/** The dashboards for everything that runs at a site. */
export const dashboardsOf = ({ monitored, platform }: Site): readonly Dashboard[] => dashboardsFor(monitored, sourcesWith(platform));
