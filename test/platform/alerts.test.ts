import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { MetricsSource } from '../../lib/model/alert';
import { rulesFor } from '../../lib/platform/monitoring/rules/groups';
import { span } from '../../lib/platform/monitoring/rules/promql';
import { rulesFile } from '../../lib/platform/monitoring/rules/rules-file';
import { seconds } from '../../lib/units/duration';
import { ROOT } from '../support/cli';
import { anchorsOf } from '../support/markdown';
import { complaintsAbout, read } from './alerts/checks';
import { DATA } from './alerts/data';
import { GENERAL } from './alerts/general';
import { LOGGING } from './alerts/logging';
import { MONITORING } from './alerts/monitoring';
import { SAMPLES, sample } from './alerts/services';
import { EVERY_SOURCE } from './alerts/sources';

const { groups, unseen } = rulesFor(SAMPLES, EVERY_SOURCE);
const ALERTS = groups.flatMap(({ rules }) => rules.alerts);
const TESTS = { ...GENERAL, ...DATA, ...MONITORING, ...LOGGING };
const find = (wanted: string) => {
  const [found] = groups.flatMap(({ service, rules }) =>
    rules.alerts.filter(({ name }) => name === wanted).map((alert) => ({ ...alert, service })),
  );
  if (found === undefined) throw new RangeError(`there is no alert ${wanted}`);
  return found;
};

describe('rules', () => {
  it('ask for what exporters show, and rely on no name of a job', () => {
    expect(complaintsAbout(groups)).toEqual([]);
  });

  it('have two tests for each alert', () => {
    expect(Object.keys(TESTS).sort()).toEqual(ALERTS.map(({ name }) => name).sort());
    const lacking = Object.entries(TESTS).filter(([, { fires, silent }]) => fires.length === 0 || silent.length === 0);
    // What always fires has no other test.
    expect(lacking.map(([name]) => name)).toEqual(['Watchdog']);
  });

  it.each(ALERTS)('lead from $name to a runbook', ({ runbook }) => {
    const [file = '', heading] = runbook.split('#');
    const path = join('docs/runbooks', file);
    expect(existsSync(join(ROOT, path))).toBe(true);
    if (heading !== undefined) expect(anchorsOf(path)).toContain(heading);
  });

  it('are written as a file that Prometheus reads', () => {
    const file = parse(rulesFile(groups));
    expect(file.groups.map(({ name }: { name: string }) => name)).toEqual(groups.map(({ name }) => name));
    const [alert] = file.groups[0].rules.filter((rule: { alert?: string }) => rule.alert === 'NodeGone');
    expect(alert).toEqual({
      alert: 'NodeGone',
      expr: expect.stringMatching(
        /^max by \(node, condition\) \(kube_node_status_condition\{condition="Ready", status!="true"\}\) == 1 unless /,
      ),
      for: '2m',
      labels: { severity: 'critical' },
      annotations: {
        summary: 'Node {{ $labels.node }} is not ready.',
        description: expect.any(String),
        runbook_url: 'https://github.com/FaultMaven/faultmaven-infra/blob/main/docs/runbooks/node-lost.md',
        dashboard: '/d/fmsynth-nodes?viewPanel=panel-2&var-node={{ $labels.node }}',
        failure_mode: 'Node/host failure',
      },
    });
  });

  it('choose on their panels, and name in their texts, only what is known of what they are about', () => {
    const unknown = Object.entries(TESTS).flatMap(([name, { fires }]) => {
      const { summary, description, panel, service } = find(name);
      const named = [...`${summary} ${description}`.matchAll(/\{\{ \$labels\.(\w+) \}\}/g)].map(([, label = '']) => label);
      const asked = [...named, ...(panel?.choices ?? []).filter((choice) => choice !== 'service' || service === undefined)];
      return fires
        .flatMap(({ alerts }) => alerts.flatMap(([labels]) => asked.filter((label) => (labels[label] ?? '') === '')))
        .map((label) => `${name}: ${label}`);
    });
    expect(unknown).toEqual([]);
  });

  it('name the service that they are about', () => {
    const group = parse(rulesFile(groups)).groups.find(({ name }: { name: string }) => name === 'redis');
    const alerts = group.rules.filter((rule: { alert?: string }) => rule.alert !== undefined);
    expect(alerts.map(({ labels }: { labels: { service: string } }) => labels.service)).toEqual(alerts.map(() => 'redis'));
  });
});

