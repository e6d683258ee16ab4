import { type Redis, redisPassword } from '../data/redis/redis';
import type { Environment } from '../model/environment';

/**
 * How the code of FaultMaven's images reaches Redis: always as one server, at an address behind which the primary is. Only some images
 * speak Sentinel's own protocol (run: the URL that the worker would need is refused).
 */
export const redisClient = (redis: Redis, database = 0): Environment => ({
  REDIS_MODE: 'standalone',
  REDIS_HOST: redis.name,
  REDIS_PORT: String(redis.ports[0]?.cluster),
  REDIS_DB: String(database),
  ...redisPassword,
});
