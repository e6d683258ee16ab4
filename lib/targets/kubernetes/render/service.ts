import { portsWith, type ServicePort } from '../../../model/server';
import type { Service } from '../../../model/service';
import type { Leader } from '../../../model/workload';
import { namesOf, steadyNamesOf } from '../../../roles/roles';
import type { ClusterSized } from '../plan/plan';
import { servedName, servedPorts } from '../plan/served';
import { directOf, loadBalancerOf } from './direct';
import { k8s } from './k8s';
import { metadataOf, selectorOf } from './metadata';
import { type Cluster, membersServiceOf, replicasServiceOf } from './site';
import { CHOSEN_LATER, waived } from './waivers';

/** One name, behind which any pod answers; none if only those who look after it may reach it, since a Service needs a port. */
export const oneService = ({ service }: ClusterSized, cluster: Cluster): readonly object[] => {
  const ports = clientPorts(service, cluster);
  if (ports.length === 0) return [];
  return directOf(service, cluster) === undefined
    ? [clusterIp(metadataOf(service, cluster, servedName(service)), selectorOf(service), ports, stayingWith(service))]
    : loadBalancerOf(service, ports, cluster);
};

/** The same for replicas, and the address of each of them if clients try another one when one fails. */
export const replicasServices = (
  sized: Extract<ClusterSized, { readonly role: 'interchangeable' }>,
  cluster: Cluster,
): readonly object[] => [...oneService(sized, cluster), ...(sized.workload.foundSingly ? [eachReplica(sized.service, cluster)] : [])];

/** A name for each member, and one for those that answer clients. */
export function membersServices(sized: Extract<ClusterSized, { readonly role: 'members' }>, cluster: Cluster): readonly object[] {
  const { service, workload } = sized;
  const [first = ''] = namesOf(sized);
  return [
    eachMember(service, cluster),
    ...steadyNamesOf(sized).map((name) => oneMember(service, name, cluster)),
    ...(workload.leader.by === 'nobody'
      ? oneService(sized, cluster)
      : leading(service, workload.leader, first).map(([name, label]) => chosen(service, name, label, cluster))),
  ];
}

const clientPorts = (service: Service, { platform }: Cluster): readonly k8s.ServicePort[] =>
  servedPorts(service, platform).map(({ number, port }) => portOf(port.name, number));

/** A name for the pods that have a label. */
const chosen = (service: Service, name: string, label: Record<string, string>, cluster: Cluster): object =>
  clusterIp(
    { ...metadataOf(service, cluster, name), annotations: waived([CHOSEN_LATER]) },
    { ...selectorOf(service), ...label },
    clientPorts(service, cluster),
  );

/** The names for the leader and for its replicas, with the labels that select them. */
function leading(
  { name }: Service,
  leader: Exclude<Leader, { by: 'nobody' }>,
  first: string,
): readonly (readonly [name: string, label: Record<string, string>])[] {
  switch (leader.by) {
    case 'first':
      return [[name, { [POD_NAME]: first }]];
    case 'label':
      return [
        [name, { [leader.label]: leader.leads }],
        [`${name}-replica`, { [leader.label]: leader.follows }],
      ];
    case 'proxy':
      // The proxy has its name.
      return [];
  }
}

/** The label with a pod's name, which Kubernetes sets on the pods of a StatefulSet. */
const POD_NAME = 'statefulset.kubernetes.io/pod-name';

/** A DNS name for each member as soon as it has an address: members have to find one another before they are ready. */
const eachMember = (service: Service, cluster: Cluster): object =>
  k8s.KubeService.manifest({
    metadata: metadataOf(service, cluster, membersServiceOf(service)),
    spec: {
      clusterIp: 'None',
      publishNotReadyAddresses: true,
      selector: selectorOf(service),
      ports: portsOf(portsWith(service, cluster.platform)),
    },
  });

/** A stable address for a member. It leads to the pod as soon as that has an address. */
const oneMember = (service: Service, name: string, cluster: Cluster): object =>
  k8s.KubeService.manifest({
    metadata: { ...metadataOf(service, cluster, name), annotations: waived([CHOSEN_LATER]) },
    spec: {
      type: 'ClusterIP',
      publishNotReadyAddresses: true,
      selector: { ...selectorOf(service), [POD_NAME]: name },
      ports: portsOf(portsWith(service, cluster.platform)),
    },
  });

/**
 * The address of each replica that is ready. With the one address of a Service, a client that tries again after a failure may reach the
 * failed replica again: the Service leads to it until its probe has failed or its node is given up.
 */
const eachReplica = (service: Service, cluster: Cluster): object =>
  k8s.KubeService.manifest({
    metadata: metadataOf(service, cluster, replicasServiceOf(service)),
    spec: { clusterIp: 'None', selector: selectorOf(service), ports: [...clientPorts(service, cluster)] },
  });

/**
 * Members that know nothing of one another answer from histories of their own. A client that came to another one with each connection would see
 * both in turn, so it stays with one for as long as that is ready.
 */
const stayingWith = ({ workload }: Service): Partial<k8s.ServiceSpec> =>
  'leader' in workload && workload.leader.by === 'nobody' && !workload.leader.connected
    ? { sessionAffinity: 'ClientIP', sessionAffinityConfig: { clientIp: { timeoutSeconds: 10_800 } } }
    : {};

const clusterIp = (
  metadata: k8s.ObjectMeta,
  selector: Record<string, string>,
  ports: readonly k8s.ServicePort[],
  more: Partial<k8s.ServiceSpec> = {},
): object => k8s.KubeService.manifest({ metadata, spec: { type: 'ClusterIP', selector, ports: [...ports], ...more } });

const portsOf = (ports: readonly ServicePort[]): k8s.ServicePort[] => ports.map(({ name, cluster }) => portOf(name, cluster));

const portOf = (name: string, port: number): k8s.ServicePort => ({
  name,
  port,
  targetPort: k8s.IntOrString.fromString(name),
  protocol: 'TCP',
});
