import type { Alert, Recording } from '../../../lib/model/alert';
import { rulesFor } from '../../../lib/platform/monitoring/rules/groups';
import { rulesFile } from '../../../lib/platform/monitoring/rules/rules-file';
import { type AlertTest, behind, filesOf } from '../../platform/alerts/case';
import { DATA } from '../../platform/alerts/data';
import { asElsewhere } from '../../platform/alerts/elsewhere';
import { FAULTMAVEN, OWN_HEALTHY, OWN_SAMPLES } from '../../platform/alerts/faultmaven';
import { GENERAL } from '../../platform/alerts/general';
import { HEALTHY, healthyWith } from '../../platform/alerts/healthy';
import { LOGGING } from '../../platform/alerts/logging';
import { MONITORING } from '../../platform/alerts/monitoring';
import { type Mutant, mutantsOfAlert, mutantsOfRecording } from '../../platform/alerts/mutants';
import { SAMPLES } from '../../platform/alerts/services';
import { EVERY_SOURCE } from '../../platform/alerts/sources';
import { describeWith } from '../support/tools';
import { checkRules } from './checks';
import { PROMETHEUS } from './programs';
import { promtoolTests } from './promtool';

const { groups } = rulesFor([...SAMPLES, ...OWN_SAMPLES], EVERY_SOURCE);
const ALERTS = groups.flatMap(({ rules }) => rules.alerts);
const RECORDINGS = groups.flatMap(({ rules }) => rules.recordings ?? []);
const TESTS: Readonly<Record<string, AlertTest>> = { ...GENERAL, ...DATA, ...MONITORING, ...LOGGING, ...FAULTMAVEN };
const BACKGROUND = { ...HEALTHY, ...healthyWith(OWN_SAMPLES), ...OWN_HEALTHY };

/** What promtool says of a test in which an alert fires or not as expected, and of one in which a rule cannot take the series. */
const NOTICED = /^ *(?:alertname: .*, time: .*|rule: .*, time: .*, err: .*)$/m;

const NO_LAG =
  'A position of 0 is before all that is replayed, so it makes no lag. That it is left out keeps lags below zero from the panel.';

/** Changes that no test of an alert can notice, each with the reason. */
const NEVER_MATTERS: Readonly<Record<string, string>> = {
  'PodEvicted: 15m → 30m': 'A pod that was evicted stays so. Longer only bridges longer gaps of the exporter, and no alert is late for it.',
  'RouteDown: 2 → 1': 'While its only replica is away, it has changed one, three or five times.',
  'postgres:replica_lag:bytes: 0 → -1': NO_LAG,
  'postgres:replica_lag:bytes: 0 → 2': NO_LAG,
  'redis:memory_of_max:ratio: 0 → 2': 'A maximum of one byte or two is none that a Redis has.',
};

interface Tried extends Mutant {
  /** The alert whose tests are to notice it. */
  readonly tested: string;
  /** The rule that is changed. */
  readonly of: string;
}

/** The alert, with each change of it. Watchdog compares nothing. */
const ofAlert = (alert: Alert): readonly Tried[] =>
  alert.name === 'Watchdog' ? [] : mutantsOfAlert(alert).map((mutant) => ({ tested: alert.name, of: alert.name, ...mutant }));

/** A recording, with each change of it, in the tests of the first alert that needs it. */
function ofRecording(recording: Recording): readonly Tried[] {
  const alert = ALERTS.find(({ expr }) => behind(expr, RECORDINGS).includes(recording));
  if (alert === undefined) throw new RangeError(`no alert needs ${recording.record}`);
  return mutantsOfRecording(recording).map((mutant) => ({ tested: alert.name, of: recording.record, ...mutant }));
}

/** Those of which no test complains. @throws Error if promtool complains of something else than a test that fails */
function unnoticedBy(which: 'fires' | 'silent', mutants: readonly Tried[]): readonly Tried[] {
  const said = promtoolTests(
    Object.fromEntries(
      mutants.map(({ tested, rule }, index) => {
        const test = { fires: [], silent: [], [which]: TESTS[tested]?.[which] };
        return [`${index}`, filesOf(groups, tested, test, BACKGROUND, { instead: rule })];
      }),
    ),
  );
  return mutants.filter(({ of, change }, index) => {
    const complaint = said.get(`${index}`) ?? '';
    if (complaint !== '' && !NOTICED.test(complaint)) throw new Error(`${of}: ${change}: ${complaint}`);
    return complaint === '';
  });
}

describeWith(PROMETHEUS, 'the rules', () => {
  it('are valid, and without a doubt of promtool', () => {
    const rules = groups.flatMap(({ rules: { alerts, recordings = [] } }) => [...alerts, ...recordings]);
    expect(checkRules(rulesFile(groups))).toEqual({ right: true, output: expect.stringContaining(`${rules.length} rules found`) });
  });

  let said: ReadonlyMap<string, string>;

  beforeAll(() => {
    said = promtoolTests(Object.fromEntries(Object.entries(TESTS).map(([name, test]) => [name, filesOf(groups, name, test, BACKGROUND)])));
  });

  it.each(Object.keys(TESTS))('let %s fire when it should, and no sooner', (name) => {
    expect(said.get(name)).toBe('');
  });

  it('say nothing but that they work while nothing is wrong', () => {
    const healthy = filesOf(
      groups,
      'Watchdog',
      { fires: [{ when: 'all is well', series: BACKGROUND, alerts: [[{}, 'Alerts reach you.']] }], silent: [] },
      {},
    );
    const asked = ALERTS.filter(({ name }) => name !== 'Watchdog').map(
      ({ name }) => `  - { eval_time: 3h, alertname: ${name}, exp_alerts: [] }`,
    );
    const tests = healthy.tests.replace(
      /^( *)alert_rule_test:\n/m,
      (found, indent) => `${found}${asked.map((line) => indent + line).join('\n')}\n`,
    );
    expect(promtoolTests({ healthy: { rules: rulesFile(groups), tests } }).get('healthy')).toBe('');
  });

  it('say the same of series that another Prometheus scrapes, with other labels', () => {
    const files = Object.entries(TESTS).map(([name, test]) => [name, filesOf(groups, name, test, BACKGROUND, { scraped: asElsewhere })]);
    expect([...promtoolTests(Object.fromEntries(files))].filter(([, complaint]) => complaint !== '')).toEqual([]);
  });

  it('have no threshold, no time and no range that could change without a test that fails', () => {
    const mutants = [...ALERTS.flatMap(ofAlert), ...RECORDINGS.flatMap(ofRecording)];
    expect(mutants.length).toBeGreaterThan(4 * ALERTS.length);
    // Most are noticed by the one or by the other, and each case takes its time.
    const unnoticed = unnoticedBy('silent', unnoticedBy('fires', mutants));
    expect(unnoticed.map(({ of, change }) => `${of}: ${change}`).sort()).toEqual(Object.keys(NEVER_MATTERS).sort());
  });
});
