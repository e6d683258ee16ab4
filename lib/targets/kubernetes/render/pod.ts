import { type Container, type InitContainer, type Pod, volumesIn } from '../../../model/pod';
import { portsWith } from '../../../model/server';
import type { Service } from '../../../model/service';
import type { Amounts } from '../../../model/size';
import type { Priority } from '../../../model/workload';
import type { Spread } from '../../../roles/spread';
import type { Memory } from '../../../units/memory';
import { endingTls } from './direct';
import { environmentOf, written } from './environment';
import { imageOf } from './image';
import type { k8s } from './k8s';
import { labelsOf, selectorOf } from './metadata';
import { priorityClass } from './priority';
import { probesIn } from './probes';
import { resources } from './resources';
import { containerSecurity, podSecurity } from './security';
import type { Cluster } from './site';
import { placementOf } from './spread';
import { type Volumes, volumesOf } from './volumes';

/** What a pod needs besides its parts: its service, size and placement. */
export interface PodPlace {
  readonly service: Service;
  /** Its purpose, as a label. @default - it serves */
  readonly component?: string;
  /** The name of its account. */
  readonly account: string;
  /** The size of containers that have no size of their own. */
  readonly size: Amounts;
  /** The size of each folder that is lost with the pod. */
  readonly scratch: Memory;
  readonly priority: Priority;
  readonly spread: Spread;
  /** The claim of its disk. @default - its workload has claim templates */
  readonly claim?: string;
}

/** The template of a pod. Every workload uses it. @throws RangeError if the pod does what its namespace forbids */
export function podTemplateOf(parts: Pod, place: PodPlace, cluster: Cluster): k8s.PodTemplateSpec {
  const { service, component, account, scratch, claim, priority, spread } = place;
  const pod = component === undefined ? endingTls(parts, service, cluster) : parts;
  const ofNode = volumesIn(pod).some(({ kind }) => kind === 'node-folder');
  if (service.compartment?.pods !== 'privileged' && (pod.user?.uid === 0 || ofNode))
    throw new RangeError(`the pods of ${service.name} take more than a restricted namespace allows`);
  const volumes = volumesOf(pod, service, { room: scratch, claim }, cluster);
  const init = (container: InitContainer): k8s.Container => initContainerOf(container, pod, volumes, place, cluster);
  return {
    metadata: {
      labels: { ...labelsOf(service, cluster, component), ...pod.labels },
      annotations: component === undefined ? serving(service, volumes) : ONCE,
    },
    spec: {
      serviceAccountName: account,
      automountServiceAccountToken: asksTheApi(pod),
      // A Service called cart would otherwise set CART_PORT to a URL, at which the images crash.
      enableServiceLinks: false,
      imagePullSecrets: cluster.pullSecret === undefined ? undefined : [{ name: cluster.pullSecret }],
      securityContext: podSecurity(pod.user, ofNode),
      priorityClassName: priorityClass(priority, cluster),
      terminationGracePeriodSeconds: pod.grace?.seconds,
      ...placementOf(selectorOf(service, component), spread, cluster),
      initContainers: pod.before === undefined || pod.before.length === 0 ? undefined : pod.before.map(init),
      containers: pod.containers.map((container) => ({ ...init(container), ...running(container, service, cluster) })),
      volumes: volumes.volumes,
    },
  };
}

export const asksTheApi = ({ rights = [] }: Pod): boolean => rights.length > 0;

/** Folders that are lost with the pod must not stop the cluster autoscaler from moving it. */
const serving = ({ name }: Service, { scratch }: Volumes): Record<string, string> => ({
  'kubectl.kubernetes.io/default-container': name,
  'cluster-autoscaler.kubernetes.io/safe-to-evict-local-volumes': scratch.join(','),
});

/** A Job that is moved starts again from the beginning. */
const ONCE = { 'cluster-autoscaler.kubernetes.io/safe-to-evict': 'false' };

const initContainerOf = (
  { name, image, command, environment, size, mounts = [] }: InitContainer,
  pod: Pod,
  volumes: Volumes,
  place: PodPlace,
  cluster: Cluster,
): k8s.Container => ({
  name,
  image: imageOf(image ?? place.service, cluster),
  imagePullPolicy: 'IfNotPresent',
  command: command.map(written),
  env: environmentOf(environment, name, cluster),
  resources: resources(size ?? place.size, volumes.ephemeral),
  volumeMounts: volumes.mounted([...(pod.mounts ?? []), ...mounts]),
  securityContext: containerSecurity,
});

/** The fields of containers that init containers do not have. */
const running = ({ ports = [], probes, preStop }: Container, service: Service, { platform }: Cluster): Partial<k8s.Container> => ({
  // The API server drops empty lists. A written one would look like a change at every apply.
  ports:
    ports.length === 0
      ? undefined
      : portsWith(service, platform)
          .filter(({ name }) => ports.includes(name))
          .map(({ name, cluster }) => ({ name, containerPort: cluster })),
  lifecycle: preStop && { preStop: { exec: { command: [...preStop] } } },
  ...probesIn(probes),
});
