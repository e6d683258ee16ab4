import * as k8s from 'cdk8s-plus-28/lib/imports/k8s';
import { type Pod, scratch } from '../../../model/pod';
import type { Step, Task } from '../../../model/task';
import { Memory } from '../../../units/memory';
import type { ClusterSized } from '../plan/plan';
import { amountsOf } from '../plan/task-size';
import { attempts, jobOf } from './job';
import { metadataOf } from './metadata';
import { podTemplateOf } from './pod';
import { accountOf } from './service-account';
import type { Cluster } from './site';
import { podWaivers, waived } from './waivers';

/** How long after its time a scheduled task may still start, and how long an attempt at it and all of them may take. */
const LATE_SECONDS = 3600;
const LONGEST_ATTEMPT_SECONDS = 6 * 3600;
const LONGEST_SECONDS = LONGEST_ATTEMPT_SECONDS + 1800;

/** The folder between the steps. A whole snapshot has to go into it. */
const WORK = '/scratch';
const ROOM = Memory.ofMebibytes(2048);

/** How often a failed pod is made again: of what a schedule starts, and of what is done once and may lack something for a while. */
const RETRIES = { scheduled: 3, once: 20 };

/** What belongs to a task, besides its network policy. */
export function taskObjects(sized: ClusterSized, task: Task, cluster: Cluster): object[] {
  const name = taskName(sized, task);
  const waivers = podWaivers(taskPod(task));
  const metadata = { ...metadataOf(sized.service, cluster, name, task.name), annotations: waived(waivers) };
  const account = accountOf(metadataOf(sized.service, cluster, name, task.name), task.accountAnnotations);
  const template = templateOf(sized, task, name, cluster);
  return [account, task.when === 'once' ? jobOf(metadata, template, RETRIES.once) : cronJobOf(metadata, task.when.schedule, template)];
}

export const taskName = ({ service }: ClusterSized, { name }: Task): string => `${service.name}-${name}`;

const cronJobOf = (metadata: k8s.ObjectMeta, schedule: string, pod: k8s.PodTemplateSpec): object =>
  k8s.KubeCronJob.manifest({
    metadata,
    spec: {
      schedule,
      timeZone: 'Etc/UTC',
      concurrencyPolicy: 'Forbid',
      startingDeadlineSeconds: LATE_SECONDS,
      successfulJobsHistoryLimit: 1,
      failedJobsHistoryLimit: 3,
      jobTemplate: { spec: { ...attempts(bounded(pod), RETRIES.scheduled), activeDeadlineSeconds: LONGEST_SECONDS } },
    },
  });

/** A pod that the kubelet ends in time, and whose log stays: one that the Job's own deadline finds running is deleted. */
const bounded = (pod: k8s.PodTemplateSpec): k8s.PodTemplateSpec => ({
  ...pod,
  spec: pod.spec && { ...pod.spec, activeDeadlineSeconds: LONGEST_ATTEMPT_SECONDS },
});

/** The steps but the last come before it, as containers that have to end first. */
export function taskPod({ steps, mounts = [] }: Task): Pod {
  const [last, ...before] = [...steps].reverse() as [Step, ...Step[]];
  return { mounts: [scratch(WORK), ...mounts], before: before.reverse(), containers: [{ ...last, probes: {} }] };
}

const templateOf = (sized: ClusterSized, task: Task, account: string, cluster: Cluster): k8s.PodTemplateSpec =>
  podTemplateOf(
    taskPod(task),
    {
      service: sized.service,
      component: task.name,
      account,
      size: amountsOf(task),
      scratch: ROOM,
      // One that has no place is a copy of the data that is not made.
      priority: 'data',
      spread: { kind: 'anywhere' },
    },
    cluster,
  );
