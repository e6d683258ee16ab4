import type * as k8s from 'cdk8s-plus-28/lib/imports/k8s';
import type { Command } from '../../../model/command';
import type { Environment } from '../../../model/environment';
import type { Amounts } from '../../../model/size';
import type { ClusterPlan } from '../../../plan/plan';
import type { ImageRepository } from '../../../units/image';
import { Memory } from '../../../units/memory';
import { environmentOf } from './environment';
import { imageOf } from './image';
import { bytes, cores } from './quantity';
import { containerSecurity, podSecurity } from './security';
import type { Cluster } from './site';
import type { Volumes } from './volumes';

/** What a container always has of the node's disk. */
const EPHEMERAL_REQUEST = Memory.ofMebibytes(128);

/** What every pod has. */
export const podBasics = (
  serviceAccountName: string,
  { pullSecret }: ClusterPlan['profile'],
  user?: { readonly uid: number; readonly gid: number },
) => ({
  serviceAccountName,
  automountServiceAccountToken: false,
  // A Service called cart would otherwise set CART_PORT to a URL, at which the images crash.
  enableServiceLinks: false,
  imagePullSecrets: pullSecret === undefined ? undefined : [{ name: pullSecret }],
  securityContext: podSecurity(user),
});

/** A container, before it has a place in a pod. */
export interface ContainerProps {
  readonly name: string;
  readonly image: { readonly kind: string; readonly image: ImageRepository };
  readonly command: Command;
  readonly environment: Environment;
  readonly amounts: Amounts;
}

/** What every container has, whatever it runs. */
export const containerOf = (
  { name, image, command, environment, amounts }: ContainerProps,
  cluster: Cluster,
  { mounts, ephemeral }: Volumes,
): k8s.Container => ({
  name,
  image: imageOf(image, cluster),
  imagePullPolicy: 'IfNotPresent',
  command: [...command],
  env: environmentOf(environment, name, cluster),
  resources: resources(amounts, ephemeral),
  volumeMounts: mounts,
  securityContext: containerSecurity,
});

const resources = ({ cpu, memory }: Amounts, ephemeral: Memory): k8s.ResourceRequirements => ({
  requests: { cpu: cores(cpu.request), memory: bytes(memory.request), 'ephemeral-storage': bytes(EPHEMERAL_REQUEST) },
  limits: { cpu: cores(cpu.limit), memory: bytes(memory.limit), 'ephemeral-storage': bytes(ephemeral) },
});
