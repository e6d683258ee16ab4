import { LOG_STORE_BOARD } from '../../lib/platform/logging/dashboards/boards';
import { drawing } from './drawing';
import { NAMESPACE } from './queries';

const own = (metric: string): string => `elasticsearch_${metric}{${NAMESPACE}}`;
const whole = (metric: string): string => `max by (namespace) (${own(metric)})`;
const each = (metric: string): string => `max by (namespace, name) (${own(metric)})`;
const perSecond = (metric: string): string => `sum by (namespace, name) (rate(${own(metric)}[$__rate_interval]))`;

/** Whether lines are stored, on how many members, and for how long there is room. */
export const logStore = drawing({
  board: LOG_STORE_BOARD,
  description: 'The members of the store of lines, what they hold, and what they refuse.',
  choices: { namespace: { from: 'elasticsearch_cluster_health_number_of_nodes', every: true } },
  panels: {
    health: {
      kind: 'graph',
      title: 'Health',
      description: 'Green: each line is on two members. Yellow: some are on one only. Red: of some no copy is there.',
      unit: 'short',
      most: 1,
      runbook: ['log-store.md#red', 'log-store.md#yellow'],
      width: 12,
      lines: { '{{color}}': `max by (color) (${own('cluster_health_status')})` },
    },
    members: {
      kind: 'graph',
      title: 'Members',
      description: 'How many members are in the cluster. With less than a majority of them nothing can be written.',
      unit: 'short',
      runbook: 'log-store.md#members-are-missing',
      width: 12,
      lines: { '{{namespace}}': whole('cluster_health_number_of_nodes') },
    },
    shards: {
      kind: 'graph',
      title: 'Shards',
      description: 'How many shards are in use, are moved, are made, and are nowhere. Each costs heap.',
      unit: 'short',
      runbook: 'log-store.md#yellow',
      width: 12,
      lines: {
        '{{namespace}} in use': whole('cluster_health_active_shards'),
        '{{namespace}} moved': whole('cluster_health_relocating_shards'),
        '{{namespace}} made': whole('cluster_health_initializing_shards'),
        '{{namespace}} nowhere': whole('cluster_health_unassigned_shards'),
      },
    },
    answers: {
      kind: 'graph',
      title: 'Answers, and tasks that wait',
      description: 'Changes of the cluster that its leader has not made yet. No line at all: the store does not answer its exporter.',
      unit: 'short',
      runbook: 'log-store.md#it-does-not-answer',
      width: 12,
      lines: { '{{namespace}}': whole('cluster_health_number_of_pending_tasks') },
    },
    heap: {
      kind: 'graph',
      title: 'Heap, of what it may have',
      description: 'It rises until it is cleared up, and falls then. What it never falls below could not be freed.',
      unit: 'percentunit',
      most: 1,
      warns: { from: 0.85 },
      runbook: 'log-store.md#its-heap-is-full',
      width: 12,
      lines: { '{{name}}': `log_store:heap_of_limit:ratio{${NAMESPACE}}` },
    },
    disk: {
      kind: 'graph',
      title: 'Disks',
      description: 'How full the disk of each member is. At 85 % it gets no new shards, at 95 % nothing more is written to it.',
      unit: 'percentunit',
      most: 1,
      warns: { from: 0.85, at: 0.9 },
      runbook: ['log-store.md#its-disks-fill-up', 'log-store.md#its-retention-is-late'],
      width: 12,
      lines: { '{{name}}': `log_store:disk_used:ratio{${NAMESPACE}}` },
    },
    written: {
      kind: 'graph',
      title: 'Writes and searches',
      description: 'Lines per second that each member writes, copies of those of others too, and searches per second.',
      unit: 'ops',
      width: 12,
      lines: { '{{name}} writes': perSecond('indices_indexing_index_total'), '{{name}} searches': perSecond('indices_search_query_total') },
    },
    refused: {
      kind: 'graph',
      title: 'What is refused',
      description: 'Requests per second that a member refuses because too many wait, by what they wanted.',
      unit: 'ops',
      runbook: 'log-store.md#it-refuses-writes',
      width: 12,
      lines: {
        '{{name}} {{type}}': `sum by (namespace, name, type) (rate(${own('thread_pool_rejected_count')}[$__rate_interval])) > 0`,
      },
    },
    files: {
      kind: 'graph',
      title: 'Open files, of those it may open',
      description: 'Files of shards and connections. Without one left it can open no shard and take no connection.',
      unit: 'percentunit',
      most: 1,
      warns: { from: 0.8 },
      runbook: 'log-store.md#too-many-open-files',
      width: 24,
      lines: { '{{name}}': `${each('process_open_files_count')} / ${each('process_max_files_descriptors')}` },
    },
  },
});
