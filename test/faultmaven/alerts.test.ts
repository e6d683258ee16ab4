import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { faultmaven } from '../../lib/faultmaven/application';
import { servicesIn } from '../../lib/model/application';
import { type RuleGroup, rulesFor } from '../../lib/platform/monitoring/rules/groups';
import { monitoredIn } from '../../lib/targets/kubernetes/render/monitored';
import { complaintsAbout } from '../platform/alerts/checks';
import { FAULTMAVEN, OWN_SAMPLES } from '../platform/alerts/faultmaven';
import { SAMPLES } from '../platform/alerts/services';
import { EVERY_SOURCE } from '../platform/alerts/sources';
import { alertsTable } from '../platform/alerts/table';
import { ROOT } from '../support/cli';
import { clusterPlanOf } from '../support/cluster';
import { anchorsOf } from '../support/markdown';
import { problemsOf } from '../support/problems';

const { groups } = rulesFor([...SAMPLES, ...OWN_SAMPLES], EVERY_SOURCE);
const OWN = groups.filter(({ service }) => OWN_SAMPLES.some(({ about }) => about.server.name === service));
const ALERTS = OWN.flatMap(({ rules }) => rules.alerts);

it('asks for what exporters show, and relies on no name of a job', () => {
  expect(complaintsAbout(groups)).toEqual([]);
});

it('has two tests for each alert about its own services', () => {
  expect(Object.keys(FAULTMAVEN).sort()).toEqual(ALERTS.map(({ name }) => name).sort());
  expect(Object.values(FAULTMAVEN).filter(({ fires, silent }) => fires.length === 0 || silent.length === 0)).toEqual([]);
});

it.each(ALERTS)('leads from $name to a runbook', ({ runbook }) => {
  const [file = '', heading] = runbook.split('#');
  const anchors = anchorsOf(join('docs/runbooks', file));
  expect(anchors.length).toBeGreaterThan(0);
  if (heading !== undefined) expect(anchors).toContain(heading);
});

it('has a row in docs/platform.md for every alert', () => {
  const rows = readFileSync(join(ROOT, 'docs/platform.md'), 'utf8')
    .split(/^### All alerts$/m)[1]
    ?.split(/^##/m)[0]
    ?.split('\n')
    .filter((line) => /^\| \[`|^\| alert |^\|(---\|){5}/.test(line));
  expect(rows).toEqual(alertsTable(groups));
});

describe('the alerts of the shipped cluster with all of the monitoring', () => {
  const { groups: shipped, unseen } = rulesFor(
    monitoredIn(clusterPlanOf('platform: { monitoring: full, logging: opensearch, owner: true }\nnodes: [{ name: all, count: 6 }]\n')),
    EVERY_SOURCE,
  );
  const names = (all: readonly RuleGroup[]): readonly string[] => all.flatMap(({ rules }) => rules.alerts.map(({ name }) => name)).sort();

  it('are those that are tested, and that docs/platform.md lists', () => {
    expect(names(shipped)).toEqual(names(groups));
    expect(unseen).toEqual([]);
  });

  it('ask for what exporters show', () => {
    expect(complaintsAbout(shipped)).toEqual([]);
  });

  it('wake nobody up for a part of the platform', () => {
    const critical = shipped
      .flatMap(({ rules }) => rules.alerts)
      .filter(({ name }) => /^(MemoryAtLimit|ServiceWithoutReplicas|RouteDown)$/.test(name));
    expect(critical.map(({ expr }) => /!~"[^"]*grafana[^"]*node-exporter/.test(expr))).toEqual([true, true, true]);
    expect(critical.map(({ expr }) => /!~"[^"]*fm-edge/.test(expr))).toEqual([false, false, false]);
  });
});

it('wakes nobody up for a route that nothing asks', () => {
  const about = monitoredIn(clusterPlanOf('platform: { monitoring: full }\n')).map((one) => one.about);
  const names = (of: (one: (typeof about)[number]) => boolean | undefined) => about.filter(of).map(({ server }) => server.name);
  expect(names(({ unused }) => unused)).toEqual(['chromadb']);
  // Workers answer nobody. Users ask the edge. Knowledge is not given the address either.
  const called = new Set(servicesIn(faultmaven, 'cluster').flatMap(({ calls }) => calls.map(({ name }) => name as string)));
  const silent = names(({ ofPlatform, uncalled, probe }) => !ofPlatform && uncalled && probe !== undefined);
  expect(silent).toContain('chromadb');
  expect([called.size > 5, silent.filter((name) => called.has(name))]).toEqual([true, []]);
});

describe('the disk of Prometheus', () => {
  const withDisk = (size: string): string => `platform: { monitoring: full }\nservices: { prometheus: { volume: { size: ${size} } } }\n`;

  it.each(['1Mi', '1023Mi'])('has room for what is not yet in a block: not %s', (size) => {
    expect(problemsOf(() => clusterPlanOf(withDisk(size)))).toEqual([
      expect.stringContaining(`services.prometheus.volume.size: expected at least 1Gi: two hours of series stay in its log, got ${size}`),
    ]);
  });

  it('may be as small as that', () => {
    expect(() => clusterPlanOf(withDisk('1Gi'))).not.toThrow();
  });
});
