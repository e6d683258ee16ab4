import { RootConstruct } from 'constructs';
import { ChromaDb } from '../data/chromadb/chromadb';
import { Postgres } from '../data/postgres/postgres';
import { Redis } from '../data/redis/redis';
import { RedisProxy } from '../data/redis/redis-proxy';
import type { Catalogues } from '../model/application';
import type { LlmProvider } from '../model/llm-provider';
import { type Model, modelFromHub, modelInImage, modelOnVolume } from '../model/model';
import { Service } from '../model/service';
import { bucketStore, type Database, localFolder, postgresDatabase, type Store, sqliteFile } from '../model/store';
import type { ClusterProfile } from '../targets/kubernetes/schema/cluster';
import { Edge } from './edge/edge';
import { Agent } from './services/agent';
import { ApiGateway } from './services/api-gateway';
import { Auth } from './services/auth';
import { Case, type CaseStorage } from './services/case';
import { Dashboard } from './services/dashboard';
import { Evidence } from './services/evidence';
import { JobWorker } from './services/job-worker';
import { JobWorkerBeat } from './services/job-worker-beat';
import { Knowledge } from './services/knowledge';
import { Session } from './services/session';

/** What the services store in, and what follows from where they run. */
export interface Backing {
  readonly case: { readonly database: Database; readonly storage: CaseStorage };
  readonly knowledge: { readonly database: Database; readonly model: Model };
  readonly evidence: { readonly database: Database; readonly files: Store };
  readonly agent: { readonly providers?: readonly LlmProvider[] };
}

/** What a cluster's profile lets them store in. */
export const clusterBacking = (
  { caseStorage, knowledge, evidence, files, model, llm }: ClusterProfile['backing'],
  postgres: Postgres,
): Backing => ({
  case: {
    database: caseStorage === 'memory' ? laptopBacking.case.database : postgresDatabase(postgres, 'fm-case-service', 'fm_case'),
    storage: caseStorage,
  },
  knowledge: {
    database:
      knowledge === 'sqlite' ? laptopBacking.knowledge.database : postgresDatabase(postgres, 'fm-knowledge-service', 'fm_knowledge'),
    model: model === 'hub' ? modelFromHub : 'volume' in model ? modelOnVolume(model.volume) : modelInImage(model.image),
  },
  evidence: {
    database: evidence === 'sqlite' ? laptopBacking.evidence.database : postgresDatabase(postgres, 'fm-evidence-service', 'fm_evidence'),
    files: files === 'local' ? localFolder : bucketStore('fm-evidence-service', files.bucket),
  },
  agent: { providers: llm },
});

/** What FaultMaven's published Compose file gives them: files, below ./data. */
export const laptopBacking: Backing = {
  case: { database: sqliteFile('case-service.db'), storage: 'memory' },
  knowledge: { database: sqliteFile('knowledge-service.db', 'documents'), model: modelFromHub },
  evidence: { database: sqliteFile('evidence-service.db', 'what is known of uploads'), files: localFolder },
  agent: {},
};

/** Every service of FaultMaven, each given the services it calls. Their order here is their order in every output. */
export class Catalogue extends RootConstruct {
  readonly redis: Redis;
  readonly chromadb: ChromaDb;
  readonly auth: Auth;
  readonly session: Session;
  readonly case: Case;
  readonly knowledge: Knowledge;
  readonly evidence: Evidence;
  readonly agent: Agent;
  readonly jobWorker: JobWorker;
  readonly jobWorkerBeat: JobWorkerBeat;
  readonly dashboard: Dashboard;
  readonly apiGateway: ApiGateway;

  /** @param backing what they store in, which may be services of its own: those are made in the scope that it is given */
  constructor(backingIn: (scope: RootConstruct) => Backing = () => laptopBacking) {
    super();
    const backing = backingIn(this);
    this.redis = new Redis(this);
    this.chromadb = new ChromaDb(this);
    this.auth = new Auth(this, { redis: this.redis });
    this.session = new Session(this, { redis: this.redis });
    this.case = new Case(this, backing.case);
    this.knowledge = new Knowledge(this, { chromadb: this.chromadb, ...backing.knowledge });
    this.evidence = new Evidence(this, backing.evidence);
    this.agent = new Agent(this, { case: this.case, ...backing.agent });
    this.jobWorker = new JobWorker(this, { redis: this.redis });
    this.jobWorkerBeat = new JobWorkerBeat(this, { redis: this.redis });
    this.dashboard = new Dashboard(this);
    this.apiGateway = new ApiGateway(this, {
      auth: this.auth,
      session: this.session,
      case: this.case,
      knowledge: this.knowledge,
      evidence: this.evidence,
      agent: this.agent,
    });
  }
}

/** The same services, and what only a cluster needs around them. */
export class ClusterCatalogue extends Catalogue {
  readonly redisProxy = new RedisProxy(this, { redis: this.redis });
  readonly edge = new Edge(this, { apiGateway: this.apiGateway, dashboard: this.dashboard });

  constructor(backing?: ClusterProfile['backing']) {
    super((scope) => {
      const postgres = new Postgres(scope);
      return backing === undefined ? laptopBacking : clusterBacking(backing, postgres);
    });
  }
}

/** The services below a scope, in the order in which they were created. */
export const servicesOf = (scope: RootConstruct): readonly Service[] =>
  scope.node.children.filter((child): child is Service => child instanceof Service);

/** Every service of FaultMaven, for each target. */
export const catalogues: Catalogues = {
  compose: servicesOf(new Catalogue()),
  kubernetes: (backing?: ClusterProfile['backing']) => servicesOf(new ClusterCatalogue(backing)),
};
