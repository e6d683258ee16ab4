import type * as k8s from 'cdk8s-plus-28/lib/imports/k8s';
import type { Container, InitContainer, Pod } from '../../../model/pod';
import type { Service } from '../../../model/service';
import type { Amounts } from '../../../model/size';
import type { Priority } from '../../../model/workload';
import type { Spread } from '../../../roles/spread';
import type { Memory } from '../../../units/memory';
import { environmentOf } from './environment';
import { imageOf } from './image';
import { labelsOf, selectorOf } from './metadata';
import { priorityClass } from './priority';
import { probesIn } from './probes';
import { resources } from './resources';
import { containerSecurity, podSecurity } from './security';
import type { Cluster } from './site';
import { placementOf } from './spread';
import { type Volumes, volumesOf } from './volumes';

/** What a pod's place in its service says of it. */
export interface PodPlace {
  readonly service: Service;
  /** What it is there for. @default - it serves */
  readonly component?: string;
  /** The name of its account. */
  readonly account: string;
  /** What containers ask for and may take that have no size of their own. */
  readonly size: Amounts;
  /** What each folder may hold that is lost with it. */
  readonly scratch: Memory;
  readonly priority: Priority;
  readonly spread: Spread;
  /** The claim that its disk is. @default - its workload claims its disks */
  readonly claim?: string;
}

/** A pod from its parts: every pod of every workload. */
export function podTemplateOf(pod: Pod, place: PodPlace, cluster: Cluster): k8s.PodTemplateSpec {
  const { service, component, account, scratch, claim, priority, spread } = place;
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
      securityContext: podSecurity(pod.user),
      priorityClassName: priorityClass(priority, cluster),
      terminationGracePeriodSeconds: pod.grace?.seconds,
      ...placementOf(selectorOf(service, component), spread, cluster),
      initContainers: pod.before === undefined || pod.before.length === 0 ? undefined : pod.before.map(init),
      containers: pod.containers.map((container) => ({ ...init(container), ...running(container, service) })),
      volumes: volumes.volumes,
    },
  };
}

export const asksTheApi = ({ rights = [] }: Pod): boolean => rights.length > 0;

/** What is lost with the pod must not keep it on its node. */
const serving = ({ name }: Service, { scratch }: Volumes): Record<string, string> => ({
  'kubectl.kubernetes.io/default-container': name,
  'cluster-autoscaler.kubernetes.io/safe-to-evict-local-volumes': scratch.join(','),
});

/** What is moved begins anew. */
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
  command: [...command],
  env: environmentOf(environment, name, cluster),
  resources: resources(size ?? place.size, volumes.ephemeral),
  volumeMounts: volumes.mounted([...(pod.mounts ?? []), ...mounts]),
  securityContext: containerSecurity,
});

/** What a container has that goes on running. */
const running = ({ ports = [], probes, preStop }: Container, service: Service): Partial<k8s.Container> => ({
  // The API server forgets an empty list, and would find a change at every apply.
  ports:
    ports.length === 0
      ? undefined
      : service.ports.filter(({ name }) => ports.includes(name)).map(({ name, cluster }) => ({ name, containerPort: cluster })),
  lifecycle: preStop && { preStop: { exec: { command: [...preStop] } } },
  ...probesIn(probes),
});
