import { RootConstruct } from 'constructs';
import { Redis } from '../../lib/data/redis/redis';
import type { Catalogue } from '../../lib/faultmaven/catalogue';
import { Agent } from '../../lib/faultmaven/services/agent';
import { ApiGateway } from '../../lib/faultmaven/services/api-gateway';
import { Auth } from '../../lib/faultmaven/services/auth';
import { JobWorker } from '../../lib/faultmaven/services/job-worker';
import { JobWorkerBeat } from '../../lib/faultmaven/services/job-worker-beat';
import { Knowledge } from '../../lib/faultmaven/services/knowledge';
import { Session } from '../../lib/faultmaven/services/session';
import type { Service } from '../../lib/model/service';

/*
 * What must not compile. `npm run types` is the test: it fails where a line below an expected error has none. Nothing here
 * is ever called.
 */
function mustNotCompile(scope: Catalogue, { redis, chromadb, auth, session, case: cases, knowledge, evidence, agent }: Catalogue): void {
  // @ts-expect-error: redis is missing
  new Auth(scope, {});
  // @ts-expect-error: nothing is given at all
  new Auth(scope);
  // @ts-expect-error: chromadb is no redis
  new Auth(scope, { redis: chromadb });
  // @ts-expect-error: a name is no object
  new Auth(scope, { redis: 'redis' });
  // @ts-expect-error: it may be missing
  new Auth(scope, { redis: undefined });
  // @ts-expect-error: auth does not call chromadb
  new Auth(scope, { redis, chromadb });

  // @ts-expect-error: auth is no redis
  new Session(scope, { redis: auth });
  // @ts-expect-error: redis is missing
  new JobWorker(scope, {});
  // @ts-expect-error: chromadb is no redis
  new JobWorkerBeat(scope, { redis: chromadb });

  // @ts-expect-error: redis is no chromadb
  new Knowledge(scope, { chromadb: redis });
  // @ts-expect-error: chromadb is missing
  new Knowledge(scope, {});

  // @ts-expect-error: evidence is no case, although both have the same shape
  new Agent(scope, { case: evidence });
  // @ts-expect-error: case is missing
  new Agent(scope, {});

  // @ts-expect-error: agent is missing
  new ApiGateway(scope, { auth, session, case: cases, knowledge, evidence });
  // @ts-expect-error: auth and session are swapped
  new ApiGateway(scope, { auth: session, session: auth, case: cases, knowledge, evidence, agent });
  // @ts-expect-error: knowledge and evidence are swapped
  new ApiGateway(scope, { auth, session, case: cases, knowledge: evidence, evidence: knowledge, agent });

  // @ts-expect-error: any service is not a certain one
  new Auth(scope, { redis: redis as Service });
  // @ts-expect-error: what a service is does not change
  redis.kind = 'redis';
  // @ts-expect-error: the list of what it calls does not change
  auth.calls.push(redis);
}
void mustNotCompile;

it('compiles where every dependency is given, in a scope of its own', () => {
  const scope = new RootConstruct();
  const redis = new Redis(scope);
  expect(new Auth(scope, { redis }).calls).toEqual([redis]);
});

it('rejects two services of one name in one scope', () => {
  const scope = new RootConstruct();
  new Redis(scope);
  expect(() => new Redis(scope)).toThrow('redis');
});
