import * as v from 'valibot';
import { LOG_PROTOCOLS } from '../../../model/logging';
import type { Platform } from '../../../model/platform';
import { type Home, whyNowhere } from '../../../model/whereabouts';
import { ANYWHERE, destinations, url } from '../../../shape/cluster-values';
import type { At } from '../../../shape/rule';
import { flag, memory, oneOf, section, wholeNumber } from '../../../shape/values';

/** Settings of the logging. */
export const logging = v.optional(
  section(
    {
      retentionDays: v.optional(
        wholeNumber(
          1,
          3650,
          'For how many days lines are kept. Fewer are kept if the disks of the store are too small for them. Only with a store of its own: platform.logging: opensearch or elasticsearch.',
        ),
        7,
      ),
      perDay: v.optional(
        memory(
          'How much all containers write in a day, by which check computes whether the disks of the store hold it. Only with a store of its own.',
        ),
        '2Gi',
      ),
      to: v.optional(
        section(
          {
            protocol: oneOf(LOG_PROTOCOLS, 'What the store speaks.'),
            url: url('Where the store takes lines.', 'https://logs.example.com:9200'),
            networks: v.optional(
              destinations(ANYWHERE, 'The networks of the store, if it has no public address. Left out: any public address.'),
            ),
            credentials: v.optional(
              oneOf(
                ['basic', 'bearer', 'none'],
                'How the shipper proves who it is. basic: by a user and a password; bearer: by a token; both from a Secret, whose name list secrets prints. none: not at all.',
              ),
              'basic',
            ),
            ownAuthority: flag("Whether an authority of one's own has signed its certificate. The Secret then holds that authority too."),
          },
          'A store that is there. Only with platform.logging: existing, which needs it.',
        ),
      ),
    },
    'Settings of the logging.',
  ),
  {},
);

type Logging = v.InferOutput<typeof logging>;
type LogStore = NonNullable<Logging['to']>;

/** Says which settings do not go with where the platform sends lines. */
export function loggingBeside({ logging: which, owner }: Pick<Platform, 'logging' | 'owner'>, { to }: Pick<Logging, 'to'>, at: At): void {
  if (which !== 'none' && !owner)
    at(
      `expected true beside platform.logging: ${which}: a pod on each node reads what containers write there, and the owner of the cluster alone may have such pods, got false`,
      'platform',
      'owner',
    );
  if (which === 'existing' && to === undefined) at('expected the store that takes lines, got nothing', 'logging', 'to');
  if (to?.ownAuthority && to.url.startsWith('http:'))
    at('expected false: the store at its url shows no certificate, got true', 'logging', 'to', 'ownAuthority');
}

/** Why the shipper cannot reach the store, and the key of the wrong value; undefined if it can. */
export const whyNoLogStore = (store: LogStore, home: Home): readonly [message: string, key: 'url' | 'networks'] | undefined => {
  const nowhere = whyNowhere(store, home, { what: 'the store', key: 'url' });
  return nowhere && [nowhere.message, nowhere.at];
};
