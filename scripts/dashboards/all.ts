import { type Drawing, render } from './drawing';
import { edge } from './edge';
import { logShipper } from './log-shipper';
import { logStore } from './log-store';
import { monitoring } from './monitoring';
import { nodes } from './nodes';
import { overview } from './overview';
import { postgres } from './postgres';
import { redis } from './redis';
import { requests } from './requests';
import { service } from './service';

/** Every dashboard, by the file that has it. */
export const DRAWINGS: Readonly<Record<string, Drawing>> = {
  'lib/platform/monitoring/dashboards/overview.board.json': overview,
  'lib/platform/monitoring/dashboards/service.board.json': service,
  'lib/platform/monitoring/dashboards/nodes.board.json': nodes,
  'lib/platform/monitoring/prometheus/prometheus.board.json': monitoring,
  'lib/platform/logging/dashboards/shipper.board.json': logShipper,
  'lib/platform/logging/dashboards/store.board.json': logStore,
  'lib/data/postgres/postgres.board.json': postgres,
  'lib/data/redis/redis.board.json': redis,
  'lib/faultmaven/edge/edge.board.json': edge,
  'lib/faultmaven/edge/requests.board.json': requests,
};

/** The texts of all of these files. */
export const dashboardTexts = (): ReadonlyMap<string, string> =>
  new Map(Object.entries(DRAWINGS).map(([path, drawn]) => [path, render(drawn)]));
