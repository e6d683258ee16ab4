import type { Alert } from '../../../model/alert';
import type { Receivers } from '../../../model/monitoring';
import { fill } from '../../../model/template';
import { toYaml } from '../../../yaml-writer';
import type { GrafanaAt } from '../grafana/shown';
import { receiverList } from './receivers';
import routes from './routes.yml';

interface Routing {
  /** Every alert that can fire. */
  readonly alerts: readonly Alert[];
  /** @default - nobody is notified */
  readonly receivers?: Receivers;
  /** The folder with the files of the Secret for the receivers. */
  readonly secrets: string;
  /** Where somebody who is notified opens Grafana. @default - nobody knows that */
  readonly grafana?: GrafanaAt;
}

/** alertmanager.yml: who is notified of what, and which alert explains which others. */
export const alertmanagerYml = ({ alerts, receivers = {}, secrets, grafana }: Routing): string =>
  fill(routes, {
    inhibitions: inMap(inhibitions(alerts)),
    receivers: inMap(receiverList(receivers, secrets, grafana)),
  });

/** A list as the value of a key that is written already. */
const inMap = (list: readonly object[]): string => toYaml([...list], '  ').trimEnd();

/** One rule for each alert that explains others which can fire. */
function inhibitions(alerts: readonly Alert[]): readonly object[] {
  const known = new Set(alerts.map(({ name }) => name));
  return alerts.flatMap(({ name, explains }) => {
    const explained = explains?.alerts.filter((other) => known.has(other)) ?? [];
    return explained.length === 0
      ? []
      : [
          {
            source_matchers: [`alertname="${name}"`],
            target_matchers: [`alertname=~"${explained.join('|')}"`],
            equal: explains?.equal,
          },
        ];
  });
}
