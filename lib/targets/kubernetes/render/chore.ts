import * as k8s from 'cdk8s-plus-28/lib/imports/k8s';
import type { Chore, Step } from '../../../model/chore';
import type { ClusterSized } from '../../../plan/plan';
import { amountsOf } from '../plan/chore-size';
import { containerOf, podBasics } from './container';
import { attempts, jobOf } from './job';
import { labelsOf, metadataOf, selectorOf } from './metadata';
import { priorityClass } from './priority';
import { accountOf } from './service-account';
import type { Cluster } from './site';
import { placementOf } from './spread';
import { choreVolumesOf } from './volumes';
import { PULL_POLICY, secretsWaiver, waived } from './waivers';

/** How long after its time a scheduled chore may still start, and how long an attempt at it and all of them may take. */
const LATE_SECONDS = 3600;
const LONGEST_ATTEMPT_SECONDS = 6 * 3600;
const LONGEST_SECONDS = LONGEST_ATTEMPT_SECONDS + 1800;

/** How often a failed pod is made again: of what a schedule starts, and of what is done once and may lack something for a while. */
const RETRIES = { scheduled: 3, once: 20 };

/** What belongs to a chore, besides its network policy. */
export function choreObjects(sized: ClusterSized, chore: Chore, cluster: Cluster): object[] {
  const name = choreName(sized, chore);
  const waivers = [PULL_POLICY, ...secretsWaiver(chore.steps.map(({ environment }) => environment))];
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
function templateOf(sized: ClusterSized, chore: Chore, account: string, cluster: Cluster): k8s.PodTemplateSpec {
  const { service } = sized;
  const volumes = choreVolumesOf(sized, cluster);
  const container = ({ image, ...step }: Step): k8s.Container =>
    containerOf({ ...step, image: image ?? service, amounts: amountsOf(chore) }, cluster, volumes);
  const containers = chore.steps.map(container);
  const before = containers.slice(0, -1);
  return {
    metadata: {
      labels: labelsOf(service, cluster, chore.name),
      annotations: { 'cluster-autoscaler.kubernetes.io/safe-to-evict': 'false' },
    },
    spec: {
      ...podBasics(account, cluster),
      // One that has no place is a copy of the data that is not made.
      priorityClassName: priorityClass('data', cluster),
      ...placementOf(selectorOf(service, chore.name), { kind: 'anywhere' }, cluster),
      initContainers: before.length === 0 ? undefined : before,
      containers: containers.slice(-1),
      volumes: volumes.volumes,
    },
  };
}
