import type { Destination } from '../../../model/destination';
import type { Receiver, Receivers, Recipient } from '../../../model/monitoring';
import { RESTART_CONSUMERS, type SecretKey, secretKey } from '../../../model/secret';
import { destinationAt, mailUrl } from '../../../model/whereabouts';
import { port } from '../../../units/port';
import type { GrafanaAt } from '../grafana/shown';

/** The Secret with what proves to receivers who notifies them. */
const SECRET = 'alertmanager-receivers';

/** Who is notified, each with the channel that the profile gives. A recipient without one is told nothing. */
const channelsOf = ({ critical, warning, watchdog }: Receivers): readonly (readonly [Recipient, Receiver | undefined])[] => [
  ['critical', critical],
  // What waits for the morning goes where the rest goes, if the profile does not say otherwise.
  ['warning', warning ?? critical],
  ['watchdog', watchdog],
];

/** How Alertmanager is told of a channel. */
interface Channel {
  /** What Alertmanager calls the list of such channels. */
  readonly list: string;
  readonly settings: object;
  /** What it needs of the Secret: the setting that takes a file, and what the file holds. @default - nothing */
  readonly secret?: { readonly setting: string; readonly key: string; readonly holds: string };
  readonly reaches: (clusterDomain: string) => Destination;
}

const WHY = 'whoever is notified of alerts';

/** What people read: every alert of the group with its words, and the ways to its runbook and to its panel. */
const TITLE = '[{{ .Status | toUpper }}] {{ (index .Alerts 0).Labels.alertname }}';
const RUNBOOK = '{{ (index .Alerts 0).Annotations.runbook_url }}';
const PANEL = '{{ (index .Alerts 0).Annotations.dashboard }}';
const WORDS = '{{ .Annotations.summary }} {{ .Annotations.description }} <{{ .Annotations.runbook_url }}|runbook>';
const textWith = (grafana: GrafanaAt | undefined): string => {
  if (grafana === undefined) return `{{ range .Alerts }}${WORDS}\n{{ end }}`;
  const before = grafana.forward === undefined ? '' : `Panels open after: ${grafana.forward}\n`;
  return `{{ range .Alerts }}${WORDS}{{ with .Annotations.dashboard }} <{{ . }}|panel>{{ end }}\n{{ end }}${before}`;
};

/** @param grafana where somebody who is notified opens Grafana. @default - nobody knows that */
function channelOf(receiver: Receiver, grafana?: GrafanaAt): Channel {
  if ('webhook' in receiver) {
    const { networks, namespace, port: at = 443 } = receiver.webhook;
    const reaches: Destination =
      networks !== undefined
        ? { kind: 'networks', cidrs: networks, port: port(at), why: WHY }
        : namespace !== undefined
          ? { kind: 'namespace', name: namespace, why: WHY }
          : { kind: 'internet', port: port(at), why: WHY };
    return {
      list: 'webhook_configs',
      settings: { send_resolved: true },
      secret: { setting: 'url_file', key: 'webhook-url', holds: 'the URL that is posted to' },
      reaches: () => reaches,
    };
  }
  if ('slack' in receiver)
    return {
      list: 'slack_configs',
      settings: { send_resolved: true, channel: receiver.slack.channel, title: TITLE, title_link: RUNBOOK, text: textWith(grafana) },
      secret: { setting: 'api_url_file', key: 'slack-url', holds: 'the URL of an incoming webhook of Slack' },
      reaches: () => ({ kind: 'internet', why: WHY }),
    };
  if ('pagerduty' in receiver)
    return {
      list: 'pagerduty_configs',
      settings: {
        send_resolved: true,
        description: '{{ (index .Alerts 0).Annotations.summary }}',
        severity: '{{ .CommonLabels.severity }}',
        links: [
          { href: RUNBOOK, text: 'Runbook' },
          ...(grafana === undefined
            ? []
            : [{ href: PANEL, text: grafana.forward === undefined ? 'Panel' : `Panel, after: ${grafana.forward}` }]),
        ],
      },
      secret: { setting: 'routing_key_file', key: 'pagerduty-key', holds: 'the integration key of a service of PagerDuty (Events API v2)' },
      reaches: () => ({ kind: 'internet', why: WHY }),
    };
  const { to, from, server, port: at = 587, username, unencrypted, networks } = receiver.email;
  return {
    list: 'email_configs',
    settings: {
      send_resolved: true,
      to,
      from,
      smarthost: `${server}:${at}`,
      headers: { Subject: TITLE },
      ...(unencrypted ? { require_tls: false } : {}),
      ...(username === undefined ? {} : { auth_username: username }),
    },
    ...(username === undefined
      ? {}
      : { secret: { setting: 'auth_password_file', key: 'email-password', holds: 'the password of the mail server' } }),
    reaches: (clusterDomain) => destinationAt({ url: mailUrl(server, at), networks }, clusterDomain, WHY),
  };
}

const keyOf = (recipient: Recipient, key: string): string => `${recipient}-${key}`;

/**
 * The receivers as alertmanager.yml lists them.
 *
 * @param folder where the files of the Secret are
 * @param grafana where somebody who is notified opens Grafana. @default - nobody knows that
 */
export const receiverList = (receivers: Receivers, folder: string, grafana?: GrafanaAt): readonly object[] =>
  channelsOf(receivers).map(([recipient, receiver]) => {
    if (receiver === undefined) return { name: recipient };
    const { list, settings, secret } = channelOf(receiver, grafana);
    const told = secret && { [secret.setting]: `${folder}/${keyOf(recipient, secret.key)}` };
    return { name: recipient, [list]: [{ ...told, ...settings }] };
  });

/** The files of the Secret, by their names. */
export function receiverFiles(receivers: Receivers): Readonly<Record<string, SecretKey>> {
  const files: Record<string, SecretKey> = {};
  for (const [recipient, receiver] of channelsOf(receivers)) {
    const secret = receiver && channelOf(receiver).secret;
    if (secret === undefined) continue;
    const key = keyOf(recipient, secret.key);
    files[key] = secretKey(SECRET, key, { holds: `${secret.holds}, for alerts of the kind ${recipient}`, rotation: RESTART_CONSUMERS });
  }
  return files;
}

/** What Alertmanager connects to. */
export const receiverDestinations = (receivers: Receivers, clusterDomain: string): readonly Destination[] =>
  channelsOf(receivers).flatMap(([, receiver]) => (receiver === undefined ? [] : channelOf(receiver).reaches(clusterDomain)));
