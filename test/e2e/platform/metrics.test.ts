import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { METRICS, readMetrics } from '../../support/metrics';
import { CONTROL_PLANE } from '../control-plane/assets';
import { Authority } from '../control-plane/authority';
import { Daemon } from '../control-plane/daemon';
import { freePort } from '../control-plane/free-port';
import { Nginx } from '../edge/nginx';
import { LAB } from '../lab/lab';
import { PatroniCluster } from '../postgres/cluster';
import { PATRONI } from '../postgres/images';
import { POSTGRES } from '../postgres/postgres';
import { RespClient } from '../redis/resp';
import { eventually } from '../support/eventually';
import { describeWith, HAPROXY, NGINX, REDIS, type Tool } from '../support/tools';
import { Alertmanagers } from './alertmanager';
import { COLLECTOR, Collector } from './collector';
import { ContainerLog } from './container-log';
import { blackboxExporter, nginxExporter, nodeExporter, postgresExporter, redisExporter } from './exporters';
import { labelsIn } from './exposition';
import { LogSink } from './log-sink';
import { ALERTMANAGER, BLACKBOX_EXPORTER, NGINX_EXPORTER, NODE_EXPORTER, POSTGRES_EXPORTER, PROMETHEUS, REDIS_EXPORTER } from './programs';
import { Prometheus } from './prometheus';

jest.setTimeout(240_000);

/** With this variable the files are written anew instead of compared. */
const RECORDS = process.env.FAULTMAVEN_RECORD_METRICS === '1';

/** Not what every client library shows of its own process: that is of use for large ones only. */
const OF_ITS_OWN = /^(?!go_|process_|promhttp_)/;

/** A pattern for the start of a name, written in several lines. */
const words = (pattern: string): RegExp => new RegExp(`^(${pattern.replaceAll(/\s+/g, '')})`);

const PASSWORD = 'secret';

/** What was started for a test, ended after it in the reverse order. */
const started: (() => unknown)[] = [];
let folder: string;

const running = <T extends { stop(): unknown }>(part: T): T => {
  started.push(() => part.stop());
  return part;
};

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'fm-metrics-'));
});

afterEach(async () => {
  for (const stop of started.splice(0).reverse()) await stop();
  rmSync(folder, { recursive: true, force: true });
});

const configure = (nginx: Nginx, server: string): void =>
  nginx.configure(`pid ${nginx.folder}/run/pid; error_log ${nginx.folder}/errors; events {} http { access_log off; ${server} }`, {});

interface Measured {
  /** Of test/platform/metrics, without `.yaml`. */
  readonly file: string;
  readonly tools: readonly Tool[];
  /** Which series the file lists. @default - all but those of the client library */
  readonly listed?: RegExp;
  /** Runs the exporter in all states that matter, and returns what it shows. */
  readonly measure: () => Promise<readonly string[]>;
}

/** Starts a Redis or a Sentinel, and returns its address. */
async function redis(name: string, lines: (port: number) => readonly string[], sentinel = false): Promise<string> {
  const port = await freePort();
  const file = join(folder, `${name}.conf`);
  writeFileSync(
    file,
    [`port ${port}`, 'bind 127.0.0.1', `requirepass ${PASSWORD}`, `dbfilename ${name}.rdb`, ...lines(port), '']
      .filter((line) => !sentinel || !line.startsWith('dbfilename'))
      .join('\n'),
  );
  running(new Daemon(folder, 'redis-server', [file, ...(sentinel ? ['--sentinel'] : [])], { name }));
  const address = `127.0.0.1:${port}`;
  await eventually(`${name} answers`, 30, async () => (await ask(address, 'PING')) === 'PONG');
  return address;
}

async function ask(address: string, ...command: readonly (string | number)[]): Promise<unknown> {
  const [host = '', port] = address.split(':');
  const client = await RespClient.connect(host, Number(port), PASSWORD);
  try {
    return await client.send(...command);
  } finally {
    client.close();
  }
}

/** A master and a replica that is in step. */
async function pair(): Promise<readonly [master: string, replica: string]> {
  const lines = [`masterauth ${PASSWORD}`, 'maxmemory 100mb', 'repl-diskless-sync-delay 0'];
  const master = await redis('master', () => [...lines, 'appendonly yes', 'appenddirname master']);
  const replica = await redis('replica', () => [...lines, `replicaof ${master.replace(':', ' ')}`]);
  await eventually('the replica is in step', 30, async () => String(await ask(replica, 'INFO')).includes('master_link_status:up'));
  return [master, replica];
}

