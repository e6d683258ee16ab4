import { askedRedisExporter } from '../platform/exporters';
import { type Place, Watch } from '../platform/watch';
import { PASSWORD, type RedisCluster } from './cluster';

/** Where Redis, its Sentinels and their proxy are at the moment. */
export const placesOf = ({ pods, proxy }: RedisCluster): readonly Place[] => [
  ...pods.flatMap(({ name: pod, host: { address } }) => [
    { pod, container: 'redis', port: 'redis', address: `${address}:6379` },
    { pod, container: 'sentinel', port: 'sentinel', address: `${address}:26379` },
  ]),
  { pod: 'redis-proxy-5d4f8bcc7-x7k2z', container: 'redis-proxy', port: 'health', address: `${proxy.host.address}:8404` },
];

/** Watches Redis, and the queue of Celery in it, by the exporter that is asked about each of them. */
export async function watchedRedis(places: readonly Place[], password = PASSWORD): Promise<Watch> {
  const exporter = await askedRedisExporter(password);
  return Watch.start({
    services: ['redis', 'redis-proxy', 'fm-job-worker'],
    asked: { 'redis-exporter': exporter.address },
    places,
    exporters: [exporter],
  });
}
