import * as v from 'valibot';
import { type Home, mailUrl, whyNowhere } from '../../../model/whereabouts';
import { choice } from '../../../shape/choice';
import { ANYWHERE, destinations, host, namedNamespace } from '../../../shape/cluster-values';
import { rule } from '../../../shape/rule';
import { describe, flag, portNumber, section, text } from '../../../shape/values';

const NETWORKS = v.optional(destinations(ANYWHERE, 'Its networks, if it has no public address. Left out: any public address.'));

const address = (description: string) =>
  text(/^[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,63}(\.[A-Za-z0-9-]{1,63}){1,8}$/, 'an address such as oncall@example.com', description);

const ONE = 'expected one channel: webhook, slack, pagerduty or email';

/** What is said instead of one channel. Maps of two profiles are merged, so there may be one of each. */
function saidOf(input: unknown): string {
  const keys = typeof input === 'object' && input !== null && !Array.isArray(input) ? Object.keys(input) : [];
  return keys.length < 2 ? describe(input) : `${keys.join(' and ')}: null takes one away`;
}

/** The channel of one recipient: one of several maps with one key. */
const receiver = (description: string) =>
  v.optional(
    v.pipe(
      choice(
        [
          section(
            {
              webhook: v.pipe(
                section(
                  {
                    port: v.optional(portNumber('The port of its URL. Left out: 443.')),
                    networks: NETWORKS,
                    namespace: v.optional(namedNamespace('The namespace that it runs in. Left out: it runs outside of the cluster.')),
                  },
                  'A URL that is posted to. The URL itself is in a Secret.',
                ),
                rule([], (webhook, at) => {
                  for (const key of ['networks', 'port'] as const)
                    if (webhook.namespace !== undefined && webhook[key] !== undefined)
                      at('expected none beside namespace: all pods of that namespace are reached, at any port', key);
                }),
              ),
            },
            'A webhook.',
          ),
          section(
            {
              slack: section(
                { channel: text(/^[#@]?[^\s#@]{1,80}$/, 'a channel such as #ops', 'Its channel.') },
                'A channel of Slack. The URL of its incoming webhook is in a Secret.',
              ),
            },
            'Slack.',
          ),
          section({ pagerduty: section({}, 'A service of PagerDuty. Its integration key is in a Secret.') }, 'PagerDuty.'),
          section(
            {
              email: section(
                {
                  to: address('Who gets it.'),
                  from: address('Who sends it.'),
                  server: host('The mail server.'),
                  port: v.optional(portNumber('Its port. Left out: 587.')),
                  username: v.optional(
                    text(/^[^\s:]{1,128}$/, 'a user', 'Its user, whose password is in a Secret. Left out: it asks for none.'),
                  ),
                  networks: NETWORKS,
                  unencrypted: flag('Whether mail is sent without TLS if the server offers none. Everybody on the way can read it then.'),
                },
                'Mail.',
              ),
            },
            'Mail.',
          ),
        ],
        ({ input }) => `${ONE}, got ${saidOf(input)}`,
      ),
      v.description(description),
    ),
  );

/** Who is notified of alerts. */
export const receivers = v.optional(
  v.pipe(
    section(
      {
        critical: receiver('Who is told of what users notice, or will within minutes.'),
        warning: receiver('Who is told of what waits for the morning. Left out: as critical.'),
        watchdog: receiver('Who is told all the time that alerts work, and notices when that stops. Left out: nobody.'),
      },
      'Who is notified of alerts. Only with platform.monitoring: full. What proves who notifies them is in a Secret, whose name list secrets prints. Left out: nobody is told.',
    ),
    rule([], ({ critical, warning }, at) => {
      if (warning !== undefined && critical === undefined)
        at('expected a channel, because warnings have one: what cannot wait would be told to nobody, got nothing', 'critical');
    }),
  ),
);

type Receivers = v.InferOutput<typeof receivers>;

/** The namespaces that webhooks run in, each with its path below the receivers. */
export const webhookNamespaces = (all: Receivers): readonly (readonly [path: string, namespace: string])[] =>
  Object.entries(all ?? {}).flatMap(([recipient, channel]) =>
    channel === undefined || !('webhook' in channel) || channel.webhook.namespace === undefined
      ? []
      : [[`${recipient}.webhook.namespace`, channel.webhook.namespace] as const],
  );

/** Why mail reaches nobody, and where it is said; nothing if it does. */
export const whyNoMail = (all: Receivers, home: Home): readonly (readonly [message: string, ...path: readonly string[]])[] =>
  Object.entries(all ?? {}).flatMap(([recipient, channel]) => {
    if (channel === undefined || !('email' in channel)) return [];
    const { server, port, networks } = channel.email;
    const nowhere = whyNowhere({ url: mailUrl(server, port), networks }, home, { what: 'the mail server', key: 'server' });
    return nowhere === undefined
      ? []
      : [[nowhere.message.replaceAll('http://', ''), recipient, 'email', nowhere.at === 'url' ? 'server' : nowhere.at] as const];
  });
