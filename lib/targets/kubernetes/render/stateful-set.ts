import * as k8s from 'cdk8s-plus-28/lib/imports/k8s';
import type { Members } from '../../../model/members';
import type { ClusterSized } from '../../../plan/plan';
import { MIN_READY_SECONDS } from '../plan/rollout';
import { containerOf, podBasics } from './container';
import { toldByProfile } from './environment';
import { metadataOf, selectorOf } from './metadata';
import { podMetadata } from './pod-metadata';
import { priorityClass } from './priority';
import { probeOf } from './probes';
import { type Cluster, membersServiceOf } from './site';
import { placementOf, type Spread } from './spread';
import { claimTemplates, hostsMount, type Volumes, volumesOf } from './volumes';
import { ASKS_THE_API, IDENTICAL_PROBES, PULL_POLICY, secretsWaiver, userWaiver, type Waiver, waived } from './waivers';

type SizedMembers = Extract<ClusterSized, { readonly role: 'members' }>;

/** Marks members that copy nothing from one another. */
export const SHARE_NOTHING = 'faultmaven-infra/members-share-nothing';

/**
 * The workload of copies that are told apart. They start and stop all at once, because none of them waits for another in turn: who
 * leads, they agree on themselves. Their disks stay when they go.
 */
export const statefulSetOf = (sized: SizedMembers, cluster: Cluster): object =>
  k8s.KubeStatefulSet.manifest({
    metadata: {
      ...metadataOf(sized.service, cluster),
      annotations: {
        ...waived(waiversOf(sized.members)),
        ...(sized.workload.leader.by === 'first' ? { [SHARE_NOTHING]: 'what is on the disk of one is on no other' } : {}),
      },
    },
    spec: {
      serviceName: membersServiceOf(sized.service),
      replicas: sized.size.copies,
      selector: { matchLabels: selectorOf(sized.service) },
      podManagementPolicy: 'Parallel',
      updateStrategy: { type: 'RollingUpdate' },
      minReadySeconds: MIN_READY_SECONDS,
      revisionHistoryLimit: 5,
      persistentVolumeClaimRetentionPolicy: { whenDeleted: 'Retain', whenScaled: 'Retain' },
      template: templateOf(sized, cluster),
      volumeClaimTemplates: claimTemplates(sized, selectorOf(sized.service)),
    },
  });

function templateOf(sized: SizedMembers, cluster: Cluster): k8s.PodTemplateSpec {
  const { service, members } = sized;
  const volumes = volumesOf(sized, cluster);
  // The one that writes the file cannot have it in its own root: it is not there yet.
  const withHosts: Volumes = { ...volumes, mounts: [...volumes.mounts, ...hostsMount(sized)] };
  const portOf = (wanted: string): k8s.ContainerPort[] =>
    service.ports.filter(({ name }) => name === wanted).map(({ name, cluster: containerPort }) => ({ name, containerPort }));
  return {
    metadata: podMetadata(sized, volumes, cluster),
    spec: {
      ...podBasics(service.name, cluster, members.user),
      ...(needsApi(members) ? { automountServiceAccountToken: true } : {}),
      priorityClassName: priorityClass('data', cluster),
      terminationGracePeriodSeconds: members.grace.seconds,
      ...placementOf(selectorOf(service), spreadOf(sized), cluster),
      initContainers: members.hosts && [
        containerOf({ ...members.hosts.writtenBy, image: service, amounts: members.hosts.writtenBy.size ?? sized.size }, cluster, volumes),
      ],
      containers: members.containers.map(({ ports, probes, preStop, image = service, size = sized.size, ...container }) => ({
        ...containerOf(
          {
            ...container,
            image,
            environment: { ...container.environment, ...(image === service ? toldByProfile(sized) : {}) },
            amounts: size,
          },
          cluster,
          withHosts,
        ),
        ports: ports.flatMap(portOf),
        lifecycle: preStop && { preStop: { exec: { command: [...preStop] } } },
        startupProbe: probeOf(probes.startup),
        livenessProbe: probeOf(probes.liveness),
        readinessProbe: probeOf(probes.readiness),
      })),
      volumes: volumes.volumes,
    },
  };
}

const spreadOf = ({ size: { zones, copies } }: SizedMembers): Spread => ({ kind: 'members', zones, copies });

const needsApi = ({ reaches = [] }: Members): boolean => reaches.some(({ kind }) => kind === 'cluster-api');

const waiversOf = (members: Members): readonly Waiver[] => [
  PULL_POLICY,
  ...userWaiver(members.user),
  ...secretsWaiver(members.containers.map(({ environment }) => environment)),
  ...(needsApi(members) ? [ASKS_THE_API] : []),
  ...(members.containers.some(({ probes: { liveness, readiness } }) => JSON.stringify(liveness.ask) === JSON.stringify(readiness.ask))
    ? [IDENTICAL_PROBES]
    : []),
];
