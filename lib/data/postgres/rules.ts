import type { Monitored, Rules } from '../../model/alert';
import { panelOf } from '../../model/board';
import { matchersOf } from '../../platform/monitoring/rules/promql';
import { seconds } from '../../units/duration';
import { POSTGRES_BOARD } from './board';

/** How far a replica may lag, in bytes, and still be ready and a candidate: `maximum_lag_on_failover`. */
export const LAG = 32 * 1024 * 1024;

/** The share of `max_connections` beyond which the next service that scales may find none. */
const CONNECTIONS = 0.8;

/** What is to be watched of PostgreSQL under Patroni: what Patroni knows, and what an exporter is told, where there is one. */
export function postgresRules(about: Monitored): Rules {
  const [own, told] = [patroniRules(about), about.exported ? exportedRules(about) : { alerts: [] }];
  return { recordings: [...(own.recordings ?? []), ...(told.recordings ?? [])], alerts: [...own.alerts, ...told.alerts] };
}

const EACH = 'namespace, pod';

function patroniRules(about: Monitored): Rules {
  const pods = matchersOf(about);
  /** Of members that answer: whoever is away has no series. */
  const patroni = (metric: string): string => `max by (${EACH}) (patroni_${metric}{${pods}})`;
  const members = (metric: string): string => `sum by (namespace) (${patroni(metric)})`;
  const isReplica = `on (${EACH}) ${patroni('replica')} == 1`;
  return {
    recordings: [
      {
        record: 'postgres:replica_lag:bytes',
        expr: `(max by (namespace) (patroni_xlog_location{${pods}}) > 0) - on (namespace) group_right () (${patroni('xlog_replayed_location')} and ${isReplica})`,
      },
    ],
    alerts: [
      {
        name: 'PostgresNoPrimary',
        panel: panelOf(POSTGRES_BOARD, 'failover'),
        severity: 'critical',
        expr: `${members('primary')} == 0`,
        for: seconds(60),
        summary: 'PostgreSQL has no primary.',
        description: 'Nobody can write. A failover takes about half a minute; this takes longer.',
        runbook: 'postgres-no-primary.md',
        standsFor: 'Node/host failure',
        explains: { alerts: ['PostgresNoSynchronousStandby', 'PostgresReplicaNotStreaming'], equal: ['namespace', 'service'] },
      },
      {
        name: 'PostgresTwoPrimaries',
        panel: panelOf(POSTGRES_BOARD, 'roles'),
        severity: 'critical',
        expr: `${members('primary')} > 1`,
        for: seconds(60),
        summary: '{{ $value }} members of PostgreSQL call themselves primary.',
        description: 'What is written to the wrong one is lost. Find out which one holds the lock, and stop the other one.',
        runbook: 'who-is-primary.md',
        standsFor: 'Data loss',
      },
      {
        name: 'PostgresNoSynchronousStandby',
        panel: panelOf(POSTGRES_BOARD, 'roles'),
        severity: 'critical',
        // Who does not reach the API server does not know which replica is synchronous, and says that none is.
        expr: `${members('sync_standby')} == 0 and ${members('primary')} > 0 unless on (namespace) max by (namespace) (patroni_failsafe_mode_is_active{${pods}}) == 1`,
        for: seconds(120),
        summary: 'PostgreSQL has no synchronous standby.',
        description: 'Writes wait until a replica follows: an acknowledged write has to be on two disks.',
        runbook: 'postgres-member-behind.md',
        standsFor: 'Node/host failure',
      },
      {
        name: 'PostgresReplicaLagging',
        panel: panelOf(POSTGRES_BOARD, 'lag'),
        severity: 'warning',
        expr: `postgres:replica_lag:bytes{${namespaceOf(about)}} > ${LAG}`,
        for: seconds(300),
        summary: '{{ $labels.pod }} lags {{ $value | humanize1024 }}B behind the primary.',
        description: 'It is not ready, and no candidate for a failover.',
        runbook: 'postgres-member-behind.md',
        standsFor: 'Node/host failure: recovery time',
      },
      {
        name: 'PostgresReplicaNotStreaming',
        panel: panelOf(POSTGRES_BOARD, 'streaming'),
        severity: 'warning',
        expr: `${patroni('postgres_streaming')} == 0 and ${isReplica}`,
        for: seconds(300),
        summary: '{{ $labels.pod }} is a replica and does not follow the primary.',
        description: 'With the loss of one more member, writes wait or are lost.',
        runbook: 'postgres-member-behind.md',
        standsFor: 'Node/host failure: recovery time',
      },
      {
        name: 'PostgresPaused',
        panel: panelOf(POSTGRES_BOARD, 'failover'),
        severity: 'warning',
        expr: `max by (namespace) (patroni_is_paused{${pods}}) == 1`,
        for: seconds(900),
        summary: 'Patroni is paused.',
        description: 'There is no failover until somebody resumes it: patronictl resume.',
        runbook: 'postgres-no-primary.md#patroni-is-paused',
        standsFor: 'Node/host failure: total outage',
      },
      {
        name: 'PostgresFailsafe',
        panel: panelOf(POSTGRES_BOARD, 'failover'),
        severity: 'warning',
        expr: `max by (namespace) (patroni_failsafe_mode_is_active{${pods}}) == 1`,
        for: seconds(120),
        summary: 'Patroni does not reach the API server.',
        description: 'The primary goes on as long as it reaches every member. If one of them is lost now, there is no primary.',
        runbook: 'postgres-no-primary.md#the-api-server-is-away',
        standsFor: 'Node/host failure',
      },
    ],
  };
}

