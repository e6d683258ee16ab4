import type { Reply, RespClient } from './resp';

/** Redis' own databases: session has the second (contract of its image), everybody else the first. */
const DATABASES = [0, 1];

const READ: Readonly<Record<string, (key: string) => readonly (string | number)[]>> = {
  string: (key) => ['GET', key],
  list: (key) => ['LRANGE', key, 0, -1],
  set: (key) => ['SMEMBERS', key],
  hash: (key) => ['HGETALL', key],
  zset: (key) => ['ZRANGE', key, 0, -1, 'WITHSCORES'],
  stream: (key) => ['XRANGE', key, '-', '+'],
};

/** For each key its type, when it expires, and its value. */
export type Content = ReadonlyMap<string, readonly [type: string, ends: Reply, value: Reply]>;

/** Reads everything that a Redis holds. */
export async function contentOf(client: RespClient): Promise<Content> {
  const content = new Map<string, readonly [string, Reply, Reply]>();
  for (const database of DATABASES) {
    await client.send('SELECT', database);
    for (const key of (await client.send('KEYS', '*')) as readonly string[]) {
      const type = (await client.send('TYPE', key)) as string;
      const value = await client.send(...(READ[type]?.(key) ?? fail(type)));
      content.set(`${database}/${key}`, [type, await client.send('PEXPIRETIME', key), inOrder(type, value)]);
    }
  }
  return content;
}

/** Writes keys of every type, with and without expiry, and enough of them that a snapshot takes time. */
export async function fill(client: RespClient): Promise<void> {
  for (const database of DATABASES) {
    await client.send('SELECT', database);
    const commands: readonly (readonly (string | number)[])[] = [
      ['SET', 'user:1', '{"name": "Zoë \\"Z\\" O\'Neil"}'],
      ['SET', 'large', 'x'.repeat(1_000_000)],
      ['SET', 'empty', ''],
      ['SET', 'ends', 'in an hour', 'EX', 3600],
      ['RPUSH', 'celery', ...numbered('task', 300)],
      ['SADD', '_kombu.binding.celery', ...numbered('binding', 600)],
      ['HSET', 'session', ...numbered('field', 600).flatMap((field) => [field, `value of ${field}`])],
      ['EXPIRE', 'session', 1800],
      ['ZADD', 'unacked_index', ...numbered('delivery', 200).flatMap((member, score) => [score / 3, member])],
      ['XADD', 'events', '1-1', 'kind', 'created'],
      ['XADD', 'events', '1-2', 'kind', 'closed'],
      ...numbered('key', 500).map((key) => ['SET', key, `${database}`]),
    ];
    await Promise.all(commands.map((command) => client.send(...command)));
  }
}

const numbered = (name: string, count: number): readonly string[] => Array.from({ length: count }, (_, number) => `${name}-${number}`);

/** Sorts what has no order of its own: each server returns it in another. */
function inOrder(type: string, value: Reply): Reply {
  if (type === 'set') return [...(value as readonly string[])].sort();
  if (type !== 'hash') return value;
  const flat = value as readonly string[];
  return flat.flatMap((field, index) => (index % 2 === 0 ? [[field, flat[index + 1] ?? null]] : [])).sort();
}

const fail = (type: string): never => {
  throw new Error(`this test knows no type ${type}`);
};
