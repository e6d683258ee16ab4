import { toYaml } from '../../../yaml-writer';
import { fromEnvironment, LISTENS, literal, QUIET, telemetry, template } from '../collector';
import { type Destined, delivery } from '../delivery';
import { expressionOf, MASKED } from '../masks/mask';
import { MASKS } from '../masks/masks';
import { ATTRIBUTES, RESOURCE } from '../record';
import { CUT, HEAD, JOINING, LONGEST, RECORD } from './joining';
import { type Counted, counting, OWN_RECEIVER } from './requests';

/*
 * What becomes of lines, in the order of the stages, each of which needs what those before it have left. In the file
 * `/var/log/pods/shop_cart-5d4f8bcc7-x7k2d_UID/cart/0.log` there is:
 *
 *   TIME stdout P [ERROR] password=hun
 *   TIME stdout F ter2 is refused
 *
 * reading   One record: both lines, because a line in parts is one. `RECORD` says where records begin.
 * head      The record has TIME, and `stdout` as an attribute, from its first line. A record that was cut loses its last word. The beginnings
 *           of lines stay in the text: by them the next stage knows parts.
 * joining   [ERROR] password=hunter2 is refused
 * masking   [ERROR] password=*** is refused. Before, no expression would have found a credential in two parts.
 * origin    The record says of which namespace, pod, container and workload it is, from the path.
 * meaning   It has the level `error`. Read after masking, so that nothing that is kept beside the text is a credential.
 *
 * What counts requests reads the same files by itself, joins, and masks nothing: it keeps no text.
 */

/** Where it finds the files of containers, and where it may write. */
export const FOLDERS = { pods: '/var/log/pods', state: '/var/lib/shipper' } as const;

/** A gate of the collector that is off by itself: with it, what is read is in the queue before the place in the file is kept. */
export const GATE = 'stanza.synchronousLogEmitter';

/** What the pipeline is for. */
export interface Shipping {
  /** The namespaces of the deployment, whose containers are read. */
  readonly namespaces: readonly string[];
  /** The files that are left out, below the folder of pods: those of the shipper itself. */
  readonly except: readonly string[];
  /** What its access log is counted of. */
  readonly counted: readonly Counted[];
  /** Where records go. */
  readonly to: Destined;
}

const contains = (parts: readonly string[]): string => parts.map((part) => `body contains ${JSON.stringify(part)}`).join(' or ');

const chosen = (has: readonly string[] | string | undefined): { readonly if?: string } =>
  has === undefined ? {} : { if: literal(contains([has].flat())) };

/** The operators that make one text of a record, without what the runtime has written before each part. */
const joining = (): readonly object[] =>
  JOINING.map(({ name, pattern, by, has }) => ({
    type: 'regex_replace',
    id: `join-${name}`,
    ...chosen(has),
    field: 'body',
    regex: literal(pattern),
    replace_with: template(by),
  }));

/** The operators that take credentials out of such a text. */
const masking = (): readonly object[] =>
  MASKS.map(({ name, has, ...mask }) => ({
    type: 'regex_replace',
    id: `mask-${name}`,
    ...chosen(has),
    field: 'body',
    regex: literal(expressionOf(mask)),
    replace_with: template(mask.by),
  }));

const attribute = (name: string): string => `attributes["${name}"]`;
const resource = (name: string): string => `resource["${name}"]`;
const move = (from: string, to: string) => ({ type: 'move', from, to, ...QUIET });

/** What stands in the path of a file: `/var/log/pods/NAMESPACE_POD_UID/CONTAINER/RESTARTS.log`. */
const PATH = '^.*/(?P<namespace>[^_/]+)_(?P<pod>[^_/]+)_(?P<uid>[^_/]+)/(?P<container>[^/]+)/(?P<restarts>[0-9]+)\\.log';

/** Letters and digits of which Kubernetes makes the ends of names. */
const RANDOM = '[bcdfghjklmnpqrstvwxz2456789]';

/** The workload in the name of a pod. A Job of ours has a digest behind its name, one of a CronJob the minute for which it was made. */
const WORKLOAD = `^(?P<workload>.+?)(?:-${RANDOM}{6,10}|-[0-9a-f]{8})?-(?:${RANDOM}{5}|[0-9]+)$`;

