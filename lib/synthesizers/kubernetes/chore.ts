import * as k8s from 'cdk8s-plus-28/lib/imports/k8s';
import { amountsOf } from '../../plan/chore-size';
import { mostCopies } from '../../plan/copies';
import type { ClusterSized } from '../../plan/plan';
import type { Chore, Step } from '../../service/chore';
import { containerOf, podBasics } from './container';
import { jobOf, restarting } from './job';
import { labelsOf, metadataOf, selectorOf } from './metadata';
import { priorityClass } from './priority';
import { accountOf } from './service-account';
import { type Cluster, memberOf } from './site';
import { placementOf, sameNodeAs } from './spread';
import { choreVolumesOf } from './volumes';
import { PULL_POLICY, userWaiver, type Waiver, waived } from './waivers';

/** How long after its time a scheduled chore may still start, and how long it may take. */
const LATE_SECONDS = 3600;
const LONGEST_SECONDS = 6 * 3600;

/** What belongs to a chore, besides its network policy. */
export function choreObjects(sized: ClusterSized, chore: Chore, cluster: Cluster): object[] {
  const name = choreName(sized, chore);
  const metadata = { ...metadataOf(sized.service, cluster, name, chore.name), annotations: waived(waiversOf(sized, chore)) };
  const account = accountOf(metadataOf(sized.service, cluster, name, chore.name), chore.accountAnnotations);
  const template = templateOf(sized, chore, name, cluster);
  return [account, chore.when === 'once' ? jobOf(metadata, template) : cronJobOf(metadata, chore.when.schedule, template)];
}

export const choreName = ({ service }: ClusterSized, { name }: Chore): string => `${service.name}-${name}`;

/** Whoever reads a member's files has to be whom they belong to. */
const userOf = ({ members }: ClusterSized, { besideLastMember }: Chore) => (besideLastMember ? members?.user : undefined);

const waiversOf = (sized: ClusterSized, chore: Chore): readonly Waiver[] => [PULL_POLICY, ...userWaiver(userOf(sized, chore))];

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
      jobTemplate: { spec: { backoffLimit: 3, activeDeadlineSeconds: LONGEST_SECONDS, template: restarting(pod, 'OnFailure') } },
    },
  });

/** The steps but the last come before it, as containers that have to end first. */
function templateOf(sized: ClusterSized, chore: Chore, account: string, cluster: Cluster): k8s.PodTemplateSpec {
  const { service, size } = sized;
  const beside = chore.besideLastMember ? memberOf(service, mostCopies(size.copies) - 1) : undefined;
  const volumes = choreVolumesOf(sized, beside, cluster);
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
      ...podBasics(account, cluster, userOf(sized, chore)),
      priorityClassName: priorityClass(chore.when === 'once' ? 'data' : 'batch', cluster),
      ...placementOf(selectorOf(service, chore.name), { kind: 'anywhere' }, cluster),
      ...(beside === undefined ? {} : { affinity: sameNodeAs(beside) }),
      initContainers: before.length === 0 ? undefined : before,
      containers: containers.slice(-1),
      volumes: volumes.volumes,
    },
  };
}
