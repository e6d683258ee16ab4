import { parse } from 'yaml';
import type { Receiver } from '../../../lib/model/monitoring';
import { alertmanagerYml } from '../../../lib/platform/monitoring/alertmanager/routing';
import { rulesFor } from '../../../lib/platform/monitoring/rules/groups';
import { FAULTMAVEN, OWN_SAMPLES } from '../../platform/alerts/faultmaven';
import { SAMPLES } from '../../platform/alerts/services';
import { EVERY_SOURCE } from '../../platform/alerts/sources';
import { eventually } from '../support/eventually';
import { describeWith } from '../support/tools';
import { Alertmanagers, Receiver as Listener } from './alertmanager';
import { checkAlertmanager, receiversOf } from './checks';
import { ALERTMANAGER } from './programs';

const ALERTS = rulesFor([...SAMPLES, ...OWN_SAMPLES], EVERY_SOURCE).groups.flatMap(({ rules }) => rules.alerts);

const CHANNELS: readonly Receiver[] = [
  { webhook: {} },
  { slack: { channel: '#ops' } },
  { pagerduty: {} },
  { email: { to: 'oncall@example.com', from: 'alerts@example.com', server: 'mail.example.com', username: 'alerts' } },
  { email: { to: 'oncall@example.com', from: 'alerts@example.com', server: 'mail.example.com', port: 25 } },
];

describeWith(ALERTMANAGER, 'the routes of alerts', () => {
  it.each(CHANNELS)('are valid with the channel %j', (channel) => {
    const configuration = alertmanagerYml({ alerts: ALERTS, receivers: { critical: channel, watchdog: channel }, secrets: '/secrets' });
    expect(checkAlertmanager(configuration)).toEqual({ right: true, output: expect.stringMatching(/4 receivers/) });
  });

  it('are valid without a channel', () => {
    expect(checkAlertmanager(alertmanagerYml({ alerts: ALERTS, secrets: '/secrets' }))).toMatchObject({ right: true });
  });

  it('lead each alert to who is told of such alerts', () => {
    const configuration = alertmanagerYml({ alerts: ALERTS, receivers: { critical: { pagerduty: {} } }, secrets: '/secrets' });
    const asked = ['Watchdog', 'NodeGone', 'MemoryNearLimit', ...Object.keys(FAULTMAVEN).slice(0, 1)];
    const found = ALERTS.filter(({ name }) => asked.includes(name)).map(({ name, severity }) => [
      name,
      receiversOf(configuration, { alertname: name, severity, namespace: 'shop' }),
    ]);
    expect(Object.fromEntries(found)).toEqual({
      Watchdog: ['watchdog'],
      NodeGone: ['critical'],
      MemoryNearLimit: ['warning'],
      CeleryQueueGrowing: ['warning'],
    });
    expect(receiversOf(configuration, { alertname: 'Foreign', severity: 'info' })).toEqual(['nobody']);
    expect(receiversOf(configuration, { alertname: 'Foreign' })).toEqual(['warning']);
  });
});

jest.setTimeout(120_000);

describeWith(ALERTMANAGER, 'an Alertmanager with these routes', () => {
  let listener: Listener;
  let alertmanagers: Alertmanagers;

  beforeAll(async () => {
    listener = await Listener.listen();
    const receivers = { critical: { webhook: {} }, watchdog: { webhook: {} } };
    const configuration = alertmanagerYml({ alerts: ALERTS, receivers, secrets: '.' }).replaceAll(/group_wait: \d+s/g, 'group_wait: 0s');
    const files = ['critical', 'warning', 'watchdog'].map((recipient) => [`${recipient}-webhook-url`, listener.url]);
    alertmanagers = await Alertmanagers.start(configuration, { count: 1, files: Object.fromEntries(files) });
  });

  afterAll(async () => {
    await alertmanagers?.stop();
    listener?.stop();
  });

  const told = (alertname: string): readonly string[] => listener.of(alertname).map(({ receiver }) => receiver);

  it('tells whoever is told of such alerts, by the URL in the file', async () => {
    await alertmanagers.alert({ alertname: 'Watchdog', severity: 'info' });
    await alertmanagers.alert({ alertname: 'NodeGone', severity: 'critical', node: 'worker-1', condition: 'Ready' });
    await eventually('both arrive', 60, () => told('Watchdog').length > 0 && told('NodeGone').length > 0);
    expect([told('Watchdog'), told('NodeGone')]).toEqual([['watchdog'], ['critical']]);
  });

  it('says nothing of pods on a node that is gone, and everything of others', async () => {
    const pod = { severity: 'warning', namespace: 'shop', container: 'shop-web', service: 'shop-web' };
    await alertmanagers.alert({ ...pod, alertname: 'TargetDown', pod: 'shop-web-0', node: 'worker-1' });
    await alertmanagers.alert({ ...pod, alertname: 'ContainerWaiting', pod: 'shop-web-1', node: 'worker-2', reason: 'ErrImagePull' });
    // Of which nothing is known where it is.
    await alertmanagers.alert({ ...pod, alertname: 'MemoryNearLimit', pod: 'shop-web-2' });
    await eventually('the others arrive', 60, () => told('ContainerWaiting').length > 0 && told('MemoryNearLimit').length > 0);
    expect([told('ContainerWaiting'), told('MemoryNearLimit'), told('TargetDown')]).toEqual([['warning'], ['warning'], []]);
  });
});