/** Levels as programs write them. */
const LEVELS = {
  debug: ['debug', 'trace', 'debug1', 'debug2', 'debug3', 'debug4', 'debug5'],
  info: ['info', 'notice', 'log', 'informational'],
  warn: ['warn', 'warning'],
  error: ['error', 'err'],
  fatal: ['fatal', 'critical', 'panic', 'emerg', 'alert', 'crit'],
};
const SEVERITY = { mapping: LEVELS, ...QUIET };

/** A level in a line of text: between the marks that programs put around it, near the beginning. */
const LEVEL =
  '^(?:[^\\n]{0,120}?[ \\[(])??(?P<level>DEBUG|TRACE|INFO|NOTICE|LOG|WARNING|WARN|ERROR|CRITICAL|FATAL|PANIC|debug|info|notice|warn|warning|error|crit|critical|alert|emerg|fatal)(?:[:\\])/]| +-|  )';

/** Where the record comes from. */
const origin = (): readonly object[] => [
  { type: 'regex_parser', id: 'path', parse_from: attribute('log.file.path'), parse_to: 'attributes.from', regex: literal(PATH), ...QUIET },
  {
    type: 'regex_parser',
    id: 'workload',
    parse_from: 'attributes.from.pod',
    parse_to: 'attributes.from',
    regex: literal(WORKLOAD),
    ...QUIET,
  },
  ...(
    [
      ['namespace', RESOURCE.namespace],
      ['pod', RESOURCE.pod],
      ['uid', RESOURCE.podId],
      ['container', RESOURCE.container],
      ['restarts', RESOURCE.restarts],
      ['workload', RESOURCE.service],
    ] as const
  ).map(([from, to]) => move(`attributes.from.${from}`, resource(to))),
  { type: 'remove', id: 'from', field: 'attributes.from', ...QUIET },
  { type: 'remove', id: 'file', field: attribute('log.file.path'), ...QUIET },
];

/** What the record says of itself. Its text stays as it is; what is looked for is kept beside it, and nothing else, so no index grows fields. */
const meaning = (): readonly object[] => [
  {
    type: 'json_parser',
    id: 'json',
    if: 'body startsWith "{"',
    parse_to: 'attributes.said',
    ...QUIET,
  },
  ...[
    ['correlation_id', ATTRIBUTES.correlation],
    ['logger', ATTRIBUTES.logger],
  ].map(([from, to]) => ({
    ...move(`attributes.said.${from}`, attribute(to ?? '')),
    // A store refuses a record that has an object where it keeps a text.
    if: `attributes.said != nil and type(attributes.said.${from}) in ["string", "int", "float"]`,
  })),
  ...['level', 'severity', 'levelname'].map((key) => ({
    type: 'severity_parser',
    id: `level-${key}`,
    if: `attributes.said != nil and attributes.said.${key} != nil`,
    parse_from: `attributes.said.${key}`,
    ...SEVERITY,
  })),
  {
    type: 'regex_parser',
    id: 'level',
    if: 'attributes.said == nil',
    regex: literal(LEVEL),
    parse_to: 'attributes.said',
    severity: { parse_from: 'attributes.said.level', ...SEVERITY },
    ...QUIET,
  },
  { type: 'remove', id: 'said', if: 'attributes.said != nil', field: 'attributes.said', ...QUIET },
];

/** What reads files, up to where a record is one text. @param include the files, below the folder of pods */
const reading = (include: readonly string[], exclude: readonly string[], storage: string): Readonly<Record<string, unknown>> => ({
  include: include.map((path) => `${FOLDERS.pods}/${path}`),
  ...(exclude.length === 0 ? {} : { exclude: exclude.map((path) => `${FOLDERS.pods}/${path}`) }),
  start_at: 'beginning',
  include_file_path: true,
  include_file_name: false,
  // The kubelet compresses what it has rotated. (A file that is shorter than before may be such a one, so it is not read from its beginning:
  // where a file was cut off, the time of its first line tells that it is another one.)
  compression: 'auto',
  storage,
  multiline: { line_start_pattern: literal(RECORD) },
  max_log_size: LONGEST,
  // How long a record may wait for more of it. What a program writes in parts comes at once.
  force_flush_period: '3s',
  preserve_trailing_whitespaces: true,
  initial_buffer_size: '64KiB',
  poll_interval: '250ms',
  retry_on_failure: { enabled: true, initial_interval: '500ms', max_interval: '10s', max_elapsed_time: '0s' },
});

