import * as k8s from 'cdk8s-plus-28/lib/imports/k8s';
import type { ServicePort } from '../../../model/server';
import type { Service } from '../../../model/service';
import type { Leader } from '../../../model/workload';
import { memberOf, ordinalsOf } from '../../../roles/members/members';
import type { ClusterSized } from '../plan/plan';
import { metadataOf, selectorOf } from './metadata';
import { type Cluster, membersServiceOf, replicasServiceOf } from './site';
import { POD_NAME } from './spread';
import { CHOSEN_LATER, waived } from './waivers';

/** The names under which others reach a service that accepts connections. */
export function servicesOf(sized: ClusterSized, cluster: Cluster): object[] {
  const { service } = sized;
  const clients = service.ports.filter(({ inner }) => !inner);
  if (service.ports.length === 0) return [];
  const answering = (name: string): object => clusterIp(metadataOf(service, cluster, name), selectorOf(service), clients);
  const chosen = (name: string, label: Record<string, string>): object =>
    clusterIp(
      { ...metadataOf(service, cluster, name), annotations: waived([CHOSEN_LATER]) },
      { ...selectorOf(service), ...label },
      clients,
    );
  switch (sized.role) {
    case 'interchangeable':
      return [answering(fronted(service)), ...(sized.workload.foundSingly ? [eachCopy(service, cluster, clients)] : [])];
    case 'exclusive':
    case 'perNode':
      return [answering(fronted(service))];
    case 'members': {
      const { workload, size } = sized;
      const each = workload.addresses === 'each' ? ordinalsOf(size.replicas) : [];
      return [
        eachMember(service, cluster),
        ...each.map((ordinal) => oneMember(service, ordinal, cluster)),
        ...leading(service, workload.leader).map(([name, label]) => chosen(name, label)),
      ];
    }
  }
}

/** Whose name it answers in. */
const fronted = ({ name, proxiesFor }: Service): string => proxiesFor?.name ?? name;

/** The names under which members are found by whether they lead, and the labels by which they are told. */
function leading(service: Service, leader: Leader): readonly (readonly [name: string, label: Record<string, string>])[] {
  const { name } = service;
  switch (leader.by) {
    case 'first':
      return [[name, { [POD_NAME]: memberOf(service, 0) }]];
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

/** A name for each member, from the moment it has an address: they have to find one another before they are ready. */
const eachMember = (service: Service, cluster: Cluster): object =>
  k8s.KubeService.manifest({
    metadata: metadataOf(service, cluster, membersServiceOf(service)),
    spec: { clusterIp: 'None', publishNotReadyAddresses: true, selector: selectorOf(service), ports: portsOf(service.ports) },
  });

/** An address for a member that outlives its pods, from the moment one has any. */
const oneMember = (service: Service, ordinal: number, cluster: Cluster): object =>
  k8s.KubeService.manifest({
    metadata: { ...metadataOf(service, cluster, memberOf(service, ordinal)), annotations: waived([CHOSEN_LATER]) },
    spec: {
      type: 'ClusterIP',
      publishNotReadyAddresses: true,
      selector: { ...selectorOf(service), [POD_NAME]: memberOf(service, ordinal) },
      ports: portsOf(service.ports),
    },
  });

/**
 * An address for each replica that is ready. Behind the one address of a Service, whoever tries again after a failure may be led to the
 * replica that has failed: it stays among those that are chosen from for as long as its node or its probe is not given up.
 */
const eachCopy = (service: Service, cluster: Cluster, ports: readonly ServicePort[]): object =>
  k8s.KubeService.manifest({
    metadata: metadataOf(service, cluster, replicasServiceOf(service)),
    spec: { clusterIp: 'None', selector: selectorOf(service), ports: portsOf(ports) },
  });

const clusterIp = (metadata: k8s.ObjectMeta, selector: Record<string, string>, ports: readonly ServicePort[]): object =>
  k8s.KubeService.manifest({ metadata, spec: { type: 'ClusterIP', selector, ports: portsOf(ports) } });

const portsOf = (ports: readonly ServicePort[]): k8s.ServicePort[] =>
  ports.map(({ name, cluster }) => ({ name, port: cluster, targetPort: k8s.IntOrString.fromString(name), protocol: 'TCP' }));
