import { RootConstruct } from 'constructs';
import { ChromaDb } from '../../lib/data/chromadb/chromadb';
import { PostgresExporter } from '../../lib/data/postgres/exporter';
import { Postgres } from '../../lib/data/postgres/postgres';
import { RedisExporter } from '../../lib/data/redis/exporter';
import { Redis } from '../../lib/data/redis/redis';
import { RedisProxy } from '../../lib/data/redis/redis-proxy';
import type { Application } from '../../lib/model/application';
import { Service } from '../../lib/model/service';
import { platformOf } from '../../lib/platform/platform';
import { loadProfile } from '../../lib/profile/load';
import type { ComposePlan } from '../../lib/targets/compose/plan/plan';
import type { ClusterPlan } from '../../lib/targets/kubernetes/plan/plan';
import { shapesOf } from '../../lib/targets/target';
import { targets } from '../../lib/targets/targets';
import { dnsLabel } from '../../lib/units/name';
import { bind, HEAD, inCluster, onLaptop } from './plans';
import { scratch } from './scratch';

/** Everything in lib/data and lib/platform, and nothing else. */
class DataTier extends RootConstruct {
  readonly postgres = new Postgres(this);
  readonly redis = new Redis(this);
  readonly redisProxy = new RedisProxy(this, { redis: this.redis });
  readonly chromadb = new ChromaDb(this);
  readonly redisExporter = new RedisExporter(this, { redis: this.redis, lists: [{ database: 1, key: 'jobs' }] });
  readonly postgresExporter = new PostgresExporter(this, { postgres: this.postgres });
  readonly platform = platformOf(this);
}

const services = new DataTier().node.children.filter((child) => child instanceof Service);

export const dataTier: Application = {
  name: dnsLabel('tier'),
  title: 'The data tier',
  services,
  hazards: [],
  examples: { laptop: 'laptop', toFit: 'laptop', cluster: 'cluster', change: 'services.postgres.memory.limit=2Gi' },
};

export const dataTierShapes = shapesOf(targets, dataTier);

const BUCKET = '{ name: backup.acme.net, region: eu-central-1, keys: secret }';

/** The profile of its cluster: every member with copies of its data in a bucket. */
const CLUSTER = `target: kubernetes
images: { postgres: 4.1-p2, redis: 7.2.16-alpine, redis-proxy: 2.8.27-alpine, chromadb: 0.6.3, s3-client: 1.75.1 }
apiServer: { cidrs: [10.0.0.0/24], ports: [443, 6443] }
services:
  postgres:
    { replicas: 3, cpu: { request: 2, limit: 2 }, memory: { request: 8Gi, limit: 8Gi }, volume: { size: 100Gi }, backup: { bucket: ${BUCKET} } }
  redis:
    replicas: 3
    cpu: { request: 0.5, limit: 0.5 }
    memory: { request: 1Gi, limit: 1Gi }
    volume: { size: 8Gi }
    sidecar: { cpu: { request: 0.05, limit: 0.2 }, memory: { request: 64Mi, limit: 64Mi } }
    export: { bucket: ${BUCKET}, schedule: 17 */6 * * *, retentionDays: 14 }
  redis-proxy: { replicas: 2, cpu: { request: 0.1, limit: 0.5 }, memory: { request: 64Mi, limit: 128Mi } }
  chromadb: { replicas: 3, cpu: { request: 1, limit: 1 }, memory: { request: 2Gi, limit: 2Gi }, volume: { size: 20Gi } }
`;

/** The plan of a profile, `x.yaml`, that extends the one of its cluster: its text starts in line 3. */
export function dataTierPlanOf(text = '', assignments: readonly string[] = []): ClusterPlan {
  const cwd = scratch({ 'cluster.yaml': CLUSTER, 'x.yaml': `extends: ./cluster.yaml\ntarget: kubernetes\n${text}` });
  return inCluster(bind(dataTier, loadProfile({ file: 'x.yaml', cwd, shapes: dataTierShapes, assignments })));
}

/** Everything is watched, on six nodes. */
export const WATCHED = `platform: { monitoring: full, owner: true }
nodes: [{ name: all, count: 6 }]
`;

/** The plan of its laptop, from a profile that starts with HEAD. */
export const dataTierLaptop = (text: string, assignments: readonly string[] = []): ComposePlan =>
  onLaptop(
    bind(dataTier, loadProfile({ file: 'x.yaml', cwd: scratch({ 'x.yaml': `${HEAD}${text}` }), shapes: dataTierShapes, assignments })),
  );
