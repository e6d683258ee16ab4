import type { Construct } from 'constructs';
import { onlyIn } from '../../model/environment';
import { floor, Service } from '../../model/service';
import type { Site } from '../../model/site';
import { fill } from '../../model/template';
import { seconds } from '../../units/duration';
import { majorityOf } from '../../units/majority';
import { port } from '../../units/port';
import haproxyCfg from './proxy/haproxy.cfg';
import choiceCfg from './proxy/haproxy-choice.cfg';
import followerCfg from './proxy/haproxy-follower.cfg';
import gateCfg from './proxy/haproxy-gate.cfg';
import memberCfg from './proxy/haproxy-member.cfg';
import readyCfg from './proxy/haproxy-ready.cfg';
import rivalCfg from './proxy/haproxy-rival.cfg';
import routeCfg from './proxy/haproxy-route.cfg';
import sentinelCfg from './proxy/haproxy-sentinel.cfg';
import { MASTER_SET, type Redis, redisPassword } from './redis';
import { redisProxyRules } from './rules';

const HEALTH = 8404;

/**
 * The readiness probe: whether there is a primary. During a failover no proxy has one, for up to 35 s if the first vote is lost. The probe
 * tolerates a longer time. Otherwise the Service would have no address when the new primary is there, until the next probe.
 */
const READY = { path: '/ready', every: seconds(5), failures: 8 };

/** The wildcard of IPv6 takes connections of both families; a kernel that was started without IPv6 does not know it. */
const BOTH_FAMILIES = 'if [ -e /proc/net/if_inet6 ]; then export ANY=::; else export ANY=; fi';

/**
 * Answers under Redis' name and passes every connection on to the primary. It asks every Redis for its role, and every Sentinel who the
 * primary is. A Redis that calls itself primary gets connections only if a majority of the Sentinels names it, or if it forms a majority
 * with its replicas.
 */
export class RedisProxy extends Service {
  readonly kind = 'redis-proxy';

  constructor(scope: Construct, { redis }: { redis: Redis }) {
    super(scope, 'redis-proxy', {
      // On a laptop one Redis runs, which answers by itself.
      onlyIn: 'cluster',
      image: 'haproxy',
      release: { tag: '2.8.27-alpine' },
      ports: { redis: { container: 6379, opened: false }, health: { container: HEALTH, opened: false, inner: true } },
      proxiesFor: redis,
      variables: onlyIn('cluster', redisPassword),
      workload: {
        role: 'interchangeable',
        command: ['sh', '-c', `${BOTH_FAMILIES}; exec haproxy -W -db -f /usr/local/etc/haproxy/haproxy.cfg`],
        configuration: { '/usr/local/etc/haproxy/haproxy.cfg': (site) => configuration(site, redis) },
        drain: seconds(30),
        priority: 'data',
      },
      health: {
        kind: 'http',
        path: '/healthz',
        port: port(HEALTH),
        client: 'wget',
        ready: READY,
        startsWithin: seconds(60),
        published: false,
      },
      watched: {
        metrics: [{ kind: 'pods', port: 'health' }],
        rules: redisProxyRules,
      },
      floor: floor('32Mi', 'estimated'),
    });
  }
}

const configuration = ({ membersOf, memberServicesOf }: Site, redis: Redis): string => {
  const services = memberServicesOf(redis);
  const members = membersOf(redis).map((host, ordinal) => ({ ordinal, host, service: services[ordinal] ?? host }));
  const majority = majorityOf(members.length);
  type Member = (typeof members)[number];
  const lines = (render: (member: Member) => string): string => members.map(render).join('').trimEnd();
  const linesBut = (but: Member, render: (member: Member) => string): string => lines((member) => (member === but ? '' : render(member)));
  return fill(haproxyCfg, {
    gates: lines((member) =>
      fill(gateCfg, {
        ordinal: member.ordinal,
        majority,
        // Together with the member itself they are a majority.
        followers: majority - 1,
        rivals: linesBut(member, (rival) => fill(rivalCfg, { ordinal: member.ordinal, rival: rival.ordinal, majority })),
      }),
    ),
    routes: lines(({ ordinal }) => fill(routeCfg, { ordinal })),
    readiness: lines(({ ordinal }) => fill(readyCfg, { ordinal })),
    choices: lines(({ ordinal }) => fill(choiceCfg, { ordinal })),
    members: lines((member) =>
      fill(memberCfg, {
        ...member,
        masterSet: MASTER_SET,
        sentinels: lines(({ ordinal, service }) => fill(sentinelCfg, { ordinal, service })),
        followers: linesBut(member, ({ ordinal, service }) => fill(followerCfg, { ordinal, service })),
      }),
    ),
  });
};