describeWith(ALERTMANAGER, 'an Alertmanager that tells people', () => {
  const GRAFANA = { url: 'http://localhost:3000', forward: 'kubectl port-forward service/grafana 3000' };
  const runbook = 'https://example.com/node-lost.md';
  const panel = 'http://localhost:3000/d/fmsynth-nodes?viewPanel=panel-2&var-node=worker-1';
  let listener: Listener;
  let alertmanagers: Alertmanagers;

  beforeAll(async () => {
    listener = await Listener.listen();
    const receivers = { critical: { slack: { channel: '#ops' } }, warning: { pagerduty: {} } };
    const configuration = parse(alertmanagerYml({ alerts: ALERTS, receivers, secrets: '.', grafana: GRAFANA }), (key, value) =>
      key === 'group_wait' ? '0s' : key === 'pagerduty_configs' ? (value as object[]).map((one) => ({ ...one, url: listener.url })) : value,
    );
    const files = { 'critical-slack-url': listener.url, 'warning-pagerduty-key': 'a-key' };
    alertmanagers = await Alertmanagers.start(configuration, { count: 1, files });
  });

  afterAll(async () => {
    await alertmanagers?.stop();
    listener?.stop();
  });

  /** What arrives of an alert with these annotations, as people get it. */
  const arriving = async (labels: Readonly<Record<string, string>>, annotations: Readonly<Record<string, string>>) => {
    listener.notifications.length = 0;
    await alertmanagers.alert(labels, { summary: 'S.', description: 'D.', runbook_url: runbook, ...annotations });
    await eventually('it arrives', 60, () => listener.notifications.length > 0);
    return listener.notifications[0] as unknown as Readonly<Record<string, unknown>>;
  };

  it('leads them to runbook and panel in Slack, and says how the panel opens', async () => {
    const { attachments } = await arriving({ alertname: 'NodeGone', severity: 'critical', node: 'worker-1' }, { dashboard: panel });
    expect(attachments).toEqual([
      expect.objectContaining({
        title: '[FIRING] NodeGone',
        title_link: runbook,
        text: `S. D. <${runbook}|runbook> <${panel}|panel>\nPanels open after: ${GRAFANA.forward}\n`,
      }),
    ]);
  });

  it('leads them nowhere where nothing shows what the alert is about', async () => {
    const { attachments } = await arriving({ alertname: 'PodEvicted', severity: 'critical' }, {});
    expect(attachments).toEqual([expect.objectContaining({ text: expect.stringContaining(`S. D. <${runbook}|runbook>\n`) })]);
    const { links } = await arriving({ alertname: 'PodEvicted', severity: 'warning' }, {});
    expect(links).toEqual([{ href: runbook, text: 'Runbook' }]);
  });

  it('leads them there in PagerDuty', async () => {
    const { links } = await arriving({ alertname: 'MemoryNearLimit', severity: 'warning' }, { dashboard: panel });
    expect(links).toEqual([
      { href: runbook, text: 'Runbook' },
      { href: panel, text: `Panel, after: ${GRAFANA.forward}` },
    ]);
  });
});
