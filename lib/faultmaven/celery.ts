import type { Command } from '../model/command';
import type { Release } from '../model/release';

/** What the Celery worker and its beat share: one image, one application. */
export const celeryImage = 'fm-job-worker';

/** Pushed before its pipeline broke. */
export const celeryRelease: Release = {
  tag: 'sha-85d516c0164d2ef24a4f51c452b5785b3d91d05d',
  caveat: 'its pipeline cannot build since 2025-12-11, so it may be absent',
};

/** A command on the job worker's Celery application. */
export const celery = (...args: readonly string[]): readonly [string, ...string[]] => ['celery', '-A', 'job_worker.celery_app', ...args];

/**
 * Whether Redis takes writes. Every answer of a worker is one. Redis may be reachable and yet full, or without replicas. A wrong password is
 * no reason to wait: a restarted container gets the one that the Secret has by then.
 */
const TAKES_WRITES = [
  'import os, redis, sys',
  'e = os.environ',
  'at = dict(host=e["REDIS_HOST"], port=int(e["REDIS_PORT"]), db=int(e["REDIS_DB"]), password=e.get("REDIS_PASSWORD"))',
  'try:',
  '    redis.Redis(**at, socket_timeout=3, socket_connect_timeout=3, retry=None).set("celery-probe", "", ex=60)',
  'except redis.AuthenticationError:',
  '    pass',
  'except Exception as error:',
  '    sys.exit(f"Redis takes no writes: {error}")',
].join('\n');

/**
 * A probe that passes while Redis takes no writes. A restart of the container would not help then, and would end the tasks that run. The
 * look-up of Redis' name has no time limit of its own; `timeout` bounds it.
 *
 * @param script one shell command, which has the further arguments as $1 and so on
 */
export const whileRedisTakesWrites = (script: string, ...args: readonly string[]): Command => [
  'sh',
  '-c',
  `! timeout 6 python -c "$0" || ${script}`,
  TAKES_WRITES,
  ...args,
];
