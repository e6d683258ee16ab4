import { nearest } from '../../../../nearest';
import { type BaseNode, type MapNode, nodeAt } from '../node';
import { type BaseService, said } from '../parse';
import { type Remark, refused } from '../remark';
import { shownText } from '../shown';

const words = (text: string): readonly string[] => text.trim().split(/\s+/);

/** The version whose keys these are; a newer one may know more. */
const KNOWN_TO = '2.40';

/** The keys that Compose knows where it takes no others, by the path of the map (its compose-spec.json). */
const OF_SERVICE: readonly (readonly [path: string, keys: readonly string[]])[] = [
  [
    '',
    words(`
      annotations attach blkio_config build cap_add cap_drop cgroup cgroup_parent command configs container_name cpu_count cpu_percent
      cpu_period cpu_quota cpu_rt_period cpu_rt_runtime cpu_shares cpus cpuset credential_spec depends_on deploy develop
      device_cgroup_rules devices dns dns_opt dns_search domainname entrypoint env_file environment expose extends external_links
      extra_hosts gpus group_add healthcheck hostname image init ipc isolation label_file labels links logging mac_address mem_limit
      mem_reservation mem_swappiness memswap_limit models network_mode networks oom_kill_disable oom_score_adj pid pids_limit platform
      ports post_start pre_stop privileged profiles provider pull_policy pull_refresh_after read_only restart runtime scale secrets
      security_opt shm_size stdin_open stop_grace_period stop_signal storage_opt sysctls tmpfs tty ulimits use_api_socket user
      userns_mode uts volumes volumes_from working_dir
    `),
  ],
  ['deploy', words('endpoint_mode labels mode placement replicas resources restart_policy rollback_config update_config')],
  ['deploy.resources', words('limits reservations')],
  ['deploy.resources.limits', words('cpus memory pids')],
  ['deploy.resources.reservations', words('cpus devices generic_resources memory')],
  ['deploy.restart_policy', words('condition delay max_attempts window')],
  ['healthcheck', words('disable interval retries start_interval start_period test timeout')],
  ['logging', words('driver options')],
];
const OF_FILE = words('configs include models name networks secrets services version volumes');
const OF_VOLUME = words('driver driver_opts external labels name');
const OF_NETWORK = words('attachable driver driver_opts enable_ipv4 enable_ipv6 external internal ipam labels name');
const OF_DEPENDENCY = words('condition required restart');
const CONDITIONS = words('service_started service_healthy service_completed_successfully');

/** What Compose refuses of a whole file, apart from its services. */
export function fileKeys(document: MapNode): readonly Remark[] {
  const version = nodeAt(document, 'version');
  const include = nodeAt(document, 'include');
  const isText = version?.kind === 'scalar' && typeof version.value === 'string';
  return [
    ...unknownKeys(document, OF_FILE, ''),
    ...(version === undefined || isText ? [] : [always('version: expected a text, such as "3.8"', version)]),
    ...(include === undefined || include.kind === 'list' || (include.kind === 'scalar' && include.value === null)
      ? []
      : [always('include: expected a list', include)]),
    ...below(document, 'volumes', OF_VOLUME),
    ...below(document, 'networks', OF_NETWORK),
    ...named(document, 'services'),
  ];
}

/** A key of a service that Compose does not know, and what else it refuses of `depends_on`. */
export const serviceKeys = (base: BaseService): readonly Remark[] => [
  ...OF_SERVICE.flatMap(([path, known]) => unknownKeys(said(base, ...(path === '' ? [] : path.split('.'))), known, path)),
  ...dependencies(said(base, 'depends_on')),
];

function dependencies(node: BaseNode | undefined): readonly Remark[] {
  return entriesOf(node).flatMap(([name, value]): readonly Remark[] => {
    const path = `depends_on.${shownText(name)}`;
    const condition = nodeAt(value, 'condition');
    if (value.kind !== 'map' || condition === undefined) return [always(`${path}: expected a map with a condition`, value)];
    const known = condition.kind === 'scalar' && (/\$/.test(condition.text) || CONDITIONS.includes(condition.text));
    return [
      ...unknownKeys(value, OF_DEPENDENCY, path),
      ...(known ? [] : [always(`${path}.condition: expected ${CONDITIONS.join(', ')}`, condition)]),
    ];
  });
}

const below = (document: MapNode, key: string, known: readonly string[]): readonly Remark[] => [
  ...named(document, key),
  ...entriesOf(nodeAt(document, key)).flatMap(([name, value]) => unknownKeys(value, known, `${key}.${shownText(name)}`)),
];

/** Names are of letters, digits, dots, hyphens and underscores. */
const named = (document: MapNode, key: string): readonly Remark[] =>
  entriesOf(nodeAt(document, key))
    .filter(([name]) => !/^[\w.-]+$/.test(name) && !isExtension(name))
    .map(([name, value]) =>
      always(`${key}: "${shownText(name)}" is no name: expected letters, digits, dots, hyphens and underscores`, value),
    );

const entriesOf = (node: BaseNode | undefined): readonly (readonly [string, BaseNode])[] =>
  node?.kind === 'map' ? [...node.entries].map(([name, { value }]) => [name, value] as const) : [];

const isExtension = (key: string): boolean => key.startsWith('x-');

const unknownKeys = (node: BaseNode | undefined, known: readonly string[], path: string): readonly Remark[] =>
  entriesOf(node)
    .filter(([key]) => !known.includes(key) && !isExtension(key))
    .map(([key, value]) => {
      const guess = nearest(key, known);
      const hint = guess === undefined ? '' : ` (did you mean ${guess}?)`;
      const name = shownText(path === '' ? key : `${path}.${key}`);
      const message = `${name} is no key of Compose ${KNOWN_TO}${hint}, which refuses the file; if yours is newer and takes it, accept base-refused`;
      return { ...refused(message, value), always: true };
    });

/** Compose refuses the file whatever runs. */
const always = (message: string, at: BaseNode): Remark => ({ ...refused(`${message}: Compose refuses the file`, at), always: true });
