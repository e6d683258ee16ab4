import * as k8s from 'cdk8s-plus-28/lib/imports/k8s';
import type { ServicePort } from '../../../model/server';
import type { Service } from '../../../model/service';
import type { ClusterSized } from '../../../plan/plan';
import { metadataOf, selectorOf } from './metadata';
import { type Cluster, copiesServiceOf, memberOf, membersServiceOf, ordinalsOf } from './site';
import { POD_NAME } from './spread';
import { CHOSEN_LATER, waived } from './waivers';

/** By which Patroni says who is what; its configuration names the same label. */
const ROLE = 'role';

/** The names under which others reach a service that accepts connections. */
export function servicesOf({ service, size }: ClusterSized, cluster: Cluster): object[] {
  const clients = service.ports.filter(({ inner }) => !inner);
  if (service.ports.length === 0) return [];
  const answering = (name: string): object => clusterIp(metadataOf(service, cluster, name), selectorOf(service), clients);
  const chosen = (name: string, label: Record<string, string>): object =>
    clusterIp(
      { ...metadataOf(service, cluster, name), annotations: waived([CHOSEN_LATER]) },
      { ...selectorOf(service), ...label },
      clients,
    );
  const { workload } = service;
  if (workload.role !== 'members') {
    const singly = workload.role === 'interchangeable' && workload.foundSingly === true;
    return [answering(service.fronts?.name ?? service.name), ...(singly ? [eachCopy(service, cluster, clients)] : [])];
  }
  switch (workload.kind) {
    case 'ordinal':
      return [eachMember(service, cluster), chosen(service.name, { [POD_NAME]: memberOf(service, 0) })];
    case 'sentinel':
      // Who is primary, only somebody who asks the Sentinels can tell: what fronts it answers in its name.
      return [eachMember(service, cluster), ...ordinalsOf(size).map((ordinal) => oneMember(service, ordinal, cluster))];
    case 'patroni':
      return [
        eachMember(service, cluster),
        chosen(service.name, { [ROLE]: 'primary' }),
        chosen(`${service.name}-replica`, { [ROLE]: 'replica' }),
      ];
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
 * An address for each copy that is ready. Behind the one address of a Service, whoever tries again after a failure may be led to the
 * copy that has failed: it stays among those that are chosen from for as long as its node or its probe is not given up.
 */
const eachCopy = (service: Service, cluster: Cluster, ports: readonly ServicePort[]): object =>
  k8s.KubeService.manifest({
    metadata: metadataOf(service, cluster, copiesServiceOf(service)),
    spec: { clusterIp: 'None', selector: selectorOf(service), ports: portsOf(ports) },
  });

const clusterIp = (metadata: k8s.ObjectMeta, selector: Record<string, string>, ports: readonly ServicePort[]): object =>
  k8s.KubeService.manifest({ metadata, spec: { type: 'ClusterIP', selector, ports: portsOf(ports) } });

const portsOf = (ports: readonly ServicePort[]): k8s.ServicePort[] =>
  ports.map(({ name, cluster }) => ({ name, port: cluster, targetPort: k8s.IntOrString.fromString(name), protocol: 'TCP' }));
