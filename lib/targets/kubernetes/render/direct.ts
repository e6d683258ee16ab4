import type { Mount, Pod } from '../../../model/pod';
import { secretKey } from '../../../model/secret';
import type { ServicePort } from '../../../model/server';
import type { EndsTls, Service } from '../../../model/service';
import { seconds } from '../../../units/duration';
import { BALANCER_SECONDS, PROPAGATION_SECONDS } from '../plan/rollout';
import { endsTls } from '../plan/served';
import { hostsOf } from '../schema/ingress';
import { k8s } from './k8s';
import { metadataOf, selectorOf, sharedMetadata } from './metadata';
import { type Cluster, SOLVERS_LISTEN, SOLVERS_SERVICE } from './site';
import { STARTED_BY_OTHERS, waived } from './waivers';

/** How a service ends TLS itself in this cluster; undefined if it does not. */
export const directOf = (service: Service, { platform }: Cluster): EndsTls | undefined => endsTls(service, platform);

/** Whether users' requests arrive at a port. */
export const isExposed = (port: ServicePort, service: Service, cluster: Cluster): boolean => {
  const direct = directOf(service, cluster);
  return service.exposed !== undefined && (direct === undefined || Object.values(direct.ports).includes(port.name));
};

/** The label of the pods that cert-manager starts to solve HTTP-01. */
export const SOLVERS = { 'acme.cert-manager.io/http01-solver': 'true' };

/**
 * The same pod where its service ends TLS itself: it has the certificates, and it stops later, because a load balancer asks nodes only every
 * few seconds whether they still have a ready pod.
 */
export function endingTls(pod: Pod, service: Service, cluster: Cluster): Pod {
  const direct = directOf(service, cluster);
  if (direct === undefined) return pod;
  const longer = BALANCER_SECONDS - PROPAGATION_SECONDS;
  const [first, ...others] = pod.containers;
  return {
    ...pod,
    containers: [
      {
        ...first,
        mounts: [...(first.mounts ?? []), certificatesAt(direct.certificates, cluster)],
        preStop: ['sleep', String(BALANCER_SECONDS)],
      },
      ...others,
    ],
    grace: pod.grace && seconds(pod.grace.seconds + longer),
  };
}

/**
 * Each certificate in a folder of its own. The folder is mounted whole: kubelets write a changed Secret into it, and never into a mount of a
 * part. A certificate that is only to be had through these pods may be missing when they start.
 */
function certificatesAt(at: string, { ingress }: Cluster): Mount {
  const secrets = [...new Set((ingress === undefined ? [] : hostsOf(ingress)).flatMap(({ tlsSecret }) => tlsSecret ?? []))];
  const keys = (secret: string) =>
    ['tls.crt', 'tls.key'].map((key) => [`${secret}/${key}`, secretKey(secret, key, { holds: '', rotation: '' })] as const);
  const files = Object.fromEntries(secrets.flatMap(keys));
  return {
    at,
    volume: { kind: 'files', name: 'certificates', sources: [{ kind: 'secret', files, mayBeMissing: ingress?.http01Solvers }] },
  };
}

/** The Service of type LoadBalancer. Only nodes with a ready pod get connections, which keeps the address of the client. */
export function loadBalancerOf(service: Service, ports: readonly k8s.ServicePort[], cluster: Cluster): readonly object[] {
  const { annotations, class: loadBalancerClass, clients } = cluster.ingress?.loadBalancer ?? {};
  return [
    k8s.KubeService.manifest({
      metadata: { ...metadataOf(service, cluster), annotations },
      spec: {
        type: 'LoadBalancer',
        externalTrafficPolicy: 'Local',
        loadBalancerClass,
        loadBalancerSourceRanges: clients,
        selector: selectorOf(service),
        ports: [...ports],
      },
    }),
    ...(cluster.ingress?.http01Solvers ? [solversService(cluster)] : []),
  ];
}

/** The address of each pod that solves a challenge. cert-manager gives each a Service of its own, whose name nobody knows before. */
const solversService = (cluster: Cluster): object =>
  k8s.KubeService.manifest({
    metadata: { ...sharedMetadata({ name: cluster.namespace }, cluster, SOLVERS_SERVICE), annotations: waived([STARTED_BY_OTHERS]) },
    spec: {
      clusterIp: 'None',
      selector: SOLVERS,
      ports: [{ name: 'http', port: SOLVERS_LISTEN, targetPort: k8s.IntOrString.fromNumber(SOLVERS_LISTEN), protocol: 'TCP' }],
    },
  });
