import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parse, stringify } from 'yaml';
import { alertmanagerYml } from '../../../lib/platform/monitoring/alertmanager/routing';
import { rulesFor } from '../../../lib/platform/monitoring/rules/groups';
import { EVERY_SOURCE } from '../../platform/alerts/sources';
import { scratch } from '../../support/scratch';
import { freePort } from '../control-plane/free-port';
import { record } from '../failover/figures';
import { eventually } from '../support/eventually';
import { describeWith } from '../support/tools';
import { Alertmanagers, Receiver } from './alertmanager';
import { FAULTS } from './faults';
import { ALERTMANAGER, PROMETHEUS } from './programs';
import { SeriesStore } from './series-store';
import { SHIPPED, shipped } from './shipped';
import { type Place, spanOf, Watch } from './watch';

jest.setTimeout(180_000);

/** Seconds after which an Alertmanager notifies if the one before it has told of no notification. */
const PATIENCE = 3;
/** Until the last of three would have notified, and the group had its turn. */
const ALL_TURNS_MS = 3 * PATIENCE * 1000;

const ALERTS = rulesFor(SHIPPED, EVERY_SOURCE).groups.flatMap(({ rules }) => rules.alerts);

/** The generated routes with shorter times, to one receiver of webhooks. */
function routing(url: string): object {
  const secrets = scratch();
  const files = ['critical', 'warning', 'watchdog'].map((recipient) => `${recipient}-webhook-url`);
  for (const file of files) writeFileSync(join(secrets, file), `${url}${file}`);
  const receivers = { critical: { webhook: {} }, warning: { webhook: {} }, watchdog: { webhook: {} } };
  const isTime = (key: unknown): boolean => ['group_wait', 'group_interval', 'repeat_interval'].includes(String(key));
  return parse(alertmanagerYml({ alerts: ALERTS, receivers, secrets }), (key, value) =>
    isTime(key) && value !== '0s' ? spanOf(value as string) : value,
  );
}