const MEASURED: readonly Measured[] = [
  {
    file: 'node-exporter',
    tools: [NODE_EXPORTER],
    listed:
      words(`node_ (boot|context|cpu|disk_(io|read|write|written)|exporter_build|filefd|filesystem|forks|intr|load|netstat_Tcp|nf_conntrack_entries
      |network_(info|up|(receive|transmit)_(bytes|drop|errs|packets)_total)|os_info|pressure|procs|scrape|sockstat_(TCP|sockets)|time_seconds
      |timex_(offset|sync|maxerror)|uname|vmstat|memory_(Active|AnonPages|Buffers|Cached|Committed_AS|CommitLimit|Dirty|Inactive|Mapped
      |MemAvailable|MemFree|MemTotal|Shmem|Slab|SReclaimable|SUnreclaim|SwapCached|SwapFree|SwapTotal|Writeback)_bytes)`),
    measure: async () => [await running(await nodeExporter()).metrics()],
  },
  {
    file: 'redis-exporter',
    tools: [REDIS, REDIS_EXPORTER],
    measure: async () => {
      const [master, replica] = await pair();
      await ask(master, 'LPUSH', 'celery', 'task');
      await ask(master, 'SET', 'with a time', 'x', 'EX', 1000);
      await ask(master, 'CONFIG', 'SET', 'min-replicas-to-write', 9);
      await expect(ask(master, 'SET', 'refused', 'x')).rejects.toThrow('NOREPLICAS');
      return Promise.all([master, replica].map(async (one) => running(await redisExporter(one, PASSWORD, ['db0=celery'])).metrics()));
    },
  },
  {
    file: 'redis-exporter-sentinel',
    tools: [REDIS, REDIS_EXPORTER],
    measure: async () => {
      const [master] = await pair();
      const settings = [`sentinel monitor mymaster ${master.replace(':', ' ')} 1`, `sentinel auth-pass mymaster ${PASSWORD}`];
      const sentinel = await redis('sentinel', () => settings, true);
      const other = await redis('other', () => settings, true);
      await eventually('they know the replica and one another', 60, async () => {
        const info = String(await ask(sentinel, 'INFO', 'sentinel'));
        return info.includes('slaves=1') && info.includes('sentinels=2') && other !== '';
      });
      return [await running(await redisExporter(sentinel, PASSWORD)).metrics()];
    },
  },
  {
    file: 'blackbox-exporter',
    tools: [NGINX, BLACKBOX_EXPORTER],
    measure: async () => {
      const { certificate, key } = new Authority(folder).issue('server', { user: 'server', hosts: ['127.0.0.1'] });
      const port = await freePort();
      const nginx = running(new Nginx());
      const server = `server { listen 127.0.0.1:${port} ssl; ssl_certificate ${certificate}; ssl_certificate_key ${key}; }`;
      configure(nginx, server);
      await nginx.start(port);
      const http = { preferred_ip_protocol: 'ip4', fail_if_body_not_matches_regexp: ['nginx'], tls_config: { insecure_skip_verify: true } };
      const modules = { http: { prober: 'http', http }, tcp: { prober: 'tcp' } };
      const probe = running(await blackboxExporter(JSON.stringify({ modules })));
      const url = encodeURIComponent(`https://127.0.0.1:${port}/`);
      const probes = [`module=http&target=${url}`, `module=tcp&target=127.0.0.1:${port}`];
      return Promise.all([...probes.map((query) => probe.metrics(`/probe?${query}`)), probe.metrics()]);
    },
  },
  {
    file: 'nginx-exporter',
    tools: [NGINX, NGINX_EXPORTER],
    measure: async () => {
      const port = await freePort();
      const nginx = running(new Nginx());
      configure(nginx, `server { listen 127.0.0.1:${port}; location / { stub_status; } }`);
      await nginx.start(port);
      return [await running(await nginxExporter(`http://127.0.0.1:${port}/`)).metrics()];
    },
  },
  {
    file: 'haproxy',
    tools: [HAPROXY, REDIS],
    measure: async () => {
      const [master, replica] = await pair();
      const [port, own] = [await freePort(), await freePort()];
      const file = join(folder, 'haproxy.cfg');
      writeFileSync(file, haproxyWith(port, own, [master, replica]));
      running(new Daemon(folder, 'haproxy', ['-f', file]));
      const metrics = async (): Promise<string> => (await fetch(`http://127.0.0.1:${own}/metrics`)).text();
      await eventually('HAProxy has found the master', 30, async () =>
        /haproxy_backend_active_servers{proxy="redis_master"} 1$/m.test(await metrics()),
      );
      await ask(`127.0.0.1:${port}`, 'PING');
      return [await metrics()];
    },
  },
  {
    file: 'prometheus',
    tools: PROMETHEUS,
    listed:
      words(`process_ | go_(goroutines|memstats_heap_inuse_bytes)$ | prometheus_ (build|config|notifications|ready|rule_(eval|group_(dur|int|it|last|rules))
      |engine_(queries|query_duration_seconds)|sd_(discovered|failed|kubernetes)|target_(scrape|sync)
      |remote_storage_(bytes|highest|queue_highest|samples|shards)
      |tsdb_(blocks|checkpoint|clean|compactions|head_(chunks|m.._time_seconds|samples|series)|lowest_timestamp_seconds|out_of_order|reloads
      |retention|size_retentions|storage|time_retentions|too_old|wal_(corruptions|storage|truncations|writes)))`),
    measure: async () => [await (await prometheus()).server.text('/metrics')],
  },
  {
    file: 'scrape',
    tools: PROMETHEUS,
    listed: /./,
    measure: async () => {
      const server = await prometheus();
      const shown = await server.query('{job="nobody", __name__=~"up|scrape_.*"} or {__name__=~"ALERTS|ALERTS_FOR_STATE"}');
      return [
        shown
          .map(({ metric: { __name__: name, ...labels } }) => {
            const own = Object.keys(labels).filter((label) => label !== 'job' && label !== 'instance');
            return `${name}{${own.map((label) => `${label}=""`)}} 0`;
          })
          .join('\n'),
      ];
    },
  },
  { file: 'otel-collector', tools: COLLECTOR, listed: /^otelcol_/, measure: collector },
  {
    file: 'alertmanager',
    tools: ALERTMANAGER,
    listed: /^(alertmanager|process)_/,
    measure: async () => {
      const cluster = running(await Alertmanagers.start({ route: { receiver: 'nobody' }, receivers: [{ name: 'nobody' }] }, { count: 2 }));
      return Promise.all(cluster.members.map((member) => member.text('/metrics')));
    },
  },
];