describe('a source that is not scraped', () => {
  /** They fire without kube-state-metrics as well: their own tests take its series away. */
  const GO_ON = ['TargetDown', 'RouteDown'];

  it.each([...EVERY_SOURCE])('takes away what asks for %s, and tells of it', (source: MetricsSource) => {
    const without = rulesFor(SAMPLES, new Set([...EVERY_SOURCE].filter((one) => one !== source)));
    const gone = ALERTS.filter(({ needs = [] }) => needs.includes(source)).map(({ name }) => name);
    expect(without.unseen.map(({ name }) => name)).toEqual(gone);
    expect(without.groups.flatMap(({ rules }) => rules.alerts).map(({ name }) => name)).toEqual(
      ALERTS.map(({ name }) => name).filter((name) => !gone.includes(name)),
    );
    // Nothing else asks for a recording that is gone.
    const asking = complaintsAbout(without.groups).filter((complaint) => !/ explains /.test(complaint));
    expect(asking.filter((complaint) => !GO_ON.some((name) => complaint.startsWith(`${name}:`)))).toEqual([]);
  });

  it('is missing nowhere if all are there', () => {
    expect(unseen).toEqual([]);
  });
});

describe('alerts of what there is', () => {
  const namesOf = (...samples: readonly (typeof SAMPLES)[number][]): readonly string[] =>
    rulesFor(samples, EVERY_SOURCE).groups.flatMap(({ rules }) => rules.alerts.map(({ name }) => name));

  it('has none about disks, backups and routes without any', () => {
    const names = namesOf(sample('shop'));
    expect(names).toContain('MemoryNearLimit');
    expect(names.filter((name) => /Volume|Backup|Route|Certificate/.test(name))).toEqual([]);
  });

  it('has some about certificates only where there is a host of users', () => {
    const aboutCertificates = (...of: readonly (typeof SAMPLES)[number][]) => namesOf(...of).filter((name) => /^Certificate/.test(name));
    expect(namesOf(sample('shop', { probe: 'http://shop/health' }))).toContain('RouteDown');
    expect(aboutCertificates(sample('shop', { probe: 'http://shop/health' }))).toEqual([]);
    expect(aboutCertificates(sample('shop', { doors: [{ host: 'shop.example.com', url: 'https://shop/' }] }))).toHaveLength(2);
  });

  it('has one about an archive only where there is one', () => {
    const postgres = SAMPLES.find(({ about }) => about.server.name === 'postgres') as (typeof SAMPLES)[number];
    expect(namesOf(postgres)).toContain('PostgresArchivingFailing');
    expect(namesOf({ ...postgres, about: { ...postgres.about, schedules: [] } })).not.toContain('PostgresArchivingFailing');
  });

  it('has none at all without a service', () => {
    expect(rulesFor([], EVERY_SOURCE)).toEqual({ groups: [], unseen: [] });
  });

  it('takes its thresholds from what runs', () => {
    const alertmanager = SAMPLES.find(({ about }) => about.server.name === 'alertmanager') as (typeof SAMPLES)[number];
    const five = { ...alertmanager, about: { ...alertmanager.about, count: { least: 5, most: 5 } } };
    const { groups: other } = rulesFor([five], EVERY_SOURCE);
    expect(other.flatMap(({ rules }) => rules.alerts).find(({ name }) => name === 'AlertmanagerMembersMissing')?.expr).toMatch(/ < 5$/);
  });
});

describe('an expression', () => {
  it.each([
    ['up{job="x"} == 0', ['it relies on the name of a job']],
    ['nothing_shows_this > 1', ['no exporter shows nothing_shows_this']],
    ['up{colour="red"} == 0', ['up has no label colour']],
    ['sum by (colour) (up) == 0', ['nothing that it asks for has a label colour']],
    ['sum by (pod) (up == 0', ['its expression cannot be read']],
  ])('is not %j', (expr, complaints) => {
    const rules = {
      alerts: [{ name: 'Wrong', severity: 'info', expr, summary: 'Wrong.', description: 'Wrong.', runbook: '', standsFor: '' } as const],
    };
    expect(complaintsAbout([{ name: 'wrong', rules }])).toEqual(
      expect.arrayContaining(complaints.map((complaint) => `Wrong: ${complaint}`)),
    );
  });

  it('is read with its labels', () => {
    expect(read('sum by (pod) (up{namespace="shop"}) / on (pod) rate(x{a!="b"}[5m])')).toEqual({
      metrics: [
        { name: 'up', labels: ['namespace'] },
        { name: 'x', labels: ['a'] },
      ],
      grouped: ['pod', 'pod'],
      errors: 0,
    });
  });
});

it.each([
  [90, '90s'],
  [300, '5m'],
  [7200, '2h'],
  [86_400, '1d'],
  [93_600, '26h'],
])('writes %d seconds as %s', (amount, text) => {
  expect(span(seconds(amount))).toBe(text);
});
