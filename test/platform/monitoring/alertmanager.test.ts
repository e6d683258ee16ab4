import { parse } from 'yaml';
import type { Receiver, Receivers } from '../../../lib/model/monitoring';
import { receiverDestinations, receiverFiles } from '../../../lib/platform/monitoring/alertmanager/receivers';
import { alertmanagerYml } from '../../../lib/platform/monitoring/alertmanager/routing';
import type { GrafanaAt } from '../../../lib/platform/monitoring/grafana/shown';
import { rulesFor } from '../../../lib/platform/monitoring/rules/groups';
import { SAMPLES } from '../alerts/services';
import { EVERY_SOURCE } from '../alerts/sources';

const ALERTS = rulesFor(SAMPLES, EVERY_SOURCE).groups.flatMap(({ rules }) => rules.alerts);
const MAIL = { to: 'oncall@example.com', from: 'alerts@example.com', server: 'mail.example.com' };

const written = (receivers?: Receivers, alerts = ALERTS) => parse(alertmanagerYml({ alerts, receivers, secrets: '/secrets' }));
const listed = (receivers: Receivers) =>
  Object.fromEntries(written(receivers).receivers.map(({ name, ...channels }: { name: string }) => [name, channels]));

describe('who is notified', () => {
  it('is nobody if a profile names nobody', () => {
    expect(written().receivers).toEqual(['nobody', 'critical', 'warning', 'watchdog'].map((name) => ({ name })));
    expect(receiverFiles({})).toEqual({});
    expect(receiverDestinations({}, 'cluster.local')).toEqual([]);
  });

  it('is told of warnings as of what is critical, if the profile does not say otherwise', () => {
    const { critical, warning, watchdog } = listed({ critical: { slack: { channel: '#ops' } } });
    expect(critical).toEqual({
      slack_configs: [expect.objectContaining({ channel: '#ops', api_url_file: '/secrets/critical-slack-url' })],
    });
    expect(warning).toEqual({ slack_configs: [expect.objectContaining({ channel: '#ops', api_url_file: '/secrets/warning-slack-url' })] });
    expect(watchdog).toEqual({});
  });

  it.each<[Receiver, string, string | undefined, string | undefined]>([
    [{ webhook: {} }, 'webhook_configs', 'url_file', 'webhook-url'],
    [{ slack: { channel: '#ops' } }, 'slack_configs', 'api_url_file', 'slack-url'],
    [{ pagerduty: {} }, 'pagerduty_configs', 'routing_key_file', 'pagerduty-key'],
    [{ email: { ...MAIL, username: 'alerts' } }, 'email_configs', 'auth_password_file', 'email-password'],
    [{ email: MAIL }, 'email_configs', undefined, undefined],
  ])('proves who it is by a file of a Secret: %j', (receiver, list, setting, key) => {
    const [channel] = (listed({ watchdog: receiver }).watchdog as Record<string, object[]>)[list] ?? [];
    expect(channel).toMatchObject({ send_resolved: true, ...(setting === undefined ? {} : { [setting]: `/secrets/watchdog-${key}` }) });
    expect(Object.entries(receiverFiles({ watchdog: receiver }))).toEqual(
      key === undefined
        ? []
        : [[`watchdog-${key}`, expect.objectContaining({ kind: 'secret', secret: 'alertmanager-receivers', key: `watchdog-${key}` })]],
    );
  });

  it.each<[Receiver, object]>([
    [{ webhook: {} }, { kind: 'internet', port: 443 }],
    [{ webhook: { port: 8443, namespace: 'oncall' } }, { kind: 'namespace', name: 'oncall' }],
    [{ webhook: { port: 8443, networks: ['10.1.0.0/16'] } }, { kind: 'networks', cidrs: ['10.1.0.0/16'], port: 8443 }],
    [{ slack: { channel: '#ops' } }, { kind: 'internet' }],
    [{ pagerduty: {} }, { kind: 'internet' }],
    [{ email: MAIL }, { kind: 'internet', port: 587 }],
    [{ email: { ...MAIL, server: 'mail.post.svc.cluster.local' } }, { kind: 'namespace', name: 'post' }],
    [{ email: { ...MAIL, port: 25, networks: ['10.1.0.0/16'] } }, { kind: 'networks', cidrs: ['10.1.0.0/16'], port: 25 }],
  ])('is reached: %j', (watchdog, destination) => {
    expect(receiverDestinations({ watchdog }, 'cluster.local')).toEqual([{ ...destination, why: expect.any(String) }]);
  });
});

