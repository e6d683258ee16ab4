import { FAULTS, PROMTOOL_ALONE } from '../platform/faults';
import { SCALE } from '../platform/scale';
import type { Figures, PostgresFault, RedisFault, Restore, ShipperFault, StoreFault } from './figures';

/** docs/failover.md. */
export function documentOf(figures: Figures): string {
  const { redis, postgres, restore, opensearch, shipper } = figures;
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

## The store of the logs

Measured on ${opensearch.on}. One client appends a line every 50 ms, as the shipper does: each until a member has taken it.
In the row of the shipper, that is the client.

- **doubled**: the number of lines that are there twice. The client sent them again because it never got the first answer.

${tableOf(['fault', 'what was done', 'without writes', 'acknowledged', 'lost', 'doubled'], opensearch.faults.map(storeRow))}
## The shipper of the logs

Measured on ${shipper.on}, on two processors that others used as well. The real collector reads files that are written and rotated as a
kubelet does it, and sends to a sink that counts.

- **lines**, **lost**: the number of lines that were written, and how many of these never arrived.
- **doubled**: the number of lines that came a second time.
- **caught up**: how long it took from the end of the fault until every line had arrived.
- **memory**: the most that it took of its own, and in brackets the same with pages of files, which the kernel takes back when others need
  room. Its limit is ${shipper.limit} MiB.
- **disk**: the most that its folder on the node took, with its queue and with how far it has read.

${tableOf(['fault', 'what was done', 'lines', 'lost', 'doubled', 'caught up', 'memory', 'disk'], shipper.faults.map(shipperRow))}
How many lines come twice after it was killed differs from run to run: at most those that were written since it had last read everything.

## Faults and alerts

While the suites cause their faults, a real Prometheus evaluates the generated rules. It asks the real exporters of what the suites run, as
the generated configuration says. Every time in a rule is divided by ${SCALE}: for how long a condition has to hold, over which range a
rate is taken, how often Prometheus asks and evaluates. Thresholds stay as they are. A fault takes the time that it takes. So a failover of
six seconds looks like one of three minutes, and alerts fire for which a real failover is too short. While there was no DNS, the test also
put ever more tasks into Celery's queue; while the API server was away, so was the bucket for WAL.

No other alert fired than those listed, and all ended when the fault was mended. An alert in brackets may fire or not: its condition holds
for about as long as it has to.

- **measured**: seconds from the fault until the alert fired.
- **unscaled**: the same multiplied by ${SCALE}, about what it would take with the times as they are, or less.

${alertsTable(figures)}
### Alerts that only promtool has seen fire

${tableOf(
  ['alerts', 'why'],
  PROMTOOL_ALONE.map(({ alerts, why }) => [alerts.map(code).join(', '), why]),
)}`;
}

const code = (name: string): string => `\`${name}\``;

/** A row for each fault, and a line in it for each alert. */
const alertsTable = (figures: Figures): string =>
  tableOf(
    ['fault', 'measured on', 'alert', 'measured', 'unscaled'],
    Object.entries(FAULTS).flatMap(([suite, foreseen]) => {
      const { on, faults } = figures[`alerts-of-${suite as keyof typeof FAULTS}`];
      return faults.map(({ fault, fired }) => {
        const { fires } = (foreseen as Readonly<Record<string, { readonly fires: readonly string[] }>>)[fault] ?? { fires: [] };
        const lines = (what: (one: (typeof fired)[number]) => string): string => fired.map(what).join('<br>') || '–';
        return [
          fault,
          on,
          lines(({ alert }) => (fires.includes(alert) ? code(alert) : `(${code(alert)})`)),
          lines(({ seconds }) => inSeconds(seconds)),
          lines(({ seconds }) => `${Math.round(seconds * SCALE)} s`),
        ];
      });
    }),
  );

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

const storeRow = (fault: StoreFault): Row => [...postgresRow(fault), String(fault.doubled)];

const shipperRow = ({ fault, done, lines, lost, doubled, seconds, memory, resident, disk }: ShipperFault): Row => [
  fault,
  done,
  ...[lines, lost, doubled].map(String),
  inSeconds(seconds),
  `${Math.round(memory)} MiB (${Math.round(resident)})`,
  `${disk.toFixed(1)} MiB`,
];

const restoreLines = ({ moment, end }: Restore): string =>
  `A restore to a moment lost ${moment.lost} of the ${moment.acknowledged} writes that were acknowledged before it.\n` +
  `A restore to the end of the archive lost the writes of the last ${inSeconds(end.seconds)}: their WAL was not archived yet.`;

const inSeconds = (seconds: number): string => `${seconds.toFixed(1)} s`;

type Row = readonly string[];

const tableOf = (headings: Row, rows: readonly Row[]): string =>
  [headings, headings.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |\n`).join('');
