import type { ServicePort } from '../../../model/server';
import type { Service } from '../../../model/service';
import type { Leader } from '../../../model/workload';
import { namesOf, steadyNamesOf } from '../../../roles/roles';
import type { ClusterSized } from '../plan/plan';
import { k8s } from './k8s';
import { metadataOf, selectorOf } from './metadata';
import { type Cluster, membersServiceOf, replicasServiceOf } from './site';
import { CHOSEN_LATER, waived } from './waivers';

/** One name, behind which any pod answers. */
export const oneService = ({ service }: ClusterSized, cluster: Cluster): readonly object[] => [
  clusterIp(metadataOf(service, cluster, fronted(service)), selectorOf(service), clientPorts(service)),
];

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
    ...leading(service, workload.leader, first).map(([name, label]) => chosen(service, name, label, cluster)),
  ];
}

const clientPorts = ({ ports }: Service): readonly ServicePort[] => ports.filter(({ inner }) => !inner);

/** A name for the pods that have a label. */
const chosen = (service: Service, name: string, label: Record<string, string>, cluster: Cluster): object =>
  clusterIp(
    { ...metadataOf(service, cluster, name), annotations: waived([CHOSEN_LATER]) },
    { ...selectorOf(service), ...label },
    clientPorts(service),
  );

/** The name that clients use: of the service that it is the proxy of, or its own. */
const fronted = ({ name, proxiesFor }: Service): string => proxiesFor?.name ?? name;

/** The names for the leader and for its replicas, with the labels that select them. */
function leading({ name }: Service, leader: Leader, first: string): readonly (readonly [name: string, label: Record<string, string>])[] {
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
    spec: { clusterIp: 'None', publishNotReadyAddresses: true, selector: selectorOf(service), ports: portsOf(service.ports) },
  });

/** A stable address for a member. It leads to the pod as soon as that has an address. */
const oneMember = (service: Service, name: string, cluster: Cluster): object =>
  k8s.KubeService.manifest({
    metadata: { ...metadataOf(service, cluster, name), annotations: waived([CHOSEN_LATER]) },
    spec: {
      type: 'ClusterIP',
      publishNotReadyAddresses: true,
      selector: { ...selectorOf(service), [POD_NAME]: name },
      ports: portsOf(service.ports),
    },
  });

/**
 * The address of each replica that is ready. With the one address of a Service, a client that tries again after a failure may reach the
 * failed replica again: the Service leads to it until its probe has failed or its node is given up.
 */
const eachReplica = (service: Service, cluster: Cluster): object =>
  k8s.KubeService.manifest({
    metadata: metadataOf(service, cluster, replicasServiceOf(service)),
    spec: { clusterIp: 'None', selector: selectorOf(service), ports: portsOf(clientPorts(service)) },
  });

const clusterIp = (metadata: k8s.ObjectMeta, selector: Record<string, string>, ports: readonly ServicePort[]): object =>
  k8s.KubeService.manifest({ metadata, spec: { type: 'ClusterIP', selector, ports: portsOf(ports) } });

const portsOf = (ports: readonly ServicePort[]): k8s.ServicePort[] =>
  ports.map(({ name, cluster }) => ({ name, port: cluster, targetPort: k8s.IntOrString.fromString(name), protocol: 'TCP' }));