/** A Prometheus that has rules, one of which fires; whom it scrapes, notifies and writes to does not answer. */
async function prometheus(): Promise<Prometheus> {
  const rules = {
    groups: [
      {
        name: 'group',
        rules: [
          { alert: 'Always', expr: 'vector(1)', labels: { severity: 'none' } },
          { record: 'job:up', expr: 'up' },
        ],
      },
    ],
  };
  const nowhere = `127.0.0.1:${await freePort()}`;
  const server = running(
    await Prometheus.start(
      {
        global: { scrape_interval: '1s', evaluation_interval: '1s' },
        rule_files: ['rules.yml'],
        alerting: { alertmanagers: [{ static_configs: [{ targets: [nowhere] }] }] },
        remote_write: [{ url: `http://${nowhere}/` }],
        scrape_configs: [{ job_name: 'nobody', static_configs: [{ targets: [nowhere] }] }],
      },
      { rules: { 'rules.yml': JSON.stringify(rules) } },
    ),
  );
  await server.untilHolds('up', 60);
  await server.untilFiring('Always', 60);
  await server.untilHolds('ALERTS_FOR_STATE', 60);
  return server;
}

/** What a shipper shows whose lines are taken and rejected, that has no memory for any, and whose queue is smaller than one batch. */
async function collector(): Promise<readonly string[]> {
  const sink = new LogSink(await freePort(), () => {});
  await sink.start();
  running(sink);
  const shipper = await Collector.in(folder, sink.port);
  running({ stop: () => shipper.kill() });
  const log = new ContainerLog(shipper.pods, 'faultmaven_fm-case-service-7c9d8f6b5-x2k4j', 'fm-case-service');
  /** Writes until a counter has counted something. */
  const until = (counter: string): Promise<unknown> =>
    eventually(`${counter} counts`, 30, async () => {
      log.lines(Array.from({ length: 10 }, (_, number) => `line ${number}`));
      return new RegExp(`^otelcol_${counter}_log_records_total\\{.*\\} [1-9]`, 'm').test(await shipper.metrics());
    });
  await shipper.start();
  await until('exporter_sent');
  await until('receiver_accepted');
  sink.status = 400;
  await until('exporter_send_failed');
  const shown = [await shipper.metrics()];
  sink.status = 200;
  const queue = 'exporters.otlp_http.sending_queue';
  const sizes = { queue_size: 10, 'batch.min_size': 1, 'batch.max_size': 10, block_on_overflow: 'false' };
  const refusing = Object.fromEntries(Object.entries(sizes).map(([name, value]) => [`${queue}.${name}`, value]));
  for (const [counter, set] of [
    ['processor_memory_limiter_refused', { 'processors.memory_limiter.limit_mib': 2, 'processors.memory_limiter.spike_limit_mib': 1 }],
    ['exporter_enqueue_failed', refusing],
  ] as const) {
    await shipper.kill();
    await shipper.start(set);
    await until(counter);
    shown.push(await shipper.metrics());
  }
  return shown;
}

