import type * as k8s from 'cdk8s-plus-28/lib/imports/k8s';
import type { ClusterPlan, ClusterSized } from '../../plan/plan';
import { Memory } from '../../units/memory';
import { environmentOf } from './environment';
import { imageOf } from './image';
import { bytes, cores } from './quantity';
import { containerSecurity, podSecurity } from './security';
import type { Volumes } from './volumes';

/** What a container always has of the node's disk. */
const EPHEMERAL_REQUEST = Memory.ofMebibytes(128);

/** What every pod has. */
export const podBasics = (serviceAccountName: string, { pullSecret }: ClusterPlan['profile']) => ({
  serviceAccountName,
  automountServiceAccountToken: false,
  // A Service called redis would otherwise set REDIS_PORT to a URL, at which the images crash.
  enableServiceLinks: false,
  imagePullSecrets: pullSecret === undefined ? undefined : [{ name: pullSecret }],
  securityContext: podSecurity,
});

/** What every container of a service has, whatever it runs. */
export const containerBasics = ({ service, size }: ClusterSized, profile: ClusterPlan['profile'], { mounts, ephemeral }: Volumes) => ({
  image: imageOf(service, profile),
  imagePullPolicy: 'IfNotPresent',
  env: environmentOf(service.environment, service.name, profile),
  resources: resources(size, ephemeral),
  volumeMounts: mounts,
  securityContext: containerSecurity,
});

const resources = ({ cpu, memory }: ClusterSized['size'], ephemeral: Memory): k8s.ResourceRequirements => ({
  requests: { cpu: cores(cpu.request), memory: bytes(memory.request), 'ephemeral-storage': bytes(EPHEMERAL_REQUEST) },
  limits: { cpu: cores(cpu.limit), memory: bytes(memory.limit), 'ephemeral-storage': bytes(ephemeral) },
});
