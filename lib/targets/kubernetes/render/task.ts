import { type Pod, scratch } from '../../../model/pod';
import type { Step, Task } from '../../../model/task';
import { type Duration, seconds } from '../../../units/duration';
import { Memory } from '../../../units/memory';
import type { ClusterSized } from '../plan/plan';
import { taskName } from '../plan/task-name';
import { amountsOf } from '../plan/task-size';
import { attempts, jobOf } from './job';
import { k8s } from './k8s';
import { metadataOf } from './metadata';
import { podTemplateOf } from './pod';
import { accountOf } from './service-account';
import type { Cluster } from './site';
import { podWaivers, waived } from './waivers';

/** How late a scheduled task may start, in seconds. */
const LATE_SECONDS = 3600;
/** How long an attempt of one may take that says nothing of it: a copy of all data. */
const LONGEST = seconds(6 * 3600);
/** How much longer all attempts together may take, at most. While they do, none of the next run starts. */
const RETRYING_SECONDS = 1800;

/** The folder that the steps share. It has to hold a whole snapshot. */
const WORK = '/scratch';
const ROOM = Memory.ofMebibytes(2048);

/** How often a failed task is retried. A task that runs once may have to wait for something that does not exist yet. */
const RETRIES = { scheduled: 3, once: 20 };

/** The objects of a task, besides its network policy. */
export function taskObjects(sized: ClusterSized, task: Task, cluster: Cluster): object[] {
  const name = taskName(sized, task);
  const waivers = podWaivers(taskPod(task));
  const metadata = { ...metadataOf(sized.service, cluster, name, task.name), annotations: waived(waivers) };
  const account = accountOf(metadataOf(sized.service, cluster, name, task.name), task.accountAnnotations);
  const template = templateOf(sized, task, name, cluster);
  return [
    account,
    task.when === 'once' ? jobOf(metadata, template, RETRIES.once) : cronJobOf(metadata, task.when.schedule, template, task.longest),
  ];
}

const cronJobOf = (metadata: k8s.ObjectMeta, schedule: string, pod: k8s.PodTemplateSpec, longest = LONGEST): object =>
  k8s.KubeCronJob.manifest({
    metadata,
    spec: {
      schedule,
      timeZone: 'Etc/UTC',
      concurrencyPolicy: 'Forbid',
      startingDeadlineSeconds: LATE_SECONDS,
      successfulJobsHistoryLimit: 1,
      failedJobsHistoryLimit: 3,
      jobTemplate: { spec: { ...attempts(bounded(pod, longest), RETRIES.scheduled), activeDeadlineSeconds: allAttemptsOf(longest) } },
    },
  });

/** A pod with a deadline of its own, so that its log stays: the deadline of the Job would delete the pod. */
const bounded = (pod: k8s.PodTemplateSpec, longest: Duration): k8s.PodTemplateSpec => ({
  ...pod,
  spec: pod.spec && { ...pod.spec, activeDeadlineSeconds: longest.seconds },
});

/** How long all attempts together may take, in seconds. */
const allAttemptsOf = ({ seconds: one }: Duration): number => one + Math.min(RETRYING_SECONDS, Math.ceil(one / 2));

/** The last step is the container of the pod. The steps before it are init containers. */
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
      // Without a node, the copy of the data is not made.
      priority: 'data',
      spread: { kind: 'anywhere' },
    },
    cluster,
  );
