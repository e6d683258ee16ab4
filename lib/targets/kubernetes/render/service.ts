import * as k8s from 'cdk8s-plus-28/lib/imports/k8s';
import type { ServicePort } from '../../../model/server';
import type { Service } from '../../../model/service';
import type { Leader } from '../../../model/workload';
import { namesOf, steadyNamesOf } from '../../../roles/roles';
import type { ClusterSized } from '../plan/plan';
import { metadataOf, selectorOf } from './metadata';
import { type Cluster, membersServiceOf, replicasServiceOf } from './site';
import { CHOSEN_LATER, waived } from './waivers';

/** One name, behind which any pod answers. */
export const oneService = ({ service }: ClusterSized, cluster: Cluster): readonly object[] => [
  clusterIp(metadataOf(service, cluster, fronted(service)), selectorOf(service), clientPorts(service)),
];

/** The same for replicas, and an address for each of them where clients try another one when one fails. */
export const replicasServices = (
  sized: Extract<ClusterSized, { readonly role: 'interchangeable' }>,
  cluster: Cluster,
): readonly object[] => [...oneService(sized, cluster), ...(sized.workload.foundSingly ? [eachReplica(sized.service, cluster)] : [])];

/** A name for each member, and one for those who answer clients. */
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

/** Whose name it answers in. */
const fronted = ({ name, proxiesFor }: Service): string => proxiesFor?.name ?? name;

/** The names under which members are found by whether they lead, and the labels by which they are told. */
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
      // Its proxy answers in its name.
      return [];
  }
}

/** By which a StatefulSet's pods are told apart (Kubernetes sets it). */
const POD_NAME = 'statefulset.kubernetes.io/pod-name';

/** A name for each member, from the moment it has an address: they have to find one another before they are ready. */
const eachMember = (service: Service, cluster: Cluster): object =>
  k8s.KubeService.manifest({
    metadata: metadataOf(service, cluster, membersServiceOf(service)),
    spec: { clusterIp: 'None', publishNotReadyAddresses: true, selector: selectorOf(service), ports: portsOf(service.ports) },
  });

/** An address for a member that outlives its pods, from the moment one has any. */
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
 * An address for each replica that is ready. Behind the one address of a Service, whoever tries again after a failure may be led to the
 * replica that has failed: it stays among those that are chosen from for as long as its node or its probe is not given up.
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
