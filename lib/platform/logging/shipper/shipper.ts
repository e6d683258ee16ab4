import type { Construct } from 'constructs';
import { onlyIn, ownNode } from '../../../model/environment';
import type { Platform } from '../../../model/platform';
import { floor, Service } from '../../../model/service';
import type { Site } from '../../../model/site';
import { seconds } from '../../../units/duration';
import { port } from '../../../units/port';
import { COLLECTOR, CONFIGURATION, collector, LISTENS } from '../collector';
import { LOG_SHIPPER } from '../dashboards/dashboards';
import { destinedAt } from '../destined';
import { partOfNode } from '../part';
import { credentialsFor } from '../proof';
import { LOGS } from '../record';
import { shipperRules } from '../rules/shipper';
import { reachedFor, type Stores } from '../store';
import { unprovedFor } from '../unproved';
import { FOLDERS, GATE, shipperYml } from './pipeline';
import type { Counted } from './requests';

const isWatched = ({ monitoring }: Platform): boolean => monitoring !== 'none';

/** Reads what the containers of its node write, takes credentials out of it, and ships it to the store. */
export class LogShipper extends Service {
  readonly kind = 'log-shipper';

  constructor(scope: Construct, stores: Stores = {}) {
    super(scope, 'log-shipper', {
      ...partOfNode({ cpu: { request: 0.05, limit: 1 }, memory: { request: '128Mi', limit: '128Mi' } }),
      ...COLLECTOR,
      ports: {
        health: { container: LISTENS.health, opened: false, inner: true },
        metrics: { container: LISTENS.metrics, opened: false, inner: true },
        requests: { container: LISTENS.requests, opened: false, inner: true, onlyWith: isWatched },
      },
      calls: Object.values(stores),
      variables: onlyIn('cluster', {
        NODE_NAME: ownNode,
        // It grows by three quarters before it looks for what it no longer needs: most of what it holds is short-lived.
        GOGC: '75',
      }),
      workload: {
        role: 'perNode',
        command: (limit) => collector(limit, `--feature-gates=${GATE}`),
        reads: { [FOLDERS.pods]: FOLDERS.pods },
        keeps: FOLDERS.state,
        configuration: {
          [CONFIGURATION]: (site) => shipperYml(shippingAt(site, stores)),
        },
        credentials: credentialsFor,
        reaches: reachedFor,
        user: { uid: 0, gid: 0, because: 'files of containers belong to root, and nobody else may read them' },
        endsAtOnce: true,
        // It puts what it has read into its queue, which stays on the node.
        drain: seconds(20),
        // A full node is the one whose lines are needed.
        priority: 'data',
      },
      health: { kind: 'http', path: '/', port: port(LISTENS.health), client: 'wget', startsWithin: seconds(60), published: false },
      watched: {
        metrics: [
          { kind: 'pods', port: 'metrics' },
          { kind: 'pods', port: 'requests', labels: 'own' },
        ],
        rules: shipperRules,
        dashboards: [LOG_SHIPPER],
      },
      unproved: unprovedFor(),
      floor: floor(
        '96Mi',
        'built from the same source with the pipeline as it is written, at 10,000 lines a second: docs/platform.md has the figures',
      ),
    });
  }
}

const shippingAt = (site: Site, stores: Stores) => {
  const own = site.monitored.find(({ about }) => about.server.name === 'log-shipper');
  return {
    namespaces: site.namespaces,
    // It would read that it cannot send what it has read.
    except: own === undefined ? [] : [`${own.about.namespace}_${own.about.server.name}-*`],
    counted: isWatched(site.platform)
      ? site.monitored.flatMap(({ about, accessLog }): readonly Counted[] =>
          accessLog === undefined ? [] : [{ namespace: about.namespace, service: about.server.name, log: accessLog }],
        )
      : [],
    to: destinedAt(site, stores, LOGS),
  };
};
