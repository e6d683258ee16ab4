import type { PanelPlace } from '../../../model/board';

/**
 * The path at which a Grafana shows the panel of an alert, with what the alert is about chosen on it.
 *
 * @param service the name of the service that the alert is about. @default - its labels tell
 */
export function pathTo({ uid, panel, choices }: PanelPlace, service?: string): string {
  const chosen = choices.map(
    (choice) => `&var-${choice}=${choice === 'service' && service !== undefined ? service : `{{ $labels.${choice} }}`}`,
  );
  return `/d/${uid}?viewPanel=panel-${panel}${chosen.join('')}`;
}
