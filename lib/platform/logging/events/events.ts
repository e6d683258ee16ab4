import type { Construct } from 'constructs';
import { floor, Service } from '../../../model/service';
import type { Site } from '../../../model/site';
import { seconds } from '../../../units/duration';
import { port } from '../../../units/port';
import { toYaml } from '../../../yaml-writer';
import { COLLECTOR, CONFIGURATION, collector, LISTENS, literal, telemetry, template } from '../collector';
import { delivery } from '../delivery';
import { destinedAt } from '../destined';
import { expressionOf } from '../masks/mask';
import { MASKS } from '../masks/masks';
import { partOfShipping } from '../part';
import { credentialsFor } from '../proof';
import { EVENTS, RESOURCE } from '../record';
import { eventsRules } from '../rules/shipper';
import { reachedFor, type Stores } from '../store';
import { unprovedFor } from '../unproved';

/** Ships what the cluster says has happened to the objects of the deployment: a restart, an eviction, a pod without a node. */
export class LogEvents extends Service {
  readonly kind = 'log-events';

  constructor(scope: Construct, stores: Stores = {}) {
    super(scope, 'log-events', {
      ...partOfShipping({ replicas: 1, cpu: { request: 0.02, limit: 0.25 }, memory: { request: '128Mi', limit: '128Mi' } }),
      ...COLLECTOR,
      ports: {
        health: { container: LISTENS.health, opened: false, inner: true },
        metrics: { container: LISTENS.metrics, opened: false, inner: true },
      },
      calls: Object.values(stores),
      workload: {
        role: 'exclusive',
        because: 'two would ship each event twice',
        command: (limit) => collector(limit),
        configuration: { [CONFIGURATION]: (site) => eventsYml(site, stores) },
        credentials: credentialsFor,
        reaches: reachedFor,
        rights: [{ kind: 'see-events' }],
        loses: { what: 'events that it had not sent, and those that happen meanwhile', with: 'container' },
        endsAtOnce: true,
        drain: seconds(10),
        priority: 'core',
      },
      health: { kind: 'http', path: '/', port: port(LISTENS.health), client: 'wget', startsWithin: seconds(60), published: false },
      watched: { metrics: [{ kind: 'pods', port: 'metrics' }], rules: eventsRules },
      unproved: unprovedFor('its receiver of events'),
      floor: floor('96Mi', 'the same program as that on each node, with far less to read; its receiver of events could not be built'),
    });
  }
}

/** The masks of the shipper in the language of the transform processor, whose texts are escaped as in JSON. */
const MASKING: readonly string[] = [
  'set(log.body.string, log.body.string)',
  ...MASKS.map((mask) => {
    const [pattern, by] = [literal(expressionOf(mask)), template(mask.by)].map((text) => JSON.stringify(text));
    return `replace_pattern(log.body.string, ${pattern}, ${by})`;
  }),
];

/**
 * The configuration of the collector of events. Its queue is in memory: the cluster keeps events for an hour, but they are not asked for again
 * after a restart.
 */
function eventsYml(site: Site, stores: Stores): string {
  const to = destinedAt(site, stores, EVENTS);
  const delivered = delivery(to, undefined);
  return toYaml({
    receivers: {
      k8sobjects: {
        auth_type: 'serviceAccount',
        objects: [
          { name: 'events', group: 'events.k8s.io', mode: 'watch', namespaces: [...site.namespaces], exclude_watch_type: ['DELETED'] },
        ],
      },
      ...delivered.receivers,
    },
    processors: {
      memory_limiter: { check_interval: '500ms', limit_mib: 96, spike_limit_mib: 16 },
      // An event is an object. From here on it is its text in JSON, in which every value is searched.
      'transform/masks': { error_mode: 'propagate', log_statements: [...MASKING] },
      // The receiver says only when it has seen an event. Without a time the store would have it in 1970.
      'transform/time': { log_statements: ['set(log.time, log.observed_time) where log.time_unix_nano == 0'] },
      'resource/service': { attributes: [{ key: RESOURCE.service, value: 'events', action: 'upsert' }] },
      ...delivered.processors,
    },
    exporters: delivered.exporters,
    ...(delivered.connectors && { connectors: delivered.connectors }),
    extensions: { health_check: { endpoint: `0.0.0.0:${LISTENS.health}` }, ...to.extensions },
    service: {
      extensions: ['health_check', ...Object.keys(to.extensions ?? {})],
      pipelines: {
        logs: {
          receivers: ['k8sobjects'],
          processors: ['memory_limiter', 'transform/masks', 'transform/time', 'resource/service'],
          exporters: [delivered.queue],
        },
        ...delivered.pipelines,
      },
      telemetry: telemetry(),
    },
  });
}
