import { join } from 'node:path';
import { createColors } from 'picocolors';
import { faultmaven } from '../../lib/faultmaven/application';
import { loadProfile } from '../../lib/profile/load';
import { losses as composeLosses } from '../../lib/targets/compose/losses';
import type { ComposePlan } from '../../lib/targets/compose/plan/plan';
import { losses } from '../../lib/targets/kubernetes/losses/losses';
import { ROOT } from '../support/cli';
import { clusterPlan } from '../support/cluster';
import { bind, shapes } from '../support/plans';

/* What plan --losses says of FaultMaven's services and of the parts around them. */

interface Printed {
  readonly losses: readonly {
    readonly what: string;
    readonly effects: readonly {
      readonly services: readonly string[];
      readonly state: string;
      readonly means: string;
      readonly lost?: string;
    }[];
  }[];
}

const MANNER = { format: 'json', colors: createColors(false) } as const;
const cluster: Printed = JSON.parse(losses(clusterPlan(), MANNER));
const elasticsearch: Printed = JSON.parse(
  losses(clusterPlan('cluster', ['platform.logging=elasticsearch', 'services.elasticsearch.zones=required']), MANNER),
);
const laptop: Printed = JSON.parse(
  composeLosses(bind(faultmaven, loadProfile({ file: join(ROOT, 'profiles/laptop.yaml'), cwd: ROOT, shapes })) as ComposePlan, MANNER),
);

const effectOn = (service: string, what: RegExp, { losses: all }: Printed = cluster) =>
  all.find((loss) => what.test(loss.what))?.effects.find(({ services }) => services.includes(service));
/** Everything that something takes of a service. */
const lostOf = (service: string, { losses: all }: Printed = cluster): string =>
  all.flatMap(({ effects }) => effects.filter(({ services }) => services.includes(service)).map(({ lost = '' }) => lost)).join();

it.each([
  ['postgres', 'degraded', 'degraded'],
  ['redis', 'degraded', 'works'],
  ['chromadb', 'down', 'works'],
  ['opensearch', 'degraded', 'works'],
])('tells what a lost member of %s means', (service, leader, other) => {
  expect(effectOn(service, /^the member that leads/)?.state).toBe(leader);
  expect(effectOn(service, /^another member/)?.state).toBe(other);
});

it('tells the same of another store of logs', () => {
  expect(effectOn('elasticsearch', /^a member is killed, whichever it is/, elasticsearch)).toMatchObject({
    state: 'degraded',
    means: 'the others answer; if it led, no writes until they have elected another one',
  });
});

it('tells what a lost member means where it does not matter which one', () => {
  const what = /^a member is killed, whichever it is$/;
  expect(effectOn('prometheus', what)?.means).toMatch(/^the others scrape everything and send every alert/);
  expect(effectOn('alertmanager', what)?.means).toMatch(/^the others notify/);
});

it.each([
  'job-worker',
  'job-worker-beat',
  'log-events',
  'log-shipper',
  'kube-state-metrics',
  'node-exporter',
  'log-store-exporter',
  'redis-exporter',
])('tells of no requests that %s loses, which nobody asks', (service) => {
  expect(lostOf(service)).not.toContain('requests');
  expect(effectOn(service, /takes more memory/)?.means).not.toContain('answer');
});

it.each(['edge', 'agent', 'redis-proxy', 'prometheus', 'grafana', 'opensearch-dashboards', 'blackbox'])(
  'tells of the requests that %s loses',
  (service) => {
    expect(lostOf(service)).toContain('requests that it was answering');
  },
);

it('tells what nobody does in the place of what is away', () => {
  expect(effectOn('job-worker-beat', /^a node/)?.lost).toBe('jobs that come due meanwhile');
  expect(effectOn('job-worker-beat', /takes more memory/)?.lost).toBeUndefined();
  expect(effectOn('log-events', /takes more memory/)?.lost).toBe('events that it had not sent, and those that happen meanwhile');
});

it('tells the same on a laptop', () => {
  for (const service of ['job-worker', 'job-worker-beat']) expect(lostOf(service, laptop)).not.toContain('requests');
  for (const service of ['agent', 'redis']) expect(lostOf(service, laptop)).toContain('requests that it was answering');
});
