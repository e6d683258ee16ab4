import type { Figures, PostgresFault, RedisFault, Restore } from './figures';

/** docs/failover.md. */
export function documentOf({ redis, postgres, restore }: Figures): string {
  return `<!-- Written by npm run failover:docs from test/e2e/failover/last-run.json. Do not edit. -->
# What a failover costs

The end-to-end tests run the generated configuration and scripts as real processes. While a client writes all the time, each test causes
one fault and measures what it costs.

- **without writes**: the longest time in which no write succeeded.
- **acknowledged**, **lost**: the number of writes that the client was told had succeeded, and how many of these were gone afterwards.

## Redis

Measured on ${redis.on}. Three clients write at once. One takes every answer for an acknowledgement, one waits until one replica has the
write (\`WAIT 1\`), one until both have it (\`WAIT 2\`). The numbers of writes are in this order.

- **vote**: the vote in which the Sentinels agreed on another master. Master is what Redis and Sentinel call the primary.
- **two masters**: how long two masters could be reached through the proxy.

${tableOf(['fault', 'what was done', 'without writes', 'vote', 'two masters', 'acknowledged', 'lost'], redis.faults.map(redisRow))}
A master that is cut off from its replicas takes writes until another is elected, but no longer than \`min-replicas-max-lag\`. These writes
are lost. A Sentinel that was frozen takes no part in votes for the next 30 s, so a second fault within that time takes longer.

## PostgreSQL

Measured on ${postgres.on}. One client writes. A commit is acknowledged when the synchronous standby has it.

${tableOf(['fault', 'what was done', 'without writes', 'acknowledged', 'lost'], postgres.faults.map(postgresRow))}
## Restore of PostgreSQL

Measured on ${restore.on}. ${restoreLines(restore)}
`;
}

const redisRow = ({ fault, attempt = 1, done, seconds, vote, overlap, acknowledged, lost }: RedisFault): Row => [
  attempt === 1 ? fault : `${fault} (attempt ${attempt})`,
  done,
  inSeconds(seconds),
  vote,
  inSeconds(overlap),
  acknowledged.join(', '),
  lost.join(', '),
];

const postgresRow = ({ fault, done, seconds, acknowledged, lost }: PostgresFault): Row => [
  fault,
  done,
  inSeconds(seconds),
  String(acknowledged),
  String(lost),
];

const restoreLines = ({ moment, end }: Restore): string =>
  `A restore to a moment lost ${moment.lost} of the ${moment.acknowledged} writes that were acknowledged before it.\n` +
  `A restore to the end of the archive lost the writes of the last ${inSeconds(end.seconds)}: their WAL was not archived yet.`;

const inSeconds = (seconds: number): string => `${seconds.toFixed(1)} s`;

type Row = readonly string[];

const tableOf = (headings: Row, rows: readonly Row[]): string =>
  [headings, headings.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |\n`).join('');