describeWith([...PROMETHEUS, ...ALERTMANAGER], 'two Prometheus and three Alertmanagers with the generated configuration', () => {
  let receiver: Receiver;
  let alertmanagers: Alertmanagers;
  let configuration: string;
  const watches: Watch[] = [];

  beforeAll(async () => {
    receiver = await Receiver.listen();
    configuration = stringify(routing(receiver.url));
    alertmanagers = await Alertmanagers.start(configuration, { patience: PATIENCE });
    for (const ordinal of [0, 1])
      watches.push(
        await Watch.start({
          name: `prometheus-${ordinal}`,
          services: ['prometheus', 'alertmanager'],
          places: [],
          alertmanagers: alertmanagers.addresses,
        }),
      );
    for (const watch of watches) {
      await watch.moved(places());
      await watch.quiet();
    }
  });

  const placed = (service: string, addresses: readonly string[]): readonly Place[] =>
    addresses.map((address, ordinal) => ({
      pod: `${service}-${ordinal}`,
      container: service,
      port: 'http',
      address,
      namespace: shipped(service).about.namespace,
    }));

  const places = (): readonly Place[] => [
    ...placed(
      'prometheus',
      watches.map(({ prometheus }) => prometheus.server.address),
    ),
    ...placed('alertmanager', alertmanagers.addresses),
  ];

  afterAll(async () => {
    for (const watch of watches) await watch.stop();
    await alertmanagers?.stop();
    receiver?.stop();
  });

  /** How often somebody was told that an alert fires, by who was told. */
  const told = (alertname: string): readonly string[] =>
    receiver
      .of(alertname)
      .filter(({ status }) => status === 'firing')
      .map(({ receiver: to }) => to);

  /** The same: of which pods and services, each time. What joins its group later is told with the others of it, which is no second time. */
  const toldOf = (alertname: string): readonly string[] =>
    receiver
      .of(alertname)
      .filter(({ status }) => status === 'firing')
      .map(({ alerts }) => JSON.stringify(alerts.map(({ status, labels }) => [status, ...Object.entries(labels).sort()]).sort()));

  const untilTold = (alertname: string): Promise<number> =>
    eventually(`somebody is told of ${alertname}`, 60, () => told(alertname).length > 0);

  it('tell again and again that alerts arrive', async () => {
    await eventually('it was told twice', 60, () => told('Watchdog').length >= 2);
    expect(new Set(told('Watchdog'))).toEqual(new Set(['watchdog']));
  });

  it('tell of nothing that another alert explains', async () => {
    const of = { namespace: 'shop', service: 'redis' };
    await alertmanagers.alert({ alertname: 'RedisNoPrimary', severity: 'critical', ...of });
    await untilTold('RedisNoPrimary');
    await alertmanagers.alert({ alertname: 'RedisReplicaNotFollowing', severity: 'warning', ...of, pod: 'redis-1' });
    await alertmanagers.alert({ alertname: 'RedisReplicaNotFollowing', severity: 'warning', ...of, namespace: 'other', pod: 'redis-1' });
    await untilTold('RedisReplicaNotFollowing');
    await sleep(ALL_TURNS_MS);
    expect(told('RedisNoPrimary')).toEqual(['critical']);
    expect(receiver.of('RedisReplicaNotFollowing').flatMap(({ alerts }) => alerts.map(({ labels }) => labels.namespace))).toEqual([
      'other',
    ]);
  });

  it('tell once of what both Prometheus see', async () => {
    const [first] = watches as [Watch];
    const fault = 'configurations that cannot be read';
    await first.during(fault, FAULTS.notifications[fault], async (untilFired) => {
      await expect(first.prometheus.reconfigure({ nonsense: 1 })).rejects.toThrow('refused');
      expect(await alertmanagers.reconfigure('nonsense: 1')).toBe(false);
      await untilFired();
      await Promise.all(FAULTS.notifications[fault].fires.map(untilTold));
      await sleep(ALL_TURNS_MS);
      expect(told('PrometheusConfigReloadFailed')).toEqual(['warning']);
      await first.moved(places());
      expect(await alertmanagers.reconfigure(configuration)).toBe(true);
    });
  });

  it('tell of the one that reaches no Alertmanager, and of its rules', async () => {
    const [first] = watches as [Watch];
    const fault = 'no Alertmanager answers, and a rule fails';
    const nobody = await Promise.all([freePort(), freePort()]);
    await first.during(fault, FAULTS.notifications[fault], async (untilFired) => {
      await first.spoiled(
        places(),
        nobody.map((port) => `127.0.0.1:${port}`),
      );
      await untilFired();
      // The other Prometheus sees it, and tells.
      await Promise.all(FAULTS.notifications[fault].fires.map(untilTold));
      await first.moved(places());
    });
  });

  it('tell of a store outside that takes nothing, and of one that refuses', async () => {
    const [first] = watches as [Watch];
    const store = await SeriesStore.listen();
    const play = async (fault: 'a store outside that takes nothing' | 'a store outside that refuses', answers: number) => {
      await first.during(fault, FAULTS.notifications[fault], async (untilFired) => {
        store.answers = answers;
        await first.sending(places(), store.url);
        await untilFired();
        await Promise.all(FAULTS.notifications[fault].fires.map(untilTold));
        store.answers = 200;
      });
      expect(FAULTS.notifications[fault].fires.map(told)).toEqual([['warning']]);
    };
    await play('a store outside that takes nothing', 503);
    await play('a store outside that refuses', 400);
    await first.moved(places());
    store.stop();
  });

  it('tell one receiver that another one refuses', async () => {
    const [first] = watches as [Watch];
    const fault = 'a receiver that refuses';
    await first.during(fault, FAULTS.notifications[fault], async (untilFired) => {
      receiver.refuses = (name) => name === 'warning';
      await alertmanagers.alert({ alertname: 'NodePressure', severity: 'warning', node: 'node-1' });
      await untilFired();
      await untilTold('AlertmanagerNotificationsFailing');
      expect(told('AlertmanagerNotificationsFailing')).toEqual(['critical']);
      expect(told('NodePressure')).toEqual([]);
      receiver.refuses = () => false;
      await untilTold('NodePressure');
    });
  });

  it('tell once, and of the killed one too, while one of the three is gone', async () => {
    const [first] = watches as [Watch];
    const fault = 'an Alertmanager killed';
    await first.during(fault, FAULTS.notifications[fault], async (untilFired) => {
      await alertmanagers.kill(0);
      await untilFired();
      await Promise.all(FAULTS.notifications[fault].fires.map(untilTold));
      await sleep(ALL_TURNS_MS);
      const all = FAULTS.notifications[fault].fires.map(toldOf);
      expect(all.map((times) => [times.length > 0, times.length - new Set(times).size])).toEqual([
        [true, 0],
        [true, 0],
      ]);
      await alertmanagers.revive(0);
      for (const watch of watches) await watch.moved(places());
    });
    record('alerts-of-notifications', { faults: first.seen });
  });
});
