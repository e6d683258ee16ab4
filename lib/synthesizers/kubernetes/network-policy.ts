import * as k8s from 'cdk8s-plus-28/lib/imports/k8s';
import type { ClusterPlan } from '../../plan/plan';
import type { Authentication } from '../../profile/schema/cluster';
import type { Destination } from '../../service/destination';
import type { Service } from '../../service/service';
import { dataTierSelector, metadataOf, selectorOf, sharedMetadata } from './metadata';

type Profile = ClusterPlan['profile'];

/** Private, link-local and metadata addresses: what "the internet" never means. */
const NOT_PUBLIC_V4 = ['10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16', '172.16.0.0/12', '192.168.0.0/16'];
const NOT_PUBLIC_V6 = ['::1/128', 'fc00::/7', 'fe80::/10'];

/** Where a pod without an own policy may go and who may reach it: nowhere, nobody; and names, which all of them resolve. */
export const namespacePolicies = (profile: Profile): readonly object[] => [
  k8s.KubeNetworkPolicy.manifest({
    metadata: sharedMetadata(profile, 'default-deny'),
    spec: { podSelector: {}, policyTypes: ['Ingress', 'Egress'] },
  }),
  k8s.KubeNetworkPolicy.manifest({
    metadata: sharedMetadata(profile, 'allow-dns'),
    spec: {
      podSelector: {},
      policyTypes: ['Egress'],
      egress: [
        {
          to: [{ namespaceSelector: namespace('kube-system'), podSelector: { matchLabels: { 'k8s-app': 'kube-dns' } } }, NODE_LOCAL_DNS],
          ports: [udp(53), tcp(53)],
        },
      ],
    },
  }),
];

const namespace = (name: string): k8s.LabelSelector => ({ matchLabels: { 'kubernetes.io/metadata.name': name } });
const tcp = (port: number): k8s.NetworkPolicyPort => ({ protocol: 'TCP', port: k8s.IntOrString.fromNumber(port) });
const udp = (port: number): k8s.NetworkPolicyPort => ({ protocol: 'UDP', port: k8s.IntOrString.fromNumber(port) });
const NODE_LOCAL_DNS: k8s.NetworkPolicyPeer = { ipBlock: { cidr: '169.254.20.10/32' } };

/** Exactly the edges of a service: who calls it, and what it calls. `callers` are all that call it, or are meant to. */
export function policiesOf(service: Service, callers: readonly Service[], profile: Profile): object[] {
  const unused = service.declares.map(({ name }) => name);
  const serving = k8s.KubeNetworkPolicy.manifest({
    metadata: {
      ...metadataOf(service, profile),
      annotations: unused.length === 0 ? undefined : { 'faultmaven-infra/declared-but-unused': unused.join(',') },
    },
    spec: {
      podSelector: { matchLabels: selectorOf(service) },
      policyTypes: ['Ingress', 'Egress'],
      ingress: orAbsent(ingressOf(service, callers, profile)),
      egress: orAbsent([
        ...[...service.calls, ...service.declares].map((called) => ({
          to: [podsOf(called)],
          ports: called.ports.map(({ cluster }) => tcp(cluster)),
        })),
        ...service.reaches.flatMap((destination) => egressTo(destination, profile)),
      ]),
    },
  });
  return [serving, ...migrationPolicy(service, profile)];
}

/** The API server forgets an empty list, and would then find a change at every apply. */
const orAbsent = <T>(rules: T[]): T[] | undefined => (rules.length === 0 ? undefined : rules);

/** Pods of a service of ours; of the data tier's, whatever its pods are. */
const podsOf = (service: Service): k8s.NetworkPolicyPeer => ({
  podSelector: { matchLabels: service.serving === undefined ? dataTierSelector(service.name) : selectorOf(service) },
});

function ingressOf(service: Service, callers: readonly Service[], { ingress }: Profile): k8s.NetworkPolicyIngressRule[] {
  const ports = service.ports.map(({ cluster }) => tcp(cluster));
  const outside = service.entrance
    ? [ingress.namespace, ingress.monitoringNamespace]
        .filter((name) => name !== undefined)
        .map((name) => ({ namespaceSelector: namespace(name) }))
    : [];
  const from = [...callers.map(podsOf), ...outside];
  return from.length === 0 || ports.length === 0 ? [] : [{ from, ports }];
}

/** Who migrates a database reaches that database, and nothing else. */
const migrationPolicy = (service: Service, profile: Profile): object[] =>
  service.database?.migrates.by !== 'owner'
    ? []
    : [
        k8s.KubeNetworkPolicy.manifest({
          metadata: metadataOf(service, profile, `${service.name}-migrate`, 'migration'),
          spec: {
            podSelector: { matchLabels: selectorOf(service, 'migration') },
            policyTypes: ['Ingress', 'Egress'],
            egress: service.database.reaches.flatMap((destination) => egressTo(destination, profile)),
          },
        }),
      ];

function egressTo(destination: Destination, { ingress }: Profile): k8s.NetworkPolicyEgressRule[] {
  switch (destination.kind) {
    case 'postgres':
      return [{ to: [{ podSelector: { matchLabels: dataTierSelector(destination.host) } }], ports: [tcp(destination.port)] }];
    case 'internet':
      return [{ to: PUBLIC, ports: [tcp(443)] }];
    case 'networks':
      return [{ to: destination.cidrs.map((cidr) => ({ ipBlock: { cidr } })), ports: [tcp(destination.port)] }];
    case 'authentication':
      return ingress.auth === undefined ? [] : [authenticationEgress(ingress.auth)];
  }
}

const PUBLIC: k8s.NetworkPolicyPeer[] = [
  { ipBlock: { cidr: '0.0.0.0/0', except: NOT_PUBLIC_V4 } },
  { ipBlock: { cidr: '::/0', except: NOT_PUBLIC_V6 } },
];

const authenticationEgress = ({ url, namespace: inCluster }: Authentication): k8s.NetworkPolicyEgressRule => {
  const { protocol, port } = new URL(url);
  const ports = [tcp(Number(port) || (protocol === 'http:' ? 80 : 443))];
  return inCluster === undefined ? { to: PUBLIC, ports } : { to: [{ namespaceSelector: namespace(inCluster) }], ports };
};