it('sends mail without TLS only where the profile says so', () => {
  const mail = (more: object) => JSON.stringify(listed({ critical: { email: { ...MAIL, ...more } } }));
  expect(mail({})).not.toContain('require_tls');
  expect(mail({ unencrypted: false })).not.toContain('require_tls');
  expect(mail({ unencrypted: true })).toContain('"require_tls":false');
});

describe('what an alert explains', () => {
  it('is left out while it fires', () => {
    const rules: readonly { source_matchers: string[]; target_matchers: string[]; equal: string[] }[] = written().inhibit_rules;
    expect(rules).toContainEqual({
      source_matchers: ['alertname="MemoryAtLimit"'],
      target_matchers: ['alertname=~"MemoryNearLimit"'],
      equal: ['namespace', 'pod', 'container'],
    });
    expect(rules.find(({ source_matchers: [source] }) => source === 'alertname="NodeGone"')).toMatchObject({ equal: ['node'] });
  });

  it('is only what can fire', () => {
    const [gone] = ALERTS.filter(({ name }) => name === 'NodeGone');
    const near = ALERTS.filter(({ name }) => name === 'MemoryNearLimit');
    expect(written({}, [...near, gone as (typeof near)[number]]).inhibit_rules).toEqual([
      { source_matchers: ['alertname="NodeGone"'], target_matchers: ['alertname=~"MemoryNearLimit"'], equal: ['node'] },
    ]);
    expect(written({}, near).inhibit_rules).toEqual([]);
  });

  it('never goes round in a circle, in which both would be silent', () => {
    const explained = new Map(ALERTS.map(({ name, explains }) => [name, explains?.alerts ?? []]));
    const reached = (from: string, seen = new Set<string>()): ReadonlySet<string> => {
      for (const next of explained.get(from) ?? [])
        if (!seen.has(next)) {
          seen.add(next);
          reached(next, seen);
        }
      return seen;
    };
    expect(ALERTS.map(({ name }) => name).filter((name) => reached(name).has(name))).toEqual([]);
  });

  it('has the labels by which it is told', () => {
    // Labels that both lack count as equal: an alert without them would silence others of another thing.
    const unnamed = ALERTS.flatMap(({ name, expr, explains }) =>
      (explains?.equal ?? []).filter((label) => !expr.includes(label) && label !== 'service').map((label) => `${name}: ${label}`),
    );
    expect(unnamed).toEqual([]);
  });
});

describe('where a notification leads', () => {
  const receivers: Receivers = { critical: { slack: { channel: '#ops' } }, warning: { pagerduty: {} } };
  const told = (grafana?: GrafanaAt) => {
    const { receivers: all } = parse(alertmanagerYml({ alerts: ALERTS, receivers, secrets: '/secrets', grafana }));
    const of = (name: string) => all.find((one: { name: string }) => one.name === name);
    const [{ text, title_link }] = of('critical').slack_configs;
    const [{ links }] = of('warning').pagerduty_configs;
    return { text, title_link, links };
  };
  const SHOWN = { url: 'https://grafana.example.com' };
  const FORWARDED = { url: 'http://localhost:3000', forward: 'kubectl port-forward x' };

  it('is the runbook first: the page of Alertmanager is reached by nobody who is on the way', () => {
    for (const grafana of [undefined, SHOWN, FORWARDED]) {
      const { title_link, text, links } = told(grafana);
      expect(title_link).toBe('{{ (index .Alerts 0).Annotations.runbook_url }}');
      expect(text).toContain('<{{ .Annotations.runbook_url }}|runbook>');
      expect(links[0]).toEqual({ href: title_link, text: 'Runbook' });
    }
  });

  it('is the panel, if there is one', () => {
    expect(told(SHOWN).text).toContain('{{ with .Annotations.dashboard }} <{{ . }}|panel>{{ end }}');
    expect(told(SHOWN).links[1]).toEqual({ href: '{{ (index .Alerts 0).Annotations.dashboard }}', text: 'Panel' });
    expect(told(SHOWN).text).not.toContain('after');
  });

  it('says what has to run before, if nobody is shown Grafana', () => {
    expect(told(FORWARDED).text).toMatch(/\n\{\{ end \}\}Panels open after: kubectl port-forward x\n$/);
    expect(told(FORWARDED).links[1].text).toBe('Panel, after: kubectl port-forward x');
  });

  it('is no panel where nobody knows of a Grafana', () => {
    expect(JSON.stringify(told())).not.toContain('dashboard');
  });
});