/** When a record was written and to which stream; and what may be half of a credential goes. */
const head = (): readonly object[] => [
  {
    type: 'regex_parser',
    id: 'line',
    regex: literal(HEAD),
    timestamp: { parse_from: 'attributes.time', layout_type: 'gotime', layout: '2006-01-02T15:04:05.999999999Z07:00', ...QUIET },
    ...QUIET,
  },
  // What is too long is cut, and no expression finds a credential of which another record has the other half. So the last word goes where a
  // record does not end with its line, and everything that begins with no time: the rest of a line that was cut, with what belongs to it.
  { type: 'regex_replace', id: 'cut', if: 'not (body endsWith "\\n")', field: 'body', regex: literal(CUT), replace_with: MASKED },
  {
    type: 'regex_replace',
    id: 'rest',
    if: 'attributes.time == nil',
    field: 'body',
    regex: literal('^[\\s\\S]+$'),
    replace_with: MASKED,
  },
  // A line that no runtime has written so, such as one that a crash of the node has cut off at its beginning. Without a time the store would
  // have it in 1970.
  { type: 'add', id: 'read', if: 'attributes.time == nil', field: 'attributes.read', value: 'EXPR(now())' },
  { type: 'time_parser', id: 'read-time', if: 'attributes.read != nil', parse_from: 'attributes.read', layout_type: 'native', ...QUIET },
  { type: 'remove', id: 'read-only', if: 'attributes.read != nil', field: 'attributes.read', ...QUIET },
  { type: 'remove', id: 'time', if: 'attributes.time != nil', field: 'attributes.time', ...QUIET },
  { ...move('attributes.stream', attribute(ATTRIBUTES.stream)), if: 'attributes.stream != nil' },
];

/** Files that the kubelet writes, and those that it has rotated; not the ones that it is compressing. */
const FILES = '*/*/*.log*';
const HALF_DONE = '*/*/*.tmp';

const storage = (name: string, more: object = {}) => ({
  [`file_storage/${name}`]: { directory: `${FOLDERS.state}/${name}`, create_directory: true, recreate: true, timeout: '10s', ...more },
});

/** The configuration of the collector. Its environment has NODE_NAME; where it says `memory_limiter`, its command says how much that is. */
export const shipperYml = (shipping: Shipping): string => toYaml(pipeline(shipping));

export function pipeline({ namespaces, except, counted, to }: Shipping): object {
  const requests = counting(counted);
  const delivered = delivery(to, 'file_storage/queue');
  return {
    receivers: {
      file_log: {
        ...reading(
          namespaces.map((namespace) => `${namespace}_${FILES}`),
          [HALF_DONE, ...except.map((pod) => `${pod}/*/*`)],
          'file_storage/offsets',
        ),
        resource: { [RESOURCE.node]: fromEnvironment('NODE_NAME') },
        operators: [...head(), ...joining(), ...masking(), ...origin(), ...meaning()],
      },
      ...(requests && {
        [OWN_RECEIVER]: {
          ...reading(
            requests.include.map((path) => `${path}/*.log*`),
            [HALF_DONE],
            'file_storage/requests',
          ),
          // Counts of what was written before it ran would be counted twice.
          start_at: 'end',
          operators: [...joining(), ...requests.operators],
        },
      }),
      ...delivered.receivers,
    },
    processors: {
      // The command sets it from the container's limit.
      memory_limiter: { check_interval: '500ms', limit_mib: 96, spike_limit_mib: 16 },
      ...delivered.processors,
      ...requests?.processors,
    },
    exporters: { ...delivered.exporters, ...requests?.exporters },
    ...((requests ?? delivered.connectors) && { connectors: { ...delivered.connectors, ...requests?.connectors } }),
    extensions: {
      health_check: { endpoint: `0.0.0.0:${LISTENS.health}` },
      ...storage('offsets'),
      ...storage('queue', {
        compaction: {
          directory: `${FOLDERS.state}/queue`,
          on_rebound: true,
          rebound_needed_threshold_mib: 128,
          rebound_trigger_threshold_mib: 16,
          cleanup_on_start: true,
        },
      }),
      ...(requests && storage('requests')),
      ...to.extensions,
    },
    service: {
      extensions: [
        'health_check',
        'file_storage/offsets',
        'file_storage/queue',
        ...(requests ? ['file_storage/requests'] : []),
        ...Object.keys(to.extensions ?? {}),
      ],
      pipelines: {
        logs: { receivers: ['file_log'], processors: ['memory_limiter'], exporters: [delivered.queue] },
        ...delivered.pipelines,
        ...requests?.pipelines,
      },
      telemetry: telemetry(),
    },
  };
}
