import type { AccessLog } from '../../../model/access-log';
import { LISTENS, literal, QUIET } from '../collector';

/** A service whose access log is counted. */
export interface Counted {
  readonly namespace: string;
  /** What the names of its pods begin with. */
  readonly service: string;
  readonly log: AccessLog;
}

/** Reads the same files by itself: counts go on while the store is away. */
export const OWN_RECEIVER = 'file_log/requests';

/** How many requests there were: the metric in Prometheus. */
export const REQUESTS = 'access_log_requests';

/** Seconds within which a request was answered, each a value of the label `within`; one that took longer has `longer`. */
export const BOUNDS = ['0.1', '0.5', '1', '2.5', '5', '10', '30'] as const;

const add = (field: string, value: string, when?: string) => ({
  type: 'add',
  field,
  value,
  ...(when === undefined ? {} : { if: literal(when) }),
});

/** Whether a line is of this log, as the collector asks it. */
const isOf = ({ container }: AccessLog): string => `attributes.container == ${JSON.stringify(container)}`;

/** The labels of the metric. `namespace`, `pod` and `container` are those of the service, not those of the collector. */
const LABELS = ['namespace', 'pod', 'container', 'route', 'status', 'within'] as const;

/** What counts requests from access logs; undefined where there are none. */
export function counting(counted: readonly Counted[]) {
  if (counted.length === 0) return undefined;
  return {
    include: counted.map(({ namespace, service, log }) => `${namespace}_${service}-*/${log.container}`),
    operators: [
      {
        type: 'regex_parser',
        id: 'path',
        parse_from: 'attributes["log.file.path"]',
        regex: '^.*/(?P<namespace>[^_/]+)_(?P<pod>[^_/]+)_[^_/]+/(?P<container>[^/]+)/',
        on_error: 'drop_quiet',
      },
      ...counted.map(({ log }, index) => ({
        type: 'regex_parser',
        id: `access-${index}`,
        if: isOf(log),
        regex: literal(log.pattern),
        // What is no request is not counted.
        on_error: 'drop_quiet',
      })),
      ...counted.flatMap(({ log }) => [
        add('attributes.route', log.other, isOf(log)),
        ...log.routes.map(({ name, paths }) =>
          add('attributes.route', name, `${isOf(log)} and attributes.path matches ${JSON.stringify(paths)}`),
        ),
      ]),
      add('attributes.within', 'longer'),
      ...[...BOUNDS]
        .reverse()
        .map((bound) => add('attributes.within', bound, `attributes.seconds == "" or float(attributes.seconds) <= ${bound}`)),
      { type: 'regex_replace', field: 'attributes.status', regex: '^([1-5])[0-9][0-9]$$', replace_with: '$${1}xx', ...QUIET },
      { type: 'retain', fields: LABELS.map((label) => `attributes.${label}`) },
      add('body', ''),
    ],
    connectors: {
      count: {
        logs: {
          [REQUESTS]: {
            description: 'Requests, by route, class of status and time',
            attributes: LABELS.map((key) => ({ key, default_value: 'unknown' })),
          },
        },
      },
    },
    processors: { delta_to_cumulative: { max_stale: '1h', max_streams: 2000 } },
    exporters: { prometheus: { endpoint: `0.0.0.0:${LISTENS.requests}`, metric_expiration: '1h' } },
    pipelines: {
      'logs/requests': { receivers: [OWN_RECEIVER], processors: ['memory_limiter'], exporters: ['count'] },
      'metrics/requests': { receivers: ['count'], processors: ['delta_to_cumulative'], exporters: ['prometheus'] },
    },
  };
}