function exportedRules(about: Monitored): Rules {
  const pods = matchersOf(about);
  return {
    recordings: [
      {
        record: 'postgres:connections_of_max:ratio',
        expr: `sum by (${EACH}) (pg_stat_activity_count{${pods}}) / on (${EACH}) max by (${EACH}) (pg_settings_max_connections{${pods}})`,
      },
    ],
    alerts: [
      {
        name: 'PostgresNotAnswering',
        panel: panelOf(POSTGRES_BOARD, 'answers'),
        severity: 'warning',
        expr: `max by (${EACH}) (pg_up{${pods}}) == 0`,
        for: seconds(300),
        summary: '{{ $labels.pod }} does not let its exporter log in.',
        description: 'PostgreSQL does not run there, has no connection left, or has another password.',
        runbook: 'postgres-member-behind.md',
        standsFor: 'Hard limit: requests fail',
      },
      {
        name: 'PostgresConnectionsNearMaximum',
        panel: panelOf(POSTGRES_BOARD, 'connections'),
        severity: 'warning',
        expr: `postgres:connections_of_max:ratio{${namespaceOf(about)}} > ${CONNECTIONS}`,
        for: seconds(300),
        summary: '{{ $value | humanizePercentage }} of the connections of {{ $labels.pod }} are in use.',
        description: 'When none is left, services get errors. Their pools follow from the profile, so look for somebody else who connects.',
        runbook: 'postgres-settings.md#connections',
        standsFor: 'Hard limit: requests fail',
      },
      ...archiving(about, pods),
    ],
  };
}

const namespaceOf = ({ namespace }: Monitored): string => `namespace="${namespace}"`;

/** Only where there is an archive. */
const archiving = ({ schedules }: Monitored, pods: string): Rules['alerts'] => {
  const within = (what: string): string => `max by (namespace, pod) (increase(pg_stat_archiver_${what}_count{${pods}}[15m]))`;
  return schedules.some(({ copies }) => copies)
    ? [
        {
          name: 'PostgresArchivingFailing',
          panel: panelOf(POSTGRES_BOARD, 'archive'),
          severity: 'warning',
          expr: `${within('failed')} > 0 and ${within('archived')} == 0`,
          for: seconds(900),
          summary: '{{ $labels.pod }} fails to archive its WAL.',
          description: 'What is written since is in no backup. WAL stays on the disk until it is archived, and fills it.',
          runbook: 'postgres-bucket-away.md',
          standsFor: 'Data loss',
        },
      ]
    : [];
};
