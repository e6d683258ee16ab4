import type { Monitored, Rules } from '../../../model/alert';
import { panelOf } from '../../../model/board';
import { OVERVIEW } from '../dashboards/boards';
import { namespacesOf, quoted, sinceSuccess } from './promql';

/** How long a run may take, and how long its pod may wait for room. */
const RUNS_WITHIN = 2 * 3600;

/** Jobs that failed, and copies of data that are too old. */
export function jobRules(services: readonly Monitored[]): Rules {
  const namespaces = namespacesOf(services);
  const owners = `max by (namespace, job_name, cronjob) (label_replace(kube_job_owner{${namespaces}, owner_kind="CronJob"}, "cronjob", "$1", "owner_name", "(.+)"))`;
  const succeeded = `max by (namespace, cronjob) (kube_cronjob_status_last_successful_time{${namespaces}})`;
  /** Jobs after which another one of the same CronJob has succeeded: a failed one stays until others take its place. */
  const outdone = `${owners} * on (namespace, cronjob) group_left () ${succeeded} > on (namespace, job_name) max by (namespace, job_name) (kube_job_created{${namespaces}})`;
  return {
    alerts: [
      {
        name: 'JobFailed',
        panel: panelOf(OVERVIEW, 'jobs'),
        severity: 'warning',
        expr: `max by (namespace, job_name) (kube_job_failed{${namespaces}, condition="true"}) == 1 unless on (namespace, job_name) (${outdone})`,
        summary: 'Job {{ $labels.job_name }} has failed.',
        description: 'Its log tells why. The alert ends when a later run of its CronJob succeeds, or when the Job is deleted.',
        runbook: 'backup-missing.md#a-job-has-failed',
        standsFor: 'Manual intervention: ops alerted',
        needs: ['kube-state-metrics'],
      },
      ...freshness(services),
    ],
  };
}

/** How long each CronJob that copies data may be without a success. */
function freshness(services: readonly Monitored[]): Rules['alerts'] {
  const copies = services.flatMap(({ namespace, schedules }) =>
    schedules.filter((schedule) => schedule.copies).map((schedule) => ({ namespace, ...schedule })),
  );
  if (copies.length === 0) return [];
  const olderThan = (runs: number): string =>
    copies
      .map(({ namespace, name, every }) => {
        const matchers = `namespace=${quoted(namespace)}, cronjob=${quoted(name)}`;
        return `${sinceSuccess(matchers)} > ${runs * every.seconds + RUNS_WITHIN}`;
      })
      .join(' or ');
  const common = {
    summary: 'The last success of {{ $labels.cronjob }} was {{ $value | humanizeDuration }} ago.',
    runbook: 'backup-missing.md',
    standsFor: 'Data loss',
    needs: ['kube-state-metrics'],
  } as const;
  return [
    {
      ...common,
      name: 'BackupLate',
      panel: panelOf(OVERVIEW, 'copies'),
      severity: 'warning',
      expr: olderThan(1),
      description: 'One run has failed or did not start. What was written since is in no copy.',
    },
    {
      ...common,
      name: 'BackupMissing',
      panel: panelOf(OVERVIEW, 'copies'),
      severity: 'critical',
      expr: olderThan(2),
      description: 'Two runs in a row have failed or did not start. If the data is lost, everything since the last copy is.',
      explains: { alerts: ['BackupLate'], equal: ['namespace', 'cronjob'] },
    },
  ];
}
