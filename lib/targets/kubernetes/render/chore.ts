import * as k8s from 'cdk8s-plus-28/lib/imports/k8s';
import type { Chore, Step } from '../../../model/chore';
import { type Pod, scratch } from '../../../model/pod';
import { Memory } from '../../../units/memory';
import { amountsOf } from '../plan/chore-size';
import type { ClusterSized } from '../plan/plan';
import { attempts, jobOf } from './job';
import { metadataOf } from './metadata';
import { podTemplateOf } from './pod';
import { accountOf } from './service-account';
import type { Cluster } from './site';
import { podWaivers, waived } from './waivers';

/** How long after its time a scheduled chore may still start, and how long an attempt at it and all of them may take. */
const LATE_SECONDS = 3600;
const LONGEST_ATTEMPT_SECONDS = 6 * 3600;
const LONGEST_SECONDS = LONGEST_ATTEMPT_SECONDS + 1800;

/** The folder between the steps. A whole snapshot has to go into it. */
const WORK = '/scratch';
const ROOM = Memory.ofMebibytes(2048);

/** How often a failed pod is made again: of what a schedule starts, and of what is done once and may lack something for a while. */
const RETRIES = { scheduled: 3, once: 20 };

/** What belongs to a chore, besides its network policy. */
export function choreObjects(sized: ClusterSized, chore: Chore, cluster: Cluster): object[] {
  const name = choreName(sized, chore);
  const waivers = podWaivers(chorePod(chore));
  const metadata = { ...metadataOf(sized.service, cluster, name, chore.name), annotations: waived(waivers) };
  const account = accountOf(metadataOf(sized.service, cluster, name, chore.name), chore.accountAnnotations);
  const template = templateOf(sized, chore, name, cluster);
  return [account, chore.when === 'once' ? jobOf(metadata, template, RETRIES.once) : cronJobOf(metadata, chore.when.schedule, template)];
}

export const choreName = ({ service }: ClusterSized, { name }: Chore): string => `${service.name}-${name}`;

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
export function chorePod({ steps, mounts = [] }: Chore): Pod {
  const [last, ...before] = [...steps].reverse() as [Step, ...Step[]];
  return { mounts: [scratch(WORK), ...mounts], before: before.reverse(), containers: [{ ...last, probes: {} }] };
}

const templateOf = (sized: ClusterSized, chore: Chore, account: string, cluster: Cluster): k8s.PodTemplateSpec =>
  podTemplateOf(
    chorePod(chore),
    {
      service: sized.service,
      component: chore.name,
      account,
      size: amountsOf(chore),
      scratch: ROOM,
      // One that has no place is a copy of the data that is not made.
      priority: 'data',
      spread: { kind: 'anywhere' },
    },
    cluster,
  );
