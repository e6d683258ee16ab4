import type { Store } from './cluster';

/** What tells why copies are missing, and what waits for what. The members may say different things of who is there. */
const ASKED: readonly (readonly [path: string, of: 'one' | 'each'])[] = [
  ['/_cat/nodes?v&h=ip,name,cluster_manager,uptime,heap.percent,load_1m', 'each'],
  ['/_cluster/health', 'each'],
  ['/_cat/shards?v&h=index,shard,prirep,state,docs,ip,node,unassigned.reason,unassigned.at,unassigned.for,unassigned.details', 'one'],
  ['/_cluster/allocation/explain?include_disk_info=true', 'one'],
  ['/_cat/allocation?v', 'one'],
  ['/_cat/recovery?v&active_only=true', 'one'],
  ['/_cluster/state/metadata?filter_path=metadata.indices.*.primary_terms,metadata.indices.*.in_sync_allocations', 'one'],
  ['/_cat/pending_tasks?v', 'one'],
  ['/_tasks?detailed=true&actions=*recovery*,*write*,*config*,*replication*,*state*,*join*', 'one'],
  ['/_cat/thread_pool?v&h=node_name,name,active,queue,rejected&s=active:desc', 'one'],
  ['/_nodes/hot_threads?ignore_idle_threads=true&threads=10', 'each'],
];

/** Characters of an answer, and lines of a log. */
const LONGEST = 6000;
const LINES = 40;

/** What the members of a store say of their state, and the last that they wrote of what was not well. Never fails. */
export async function stateOf(store: Pick<Store, 'ask' | 'pod'>, ordinals: readonly number[]): Promise<string> {
  const asked = ASKED.flatMap(([path, of]) => (of === 'each' ? ordinals : ordinals.slice(0, 1)).map((ordinal) => [ordinal, path] as const));
  const answers = await Promise.all(
    asked.map(async ([ordinal, path]) => {
      const answer = await store.ask(ordinal, path, { timeoutMs: 10_000 }).then(({ text }) => text, String);
      return `${store.pod(ordinal).name}: GET ${path}\n${answer.slice(0, LONGEST)}`;
    }),
  );
  const logs = ordinals.map((ordinal) => {
    const { name } = store.pod(ordinal);
    return `${name}: its log\n${told(store.pod(ordinal).log('opensearch'))}`;
  });
  return [...answers, ...logs].join('\n\n');
}

/** What is not well, and what is said of the cluster, of its state on disk and of what is copied. */
const TELLING = /"level": "(WARN|ERROR)"|"component": "o\.o\.(c|g|i\.r)\./;

/** The last telling lines of a log, without their traces. */
const told = (log: string): string =>
  log
    .split('\n')
    .filter((line) => TELLING.test(line))
    .slice(-LINES)
    .map((line) => line.slice(0, 600))
    .join('\n');
