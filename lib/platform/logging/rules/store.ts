import type { Alert, Monitored, Rules } from '../../../model/alert';
import { panelOf } from '../../../model/board';
import { seconds } from '../../../units/duration';
import { majorityOf } from '../../../units/majority';
import { quoted, sinceSuccess } from '../../monitoring/rules/promql';
import { LOG_STORE_BOARD } from '../dashboards/boards';

/** Even the lowest that the heap was at within ten minutes: what is below it could not be freed. */
const HEAP = 0.85;
/** The lines of the store itself: from the first on a member gets no new shards, from the second on it gives some away. */
const LOW = 0.85;
const HIGH = 0.9;
const FILES = 0.8;
/** Seconds without a success of its retention, which is due every ten minutes. */
const LATE = 3600;

/**
 * What is to be watched of a store of lines, by an exporter that asks the whole cluster at once: each of its series about a member has that
 * member's name as `name`.
 *
 * @param exporter the container that asks it, in the namespace of the store
 */
export const storeRules =
  (exporter: string) =>
  ({ namespace, count, server, schedules }: Monitored): Rules => {
    const inNamespace = `namespace=${quoted(namespace)}`;
    const own = (metric: string, matchers = ''): string => `elasticsearch_${metric}{${inNamespace}${matchers}}`;
    const whole = (metric: string, matchers = ''): string => `max by (namespace) (${own(metric, matchers)})`;
    const each = (series: string): string => `max by (namespace, name) (${series})`;
    const health = (color: string): string => `${whole('cluster_health_status', `, color="${color}"`)} == 1`;
    const heap = 'log_store:heap_of_limit:ratio';
    const disk = 'log_store:disk_used:ratio';
    const equal = ['namespace'];
    const full = {
      panel: panelOf(LOG_STORE_BOARD, 'disk'),
      runbook: 'log-store.md#its-disks-fill-up',
      standsFor: 'Node-level exhaustion: disk',
    };
    return {
      recordings: [
        {
          record: heap,
          expr: `${each(own('jvm_memory_used_bytes', ', area="heap"'))} / ${each(own('jvm_memory_max_bytes', ', area="heap"'))}`,
        },
        { record: disk, expr: `1 - ${each(own('filesystem_data_available_bytes'))} / ${each(own('filesystem_data_size_bytes'))}` },
      ],
      alerts: [
        {
          name: 'LogStoreRed',
          panel: panelOf(LOG_STORE_BOARD, 'health'),
          severity: 'critical',
          expr: health('red'),
          for: seconds(300),
          summary: `Some lines in ${server.name} can neither be searched nor be written: no copy of a shard is there.`,
          description: 'Two members that had it are away, or a disk is lost. Shippers keep new lines until their queues are full.',
          runbook: 'log-store.md#red',
          standsFor: 'Data loss',
          explains: { alerts: ['LogShipperNotSending', 'LogEventsNotSending', 'LogShipperQueueFilling'], equal: [] },
        },
        {
          name: 'LogStoreYellow',
          panel: panelOf(LOG_STORE_BOARD, 'shards'),
          severity: 'warning',
          expr: health('yellow'),
          // A member that starts again has its shards back before.
          for: seconds(1800),
          summary: `Some lines in ${server.name} are on one member only.`,
          description:
            'All can be searched. If that member is lost too, they are gone. Most often a member is away, or has no room on its disk.',
          runbook: 'log-store.md#yellow',
          standsFor: 'Node/host failure: recovery time',
        },
        {
          name: 'LogStoreMembersMissing',
          panel: panelOf(LOG_STORE_BOARD, 'members'),
          severity: 'warning',
          expr: `${whole('cluster_health_number_of_nodes')} < ${count.least}`,
          for: seconds(900),
          summary: `${server.name} has {{ $value }} members of ${count.least}.`,
          description:
            `With less than ${majorityOf(count.least)} of ${count.least} nothing can be written. ` +
            'Look whether the others run, and whether they find one another.',
          runbook: 'log-store.md#members-are-missing',
          standsFor: 'Node/host failure',
          explains: { alerts: ['LogStoreYellow'], equal },
        },
        {
          name: 'LogStoreNotAnswering',
          panel: panelOf(LOG_STORE_BOARD, 'answers'),
          severity: 'critical',
          // Not where the exporter itself is away: that is another alert.
          expr: `max by (namespace) (up{${inNamespace}, container=${quoted(exporter)}}) == 1 unless on (namespace) ${whole('cluster_health_number_of_nodes')}`,
          for: seconds(600),
          summary: `${server.name} does not tell its exporter how it is.`,
          description: 'It has no elected leader, does not answer, or refuses the password of the user metrics.',
          runbook: 'log-store.md#it-does-not-answer',
          standsFor: 'Node/host failure: total outage',
          explains: {
            alerts: ['LogShipperNotSending', 'LogEventsNotSending', 'LogShipperQueueFilling', 'LogStoreRetentionLate'],
            equal: [],
          },
        },
        {
          name: 'LogStoreHeapHigh',
          panel: panelOf(LOG_STORE_BOARD, 'heap'),
          severity: 'warning',
          expr: `min_over_time(${heap}{${inNamespace}}[10m]) > ${HEAP}`,
          for: seconds(300),
          summary: 'The heap of {{ $labels.name }} stays above {{ $value | humanizePercentage }}, also after it is cleared up.',
          description:
            'It becomes slow, refuses requests, and stops at the end. There are too many shards or fields, or a search is too large.',
          runbook: 'log-store.md#its-heap-is-full',
          standsFor: 'Memory limit exceeded, stage 1: soft pressure',
        },
        {
          ...full,
          name: 'LogStoreFilling',
          severity: 'warning',
          expr: `${disk}{${inNamespace}} > ${LOW}`,
          for: seconds(600),
          summary: 'The disk of {{ $labels.name }} is {{ $value | humanizePercentage }} full: it gets no new shards.',
          description:
            'What is oldest should have been deleted before. See whether the retention runs, and whether more is written than planned.',
        },
        {
          ...full,
          name: 'LogStoreAlmostFull',
          severity: 'critical',
          expr: `${disk}{${inNamespace}} > ${HIGH}`,
          for: seconds(120),
          summary: 'The disk of {{ $labels.name }} is {{ $value | humanizePercentage }} full: at 95 % nothing more can be written.',
          description: 'Delete the oldest lines now, then find out what writes so much.',
          explains: { alerts: ['LogStoreFilling', 'VolumeNearlyFull'], equal },
        },
        ...schedules.map(
          ({ name }): Alert => ({
            name: 'LogStoreRetentionLate',
            panel: panelOf(LOG_STORE_BOARD, 'disk'),
            severity: 'warning',
            expr: `${sinceSuccess(`${inNamespace}, cronjob=${quoted(name)}`)} > ${LATE}`,
            summary: `The retention of ${server.name} has not succeeded for {{ $value | humanizeDuration }}.`,
            description: 'It hangs, fails, or does not run. Disks fill up, and the end of certificates is not seen.',
            runbook: 'log-store.md#its-retention-is-late',
            standsFor: 'Node-level exhaustion: disk',
            needs: ['kube-state-metrics'],
          }),
        ),
        {
          name: 'LogStoreFilesNearMaximum',
          panel: panelOf(LOG_STORE_BOARD, 'files'),
          severity: 'warning',
          expr: `${each(own('process_open_files_count'))} / ${each(own('process_max_files_descriptors'))} > ${FILES}`,
          for: seconds(600),
          summary: '{{ $labels.name }} has {{ $value | humanizePercentage }} of the files open that it may open.',
          description: 'Without a file it can open no shard and take no connection. The container runtime sets how many it may open.',
          runbook: 'log-store.md#too-many-open-files',
          standsFor: 'Hard limit: requests fail',
        },
        {
          name: 'LogStoreRefusesWrites',
          panel: panelOf(LOG_STORE_BOARD, 'refused'),
          severity: 'warning',
          expr: `sum by (namespace, name) (increase(${own('thread_pool_rejected_count', ', type="write"')}[10m])) > 0`,
          for: seconds(600),
          summary: '{{ $labels.name }} refuses to write: it has more to do than it can.',
          description: 'Shippers try again, so nothing is lost until their queues are full. More is written than it is made for.',
          runbook: 'log-store.md#it-refuses-writes',
          standsFor: 'CPU throttling: request queue buildup',
        },
      ],
    };
  };
