import { everyPlatform, type Platform } from '../../lib/model/platform';
import { rulesFor } from '../../lib/platform/monitoring/rules/groups';
import { toYaml } from '../../lib/yaml-writer';
import { dashboardTexts } from '../../scripts/dashboards/all';
import type { AlertTest } from '../platform/alerts/case';
import { read } from '../platform/alerts/checks';
import { DATA } from '../platform/alerts/data';
import { FAULTMAVEN, OWN_SAMPLES } from '../platform/alerts/faultmaven';
import { GENERAL } from '../platform/alerts/general';
import { LOGGING } from '../platform/alerts/logging';
import { MONITORING } from '../platform/alerts/monitoring';
import { SAMPLES } from '../platform/alerts/services';
import { EVERY_SOURCE } from '../platform/alerts/sources';
import { type Any, clusterPlanOf, objectsOf, ofKind, workloads } from '../support/cluster';
import { answering, mayReach, type Way, wayText } from '../support/reach';
import { dashboardsIn, hasValue, probesIn, rulesIn, seriesIn, type Written } from '../support/shown';

const TESTS: Readonly<Record<string, AlertTest>> = { ...GENERAL, ...DATA, ...MONITORING, ...LOGGING, ...FAULTMAVEN };
const metricsIn = (expr: string): readonly string[] => read(expr).metrics.map(({ name }) => name);

/** The alerts that have both tests, each with the metrics that its tested expression asks for. The Watchdog always fires. */
const TESTED: ReadonlyMap<string, readonly string[]> = new Map(
  rulesFor([...SAMPLES, ...OWN_SAMPLES], EVERY_SOURCE)
    .groups.flatMap(({ rules }) => rules.alerts)
    .filter(({ name }) => (TESTS[name]?.fires.length ?? 0) > 0 && ((TESTS[name]?.silent.length ?? 0) > 0 || name === 'Watchdog'))
    .map(({ name, expr }) => [name, ['', ...metricsIn(expr)]]),
);

/** A cluster, as a profile says it. */
interface Combination extends Platform {
  /** Further settings of the monitoring. */
  readonly more?: Readonly<Record<string, unknown>>;
}

/** What ships runs on every node, which takes the owner. Whether node-exporter runs matters where the owner has all of the monitoring. */
const EVERY: readonly Combination[] = everyPlatform().filter(
  ({ monitoring, logging, owner, nodeExporter }) =>
    monitoring !== 'none' && (logging === 'none' || owner) && (nodeExporter || (owner && monitoring === 'full')),
);
const SHIPPED: Platform = { ingress: 'direct', monitoring: 'full', logging: 'opensearch', owner: true, nodeExporter: true };
const STORE = { url: 'https://series.example.com/write', credentials: 'none' };
const COMBINATIONS: readonly Combination[] = [
  ...EVERY,
  { ...SHIPPED, more: { remoteWrite: STORE } },
  { ...SHIPPED, more: { frontDoor: 'none' } },
  { ...SHIPPED, monitoring: 'existing', more: { as: 'files' } },
];

const profileOf = ({ nodeExporter, more, ...platform }: Combination): string =>
  toYaml({
    platform,
    ...(platform.ingress === 'existing' ? { ingress: { className: 'nginx', namespace: 'nginx-ingress' } } : {}),
    monitoring: {
      ...(nodeExporter ? {} : { nodeExporter }),
      ...(platform.monitoring === 'existing' ? { namespace: 'watchers' } : {}),
      ...more,
    },
    ...(platform.logging === 'existing' ? { logging: { to: { protocol: 'opensearch', url: 'https://logs.example.com:9200' } } } : {}),
  });

const inWords = ({ more, ...platform }: Combination): string => JSON.stringify({ ...platform, ...more }).replaceAll('"', '');

const DRAWN: readonly Any[] = [...dashboardTexts().values()].map((text) => JSON.parse(text));
const asked = (expr: string): string => expr.replaceAll('$__rate_interval', '2m');

/** The connections from whoever asks URLs to each pod that answers under one, by the configuration of Prometheus. */
function waysToAsk(objects: readonly Any[]): readonly Way[] {
  const pods = workloads(objects).map(({ metadata, spec }) => ({
    metadata: { ...spec.template.metadata, name: metadata.name, namespace: metadata.namespace },
    spec: spec.template.spec,
  }));
  const answerers = probesIn(objects).flatMap((probe) =>
    'url' in probe
      ? answering(new URL(probe.url), ofKind(objects, 'Service'), pods)
      : pods.flatMap((to) =>
          to.spec.containers
            .flatMap(({ ports = [] }: Any) => ports)
            .filter(({ name }: Any) => name === probe.port && to.metadata.namespace === probe.namespace)
            .map(({ containerPort }: Any) => ({ to, port: containerPort })),
        ),
  );
  return pods.filter(({ metadata }) => metadata.name === 'blackbox').flatMap((from) => answerers.map((one) => ({ from, ...one })));
}

