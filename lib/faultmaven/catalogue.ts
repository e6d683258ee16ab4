import { RootConstruct } from 'constructs';
import { ChromaDb } from '../data/chromadb/chromadb';
import { PostgresExporter } from '../data/postgres/exporter';
import { Postgres } from '../data/postgres/postgres';
import { RedisExporter } from '../data/redis/exporter';
import { Redis } from '../data/redis/redis';
import { RedisProxy } from '../data/redis/redis-proxy';
import { Service } from '../model/service';
import { platformOf } from '../platform/platform';
import { QUEUE } from './celery-rules';
import { Edge } from './edge/edge';
import { Agent } from './services/agent';
import { ApiGateway } from './services/api-gateway';
import { Auth } from './services/auth';
import { Case } from './services/case';
import { Dashboard } from './services/dashboard';
import { Evidence } from './services/evidence';
import { JobWorker } from './services/job-worker';
import { JobWorkerBeat } from './services/job-worker-beat';
import { CHROMADB_UNUSED, Knowledge } from './services/knowledge';
import { Session } from './services/session';

/** Every service of FaultMaven, each given the services it calls. Their order here is their order in every output. */
export class Catalogue extends RootConstruct {
  // The published Compose file has none of it.
  readonly postgres = new Postgres(this, { onlyIn: 'cluster' });
  readonly redis = new Redis(this);
  readonly chromadb = new ChromaDb(this, {
    hazards: [CHROMADB_UNUSED],
    unchecked: 'Without one the ./faultmaven wrapper waits its full 120 seconds at every start.',
  });
  readonly auth = new Auth(this, { redis: this.redis });
  readonly session = new Session(this, { redis: this.redis });
  readonly case = new Case(this, { postgres: this.postgres });
  readonly knowledge = new Knowledge(this, { chromadb: this.chromadb, postgres: this.postgres });
  readonly evidence = new Evidence(this, { postgres: this.postgres });
  readonly agent = new Agent(this, { case: this.case });
  readonly jobWorker = new JobWorker(this, { redis: this.redis });
  readonly jobWorkerBeat = new JobWorkerBeat(this, { redis: this.redis });
  readonly dashboard = new Dashboard(this);
  readonly apiGateway = new ApiGateway(this, {
    auth: this.auth,
    session: this.session,
    case: this.case,
    knowledge: this.knowledge,
    evidence: this.evidence,
    agent: this.agent,
  });
  readonly redisProxy = new RedisProxy(this, { redis: this.redis });
  readonly edge = new Edge(this, { apiGateway: this.apiGateway, dashboard: this.dashboard });
  readonly redisExporter = new RedisExporter(this, { redis: this.redis, lists: [QUEUE] });
  readonly postgresExporter = new PostgresExporter(this, { postgres: this.postgres });
  readonly platform = platformOf(this);
}

/** The services below a scope, in the order in which they were created. */
export const servicesOf = (scope: RootConstruct): readonly Service[] =>
  scope.node.children.filter((child): child is Service => child instanceof Service);