const haproxyWith = (port: number, own: number, servers: readonly string[]): string => `
defaults
  mode tcp
  timeout connect 1s
  timeout client 10s
  timeout server 10s
frontend redis
  bind 127.0.0.1:${port}
  default_backend redis_master
backend redis_master
  option tcp-check
  tcp-check send "AUTH ${PASSWORD}\\r\\n"
  tcp-check expect string +OK
  tcp-check send "info replication\\r\\n"
  tcp-check expect string role:master
${servers.map((address, number) => `  server redis-${number} ${address} check inter 200ms`).join('\n')}
frontend metrics
  mode http
  bind 127.0.0.1:${own}
  http-request use-service prometheus-exporter if { path /metrics }
`;

describe('the reader of metrics', () => {
  it('takes every label of every series', () => {
    const text = [
      '# HELP a_total of {x="y"} 1',
      'a_total 3',
      'b{x="1",y="} 2 {z=\\"3\\""} -Inf 1700000000000',
      'b{z="\\\\",} NaN',
      'c {x="with a space before"} 1e+06',
      'd_bucket{le="+Inf"} +Inf',
      '',
    ].join('\n');
    const found = [...labelsIn(text, 'a_total{w="other text"} 1')].map(([name, labels]) => [name, ...labels]);
    expect(found).toEqual([
      ['a_total', 'w'],
      ['b', 'x', 'y', 'z'],
      ['c', 'x'],
      ['d_bucket', 'le'],
    ]);
  });

  it.each(['<html>', 'a', 'a{x="1" 2', 'a{x="1"}'])('refuses %s', (line) => {
    expect(() => labelsIn(line)).toThrow(line);
  });
});

describe.each(MEASURED)('the metrics of $file', ({ file, tools, listed, measure }) => {
  describeWith(tools, 'as its exporter shows them', () => {
    it('are those of its file', async () => compare(file, await measure(), listed));
  });
});

describeWith([...CONTROL_PLANE, ...LAB, POSTGRES, PATRONI, POSTGRES_EXPORTER], 'the metrics of PostgreSQL under Patroni', () => {
  let cluster: PatroniCluster;

  beforeAll(async () => {
    cluster = await PatroniCluster.start();
  });

  afterAll(async () => cluster?.stop());

  it('of Patroni are those of its file', async () => {
    compare('patroni', await Promise.all(cluster.members.map(async (member) => (await member.request('/metrics')).text())));
  });

  it('of the exporter are those of its file', async () => {
    await (await cluster.leader()).sql(`create role monitor login password '${PASSWORD}' in role pg_monitor`);
    const shown = await Promise.all(
      cluster.members.map(async ({ pod }) => running(await postgresExporter(`${pod.host.address}:5432`, 'monitor', PASSWORD)).metrics()),
    );
    compare(
      'postgres-exporter',
      shown,
      /^(pg_(?!settings)|postgres_|pg_settings_((max|superuser_reserved)_connections|max_(replication_slots|wal_senders|wal_size)|wal_keep|archive_timeout))/,
    );
  });
});

/** Compares what an exporter shows with its file, or writes the file. */
function compare(file: string, texts: readonly string[], listed = OF_ITS_OWN): void {
  const shown = Object.fromEntries(
    [...labelsIn(...texts)]
      .filter(([name]) => listed.test(name))
      .map(([name, labels]) => [name, [...labels].sort()] as const)
      .sort(([one], [other]) => (one < other ? -1 : 1)),
  );
  if (RECORDS) record(file, shown);
  expect(shown).toMatchObject(readMetrics(file).metrics);
}

function record(file: string, metrics: Readonly<Record<string, readonly string[]>>): void {
  const path = join(METRICS, `${file}.yaml`);
  const [head] = readFileSync(path, 'utf8').split('\nmetrics:\n');
  const lines = Object.entries(metrics).map(([name, labels]) => `  ${name}: [${labels.join(', ')}]\n`);
  writeFileSync(path, `${head}\nmetrics:\n${lines.join('')}`);
}
