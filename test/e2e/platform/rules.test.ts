import { rulesFor } from '../../../lib/platform/monitoring/rules/groups';
import { rulesFile } from '../../../lib/platform/monitoring/rules/rules-file';
import { type AlertTest, filesOf } from '../../platform/alerts/case';
import { DATA } from '../../platform/alerts/data';
import { asElsewhere } from '../../platform/alerts/elsewhere';
import { FAULTMAVEN, OWN_HEALTHY, OWN_SAMPLES } from '../../platform/alerts/faultmaven';
import { GENERAL } from '../../platform/alerts/general';
import { HEALTHY, healthyWith } from '../../platform/alerts/healthy';
import { LOGGING } from '../../platform/alerts/logging';
import { MONITORING } from '../../platform/alerts/monitoring';
import { mutantsOf } from '../../platform/alerts/mutants';
import { SAMPLES } from '../../platform/alerts/services';
import { EVERY_SOURCE } from '../../platform/alerts/sources';
import { describeWith } from '../support/tools';
import { checkRules } from './checks';
import { PROMETHEUS } from './programs';
import { promtoolTests } from './promtool';

const { groups } = rulesFor([...SAMPLES, ...OWN_SAMPLES], EVERY_SOURCE);
const ALERTS = groups.flatMap(({ rules }) => rules.alerts);
const TESTS: Readonly<Record<string, AlertTest>> = { ...GENERAL, ...DATA, ...MONITORING, ...LOGGING, ...FAULTMAVEN };
const BACKGROUND = { ...HEALTHY, ...healthyWith(OWN_SAMPLES), ...OWN_HEALTHY };

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

  // Watchdog compares nothing.
  const { Watchdog: _, ...comparing } = TESTS;

  it('have no threshold and no time that could change without a test that fails', () => {
    const mutants = Object.fromEntries(
      Object.entries(comparing).flatMap(([name, test]) =>
        mutantsOf(ALERTS.find((alert) => alert.name === name)).map((mutant) => [
          `${name}-${mutant.what}`,
          filesOf(groups, name, test, BACKGROUND, { changed: () => mutant.alert }),
        ]),
      ),
    );
    const unnoticed = [...promtoolTests(mutants)].filter(([, complaint]) => complaint === '').map(([name]) => name);
    expect(Object.keys(mutants).length).toBeGreaterThan(2 * ALERTS.length);
    expect(unnoticed).toEqual([]);
  });
});