it.each([
  ['a', true],
  ['sum by (x) (rate(a[5m])) > 3', true],
  ['nowhere', false],
  ['a / nowhere', false],
  ['nowhere or a', true],
  ['(nowhere or a) and on (x) nowhere', false],
  ['a unless nowhere', true],
  ['nowhere unless a', false],
])('sees whether %j can have a value: %j', (expr, can) => {
  expect(hasValue(expr, new Set(['a']))).toBe(can);
});

describe.each(COMBINATIONS.map((one) => [inWords(one), one] as const))('with %s', (_, combination) => {
  let objects: readonly Any[];
  let series: ReadonlySet<string>;
  let rules: readonly Written[];
  let boards: ReadonlyMap<string, Any>;
  const exprsOf = ({ targets }: Any): readonly string[] => targets.map(({ expr }: Any) => asked(expr));

  beforeAll(() => {
    objects = objectsOf(clusterPlanOf(profileOf(combination)));
    series = seriesIn(objects, combination);
    rules = rulesIn(objects);
    boards = dashboardsIn(objects);
  });

  it('every rule asks for series that somebody shows', () => {
    expect(rules.length).toBeGreaterThan(40);
    expect(rules.filter(({ expr }) => !hasValue(expr, series)).map(({ alert, record }) => alert ?? record)).toEqual([]);
  });

  it('every alert has a test in which it fires, and one in which it is silent, and asks for nothing that these do not ask for', () => {
    const untested = rules.flatMap(({ alert, expr }) => {
      if (alert === undefined) return [];
      const tested = TESTED.get(alert) ?? [];
      return tested.length > 0 && metricsIn(expr).every((name) => tested.includes(name)) ? [] : [alert];
    });
    expect(untested).toEqual([]);
  });

  it('every panel shows something, and what is left out would show nothing', () => {
    const empty = [...boards.values()].flatMap(({ title, panels }) =>
      panels.flatMap((panel: Any) =>
        exprsOf(panel)
          .filter((expr) => !hasValue(expr, series))
          .map((expr) => `${title}: ${panel.title}: ${expr}`),
      ),
    );
    expect(empty).toEqual([]);
    const left = DRAWN.flatMap(({ uid, panels }) => {
      const board = boards.get(uid);
      if (board === undefined) return [];
      const shown = new Set(board.panels.flatMap(exprsOf));
      return panels.flatMap(exprsOf).filter((expr: string) => !shown.has(expr));
    });
    expect(left.filter((expr) => hasValue(expr, series))).toEqual([]);
  });

  it('every choice of a dashboard has values', () => {
    const choices = [...boards.values()].flatMap(({ title, templating: { list } }) =>
      list.flatMap(({ query: { query } }: Any) => {
        const [, from] = /^label_values\((.*), \w+\)$/.exec(query ?? '') ?? [];
        return from === undefined ? [] : [{ title, from }];
      }),
    );
    expect(choices.length).toBeGreaterThan(0);
    expect(choices.filter(({ from }) => !hasValue(from, series))).toEqual([]);
  });

  it('every alert leads to a panel that is there', () => {
    const lost = rules.flatMap(({ alert, annotations: { dashboard = '' } = {} }) => {
      const [, uid = '', panel] = /\/d\/([\w-]+)\?viewPanel=panel-(\d+)/.exec(dashboard) ?? [];
      return dashboard === '' || boards.get(uid)?.panels.some(({ id }: Any) => id === Number(panel)) ? [] : [`${alert}: ${dashboard}`];
    });
    expect(lost).toEqual([]);
  });

  it('every URL that is asked can be reached by whoever asks it', () => {
    const ways = waysToAsk(objects);
    expect(ways.length).toBeGreaterThan(combination.monitoring === 'full' ? 10 : -1);
    const policies = ofKind(objects, 'NetworkPolicy');
    expect(ways.filter((way) => !mayReach(way, policies)).map(wayText)).toEqual([]);
    // Each goes through the policy of who asks.
    expect(
      ways.filter((way) =>
        mayReach(
          way,
          policies.filter(({ metadata }) => metadata.name !== 'blackbox'),
        ),
      ),
    ).toEqual([]);
  });
});
