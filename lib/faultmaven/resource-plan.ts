import type { Departure, ResourcePlan } from '../model/application';
import type { Service } from '../model/service';
import { Memory } from '../units/memory';
import type { Catalogue } from './catalogue';

/** What RESOURCE_MANAGEMENT.md of faultmaven-deploy plans, and where FaultMaven differs from it. */
export const resourcePlanOf = (all: Catalogue): ResourcePlan => ({
  table: { pods: 29, cores: 35, memoryGB: 82 },
  ofItself: { pods: 30, cores: 40, memoryGB: 80 },
  lists: [
    ...[all.postgres, all.redis, all.chromadb],
    ...[all.auth, all.session, all.case, all.knowledge, all.evidence, all.agent, all.jobWorker],
  ],
  besides: new Map<Service, string>([
    [all.jobWorkerBeat, 'without it no scheduled job is ever sent'],
    [all.dashboard, 'the pages that users see'],
    [all.apiGateway, 'the only way from the edge to the services'],
    [all.redisProxy, 'the worker and its beat cannot speak to Sentinels, so a proxy routes them to the primary'],
    [all.edge, 'an Ingress cannot take identity headers away, and the gateway believes them'],
  ]),
  around: [
    { what: 'NGINX ingress', memoryGB: 2, services: [all.edge], onlyWith: ({ ingress }) => ingress === 'direct' },
    {
      what: 'Prometheus and Grafana',
      memoryGB: 5,
      services: [...Object.values(all.platform.monitoring), all.redisExporter, all.postgresExporter],
      onlyWith: ({ monitoring }) => monitoring === 'full',
    },
    {
      what: 'logging (ELK)',
      memoryGB: 8,
      services: Object.values(all.platform.logging),
      onlyWith: ({ logging }) => logging === 'opensearch' || logging === 'elasticsearch',
    },
  ],
  // 82 of its table, 2 for ingress, 5 for monitoring and 8 for logs.
  inAll: { saidGB: 95, rowsGB: 97 },
  sidecars: new Map([[all.redis, 'a Sentinel beside each Redis, to agree on a primary']]),
  departures: new Map<Service, Departure>([
    [
      all.evidence,
      {
        planned: Memory.parse('256Mi'),
        because:
          'it holds whole files: with uploads and downloads of 50 MB, one at a time, it is killed at 256 MB in the third cycle (measured)',
      },
    ],
    [
      all.jobWorker,
      {
        planned: Memory.parse('256Mi'),
        because:
          'Celery with concurrency 4 is five processes, 224 MiB with tasks that hold nothing (measured) and 0.3 to 0.5 GB with real ones (estimated): at 256 MB they would be killed in a loop',
      },
    ],
  ]),
});
