import type { Construct } from 'constructs';
import { floor, interchangeable, Service } from '../service/service';
import type { Site } from '../service/site';
import { fill } from '../service/template';
import { MASTER_SET, type Redis, redisPassword } from '../services/redis';
import { seconds } from '../units/duration';
import { majorityOf } from '../units/majority';
import { port } from '../units/port';
import haproxyCfg from './redis-proxy/haproxy.cfg';
import choiceCfg from './redis-proxy/haproxy-choice.cfg';
import followerCfg from './redis-proxy/haproxy-follower.cfg';
import gateCfg from './redis-proxy/haproxy-gate.cfg';
import memberCfg from './redis-proxy/haproxy-member.cfg';
import rivalCfg from './redis-proxy/haproxy-rival.cfg';
import routeCfg from './redis-proxy/haproxy-route.cfg';
import sentinelCfg from './redis-proxy/haproxy-sentinel.cfg';

const HEALTH = 8404;

/**
 * Answers in Redis' name and passes every connection on to the primary, which it finds by asking every Redis what it is and every
 * Sentinel whom it believes: a primary that a majority neither names nor copies from gets no connections, whatever it says of itself.
 */
export class RedisProxy extends Service {
  readonly kind = 'redis-proxy';

  constructor(scope: Construct, { redis }: { redis: Redis }) {
    super(scope, 'redis-proxy', {
      image: 'haproxy',
      release: { tag: '2.8.15-alpine' },
      ports: { redis: { container: 6379, opened: false }, health: { container: HEALTH, opened: false, inner: true } },
      fronts: redis,
      environment: redisPassword,
      serving: {
        command: ['haproxy', '-W', '-db', '-f', '/usr/local/etc/haproxy/haproxy.cfg'],
        configuration: { '/usr/local/etc/haproxy/haproxy.cfg': (site) => configuration(site, redis) },
        drain: seconds(30),
        priority: 'data',
      },
      health: { kind: 'http', path: '/healthz', port: port(HEALTH), client: 'wget', startsWithin: seconds(60), published: false },
      beyondPlan: 'the worker, its beat and the gateway cannot speak to Sentinels, so somebody follows the primary for them',
      replication: interchangeable(),
      floor: floor('32Mi', 'estimated'),
    });
  }
}

const configuration = ({ membersOf }: Site, redis: Redis): string => {
  const hosts = membersOf(redis);
  const majority = majorityOf(hosts.length);
  const lines = (render: (host: string, ordinal: number) => string): string => hosts.map(render).join('').trimEnd();
  const linesBut = (ordinal: number, render: (host: string, other: number) => string): string =>
    lines((host, other) => (other === ordinal ? '' : render(host, other)));
  return fill(haproxyCfg, {
    gates: lines((_, ordinal) =>
      fill(gateCfg, {
        ordinal,
        majority,
        // With itself they are the majority.
        followers: majority - 1,
        rivals: linesBut(ordinal, (_, rival) => fill(rivalCfg, { ordinal, rival, majority })),
      }),
    ),
    routes: lines((_, ordinal) => fill(routeCfg, { ordinal })),
    choices: lines((_, ordinal) => fill(choiceCfg, { ordinal })),
    members: lines((host, ordinal) =>
      fill(memberCfg, {
        ordinal,
        host,
        masterSet: MASTER_SET,
        sentinels: lines((sentinel, number) => fill(sentinelCfg, { ordinal: number, host: sentinel })),
        followers: linesBut(ordinal, (follower, number) => fill(followerCfg, { ordinal: number, host: follower })),
      }),
    ),
  });
};
