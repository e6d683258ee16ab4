import { RootConstruct } from 'constructs';
import { Service } from './service';
import { Agent } from './services/agent';
import { ApiGateway } from './services/api-gateway';
import { Auth } from './services/auth';
import { Case } from './services/case';
import { ChromaDb } from './services/chromadb';
import { Dashboard } from './services/dashboard';
import { Evidence } from './services/evidence';
import { JobWorker } from './services/job-worker';
import { JobWorkerBeat } from './services/job-worker-beat';
import { Knowledge } from './services/knowledge';
import { Redis } from './services/redis';
import { Session } from './services/session';

/** Every service of FaultMaven, each given the services it calls. Their order here is their order in every output. */
export class Catalogue extends RootConstruct {
  readonly redis = new Redis(this);
  readonly chromadb = new ChromaDb(this);
  readonly auth = new Auth(this, { redis: this.redis });
  readonly session = new Session(this, { redis: this.redis });
  readonly case = new Case(this);
  readonly knowledge = new Knowledge(this, { chromadb: this.chromadb });
  readonly evidence = new Evidence(this);
  readonly agent = new Agent(this, { case: this.case });
  readonly jobWorker = new JobWorker(this, { redis: this.redis });
  readonly jobWorkerBeat = new JobWorkerBeat(this, { redis: this.redis });
  readonly dashboard = new Dashboard(this);
  readonly apiGateway = new ApiGateway(this, {
    redis: this.redis,
    auth: this.auth,
    session: this.session,
    case: this.case,
    knowledge: this.knowledge,
    evidence: this.evidence,
    agent: this.agent,
  });
}

/** The services below a scope, in the order in which they were created. */
export const servicesOf = (scope: RootConstruct): readonly Service[] =>
  scope.node.children.filter((child): child is Service => child instanceof Service);
